"""Names that a noun for things of their kind counts up: "three programmes: A, B and C"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from ingest.lexicon import table

from .heads import head_of
from .introduced import is_odd
from .spans import Proposal
from .words import Words

_FEWEST, _MOST, _LIMIT = 2, 7, 80
#: A name of a list is as sure as one that is said to be called so.
_STRENGTH = 1.2
_LEADS = (
    ("such", "as"),
    ("including",),
    ("like",),
    ("namely",),
    ("called",),
    (":",),
    ("–",),
    ("—",),
)
_JOINTS = frozenset({",", ";", "and", "&", "or", "as", "well"})
_QUOTES = frozenset({'"', "“", "‘", "«", "'", "”", "’", "»"})
#: Words between a noun and what it counts up: "projects in Spain such as X".
_NEAR = 4

Span = tuple[int, int]
IsEntity = Callable[[int, int], bool]


@cache
def _plurals() -> Mapping[str, str]:
    """Return each plural noun that counts up things with their kind.

    >>> _plurals()["projects"], _plurals()["campaigns"]
    ('Project', 'Programme')
    """
    listed = table("introductions")["plurals"].items()
    return {noun: kind for kind, nouns in listed for noun in nouns.split()}


def enumerated_proposals(
    w: Words, cues: Mapping[str, float], is_entity: IsEntity
) -> list[Proposal]:
    """Return the names in a sentence after "projects such as", "three programmes:" and the like."""
    found: list[Proposal] = []
    for i, folded in enumerate(w.folded):
        kind = _plurals().get(folded)
        if kind is None or w.capital[i]:
            continue
        first = _lead(w, i)
        spans = [*_items(w, first)] if first else []
        others = [span for span in spans if _is_other(w, *span, kind, is_entity)]
        if len(spans) >= _FEWEST and 2 * len(others) < len(spans):
            votes = ((kind, cues["copula"]),)
            found += [
                Proposal(*span, "introduced", _STRENGTH, votes)
                for span in spans
                if span not in others
            ]
    return found


def _lead(w: Words, noun: int) -> int:
    """Return where the names begin that follow a noun and "such as" or a colon, or 0."""
    last = w.ranges[w.block[noun]][1]
    for i in range(noun + 1, min(last, noun + 1 + _NEAR)):
        for lead in _LEADS:
            if tuple(w.texts[i : i + len(lead)]) == lead:
                start = i + len(lead)
                return start if start < last else 0
        if w.texts[i] in {".", ";"} or w.tags[i] == "VERB":
            return 0
    return 0


def _items(w: Words, i: int) -> Iterator[Span]:
    """Yield the names that commas and "and" join from a token on, without what is in brackets."""
    last = min(w.ranges[w.block[i]][1], i + _LIMIT)
    while i < last:
        while i < last and (w.texts[i] in _QUOTES or w.texts[i] in {"the", "our"}):
            i += 1
        start = i
        while i < last and _goes_on(w, start, i, last):
            i += 1
        if i == start or i - start > _MOST:
            return
        yield start, i
        while i < last and w.texts[i] in _QUOTES:
            i += 1
        if i < last and w.texts[i] == "(":
            i = next((k for k in range(i, last) if w.texts[k] == ")"), last) + 1
        joint = i
        while i < last and w.texts[i] in _JOINTS:
            i += 1
        if i == joint:
            return


def _goes_on(w: Words, start: int, i: int, last: int) -> bool:
    """Tell whether a name goes on: by a capital, a number, or a small word before one."""
    if w.capital[i] or is_odd(w, i):
        return True
    if i == start or i + 1 >= last:
        return False
    small = w.texts[i] in {"of", "for", "on", "in", "to", "the", "-", "with", "de"}
    ahead = i + 1 + (w.texts[i + 1] == "the")
    return w.texts[i].isdigit() or (small and ahead < last and w.capital[ahead])


def _is_other(w: Words, start: int, end: int, kind: str, is_entity: IsEntity) -> bool:
    """Tell a place, person or body, and a name whose head says that it is something else."""
    head = head_of(w, start, end)
    headed = head is not None and head.kind not in {"", kind}
    plain = end - start == 1 and w.is_common(start, end)
    places = w.english.places.names
    return headed or plain or is_entity(start, end) or w.key(start, end) in places
