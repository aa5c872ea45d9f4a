"""The questions of the catalogue as GraphQL asks them: by processes that the clock can stop.

The engine cannot be stopped in this process, and some questions look through all that there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, cast

from anyio import fail_after, from_thread
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from api.http.rates import pay
from api.sparql.running import RunningQueries
from graph.claims import term_of
from graph.errors import QueryTimeoutError
from graph.foreign.jobs import Job, Limits, job
from graph.foreign.running import QueryPool
from graph.reader import DocumentRow, Reader, Term
from ontology.iris import Base

from .context import Context

#: Seconds that are always left, so that what began can say that it took too long.
_LEAST: Final = 0.05


@dataclass(frozen=True, slots=True)
class Processes:
    """The processes that answer queries, as a thread of this server asks them."""

    pool: QueryPool
    running: RunningQueries
    limits: Limits

    def solutions(self, reader: Reader, query: str, *, seconds: float) -> Iterator[dict[str, Term]]:
        """Iterate over the solutions of a SELECT query, which has so many seconds.

        Whoever asks pays for the time, that of a query that is stopped too. Raises
        QueryTimeoutError, and what ``run_query`` raises.
        """
        limits = replace(self.limits, seconds=max(_LEAST, min(self.limits.seconds, seconds)))
        asked = job(reader.source, query, format="json", limits=limits)
        spent: list[float] = []
        try:
            body = from_thread.run(partial(self._answer, asked, reader.generation, spent.append))
        finally:
            pay(sum(spent))
        found = cast(QuerySolutions, parse_query_results(body, format=QueryResultsFormat.JSON))
        names = [variable.value for variable in found.variables]
        for row in found:
            yield {name: term_of(cast(Any, v)) for name, v in zip(names, row, strict=True) if v}

    async def _answer(self, asked: Job, generation: int, took: Callable[[float], None]) -> bytes:
        """Return the answer; *took* is told the seconds, however it ends."""
        try:
            with fail_after(asked.limits.seconds):
                async with self.pool.running(asked) as running:
                    told = self.running.add(
                        running, client="", generation=generation, is_charged=False
                    )
                    try:
                        return b"".join([piece async for piece in running])
                    finally:
                        self.running.remove(told)
                        took(running.spent)
        except TimeoutError:
            raise QueryTimeoutError("the question took too long") from None


@dataclass(frozen=True, slots=True)
class Timed:
    """A generation as questions look at it, whose queries stop when the time of a request is up."""

    context: Context
    reader: Reader
    processes: Processes

    @property
    def base(self) -> Base:
        """Where the data's IRIs begin."""
        return self.reader.base

    def solutions(self, query: str) -> Iterator[dict[str, Term]]:
        """Run a SELECT query; the request is refused when its time is up."""
        try:
            return iter([*self._solutions(query)])
        except QueryTimeoutError:
            self.context.refuse_slow()

    def _solutions(self, query: str) -> Iterator[dict[str, Term]]:
        self.context.check_time()
        return self.processes.solutions(self.reader, query, seconds=self.context.left)

    def names(self, kind: str | None = None) -> Iterable[tuple[str, str, str]]:
        """Yield every name with its IRI and kind."""
        return self.reader.names(kind)

    def label(self, iri: str) -> str:
        """Return the preferred name of a thing."""
        return self.reader.label(iri)

    def kind(self, iri: str) -> str | None:
        """Return the kind of a thing."""
        return self.reader.kind(iri)

    def documents(self) -> Iterable[DocumentRow]:
        """Return all documents."""
        return self.reader.documents()
