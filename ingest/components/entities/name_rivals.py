"""What the proposers say of a span, of those that overlap it, and of its neighbours in a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic

from .name_features import Look, T
from .spans import Proposal
from .words import Words

_JOINTS = frozenset({",", "and", "&", "or", ";", "the", "/", "·", "–", "-", "both"})
#: How far before a span a longer one may begin; how many tokens may join two names.
_REACH, _JOINT = 8, 4
#: Votes of at least this weight count of neighbours; of rivals the first so many.
_FIRM, _MOST = 1.0, 3
_HIGHEST = 6

Span = tuple[int, int]


class Rivals(Generic[T]):
    """The proposals of one document by span, with their strengths and votes summed."""

    def __init__(self, w: Words, proposals: Iterable[Proposal], look: Look[T]) -> None:
        """Sum *proposals* by span."""
        self.w = w
        self.look = look
        self.sources: dict[Span, list[str]] = defaultdict(list)
        self.votes: dict[Span, dict[str, float]] = defaultdict(dict)
        self.strength: dict[Span, float] = defaultdict(float)
        for one in proposals:
            span = one.start, one.end
            self.sources[span].append(one.source)
            self.strength[span] += one.strength
            votes = self.votes[span]
            for kind, weight in one.votes:
                votes[kind] = votes.get(kind, 0.0) + weight
        self.spans = sorted(self.sources)
        self._from: dict[int, list[Span]] = {}
        self._to: dict[int, list[Span]] = {}
        self._first: dict[int, int] = {}
        for number, span in enumerate(self.spans):
            self._first.setdefault(span[0], number)
            self._from.setdefault(span[0], []).append(span)
            self._to.setdefault(span[1], []).append(span)
        self._look_up(look)

    def _look_up(self, look: Look[T]) -> None:
        """Look up once what many spans have in common."""
        steps = [str(step) for step in range(_HIGHEST + 1)]
        self._own, self._around, self._within = (
            [*map(look(name), steps)] for name in ("st:", "in:", "has:")
        )
        self._source, self._vote, self._top = look("s:"), look("v:"), look("top:")
        self._inside, self._holding = look("ink:"), look("hask:")
        self._left, self._right = look("nl:"), look("nr:")

    def of(self, span: Span) -> list[T | None]:
        """Return who proposes a span, how strongly, and what its rivals and neighbours are."""
        votes = self.votes[span]
        found = [self._own[_step(self.strength[span])], *map(self._source, self.sources[span])]
        for kind, weight in votes.items():
            found.append(self._vote(f"{kind}:{_step(weight)}"))
        if votes:
            found.append(self._top(max(sorted(votes), key=votes.__getitem__)))
        self._add_longer(span, found)
        self._add_shorter(span, found)
        self._add_neighbours(span, found)
        return found

    def firm(self, spans: Iterable[Span]) -> Iterator[str]:
        """Yield the kinds that much speaks for, of each of some spans."""
        for span in spans:
            for kind, weight in self.votes[span].items():
                if weight >= _FIRM:
                    yield kind

    def _strongest(self, spans: Sequence[Span]) -> int:
        strength = self.strength
        return _step(max([strength[span] for span in spans]))

    def _add_longer(self, span: Span, found: list[T | None]) -> None:
        """Add what the spans are taken for, in order, that hold a span and begin little before."""
        spans, (start, end) = self.spans, span
        first = max(self.w.ranges[self.w.block[start]][0], start - _REACH)
        low = high = self._first[start]
        while low and spans[low - 1][0] >= first:
            low -= 1
        around = [other for other in spans[low:high] if other[1] >= end]
        around += [other for other in self._from[start] if other[1] > end]
        if around:
            found.append(self._around[self._strongest(around)])
            for other in around[:_MOST]:
                found += map(self._inside, self.votes[other])

    def _add_shorter(self, span: Span, found: list[T | None]) -> None:
        """Add what the spans are taken for, in order, that a span holds."""
        spans, (start, end) = self.spans, span
        low = high = self._first[start]
        total = len(spans)
        while high < total and spans[high][0] < end:
            high += 1
        if high - low == 1:
            return
        within = [other for other in spans[low:high] if other[1] <= end and other != span]
        if within:
            found.append(self._within[self._strongest(within)])
        for other in within[:_MOST]:
            side = "^" if other[0] == start else "$" if other[1] == end else "-"
            found += [self._holding(kind + side) for kind in self.votes[other]]

    def _add_neighbours(self, span: Span, found: list[T | None]) -> None:
        """Add what the names are taken for that commas or "and" join to a span."""
        texts, (start, end) = self.w.texts, span
        first, last = self.w.ranges[self.w.block[start]]
        i = start - 1
        while i >= first and texts[i] in _JOINTS and start - i < _JOINT:
            i -= 1
        if i < start - 1:
            found += map(self._left, self.firm(self._to.get(i + 1, ())))
        i = end
        while i < last and texts[i] in _JOINTS and i - end < _JOINT - 1:
            i += 1
        if end < i < last:
            found += map(self._right, self.firm(self._from.get(i, ())))


def _step(weight: float) -> int:
    """Return the step of a weight on a scale of halves.

    >>> _step(0.8), _step(9.0)
    (1, 6)
    """
    return max(0, min(_HIGHEST, int(weight * 2)))
