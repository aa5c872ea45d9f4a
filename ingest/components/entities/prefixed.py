"""Names that share a first word and end in a place: "the K4 projects: K4 Oslo, K4 Lima"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from ingest.lexicon import table

from .context import is_before_country
from .heads import kind_of
from .place_context import longest
from .spans import Proposal
from .words import Words

#: Places that the names of a series have at least, and how far before them its noun may stand.
_FEWEST, _NEAR = 3, 4
_STRENGTH = 6.0
_LETTERS = 5
_THINGS = frozenset({"Project", "Programme", "Event"})
_LISTING = frozenset({"include", "are", "included", "were", ":", "in", "including", "such"})
#: Nouns for those who work on a thing stand for it: "the K4 Oslo team".
_OTHERS = {"pilots": "Project", "projects": "Project", "labs": "Project"}

Span = tuple[int, int]


def prefixed_proposals(w: Words, cues: Mapping[str, float]) -> list[Proposal]:
    """Return the names of series whose kind a noun before or after them says."""
    series: dict[str, dict[Span, str]] = defaultdict(dict)
    for i in range(len(w)):
        begin = _prefix(w, i)
        if begin and (end := _place(w, begin)):
            series[w.surface(i, begin)][i, end] = w.key(begin, end)
    found: list[Proposal] = []
    for prefix, spans in series.items():
        if len(set(spans.values())) < _FEWEST:
            continue
        kind = _kind(w, prefix, list(spans))
        if kind:
            votes = ((kind, 2 * cues["head"]),)
            found += [Proposal(*span, "prefixed", _STRENGTH, votes) for span in spans]
    return found


def _prefix(w: Words, i: int) -> int:
    """Return where a code of letters and figures that begins at a token ends, or 0."""
    text = w.texts[i]
    if not text[0].isalnum() or (i and not w.spaced[i - 1] and w.texts[i - 1].isalnum()):
        return 0
    end = i + 1
    if text.isdigit() and not w.spaced[i] and end < len(w) and w.texts[end].isupper():
        text, end = text + w.texts[end], end + 1
    lettered = text.isupper() and text.isalnum() and 2 <= len(text) <= _LETTERS
    if not lettered or end >= len(w) or not w.spaced[end - 1] or w.block[end] != w.block[i]:
        return 0
    return 0 if w.folded[i] in w.postal or w.folded[i] in w.english.places.names else end


def _place(w: Words, start: int) -> int:
    """Return where the city that begins at a token ends, if the name does not go on."""
    known = w.english.places
    if not w.capital[start]:
        return 0
    last = w.ranges[w.block[start]][1]
    end = longest(w, start, known.longest.get(w.folded[start].partition(" ")[0], 0), known.cities)
    run = start + 1
    while run < min(last, start + _LETTERS) and w.capital[run] and not w.is_stop(run):
        run += 1
    while run + 1 < last and w.texts[run] == "-" and not w.spaced[run] and w.capital[run + 1]:
        run += 2
    if not end or (run > end and is_before_country(w, run)):
        end = run if is_before_country(w, run) else 0
    if end < last and end and w.capital[end] and not w.is_stop(end):
        return 0
    key = w.key(start, end or start + 1)
    return 0 if key in known.countries or key in known.regions else end


def _kind(w: Words, prefix: str, spans: list[Span]) -> str:
    """Return what a noun before the series, or behind its names, says that they are."""
    plurals = {
        noun: kind
        for kind, nouns in table("introductions")["plurals"].items()
        for noun in nouns.split()
    }
    for start, _ in spans:
        first = w.ranges[w.block[start]][0]
        near = range(max(first, start - _NEAR), start)
        listing = any(w.texts[i] in _LISTING for i in near)
        for i in near:
            kind = plurals.get(w.folded[i], "") or _OTHERS.get(w.folded[i], "")
            if listing and kind in _THINGS and not w.capital[i]:
                return kind
    if not any(letter.isdigit() for letter in prefix):
        return ""
    kinds = {
        kind_of(w.folded[end], "") for _, end in spans if end < len(w) and w.texts[end].islower()
    }
    return min(kinds & _THINGS, default="")
