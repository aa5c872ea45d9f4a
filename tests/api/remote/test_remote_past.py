"""A SPARQL server keeps the newest generation alone, and may go away: both are said as they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx
import pytest

from graph.workspace import Workspace
from tests.api.sample import KEY, write_sample, write_script
from tests.api.server import running_server
from tests.sparql_servers import OXIGRAPH, Oxigraph, free_port

RIGA = "https://w3id.org/hansa/id/city/riga-lv"
EMBEDDED_ONLY = "https://w3id.org/hansa/problem/embedded-only"
REMOTE = "https://w3id.org/hansa/problem/remote"
PASSWORD = "a-password-of-tests"


@dataclass(frozen=True)
class Past:
    """A server of three generations, and the SPARQL server behind it."""

    client: httpx.Client
    oxigraph: Oxigraph
    folder: Path


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    """Return a server whose data directory has had three generations."""
    if OXIGRAPH is None:
        pytest.skip("the program oxigraph is not installed")
    folder = tmp_path_factory.mktemp("past")
    oxigraph = Oxigraph(folder / "oxigraph", free_port())
    oxigraph.start()
    remote = oxigraph.remote()
    workspace = Workspace(write_sample(folder / "data", remote), remote=remote)
    write_script(workspace)
    with workspace.writer() as writer:
        writer.retract(KEY)
        writer.commit()
    try:
        secret = {"HANSA_REMOTE_USER": "somebody", "HANSA_REMOTE_PASSWORD": PASSWORD}
        with running_server(
            folder / "data", HANSA_REMOTE=oxigraph.address, HANSA_RATE_SECONDS="0", **secret
        ) as client:
            yield Past(client, oxigraph, folder)
    finally:
        oxigraph.kill()


@pytest.mark.parametrize(
    "address",
    [
        "/id/city/riga-lv?generation=1",
        "/documents?generation=2",
        "/search?q=riga&generation=2",
        "/questions/networks?generation=1",
        "/sparql?query=ASK%7B%7D&generation=2",
        "/data?default&generation=1",
        "/dump.nq.gz?generation=1",
        "/.well-known/void?generation=1",
        "/reconcile?generation=1",
        "/changes",
        "/changes?since=1",
        f"/changes?about={quote(RIGA)}",
        "/changes/events",
        "/changes/questions/networks",
        "/graphql?query=%7Bgeneration%7D&generation=1",
    ],
)
def test_what_needs_an_older_generation_says_so(past: Past, address: str) -> None:
    answer = past.client.get(address, headers={"Accept": "application/json"})
    assert answer.status_code == 501
    told = answer.json()
    problem = told["errors"][0]["extensions"] if "errors" in told else told
    assert problem["type"] == EMBEDDED_ONLY
    assert "SPARQL server" in answer.text


def test_graphql_says_so_in_its_place(past: Past) -> None:
    changes, history = "changes(since: 1) { added }", "history { steps { generation } }"
    query = f'{{ {changes} city(id: "{RIGA}") {{ {history} }} }}'
    answer = past.client.post("/graphql", json={"query": query}).json()
    assert answer["errors"]
    assert {each["extensions"]["code"] for each in answer["errors"]} == {"EMBEDDED_ONLY"}


def test_a_timemap_names_the_generation_that_can_be_read(past: Past) -> None:
    told = past.client.get("/timemap/json/id/city/riga-lv").json()
    assert [each["generation"] for each in told["mementos"]["list"]] == [3]
    assert told["gone"] == [1, 2]
    long_ago = {"Accept-Datetime": "Thu, 31 May 2007 20:35:00 GMT"}
    answer = past.client.get("/id/city/riga-lv", headers=long_ago, follow_redirects=True)
    assert answer.headers["hansa-generation"] == "3"


def test_the_newest_and_one_that_never_was_are_as_ever(past: Past) -> None:
    found = past.client.get("/sparql?query=ASK%7B%7D&generation=3")
    assert found.json()["boolean"] is True
    assert past.client.get("/documents?generation=9").status_code == 404


READ = (
    "/id/city/riga-lv",
    "/documents",
    "/questions/networks",
    "/sparql?query=ASK%7B%3Fs%20%3Fp%207%7D",
    "/.well-known/void",
    "/data?default",
    "/dump.nq.gz",
    "/claim/none",
    "/reconcile?" + urlencode({"queries": json.dumps({"q": {"query": "Riga"}})}),
)


def test_while_the_server_is_away_that_is_said_and_no_more(past: Past) -> None:
    past.oxigraph.kill()
    try:
        for address in ("/health/ready", *READ):
            answer = past.client.get(address, headers={"Accept": "application/json"})
            assert answer.status_code == 503, address
            assert answer.json()["type"] == REMOTE
            assert int(answer.headers["retry-after"]) > 0
            for secret in (str(past.folder), PASSWORD, str(past.oxigraph.port)):
                assert secret not in answer.text
        assert past.client.get("/health/live").status_code == 200
        assert past.client.get("/status").json()["health"]["ready"] is False
        query = {"query": "{ networks(first: 2) { nodes { id } } }"}
        (error,) = past.client.post("/graphql", json=query).json()["errors"]
        assert error["extensions"]["code"] == "REMOTE"
        assert str(past.oxigraph.port) not in error["message"]
    finally:
        past.oxigraph.start()
    assert past.client.get("/health/ready").status_code == 200
    for address in READ:
        assert past.client.get(address, follow_redirects=True).status_code in {200, 404}
    assert "errors" not in past.client.post("/graphql", json=query).json()
