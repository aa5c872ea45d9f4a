"""A server before Virtuoso at whose address one may also write: strangers can only ask there."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from graph.remote.addresses import remote_at
from graph.remote.client import Client
from tests.api.sample import write_sample
from tests.api.server import running_server
from tests.sparql_servers import running_virtuoso

THERE = "ASK { GRAPH <urn:guest> { <urn:s> <urn:p> 1 } }"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Return a client of a server whose account may write, with a guest's graph beside ours."""
    folder = tmp_path_factory.mktemp("virtuoso")
    place = folder / "virtuoso"
    place.mkdir()
    with running_virtuoso(place) as virtuoso:
        known = virtuoso.remote()
        private = remote_at(known.update, user=known.user, password=known.password)
        with closing(Client(private)) as there:
            there.update("INSERT DATA { GRAPH <urn:guest> { <urn:s> <urn:p> 1 } }")
        store: Path = write_sample(folder / "there", private)
        settings = {
            "HANSA_REMOTE": private.query,
            "HANSA_REMOTE_USER": private.user,
            "HANSA_REMOTE_PASSWORD": private.password,
            "HANSA_RATE_SECONDS": "0",
        }
        with running_server(store, **settings) as found:
            yield found


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX a: <urn:a> DELETE WHERE { GRAPH <urn:guest> { ?s ?p ?o } }",
        "BASE <urn:a> CLEAR GRAPH <urn:guest>",
        "PREFIX a: <urn:a> MODIFY GRAPH <urn:guest> DELETE { ?s ?p ?o } INSERT { } { ?s ?p ?o }",
        '#\r"""\nDELETE WHERE { GRAPH <urn:guest> { ?s ?p ?o } } #"""',
        "SELECT (bif:registry_get_all() AS ?x) {}",
        "PREFIX b: <bif:> SELECT (b:concat('a', 'b') AS ?x) {}",
    ],
)
def test_a_query_changes_nothing_and_calls_no_procedure(client: httpx.Client, query: str) -> None:
    answer = client.post("/sparql", data={"query": query})
    assert answer.status_code in {400, 403, 422}
    assert client.get("/sparql", params={"query": THERE}).json()["boolean"] is True


def test_a_query_makes_the_server_fetch_nothing(client: httpx.Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as inside:
        inside.settimeout(0.5)
        address = f"http://127.0.0.1:{inside.getsockname()[1]}/"
        for query in (
            'DEFINE get:soft "soft" SELECT * FROM <THERE> { ?s ?p ?o }',
            'SELECT * FROM <THERE> OPTION (get:soft "soft") { ?s ?p ?o } LIMIT 1',
            "SELECT * { SERVICE <THERE> { ?s ?p ?o } }",
        ):
            told = {"query": query.replace("THERE", address)}
            answer = client.post("/sparql", data=told, timeout=20)
            assert answer.status_code in {400, 403}
        graph = f'{address}> define get:soft "soft'
        answer = client.post("/sparql", data={"query": "ASK {}", "default-graph-uri": graph})
        assert answer.status_code == 400
        with pytest.raises(TimeoutError):
            inside.accept()


def test_the_doors_that_ask_by_queries_of_ours_are_open(client: httpx.Client) -> None:
    for path in ("/sparql?query=SELECT * { ?s a hansa:City }", "/data?default", "/questions"):
        assert client.get(path).status_code == 200
    asked = client.post("/graphql", json={"query": "{ cities(first: 2) { nodes { id } } }"})
    assert len(asked.json()["data"]["cities"]["nodes"]) == 2
