"""What GraphQL costs before anything is read, and how long hostile requests keep it busy.

The smallest query is asked over HTTP beside a constant route of Starlette, each by one client and
by sixteen, in turns; a repeated query in this process beside graphql-core's executor, which gets it
parsed and validated. ``make bench ARGS=graphql=300`` takes more documents.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Final

import httpx
from graphql import execute, parse

from api.gql.context import Context
from api.gql.schema import schema
from graph.reader import Reader
from graph.workspace import Workspace
from tests.api.gql.hostile import hostile, send
from tests.benchmarks.corpus import corpus
from tests.benchmarks.http_load import load
from tests.benchmarks.servers import Served, constant, hansa

PLAIN: Final = {"HANSA_RATE_SECONDS": "0", "HANSA_LOG_REQUESTS": "off"}
ROUNDS: Final = 5
SECONDS: Final = 2.0
#: By so many clients, how many times the constant route the smallest query may cost.
AIMS: Final = {1: 4.0, 16: 8.0}
SMALLEST: Final = json.dumps({"query": "{ __typename }"})
TEN_FIELDS: Final = """query ($id: ID!) { generation node(id: $id) { __typename id
  ... on Network { sameAs name { value lang } names { value lang } } } }"""


def main(size: int = 60) -> None:
    """Print the figures for a corpus of *size* documents."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "data"
        with Workspace(folder).writer() as writer:
            for document, extraction in corpus(size):
                writer.put(document, extraction)
            writer.commit()
        with hansa(folder, **PLAIN) as served:
            with constant() as floor:
                _report_fixed(served, floor)
            _report_hostile(served)
        with Workspace(folder).reader() as reader:
            _report_repeated(reader)


def _report_fixed(served: Served, floor: Served) -> None:
    for clients, aim in AIMS.items():
        rates: dict[str, list[float]] = {"constant": [], "graphql": []}
        for _ in range(ROUNDS):
            for name, server, path in (
                ("constant", floor, "/constant"),
                ("graphql", served, "/graphql"),
            ):
                seen = load(server.port, [path], clients=clients, seconds=SECONDS, body=SMALLEST)
                rates[name].append(seen.rate)
        least, ours = median(rates["constant"]), median(rates["graphql"])
        print(
            f"{{ __typename }}, {clients:2} clients: {ours:7,.0f} a second, constant route "
            f"{least:7,.0f}, {least / ours:.1f} times its cost, aim {aim:.0f}",
            flush=True,
        )


def _report_repeated(reader: Reader) -> None:
    """Print what a repeated query takes besides being executed."""
    ours, document = schema(), parse(TEN_FIELDS)
    network = min(iri for _, iri, _ in reader.names("Network"))
    variables = {"id": network}

    def whole() -> object:
        return ours.execute_sync(TEN_FIELDS, variables, context_value=Context(reader)).data

    def executed() -> object:
        core = ours._schema
        context = Context(reader)
        return execute(core, document, context_value=context, variable_values=variables)

    taken = {work: _median(work) for work in (executed, whole)}
    more = (taken[whole] - taken[executed]) * 1000
    print(
        f"ten fields again: {taken[whole] * 1000:.2f} ms, executed alone "
        f"{taken[executed] * 1000:.2f} ms, {more:.2f} ms more, aim 0.30",
        flush=True,
    )


def _median(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(500):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return median(taken[100:])


def _report_hostile(served: Served) -> None:
    address = f"http://127.0.0.1:{served.port}"
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        answers = [(each, send(client, each)) for each in hostile()]
    slowest, answer = max(answers, key=lambda pair: pair[1].seconds)
    told = sum(each.code in found.codes and found.status < 500 for each, found in answers)
    print(
        f"hostile: {told} of {len(answers)} have their code; the slowest, {slowest.name}, "
        f"took {answer.seconds * 1000:.0f} ms, aim 500",
        flush=True,
    )
