"""What a server counts, as Prometheus reads it.

Every process of a server counts for itself, and tells the numbers of all: each with the label
``worker``, so that one that starts anew resets its own numbers only.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from .tallies import Durations, Tally

if TYPE_CHECKING:
    from api.context import Services

#: Seconds; light look-ups take one or two thousandths, and the usual limit is ten.
_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

#: One family of numbers: name, what it means, its type, and its samples.
Family = tuple[str, str, str, list[tuple[str, dict[str, str], float]]]


class Metrics:
    """The counters of one process; cheap to count with, whatever it costs to read them."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.registry = CollectorRegistry(auto_describe=False)
        ProcessCollector(registry=self.registry)
        self._requests = Tally("requests", "requests answered", "route", "status")
        self._request_seconds = Durations(
            "request_seconds", "time to answer", "route", buckets=_SECONDS
        )
        self._queries = Tally("queries", "SPARQL queries by what came of them", "outcome")
        self._query_seconds = Durations(
            "query_seconds", "time that the engine took", buckets=_SECONDS
        )
        self._refused = Tally("connections_refused", "connections cut off", "reason")
        for each in (self._requests, self._request_seconds, self._queries, self._query_seconds):
            self.registry.register(each)
        self.registry.register(self._refused)

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.count(route, str(status))
        self._request_seconds.observe(seconds, route)

    def asked(self, outcome: str) -> None:
        """Count a SPARQL query."""
        self._queries.count(outcome)

    def ran(self, seconds: float) -> None:
        """Count the engine's time for one query."""
        self._query_seconds.observe(seconds)

    def refused(self, reason: str) -> None:
        """Count a connection that was cut off."""
        self._refused.count(reason)


class ServerState(Collector):
    """What is so at the moment, read when somebody looks."""

    def __init__(self, services: Services) -> None:
        """Look at *services*."""
        self._services = services

    def collect(self) -> Iterator[Metric]:
        """Yield the state of gate, pool, memory and store."""
        for kind, rows in (("gauge", self._gauges()), ("counter", self._counters())):
            for name, help, value in rows:
                metric = Metric(f"hansa_{name}", help, kind)
                sample = f"hansa_{name}" + ("_total" if kind == "counter" else "")
                metric.add_sample(sample, {}, float(value))
                yield metric

    def _gauges(self) -> Iterable[tuple[str, str, float]]:
        services = self._services
        return (
            ("generation", "the newest generation", services.generation()),
            ("queries_running", "SPARQL queries that run", len(services.running)),
            ("queries_waiting", "queries that wait for their turn", services.gate.waiting),
            ("pool_processes", "processes that queries run in", services.pool.processes),
            ("streams", "streams and subscriptions", services.changes.subscriptions.count),
            ("ingestions", "documents that wait or are read", services.ingestions.count),
            ("cache_bytes", "bytes of remembered answers", services.memory.taken),
            ("cache_limit_bytes", "bytes that they may take", services.memory.size),
            ("stopping", "1 while the server is about to stop", services.stopping.has_begun),
        )

    def _counters(self) -> Iterable[tuple[str, str, float]]:
        services = self._services
        return (
            ("cache_hits", "answers that were remembered", services.memory.hits),
            ("cache_misses", "answers that were not", services.memory.misses),
            ("pool_killed", "processes killed with their query", services.pool.killed),
        )


def families(registry: CollectorRegistry, *, worker: int) -> list[Family]:
    """Return the numbers of one process, plain enough to be sent as JSON."""
    return [
        (
            each.name,
            each.documentation,
            each.type,
            [(one.name, {**one.labels, "worker": str(worker)}, one.value) for one in each.samples],
        )
        for each in registry.collect()
    ]


class _Together(CollectorRegistry):
    """The families of all processes as one registry to write from."""

    def __init__(self, told: Iterable[Iterable[Family]]) -> None:
        super().__init__()
        self._metrics: dict[str, Metric] = {}
        for name, help, kind, samples in (family for each in told for family in each):
            metric = self._metrics.setdefault(name, Metric(name, help, kind))
            for sample, labels, value in samples:
                metric.add_sample(sample, labels, value)

    def collect(self) -> Iterator[Metric]:
        return iter([self._metrics[name] for name in sorted(self._metrics)])


async def exposition(services: Services, accept: str) -> tuple[bytes, str]:
    """Return the numbers of all processes, in the format that *accept* asks for, and its type."""
    own = await asyncio.to_thread(families, services.metrics.registry, worker=services.peers.number)
    others: list[Any] = await services.peers.ask("metrics")
    encode, content_type = choose_encoder(accept)
    return encode(_Together([own, *others])), content_type
