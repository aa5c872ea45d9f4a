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
        self._number = {span: number for number, span in enumerate(self.spans)}
        self._from: dict[int, list[Span]] = defaultdict(list)
        self._to: dict[int, list[Span]] = defaultdict(list)
        for span in self.spans:
            self._from[span[0]].append(span)
            self._to[span[1]].append(span)

    def of(self, span: Span) -> list[T | None]:
        """Return who proposes a span, how strongly, and what its rivals and neighbours are."""
        look, votes = self.look, self.votes[span]
        found = [look("st:")(str(_step(self.strength[span])))]
        found += map(look("s:"), self.sources[span])
        found += [look("v:")(f"{kind}:{_step(weight)}") for kind, weight in votes.items()]
        if votes:
            found.append(look("top:")(max(sorted(votes), key=votes.__getitem__)))
        found += self._overlapping(span)
        found += self._beside(span)
        return found

    def firm(self, spans: Iterable[Span]) -> Iterator[str]:
        """Yield the kinds that much speaks for, of each of some spans."""
        for span in spans:
            for kind, weight in self.votes[span].items():
                if weight >= _FIRM:
                    yield kind

    def _overlapping(self, span: Span) -> Iterator[T | None]:
        """Yield what longer spans around and shorter ones within are taken for."""
        around, within = self._around(span), self._within(span)
        look, votes = self.look, self.votes
        if around:
            yield look("in:")(self._strongest(around))
            inside = look("ink:")
            for other in around[:_MOST]:
                yield from map(inside, votes[other])
        if within:
            yield look("has:")(self._strongest(within))
            holding, (start, end) = look("hask:"), span
            for other in within[:_MOST]:
                side = "^" if other[0] == start else "$" if other[1] == end else "-"
                for kind in votes[other]:
                    yield holding(kind + side)

    def _strongest(self, spans: Sequence[Span]) -> str:
        strength = self.strength
        return str(_step(max([strength[span] for span in spans])))

    def _around(self, span: Span) -> list[Span]:
        """Return the spans in order that hold a span and begin little before it."""
        spans, (start, end) = self.spans, span
        first = max(self.w.ranges[self.w.block[start]][0], start - _REACH)
        same = self._from[start]
        low = high = self._number[same[0]]
        while low and spans[low - 1][0] >= first:
            low -= 1
        found = [other for other in spans[low:high] if other[1] >= end]
        return found + [other for other in same if other[1] > end]

    def _within(self, span: Span) -> list[Span]:
        """Return the spans in order that a span holds."""
        spans, (start, end) = self.spans, span
        low = self._number[self._from[start][0]]
        high, total = low, len(spans)
        while high < total and spans[high][0] < end:
            high += 1
        if high - low == 1:
            return []
        return [other for other in spans[low:high] if other[1] <= end and other != span]

    def _beside(self, span: Span) -> Iterator[T | None]:
        """Yield what the names are taken for that commas or "and" join to a span."""
        texts, (start, end) = self.w.texts, span
        first, last = self.w.ranges[self.w.block[start]]
        i = start - 1
        while i >= first and texts[i] in _JOINTS and start - i < _JOINT:
            i -= 1
        if i < start - 1:
            yield from map(self.look("nl:"), self.firm(self._to.get(i + 1, ())))
        i = end
        while i < last and texts[i] in _JOINTS and i - end < _JOINT - 1:
            i += 1
        if end < i < last:
            yield from map(self.look("nr:"), self.firm(self._from.get(i, ())))


def _step(weight: float) -> int:
    """Return the step of a weight on a scale of halves.

    >>> _step(0.8), _step(9.0)
    (1, 6)
    """
    return max(0, min(_HIGHEST, int(weight * 2)))
