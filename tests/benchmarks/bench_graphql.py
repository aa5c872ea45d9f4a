"""What GraphQL costs: over a store of many memberships, beside SPARQL, Starlette and Strawberry.

- The members of many networks, by plan, beside the one ordered SELECT that asks the same, executed
  and parsed in this process; of a generation that was opened just now, and once its order is known.
- The smallest query over HTTP beside a constant route of Starlette, each by one client and by
  sixteen, in turns; a repeated query in this process beside graphql-core's executor, which gets it
  parsed and validated.
- Mixed queries of sixteen clients, beside ``plain_graphql``; and for how long the event loop stands
  still meanwhile.
- How long hostile requests keep it busy.

``make bench ARGS=graphql=20`` takes fewer networks than 200, each with 1,000 members.
"""

from __future__ import annotations

import asyncio
import json
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Final

import httpx
from graphql import execute, parse
from starlette.types import ASGIApp, Message

from api.app import create_app
from api.gql.context import Context
from api.gql.schema import schema
from api.serving.serving import settle
from api.settings import read_settings
from graph.reader import Reader
from graph.workspace import Workspace
from ontology.namespaces import prologue
from tests.api.gql.hostile import hostile, send
from tests.benchmarks.http_load import load
from tests.benchmarks.memberships import memberships
from tests.benchmarks.servers import Served, constant, hansa, plain_graphql

PLAIN: Final = {"HANSA_RATE_SECONDS": "0", "HANSA_LOG_REQUESTS": "off"}
ROUNDS: Final = 5
SECONDS: Final = 2.0
#: By so many clients, how many times the constant route the smallest query may cost.
AIMS: Final = {1: 4.0, 16: 8.0}
SMALLEST: Final = json.dumps({"query": "{ __typename }"})
MEMBERS: Final = 1_000
PAGE: Final = """{ networks(first: 20) { nodes { name { value } members(first: 50) { nodes {
  name { value } ... on City { country { name { value } } } } } } } }"""
SELECT: Final = """SELECT ?network ?city ?country WHERE {
  { SELECT ?n ?network WHERE { ?n a hansa:Network ; rdfs:label ?network }
    ORDER BY LCASE(STR(?network)) STR(?n) LIMIT 20 }
  LATERAL { SELECT ?n ?c ?city WHERE { ?n hansa:hasMember ?c . ?c rdfs:label ?city }
    ORDER BY LCASE(STR(?city)) STR(?c) LIMIT 50 }
  GRAPH ?gazetteer { ?c hansa:country ?in } ?in rdfs:label ?country
} ORDER BY LCASE(STR(?network)) STR(?n) LCASE(STR(?city)) STR(?c)"""
CITY: Final = "query ($id: ID!) { city(id: $id) { id name { value } country { name { value } } } }"
NETWORK: Final = """query ($id: ID!) { network(id: $id) { name { value }
  members(first: 20) { totalCount nodes { id name { value } } } } }"""
NETWORKS: Final = "{ networks(first: 20) { nodes { id name { value } } } }"
MEMBERS_OF_ALL: Final = """{ networks(first: 5) { nodes { name { value } members(first: 10) {
  nodes { name { value } ... on City { country { name { value } } } } } } } }"""
TEN_FIELDS: Final = """query ($id: ID!) { generation node(id: $id) { __typename id
  ... on Network { sameAs name { value lang } names { value lang } } } }"""


def main(networks: int = 200) -> None:
    """Print the figures for so many networks."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "data"
        with Workspace(folder).writer() as writer:
            for document, extraction in memberships(networks, MEMBERS):
                writer.put(document, extraction)
            writer.commit()
        report(folder)


def report(folder: Path) -> None:
    """Print the figures for a data directory."""
    _report_page(folder)
    with hansa(folder, **PLAIN) as served:
        with constant() as floor:
            _report_fixed(served, floor)
        _report_hostile(served)
    with Workspace(folder).reader() as reader:
        _report_repeated(reader)
    _report_mixed(folder)
    asyncio.run(_report_loop(folder))


def _report_page(folder: Path) -> None:
    """Print what a page of the members of many networks takes beside one SELECT."""
    workspace, taken = Workspace(folder), defaultdict(list)
    for _ in range(ROUNDS):
        with workspace.reader() as reader:
            taken["select"].append(_busy(lambda: _selected(reader)))
        with workspace.reader() as reader:
            taken["opened"].append(_busy(lambda: _read(reader)))
            for _ in range(ROUNDS):
                taken["known"].append(_busy(lambda: _read(reader)))
            if _read(reader) != _selected(reader):
                raise SystemExit("GraphQL and SPARQL answer differently")
    select, opened, known = (median(taken[name]) for name in ("select", "opened", "known"))
    print(
        f"20 networks, 50 members each, city and country: {opened * 1000:.0f} ms of a generation "
        f"just opened, {known * 1000:.0f} ms of one known; the SELECT {select * 1000:.0f} ms: "
        f"{opened / select:.2f} times, aim 1.00, and {known / select:.2f} times, aim 0.30",
        flush=True,
    )


def _selected(reader: Reader) -> list[tuple[str, ...]]:
    return [*reader.values(prologue() + SELECT)]


def _read(reader: Reader) -> list[tuple[str, ...]]:
    found = schema().execute_sync(PAGE, context_value=Context(reader))
    return [
        (network["name"]["value"], each["name"]["value"], each["country"]["name"]["value"])
        for network in (found.data or {})["networks"]["nodes"]
        for each in network["members"]["nodes"]
    ]


def _busy(work: Callable[[], object]) -> float:
    """Return the seconds of the processor that *work* takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def _bodies(reader: Reader) -> list[str]:
    """Return requests as pages of a web site send them, each kind as often."""
    networks = sorted({iri for _, iri, _ in reader.names("Network")})[:50]
    cities = sorted({iri for _, iri, _ in reader.names("City")})[::40]
    chance = random.Random(5)
    asked = []
    for _ in range(100):
        asked += [
            (CITY, {"id": chance.choice(cities)}),
            (NETWORK, {"id": chance.choice(networks)}),
            (NETWORKS, {}),
            (MEMBERS_OF_ALL, {}),
        ]
    return [json.dumps({"query": query, "variables": given}) for query, given in asked]


def _report_mixed(folder: Path) -> None:
    """Print how many mixed queries are answered, beside a plain implementation."""
    with Workspace(folder).reader() as reader:
        bodies, checkpoint = _bodies(reader), reader.path
    rates: dict[str, list[float]] = {"ours": [], "plain": []}
    slow: list[float] = []
    with hansa(folder, **PLAIN) as ours, plain_graphql(checkpoint) as plain:
        _compare_answers(ours, plain, bodies[:4])
        for _ in range(ROUNDS):
            for name, server in (("ours", ours), ("plain", plain)):
                seen = load(server.port, ["/graphql"], clients=16, seconds=SECONDS, body=bodies)
                rates[name].append(seen.rate)
                slow += [seen.percentile(0.95)] if name == "ours" else []
    found, least = median(rates["ours"]), median(rates["plain"])
    print(
        f"mixed queries, 16 clients: {found:,.0f} a second, 95 % within {median(slow) * 1000:.0f} "
        f"ms; Strawberry, DataLoader and SPARQL {least:,.0f}: {found / least:.1f} times, aim 5",
        flush=True,
    )


def _compare_answers(ours: Served, plain: Served, bodies: list[str]) -> None:
    for body in bodies:
        answers = [
            httpx.post(
                f"http://127.0.0.1:{server.port}/graphql",
                content=body,
                headers={"Content-Type": "application/json"},
                timeout=60,
                trust_env=False,
            ).json()["data"]
            for server in (ours, plain)
        ]
        if answers[0] != answers[1]:
            raise SystemExit(f"two implementations answer differently: {body}")


async def _report_loop(folder: Path) -> None:
    """Print the longest time for which nothing else could run on the event loop."""
    app = create_app(read_settings({"HANSA_STORE": str(folder), **PLAIN}))
    with Workspace(folder).reader() as reader:
        bodies = [*_bodies(reader), json.dumps({"query": PAGE})] * 3
    settle()  # as a server does
    longest, ended = 0.0, False

    async def tick() -> None:
        nonlocal longest
        while not ended:
            began = time.perf_counter()
            await asyncio.sleep(0.001)
            longest = max(longest, time.perf_counter() - began)

    async def ask(number: int) -> None:
        for body in bodies[number::16]:
            await _asked(app, body.encode())

    ticking = asyncio.create_task(tick())
    await asyncio.gather(*(ask(number) for number in range(16)))
    ended = True
    await ticking
    app.state.services.shelf.close()
    print(f"the event loop stood still for {longest * 1000:.0f} ms at most, aim 50", flush=True)


async def _asked(app: ASGIApp, body: bytes) -> None:
    """Ask *app* in this process."""
    headers = [(b"host", b"127.0.0.1"), (b"content-type", b"application/json")]
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/graphql",
        "raw_path": b"/graphql",
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }

    async def receive() -> Message:
        await asyncio.sleep(0)  # others may read, as they may between two requests of a server
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        if message.get("status", 200) != 200:
            raise SystemExit(f"answered {message}")

    await app(scope, receive, send)


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
