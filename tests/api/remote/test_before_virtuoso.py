"""A server before Virtuoso: what it writes its own way comes out as the standard says."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pyoxigraph
import pytest

from tests.api.sample import write_sample
from tests.api.server import running_server
from tests.sparql_servers import running_virtuoso

MEMBERS = """{ networks(first: 20) { edges { node { id name { value } members(first: 50) {
  edges { node { name { value } } claims { quote } } } } } } }"""


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, ...]]:
    """Return clients of two servers of the sample, in a data directory and at a Virtuoso."""
    folder = tmp_path_factory.mktemp("virtuoso")
    place = folder / "virtuoso"
    place.mkdir()
    with running_virtuoso(place) as virtuoso:
        remote = virtuoso.remote()
        there = write_sample(folder / "there", remote)
        settings = {
            "HANSA_REMOTE": remote.query,
            "HANSA_REMOTE_UPDATE": remote.update,
            "HANSA_REMOTE_DATA": remote.data,
            "HANSA_REMOTE_USER": remote.user,
            "HANSA_REMOTE_PASSWORD": remote.password,
        }
        with (
            running_server(write_sample(folder / "here")) as one,
            running_server(there, **settings) as two,
        ):
            yield one, two


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?it ?name { ?it rdfs:label ?name } ORDER BY STR(?it) STR(?name)",
        "SELECT (COUNT(*) AS ?n) { ?s a hansa:City }",
        "ASK { ?s a hansa:City }",
        "SELECT ?s { GRAPH <https://w3id.org/hansa/graph/gazetteer> { ?s a ?k } } ORDER BY ?s ?k",
    ],
)
def test_answers_are_written_alike(
    clients: tuple[httpx.Client, ...], query: str, form: str
) -> None:
    here, there = (
        each.post("/sparql", data={"query": query, "format": form}).raise_for_status()
        for each in clients
    )
    assert there.content == here.content


def test_graphs_and_graphql_are_the_same(clients: tuple[httpx.Client, ...]) -> None:
    query = {"query": "CONSTRUCT { ?s hansa:memberOf ?o } { ?s hansa:memberOf ?o }"}
    here, there = (
        {*pyoxigraph.parse(each.post("/sparql", data=query).content, pyoxigraph.RdfFormat.TURTLE)}
        for each in clients
    )
    assert there == here
    one, two = (each.post("/graphql", json={"query": MEMBERS}).json() for each in clients)
    assert two["data"] == one["data"]


def test_its_own_graphs_are_not_described(clients: tuple[httpx.Client, ...]) -> None:
    sizes = []
    for each in clients:
        told = each.get("/.well-known/void", headers={"Accept": "application/ld+json"})
        sizes.append(len(json.dumps(told.json())))
    assert sizes[0] == pytest.approx(sizes[1], rel=0.01)
