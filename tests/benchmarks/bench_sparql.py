"""Answering SPARQL beside Oxigraph's own server, which runs queries unsandboxed in Rust.

All servers have the same quads, those of a corpus of 1,200 documents (a million), and run in turns.
Light queries are the members of a network and what is said of an entity; each is asked by one
client and by sixteen, without remembered answers and with. Heavy ones group, follow paths and join
over all the data, and are compared with the engine in this process that also writes the answer.
``make bench ARGS=sparql=300`` takes fewer documents; rdflib-endpoint, which keeps all in memory and
takes minutes to read a million quads, is the slowest by far.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Final
from urllib.parse import quote

import httpx
import pyoxigraph

from graph.store import Store
from graph.workspace import Workspace
from ontology.namespaces import HANSA, PREFIXES
from tests.benchmarks.corpus import corpus
from tests.benchmarks.http_load import Load, load
from tests.benchmarks.servers import Served, hansa, oxigraph, rdflib_endpoint

#: Nobody is told to come back later, and nothing is written about requests, as with the others.
PLAIN: Final = {"HANSA_RATE_SECONDS": "0", "HANSA_LOG_REQUESTS": "off"}
ROUNDS: Final = 3
SECONDS: Final = 4.0
CLIENTS: Final = (1, 16)
LABEL: Final = PREFIXES["rdfs"] + "label"
MEMBER: Final = f"{HANSA}memberOf"
MEMBERS: Final = f"SELECT ?m ?l {{ ?m <{MEMBER}> <{{}}> ; <{LABEL}> ?l }} LIMIT 50"
ENTITY: Final = "SELECT ?p ?o { <{}> ?p ?o } LIMIT 100"

HEAVY: Final = {
    "group": f"SELECT ?p (COUNT(?c) AS ?n) {{ GRAPH ?g {{ ?c a <{HANSA}Claim> ; "
    f"<{PREFIXES['rdf']}predicate> ?p }} }} GROUP BY ?p ORDER BY DESC(?n) ?p",
    "path": f"SELECT (COUNT(*) AS ?c) {{ ?a <{MEMBER}>/^<{MEMBER}> ?b }}",
    "join": f"SELECT ?c ?q {{ GRAPH ?g {{ ?c a <{HANSA}Claim> ; "
    f"<{HANSA}evidence>/<{PREFIXES['oa']}hasSelector>/<{PREFIXES['oa']}exact> ?q }} }}",
}
HOSTILE: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } "
ROWS: Final = "SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } LIMIT 1000000"


def main(size: int = 1_200) -> None:
    """Print the figures for a corpus of *size* documents."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        _build(folder, size)
        light = light_queries(_checkpoint(folder))
        _report_light(folder, light)
        _report_heavy(folder)
        _report_under_attack(folder, light)
        _report_memory(folder)


def _build(folder: Path, size: int) -> None:
    """Make the data directory, the quads in a file, and Oxigraph's store of them."""
    with Workspace(folder / "data").writer() as writer:
        for document, extraction in corpus(size):
            writer.put(document, extraction)
        print(f"{writer.commit().added:,} quads", flush=True)
    Store.read_only(_checkpoint(folder)).dump(folder / "all.nq")
    store = pyoxigraph.Store(folder / "oxigraph")
    store.bulk_load(path=str(folder / "all.nq"), format=pyoxigraph.RdfFormat.N_QUADS)
    store.optimize()


def _checkpoint(folder: Path) -> Path:
    with Workspace(folder / "data").reader() as reader:
        return reader.path


def light_queries(checkpoint: Path) -> list[str]:
    """Return light queries about the networks that there are."""
    store = pyoxigraph.Store.read_only(str(checkpoint))
    found = store.query(f"SELECT DISTINCT ?n {{ ?m <{MEMBER}> ?n }} ORDER BY ?n LIMIT 200")
    networks = [row["n"].value for row in found]  # type: ignore[union-attr]
    return [form.replace("{}", iri) for iri in networks for form in (MEMBERS, ENTITY)]


def paths_of(served: Served, queries: Sequence[str]) -> list[str]:
    """Return the paths that ask the queries of a server."""
    return [f"{served.path}?query={quote(query, safe='')}" for query in queries]


@contextmanager
def _peers(folder: Path) -> Iterator[dict[str, Served]]:
    """Serve with all that is compared."""
    with ExitStack() as stack:
        fresh = {"HANSA_QUERY_CACHE": "0", "HANSA_QUERY_QUEUE": "100", **PLAIN}
        peers = {
            "oxigraph serve": stack.enter_context(oxigraph(folder / "oxigraph")),
            "hansa": stack.enter_context(hansa(folder / "data", **fresh)),
            "hansa, remembered": stack.enter_context(hansa(folder / "data", **PLAIN)),
        }
        peers["rdflib-endpoint"] = stack.enter_context(rdflib_endpoint(folder / "all.nq"))
        yield peers


def _report_light(folder: Path, queries: Sequence[str]) -> None:
    with _peers(folder) as peers:
        for clients in CLIENTS:
            rates: dict[str, list[float]] = {name: [] for name in peers}
            for served in peers.values():  # whatever is remembered is so from the first round on
                load(served.port, paths_of(served, queries), clients=1, requests=len(queries))
            for _ in range(ROUNDS):
                for name, served in peers.items():
                    paths = paths_of(served, queries)
                    seen = load(served.port, paths, clients=clients, seconds=SECONDS)
                    rates[name].append(seen.rate)
            floor = median(rates["oxigraph serve"])
            for name, seen_rates in rates.items():
                rate = median(seen_rates)
                print(
                    f"light, {clients:2} clients: {name:18} {rate:8,.0f} a second, "
                    f"{rate / floor:.2f} times Oxigraph's",
                    flush=True,
                )


def _report_heavy(folder: Path) -> None:
    store = pyoxigraph.Store.read_only(str(_checkpoint(folder)))
    with hansa(folder / "data", HANSA_QUERY_CACHE="0", HANSA_QUERY_TIMEOUT="60", **PLAIN) as served:
        client = httpx.Client(timeout=300, trust_env=False)  # to make one takes 20 ms
        for name, query in HEAVY.items():
            over_http = _median(lambda query=query: _fetch(client, served, query))  # type: ignore[misc]
            here = _median(lambda query=query: _in_process(store, query))  # type: ignore[misc]
            print(
                f"heavy, {name:6} {over_http * 1000:8.1f} ms, in process {here * 1000:8.1f} ms, "
                f"{over_http / here:.2f} times, aim 1.10",
                flush=True,
            )


def _median(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS + 2):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return median(taken)


def _fetch(client: httpx.Client, served: Served, query: str) -> int:
    size = 0
    with client.stream(
        "POST",
        f"http://127.0.0.1:{served.port}{served.path}",
        data={"query": query},
        headers={"Accept": "application/sparql-results+json", "Accept-Encoding": "identity"},
    ) as answer:
        answer.raise_for_status()
        for piece in answer.iter_raw(1 << 18):
            size += len(piece)
    return size


def _in_process(store: pyoxigraph.Store, query: str) -> object:
    found = store.query(query)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return found.serialize(format=pyoxigraph.QueryResultsFormat.JSON)


def _report_under_attack(folder: Path, queries: Sequence[str]) -> None:
    """Print how long light queries take at most while four hostile ones run all the time."""
    limits = {
        "HANSA_QUERY_CACHE": "0",
        "HANSA_QUERY_TIMEOUT": "3",
        "HANSA_QUERY_QUEUE": "100",
        **PLAIN,
    }
    peers: dict[str, Callable[[], AbstractContextManager[Served]]] = {
        "oxigraph serve": lambda: oxigraph(folder / "oxigraph"),
        "hansa": lambda: hansa(folder / "data", **limits),
    }
    for name, serving in peers.items():
        with serving() as served:  # one after the other: a peer does not stop what nobody waits for
            calm = _seen(served, queries)
            with _attacked(served):
                attacked = _seen(served, queries)
            ratio = attacked.percentile(0.99) / calm.percentile(0.99)
            print(
                f"p99 beside 4 hostile queries: {name:15} {attacked.percentile(0.99) * 1000:8.1f} "
                f"ms, {ratio:.1f} times that without them, aim 3.0",
                flush=True,
            )


def _seen(served: Served, queries: Sequence[str]) -> Load:
    return load(served.port, paths_of(served, queries), clients=2, seconds=SECONDS * 2)


@contextmanager
def _attacked(served: Served) -> Iterator[None]:
    """Send four hostile queries again and again."""
    ends = threading.Event()

    def attack(number: int) -> None:
        url = f"http://127.0.0.1:{served.port}{served.path}"
        while not ends.is_set():
            try:
                query = f"{HOSTILE} # {number}"
                httpx.post(url, data={"query": query}, timeout=5, trust_env=False)
            except httpx.HTTPError:
                continue

    threads = [threading.Thread(target=attack, args=(number,), daemon=True) for number in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    yield
    ends.set()


def _report_memory(folder: Path) -> None:
    """Print what the server holds when idle, and what it gains while a million rows go out."""
    client = httpx.Client(timeout=300, trust_env=False)
    with hansa(
        folder / "data", HANSA_QUERY_WORKERS="2", HANSA_QUERY_TIMEOUT="120", **PLAIN
    ) as served:
        for _ in range(20):
            _fetch(client, served, ENTITY.replace("{}", "urn:none"))
        idle = served.memory
        most = [idle]
        done = threading.Event()

        def watch() -> None:
            while not done.wait(0.05):
                most[0] = max(most[0], served.memory)

        thread = threading.Thread(target=watch)
        thread.start()
        size = _fetch(client, served, ROWS)
        done.set()
        thread.join()
    print(
        f"memory: {idle / 1e6:.0f} MB idle with two processes, aim 300; "
        f"{(most[0] - idle) / 1e6:.0f} MB more for an answer of {size / 1e6:.0f} MB, aim 100",
        flush=True,
    )
