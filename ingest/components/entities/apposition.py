"""Two names side by side for one body: "Portolan, the International Union of Harbours, ..."."""

from __future__ import annotations

from itertools import pairwise

from .forms import initials
from .heads import head_of
from .spans import Name
from .words import Words

_OPENING = ([",", "the"], ["–", "the"], ["—", "the"], ["(", "the"])
_CLOSING = frozenset({",", "–", "—", ")"})
_LISTING = frozenset({",", "and", "or", "&", ";"})
_BODIES = frozenset({"Organization", "Network"})

Span = tuple[int, int]


def appositions(w: Words, names: list[Name]) -> list[tuple[Span, Span]]:
    """Return the spans of each pair of names, given in order, of which one explains the other."""
    return [
        ((one.start, one.end), (other.start, other.end))
        for one, other in pairwise(names)
        if w.texts[one.end : other.start] in _OPENING
        and (_is_short(w, one, other) or _explains(w, one, other))
    ]


def _is_short(w: Words, one: Name, other: Name) -> bool:
    """Tell an acronym from the words it is made of: "UOH, the Union of Harbours"."""
    key = w.key(one.start, one.end)
    return w.texts[one.start].isupper() and key in initials(w.key(other.start, other.end))


def _explains(w: Words, one: Name, other: Name) -> bool:
    """Tell a second name of plain words with a body's head, closed off and in no list."""
    last = w.ranges[w.block[other.start]][1]
    if other.end + 1 >= last or w.texts[other.end] not in _CLOSING:
        return False
    if w.texts[other.end + 1] in _LISTING or w.capital[other.end + 1]:
        return False
    first = w.ranges[w.block[one.start]][0]
    before = one.start - 1
    before -= before >= first and w.texts[before].lower() == "the"
    if before >= first and w.texts[before] in _LISTING:
        return False
    head = head_of(w, other.start, other.end)
    kind = max(sorted(one.votes), key=lambda key: one.votes[key], default="")
    named = kind in _BODIES and head is not None and head.kind in _BODIES
    return named and w.is_common(other.start, other.end)
