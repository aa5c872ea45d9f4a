"""Numbers that are counted at every request, and told in Prometheus' terms when somebody reads.

prometheus_client takes a lock for each number and a step for each bucket; what only the event loop
counts needs neither.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString


class Tally(Collector):
    """How often each thing happened, by the values of its labels."""

    def __init__(self, name: str, help: str, *labels: str) -> None:
        """Begin with nothing."""
        self._about = f"hansa_{name}", help
        self._labels = labels
        self._counts: dict[tuple[str, ...], int] = {}

    def count(self, *values: str) -> None:
        """Count one."""
        self._counts[values] = self._counts.get(values, 0) + 1

    def collect(self) -> Iterator[Metric]:
        """Yield the family."""
        family = CounterMetricFamily(*self._about, labels=self._labels)
        for values, number in [*self._counts.items()]:  # read in a thread, counted in another
            family.add_metric(values, number)
        yield family


class Durations(Collector):
    """How long things took, in buckets of seconds, by the values of their labels."""

    def __init__(self, name: str, help: str, *labels: str, buckets: Sequence[float]) -> None:
        """Begin with nothing; *buckets* are the upper bounds, the least first."""
        self._about = f"hansa_{name}", help
        self._labels = labels
        self._buckets = tuple(buckets)
        self._numbers: dict[tuple[str, ...], list[int]] = {}
        self._sums: dict[tuple[str, ...], float] = {}
        if not labels:
            self._begin(())

    def _begin(self, values: tuple[str, ...]) -> list[int]:
        self._sums[values] = 0.0
        self._numbers[values] = [0] * (len(self._buckets) + 1)
        return self._numbers[values]

    def observe(self, seconds: float, *values: str) -> None:
        """Count one that took so long; a bound belongs to its bucket."""
        numbers = self._numbers.get(values) or self._begin(values)
        numbers[bisect_left(self._buckets, seconds)] += 1
        self._sums[values] += seconds

    def collect(self) -> Iterator[Metric]:
        """Yield the family, each bucket with all that took less."""
        family = HistogramMetricFamily(*self._about, labels=self._labels)
        bounds = [*map(floatToGoString, self._buckets), "+Inf"]
        for values, numbers in [*self._numbers.items()]:
            told = [(bound, float(n)) for bound, n in zip(bounds, accumulate(numbers), strict=True)]
            family.add_metric(values, buckets=told, sum_value=self._sums[values])
        yield family
