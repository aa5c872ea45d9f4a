"""Towns and counties that their plural counts up: "the CITIES OF AYR, ELGIN AND WICK"."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.lexicon import words

from .heads import head_of
from .spans import Proposal
from .words import Words

_KINDS = {
    "cities": "City",
    "towns": "City",
    "municipalities": "City",
    "villages": "City",
    "boroughs": "City",
    "counties": "Region",
    "provinces": "Region",
}
_JOINTS = frozenset({",", "and", "&", ";"})
_STRENGTH = 5.0
#: Names that a list has at least, and words that each has at most.
_FEWEST, _LONGEST = 2, 3

Span = tuple[int, int]


def governed_proposals(w: Words, cues: Mapping[str, float]) -> list[Proposal]:
    """Return the places in lists after "cities of", in capitals or not."""
    found: list[Proposal] = []
    for noun, kind in _KINDS.items():
        for i in w.places(noun):
            if i + 2 < len(w) and w.folded[i + 1] == "of" and w.block[i + 2] == w.block[i]:
                spans = _spans(w, i + 2)
                if _are_places(w, spans, kind):
                    votes = ((kind, cues["city_government"] + cues["licence"]),)
                    spans = [span for span in spans if w.key(*span) not in w.english.places.states]
                    found += [Proposal(*span, "governed", _STRENGTH, votes) for span in spans]
    return found


def _spans(w: Words, i: int) -> list[Span]:
    """Return the names that commas and "and" join from a token on."""
    last = w.ranges[w.block[i]][1]
    spans: list[Span] = []
    begin, final = i, False
    while begin < last and w.capital[begin] and not _is_joint(w, begin):
        end = begin
        while end < last and w.capital[end] and not _is_joint(w, end):
            end += 1
        if end - begin > _LONGEST:
            break
        spans.append((begin, end))
        begin = end
        while begin < last and (w.folded[begin] or w.texts[begin]) in _JOINTS:
            begin += 1
        if final or begin == end:
            break
        final = any(w.folded[k] == "and" or w.texts[k] == "&" for k in range(end, begin))
    return spans


def _is_joint(w: Words, i: int) -> bool:
    """Tell a word that ends a name, in capitals or not."""
    return w.folded[i] in _JOINTS or w.folded[i] in words("names", "stops")


def _are_places(w: Words, spans: list[Span], kind: str) -> bool:
    """Tell a list of towns from the countries that towns lie in, and from other things."""
    if len(spans) < _FEWEST:
        return False
    known = w.english.places
    keys = [w.key(*span) for span in spans]
    if kind == "Region":
        return not any(w.is_common(*span) and w.texts[span[0]].istitle() for span in spans)
    if keys[0] in known.countries or keys[0] in known.regions:
        return False
    named = sum(key in known.names for key in keys)
    headed = any(head_of(w, *span) is not None for span in spans if w.key(*span) not in known.names)
    return 2 * named >= len(keys) and not headed
