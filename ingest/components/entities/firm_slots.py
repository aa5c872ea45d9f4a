"""Names of plain words where the words beside them leave no doubt: "selected for Quiet Ways"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from ingest.lexicon import table, words

from .heads import head_of
from .spans import Proposal
from .word_groups import either
from .words import Words

#: How many words such a name has, how many a phrase, and how sure the words beside it make it.
_FEWEST, _MOST, _PHRASE = 2, 6, 5
#: Tokens that a name of plain words is followed over its links, which are no such name's parts.
_FARTHEST = 12
_STRENGTH = 1.1
_ARTICLES = frozenset({"the", "our", "its", "their", "this"})
_QUOTES = frozenset({'"', "“", "‘", "«", "'", "”", "’", "»"})
_LINKS = frozenset({"of", "for", "in", "on", "and", "&", "-"})
_AHEAD = re.compile(r"20[2-9]\d")
#: Nouns that stand before what they look ahead to: "Vision Tartu 2035".
_PLANS = frozenset({"vision", "agenda", "plan", "strategy", "roadmap", "masterplan"})

Span = tuple[int, int]
IsEntity = Callable[[int, int], bool]


@cache
def _phrases(side: str) -> Mapping[str, str]:
    """Return each phrase of a side with the kind it shows.

    >>> _phrases("before")["register for"]
    'Event'
    """
    return {
        phrase: kind
        for kind, listed in sorted(table("firm_slots")[side].items())
        for phrase in listed
    }


def firm_proposals(w: Words, cues: Mapping[str, float], is_entity: IsEntity) -> list[Proposal]:
    """Return the names of plain words that such words stand beside, at each of their places."""
    kinds: dict[str, str] = {}
    places: dict[str, list[Span]] = {}
    for start, end in _candidates(w, is_entity):
        key = w.key(start, end)
        places.setdefault(key, []).append((start, end))
        kind = _ahead(w, start, end) or _before(w, start) or _after(w, end)
        if kind:
            kinds.setdefault(key, kind)
    return [
        Proposal(*span, "firm-slot", _STRENGTH, ((kind, cues["described"]),))
        for key, kind in kinds.items()
        for span in places[key]
    ]


def _candidates(w: Words, is_entity: IsEntity) -> Iterator[Span]:
    """Yield the capitalised spans of several words that have no head noun and no other reading."""
    for start, end in sorted({*w.spans, *((start, _extended(w, end)) for start, end in w.spans)}):
        if not _FEWEST <= end - start <= _MOST or w.titled[w.block[start]]:
            continue
        if w.kind(start) == "heading" or is_entity(start, end):
            continue
        if _is_part(w, start, end):
            continue
        head = head_of(w, start, end)
        roles = either("persons", "roles", "posts", "honorifics")
        if (head is None or not head.kind) and roles.isdisjoint(w.folded[start:end]):
            last = w.folded[end - 1]
            if last not in words("heads", "rejected") | words("heads", "facilities"):
                yield start, end


def _extended(w: Words, end: int) -> int:
    """Go on over "Soup on the Square" and "Bread and Roses", all plain words."""
    start = end - 1
    last = min(w.ranges[w.block[start]][1], start + _FARTHEST)
    while end + 1 < last and w.texts[end] in _LINKS and w.is_common(start, end):
        i = end + 1 + (w.texts[end + 1] == "the")
        pair = w.texts[end] not in {"and", "&"} or end - start == 1
        if i >= last or not w.capital[i] or not w.is_common(i, i + 1) or not pair:
            break
        end = i + 1
    return end


def _is_part(w: Words, start: int, end: int) -> bool:
    """Tell whether a name goes on before or after a span: "e-Harbour Plans", "Capital of X"."""
    if start and not w.spaced[start - 1] and w.texts[start - 1] not in _QUOTES:
        return True
    if end + 1 >= len(w) or w.block[end] != w.block[start]:
        return False
    return w.capital[end] or (w.texts[end] in _LINKS and w.capital[end + 1])


def _before(w: Words, start: int) -> str:
    """Return the kind that the words before a name show: "the second round of"."""
    first = w.ranges[w.block[start]][0]
    i = start
    while i > first and (w.texts[i - 1] in _ARTICLES or w.texts[i - 1] in _QUOTES):
        i -= 1
    known = _phrases("before")
    for size in range(min(_PHRASE, i - first), 1, -1):
        if kind := known.get(" ".join(w.texts[i - size : i]).lower()):
            return kind
    return ""


def _after(w: Words, end: int) -> str:
    """Return the kind that the words after a name show: "takes place"."""
    last = w.ranges[w.block[end - 1]][1]
    while end < last and (w.texts[end] in _QUOTES or w.texts[end] == ","):
        end += 1
    known = _phrases("after")
    for size in range(min(_PHRASE, last - end), 1, -1):
        if kind := known.get(" ".join(w.texts[end : end + size]).lower()):
            return kind
    return ""


def _ahead(w: Words, start: int, end: int) -> str:
    """Return the kind of "Vision Tartu 2035": a plan for a year to come."""
    far = _AHEAD.fullmatch(w.texts[end - 1]) is not None
    return "Agreement" if far and w.folded[start] in _PLANS else ""
