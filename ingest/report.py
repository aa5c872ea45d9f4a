"""Scores of many documents: sums, means, and how far to trust them and the confidences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from .tallies import Judgement, Score, Tally, total

#: Resamplings behind an interval, and the seed that makes it the same every time.
_RESAMPLINGS: Final = 2000
_SEED: Final = 20


@dataclass(frozen=True, slots=True)
class Bin:
    """Sayings of about one confidence: how many, their mean confidence, how many were right."""

    count: int
    confidence: float
    accuracy: float


@dataclass(slots=True)
class Report:
    """Scores by document, in the order of their names."""

    documents: dict[str, Score]

    @property
    def total(self) -> Score:
        """Return the sum over all documents."""
        result = Score()
        for score in self.documents.values():
            result += score
        return result

    def mean(self, table: str) -> float:
        """Return the mean over documents of the F1 of one table."""
        scores = [total(getattr(score, table).values()).f1 for score in self.documents.values()]
        return sum(scores) / max(1, len(scores))

    def interval(self, table: str, *, key: str | None = None) -> tuple[float, float]:
        """Return the 95 % bootstrap interval over documents of the micro F1 of one table.

        *key* keeps to one row of it. Documents are drawn with replacement, as Efron and
        Tibshirani (1993, chapter 13) describe: figures of few documents have wide intervals.
        """
        rows = [self._counts(score, table, key) for score in self.documents.values()]
        counts = np.array(rows, dtype=float).reshape(-1, 3)
        drawn = np.random.default_rng(_SEED).integers(0, len(counts), (_RESAMPLINGS, len(counts)))
        right, wrong, missed = counts[drawn].sum(axis=1).T
        f1 = 2 * right / np.maximum(1, 2 * right + wrong + missed)
        low, high = np.percentile(f1, [2.5, 97.5])
        return float(low), float(high)

    @staticmethod
    def _counts(score: Score, table: str, key: str | None) -> tuple[int, int, int]:
        tallies: dict[str, Tally] = getattr(score, table)
        chosen = tallies.values() if key is None else [tallies.get(key, Tally())]
        one = total(chosen)
        return one.right, one.wrong, one.missed

    def calibration(self, *, bins: int = 10) -> tuple[float, list[Bin]]:
        """Return the expected calibration error of the confidences of facts, and its bins.

        Guo et al. (2017), section 2: the mean distance between confidence and accuracy over
        bins of equal width, weighted by how many facts each holds.
        """
        facts = [one for one in self.total.judgements if one.table == "facts" and one.saying]
        filled = list(_binned(facts, bins))
        error = sum(one.count * abs(one.confidence - one.accuracy) for one in filled)
        return error / max(1, len(facts)), filled

    def rules(self) -> dict[str, Tally]:
        """Return how often each rule was right and wrong, by its id."""
        found: dict[str, Tally] = {}
        for one in self.total.judgements:
            if one.saying is not None:
                tally = found.setdefault(one.saying.rule, Tally())
                tally += Tally(right=one.outcome == "right", wrong=one.outcome == "wrong")
        return dict(sorted(found.items()))


def _binned(facts: Sequence[Judgement], bins: int) -> Iterator[Bin]:
    pairs = [(f.saying.confidence, f.outcome == "right") for f in facts if f.saying is not None]
    for number in range(bins):
        inside = [pair for pair in pairs if min(bins - 1, int(pair[0] * bins)) == number]
        if inside:
            yield Bin(len(inside), _mean(p for p, _ in inside), _mean(r for _, r in inside))


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)
