"""The queries that run now, for whoever may look at them and stop them."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from graph.pool import Running


@dataclass(frozen=True, slots=True, eq=False)
class RunningQuery:
    """One query with its id, when it began (UTC), whose it is, and what it reads."""

    id: str
    running: Running
    client: str
    generation: int
    began: datetime
    _clock: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """For how long it has been running."""
        return time.monotonic() - self._clock


class RunningQueries:
    """All of one process; only its event loop may touch them."""

    def __init__(self) -> None:
        """Begin with none."""
        self._queries: dict[str, RunningQuery] = {}

    @contextmanager
    def listed(self, running: Running, *, client: str, generation: int) -> Iterator[RunningQuery]:
        """List a query for as long as the block takes."""
        query = RunningQuery(secrets.token_hex(8), running, client, generation, datetime.now(UTC))
        self._queries[query.id] = query
        try:
            yield query
        finally:
            del self._queries[query.id]

    def __iter__(self) -> Iterator[RunningQuery]:
        """Iterate over the queries, the oldest first."""
        return iter([*self._queries.values()])

    def stop(self, id: str) -> bool:
        """Stop the query with that id; say whether there was one."""
        query = self._queries.get(id)
        if query is not None:
            query.running.stop("the query was stopped by the keeper of this server")
        return query is not None
