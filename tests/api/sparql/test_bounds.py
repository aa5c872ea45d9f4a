"""What is remembered of requests has a bound, however long they are."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.types import Scope

from api.http.compression import accepted_coding
from api.linked.described import names_graph
from api.sparql.asking import asked, endpoint
from api.sparql.protocol import ProtocolRequest, read_request
from graph.foreign.jobs import NO_DATASET, Limits, QueryDataset

#: Characters of each request, and how many of them.
LONG = 200_000
TIMES = 30


def _scope(*, path: str = "/sparql", accept: str = "*/*", host: str = "h") -> Scope:
    headers = [(b"accept", accept.encode()), (b"host", host.encode())]
    scope = {"type": "http", "method": "GET", "scheme": "http", "path": path, "headers": headers}
    return {**scope, "query_string": b"query=ASK{}"}


def _ask(dataset: QueryDataset = NO_DATASET, **said: str | None) -> None:
    parts = {"query": "ASK {}", "format": None, "accept": None, **said}
    protocol = ProtocolRequest(dataset=dataset, **parts)  # type: ignore[arg-type]
    asked(Request(_scope()), protocol, generation=1, limits=Limits()).job(Path("x"), Limits())


def _read(accept: str) -> None:
    asyncio.run(read_request(Request(_scope(accept=accept)), longest=1))


REMEMBERED: dict[str, Callable[[str], object]] = {
    "dataset": lambda text: _ask(QueryDataset(("urn:" + text,))),
    "accept": lambda text: _ask(accept="*/*, " + text),
    "format": lambda text: _ask(format="json," + text),
    "query": lambda text: _ask(query=f"ASK {{}} # {text}"),
    "reading": lambda text: _read("*/*, " + text),
    "coding": lambda text: accepted_coding([(b"accept-encoding", text.encode())]),
    "graph": lambda text: names_graph(f"ASK {{}} # {text}", "urn:g"),
    "path": lambda text: endpoint(Request(_scope(path="/" + text))),
}


@pytest.mark.parametrize("name", REMEMBERED)
def test_long_requests_are_forgotten(name: str) -> None:
    REMEMBERED[name]("once")
    tracemalloc.start()
    try:
        for number in range(TIMES):
            REMEMBERED[name](f"{number:0{LONG}}")
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken < 4 * LONG
