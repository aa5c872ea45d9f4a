"""Questions of the catalogue are asked of processes that are stopped when time is up."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import pytest
from anyio import to_thread
from graphql import GraphQLError

from api.gql.asking import Processes, Timed
from api.gql.context import Context
from api.http.rates import Rates
from api.sparql.running import RunningQueries
from graph.foreign.jobs import Limits
from graph.foreign.pool import WorkerPool
from graph.reader import Reader
from graph.workspace import Workspace

#: What no engine counts in a minute.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"


def _with_processes(work: Callable[[Processes], Any]) -> Any:
    """Return what *work* returns in a thread of a loop that has processes."""

    async def run() -> Any:
        pool = WorkerPool(1)
        await pool.start()
        processes = Processes(pool, RunningQueries(ended=lambda _: None), Limits(seconds=30))
        try:
            return await to_thread.run_sync(partial(work, processes))
        finally:
            await pool.close()

    return anyio.run(run)


def _timed(reader: Reader, processes: Processes, seconds: float) -> Timed:
    return Timed(Context(reader, deadline=time.monotonic() + seconds), reader, processes)


def test_a_query_stops_when_the_time_of_its_request_is_up(sample_store: Path) -> None:
    with Workspace(sample_store).reader() as reader:

        def ask(processes: Processes) -> float:
            began = time.monotonic()
            with pytest.raises(GraphQLError, match="took too long") as refused:
                _timed(reader, processes, 0.3).solutions(ENDLESS)
            assert refused.value.extensions == {"code": "TOO_COSTLY"}
            assert not [*processes.running]
            return time.monotonic() - began

        assert _with_processes(ask) < 20


def test_a_query_that_is_stopped_is_paid_for(sample_store: Path) -> None:
    rates = Rates(seconds=60, burst=60)
    with Workspace(sample_store).reader() as reader:

        def ask(processes: Processes) -> None:
            with rates.paid_by("192.0.2.7"), pytest.raises(GraphQLError, match="took too long"):
                _timed(reader, processes, 0.3).solutions(ENDLESS)

        _with_processes(ask)
    assert rates.untold()["192.0.2.7"] > 0.1


def test_what_waits_for_a_process_waits_no_longer_than_it_may(sample_store: Path) -> None:
    with Workspace(sample_store).reader() as reader:

        def ask(processes: Processes) -> None:
            pool = processes.pool
            assert isinstance(pool, WorkerPool)
            taken = pool._free.get_nowait()
            with pytest.raises(GraphQLError, match="took too long"):
                _timed(reader, processes, 0.3).solutions("SELECT * { ?a ?b ?c }")
            pool._free.put_nowait(taken)

        _with_processes(ask)


def test_solutions_are_those_of_the_generation(sample_store: Path) -> None:
    query = "SELECT ?it ?name ?none { ?it rdfs:label ?name } ORDER BY STR(?it) STR(?name)"
    with Workspace(sample_store).reader() as reader:
        prefixed = f"PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> {query}"

        def ask(processes: Processes) -> list[Any]:
            return [*_timed(reader, processes, 30).solutions(prefixed)]

        found = _with_processes(ask)
        assert found == [*reader.solutions(prefixed)]
        assert len(found) > 5
