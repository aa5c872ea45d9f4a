"""What the proposers say of a span, of those that overlap it, and of its neighbours in a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from .spans import Proposal
from .words import Words

_JOINTS = frozenset({",", "and", "&", "or", ";", "the", "/", "·", "–", "-", "both"})
#: How far before a span a longer one may begin; how many tokens may join two names.
_REACH, _JOINT = 8, 4
#: Votes of at least this weight count of neighbours; of rivals the first so many.
_FIRM, _MOST = 1.0, 3
_HIGHEST = 6

Span = tuple[int, int]


class Rivals:
    """The proposals of one document by span, with their strengths and votes summed."""

    def __init__(self, w: Words, proposals: Iterable[Proposal]) -> None:
        """Sum *proposals* by span."""
        self.w = w
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
        self._from: dict[int, list[Span]] = defaultdict(list)
        self._to: dict[int, list[Span]] = defaultdict(list)
        for span in self.spans:
            self._from[span[0]].append(span)
            self._to[span[1]].append(span)

    def own(self, span: Span) -> Iterator[str]:
        """Yield who proposes a span, how strongly, and as what."""
        yield f"st:{_step(self.strength[span])}"
        for source in self.sources[span]:
            yield f"s:{source}"
        votes = self.votes[span]
        for kind, weight in votes.items():
            yield f"v:{kind}:{_step(weight)}"
        if votes:
            yield f"top:{max(sorted(votes), key=votes.__getitem__)}"

    def overlapping(self, span: Span) -> Iterator[str]:
        """Yield what longer spans around and shorter ones within are taken for."""
        start, end = span
        first = self.w.ranges[self.w.block[start]][0]
        around = [
            other
            for i in range(max(first, start - _REACH), start + 1)
            for other in self._from.get(i, ())
            if other[1] >= end and other != span
        ]
        within = [
            other
            for i in range(start, end)
            for other in self._from.get(i, ())
            if other[1] <= end and other != span
        ]
        if around:
            yield f"in:{_step(max(self.strength[other] for other in around))}"
            yield from (f"ink:{kind}" for other in around[:_MOST] for kind in self.votes[other])
        if within:
            yield f"has:{_step(max(self.strength[other] for other in within))}"
        for other in within[:_MOST]:
            side = "^" if other[0] == start else "$" if other[1] == end else "-"
            yield from (f"hask:{kind}{side}" for kind in self.votes[other])

    def beside(self, span: Span) -> Iterator[str]:
        """Yield what the names are taken for that commas or "and" join to a span."""
        texts, (start, end) = self.w.texts, span
        first, last = self.w.ranges[self.w.block[start]]
        i = start - 1
        while i >= first and texts[i] in _JOINTS and start - i < _JOINT:
            i -= 1
        if i < start - 1:
            yield from (f"nl:{kind}" for kind in self._firm(self._to.get(i + 1, ())))
        i = end
        while i < last and texts[i] in _JOINTS and i - end < _JOINT - 1:
            i += 1
        if end < i < last:
            yield from (f"nr:{kind}" for kind in self._firm(self._from.get(i, ())))

    def _firm(self, spans: Iterable[Span]) -> Iterator[str]:
        for span in spans:
            for kind, weight in self.votes[span].items():
                if weight >= _FIRM:
                    yield kind


def _step(weight: float) -> int:
    """Return the step of a weight on a scale of halves.

    >>> _step(0.8), _step(9.0)
    (1, 6)
    """
    return max(0, min(_HIGHEST, int(weight * 2)))
