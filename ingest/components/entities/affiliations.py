"""Bodies that stand after a person's name in agendas and credits: "Ada Lind, Portolan"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ingest.lexicon import head_kinds, words

from .heads import head_of
from .spans import Proposal
from .word_groups import either
from .words import Words

_PEOPLE = frozenset({"given", "honorific", "post", "role", "speaker"})
_STRENGTH = 1.0
#: How long, in tokens, such a name may be: of one word, counting hyphens, and of several.
_MOST, _SEVERAL = 3, 4
#: So many lines of a person and a name of several words show what those names are.
_FEWEST = 2
#: Letters of an acronym that opens a name.
_LETTERS = 5
_CLOSING = frozenset({",", ".", ")", ";", "|", "–", "—", "and", "&", "*"})
_ENDS = frozenset({".", ")", ";", "|"})
_OPENING = frozenset({";", ":", "(", "-", "–", "—", "•", "*", "by", "with", "and", "|"})

Span = tuple[int, int]


def affiliations(w: Words, found: list[Proposal], cues: Mapping[str, float]) -> list[Proposal]:
    """Return the unusual words that a comma ties to the person named before them."""
    people = {
        (one.start, one.end) for one in found if one.source in _PEOPLE and one.strength >= 1.0
    }
    taken = {i for start, end in people for i in range(start, end)}
    votes = (("Organization", cues["described"]),)
    single = [(end + 1, _end(w, end)) for end in sorted({end for _, end in people})]
    proposals = [
        Proposal(start, stop, "affiliation", _STRENGTH, votes)
        for start, stop in single
        if stop > start and start not in taken
    ]
    known = {
        (one.start, one.end)
        for one in found
        if one.source == "ner-PERSON"
        and one.end - one.start > 1
        and w.folded[one.start] in words("persons", "first_names")
    }
    return proposals + _firms(w, people | known, taken, cues)


def _end(w: Words, comma: int) -> int:
    """Return where the one capitalised word after a comma ends, or 0."""
    start, last = comma + 1, w.ranges[w.block[max(0, comma - 1)]][1]
    if start >= last or w.texts[comma] != "," or not w.capital[start]:
        return 0
    if stop := _lettered(w, start, last):
        return stop
    if not _is_brand(w, start):
        return 0
    stop = start + 1
    while stop + 1 < last and w.texts[stop] == "-" and not w.spaced[stop] and w.capital[stop + 1]:
        stop += 2
    closed = stop >= last or w.texts[stop] in _CLOSING
    return stop if (closed or w.breaks[stop]) and stop - start <= _MOST else 0


def _lettered(w: Words, start: int, last: int) -> int:
    """Return where a name of an acronym and one or two words ends: "IIT Kanpur", "TU Delft"."""
    stop = dict(w.runs(*w.ranges[w.block[start]])).get(start, 0)
    text = w.texts[start]
    short = text.isupper() and text.isalpha() and 1 < len(text) <= _LETTERS
    if not short or not 2 <= stop - start <= _MOST or not _is_closed(w, stop, last):
        return 0
    if w.folded[start] in either("persons", "roles", "suffixes", "letters", "posts"):
        return 0
    shouted = any(w.texts[i].isupper() for i in range(start + 1, stop))
    roles = not words("persons", "roles").isdisjoint(w.folded[start:stop])
    return 0 if shouted or roles or w.key(start, stop) in w.english.places.names else stop


def _is_closed(w: Words, stop: int, last: int) -> bool:
    """Tell the end of a line, clause or part."""
    return stop >= last or w.texts[stop] in _CLOSING or w.breaks[stop]


def _is_brand(w: Words, i: int) -> bool:
    """Refuse places, posts, degrees, and words of the dictionary."""
    known, folded = w.english.places, w.folded[i]
    if folded in known.names or folded in w.english.demonyms or folded in head_kinds():
        return False
    if folded in either("persons", "roles", "suffixes") | words("names", "commons"):
        return False
    return len(folded) > 2 and not w.is_stop(i) and not w.is_common(i, i + 1)


def _firms(
    w: Words, people: set[Span], taken: set[int], cues: Mapping[str, float]
) -> list[Proposal]:
    """Return the names of several words in lines of nothing but a person and a name."""
    lines = [
        (end + 1, stop)
        for start, end in sorted(people)
        if _opens(w, start) and (stop := _line(w, end)) and end + 1 not in taken
    ]
    bodies = Counter(_says_body(w, *span) for span in lines)
    votes = (("Organization", cues["honorific"] + cues["list"]),)
    return [
        Proposal(start, stop, "affiliation", _STRENGTH, votes)
        for start, stop in lines
        if head_of(w, start, stop) is None
        and (
            _says_body(w, start, stop) or (bodies[True] >= _FEWEST and not w.is_common(start, stop))
        )
    ]


def _opens(w: Words, start: int) -> bool:
    """Tell whether a person's name begins a line or an entry of one, be it after a title."""
    first = w.ranges[w.block[start]][0]
    while start > first and w.folded[start - 1] in either("persons", "honorifics"):
        start -= 1
        start -= start > first and w.texts[start - 1] == "."
    return start == first or w.texts[start - 1] in _OPENING or w.breaks[start]


def _line(w: Words, comma: int) -> int:
    """Return where the capitalised words after a comma end, if the line or entry does too."""
    start, last = comma + 1, w.ranges[w.block[max(0, comma - 1)]][1]
    if start >= last or w.texts[comma] != "," or not w.capital[start] or w.is_stop(start):
        return 0
    stop = start
    while (
        stop < last
        and stop - start <= _SEVERAL
        and w.capital[stop]
        and not (stop > start and w.breaks[stop])
    ):
        stop += 1
    closed = stop >= last or w.texts[stop] in _ENDS or w.breaks[stop]
    if not closed or not 1 < stop - start <= _SEVERAL or _is_other(w, start, stop):
        return 0
    return stop


def _is_other(w: Words, start: int, stop: int) -> bool:
    """Tell a post, a place, and a second person."""
    if not either("persons", "roles", "posts", "suffixes").isdisjoint(w.folded[start:stop]):
        return True
    if w.folded[start] in words("persons", "first_names"):
        return True
    known = w.english.places.names
    return w.key(start, stop) in known or w.key(start, stop) in w.english.places.countries


def _says_body(w: Words, start: int, stop: int) -> bool:
    """Tell a name with a body's noun, an acronym, odd capitals or a place as its last word."""
    head = head_of(w, start, stop)
    if head is not None and head.kind in {"Organization", "Network"}:
        return True
    if any(len(text) > 1 and any(map(str.isupper, text[1:])) for text in w.texts[start:stop]):
        return True
    known = w.english.places
    return w.folded[stop - 1] in known.countries or w.folded[stop - 1] in known.regions
