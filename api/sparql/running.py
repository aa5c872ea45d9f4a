"""The queries that run now, for whoever may look at them and stop them."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from starlette.types import Scope

from graph.foreign.running import Running


def note(scope: Scope, outcome: str) -> None:
    """Note what came of the query of a request, for those who count."""
    scope.setdefault("state", {})["outcome"] = outcome


@dataclass(slots=True, eq=False)
class RunningQuery:
    """One query with its id, when it began (UTC), whose it is, and what it reads."""

    id: str
    running: Running
    client: str
    generation: int
    is_charged: bool = True
    _clock: float = field(default_factory=time.monotonic)

    @property
    def began(self) -> datetime:
        """When it began (UTC)."""
        return datetime.now(UTC) - timedelta(seconds=self.seconds)

    @property
    def seconds(self) -> float:
        """For how long it has been running."""
        return time.monotonic() - self._clock


class RunningQueries:
    """All of one process; only its event loop may touch them."""

    def __init__(self, *, ended: Callable[[RunningQuery], None]) -> None:
        """Begin with none; *ended* is told of each when it has ended."""
        self._queries: dict[str, RunningQuery] = {}
        self._prefix, self._numbers = secrets.token_hex(6), count(1)
        self._ended = ended

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._queries)

    def add(
        self, running: Running, *, client: str, generation: int, is_charged: bool = True
    ) -> RunningQuery:
        """List a query until ``remove``; *is_charged* counts it for its client."""
        id = f"{self._prefix}{next(self._numbers):x}"
        query = self._queries[id] = RunningQuery(id, running, client, generation, is_charged)
        return query

    def remove(self, query: RunningQuery) -> None:
        """Take a query that has ended from the list."""
        del self._queries[query.id]
        self._ended(query)

    def __iter__(self) -> Iterator[RunningQuery]:
        """Iterate over the queries, the oldest first."""
        return iter([*self._queries.values()])

    def told(self) -> list[dict[str, Any]]:
        """Return what the keeper of the server may know of each, the oldest first."""
        return [
            {
                "id": each.id,
                "began": each.began.isoformat(timespec="milliseconds"),
                "seconds": round(each.seconds, 3),
                "generation": each.generation,
                "client": each.client,
                "query": each.running.job.query,
            }
            for each in self
        ]

    def stop(self, id: str) -> bool:
        """Stop the query with that id; say whether there was one."""
        query = self._queries.get(id)
        if query is not None:
            query.running.stop("the query was stopped by the keeper of this server")
        return query is not None

    def stop_older(self, seconds: float, why: str) -> None:
        """Stop all that have been running for longer."""
        for query in self:
            if query.seconds > seconds:
                query.running.stop(why)
