"""GraphQL before a SPARQL server: few requests, however many things are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from api.gql.context import Context
from api.gql.schema import schema
from api.linked.hubs import data_of
from api.pages.views import entity_view
from graph.reader import Reader
from graph.remote.store import RemoteStore
from graph.workspace import Workspace
from tests.sparql_servers import OXIGRAPH, Oxigraph, free_port

from .many import MEMBERS, NETWORKS, write_many

#: Requests that an answer takes at most.
MOST = 6

WHOLE = """{ networks(first: 20) { edges { node { id name { value }
  members(first: 50) { totalCount edges { node { id __typename name { value }
      ... on City { country { id name { value } } population } }
    claims { id quote status document { id title date } } } } } } } }"""


@dataclass(frozen=True)
class Readers:
    """Readers of the same, from a data directory and from a server."""

    here: Reader
    there: Reader


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Readers]:
    """Return readers of twenty networks with fifty members."""
    if OXIGRAPH is None:
        pytest.skip("the program oxigraph is not installed")
    folder = tmp_path_factory.mktemp("many")
    oxigraph = Oxigraph(folder / "oxigraph", free_port())
    oxigraph.start()
    try:
        remote = oxigraph.remote()
        here = Workspace(write_many(folder / "here"))
        there = Workspace(write_many(folder / "there", remote), remote=remote)
        with here.reader() as one, there.reader() as two:
            yield Readers(one, two)
    finally:
        oxigraph.kill()


def _requests(reader: Reader) -> int:
    store = reader._store
    assert isinstance(store, RemoteStore)
    return store.client.requests


def _answer(reader: Reader, query: str) -> Any:
    reader.known.clear()
    with reader.held():
        result = schema().execute_sync(query, context_value=Context(reader))
    assert not result.errors, result.errors
    return result.data


def _asked(readers: Readers, query: str) -> Any:
    """Return the answer of both, which takes so many requests at most."""
    before = _requests(readers.there)
    found = _answer(readers.there, query)
    spent = _requests(readers.there) - before
    assert found == _answer(readers.here, query)
    assert spent <= MOST
    return found


def test_a_thousand_members_with_their_sentences_take_six_requests(readers: Readers) -> None:
    networks = _asked(readers, WHOLE)["networks"]["edges"]
    assert len(networks) == NETWORKS
    for network in networks:
        edges = network["node"]["members"]["edges"]
        assert len(edges) == MEMBERS
        assert all(edge["claims"][0]["quote"] for edge in edges)
        assert all(edge["node"]["country"]["name"]["value"] for edge in edges)


CITY = "https://w3id.org/hansa/id/city/shanghai-cn"
NETWORK = "https://w3id.org/hansa/id/network/network-of-quays-03"
DOCUMENT = "https://w3id.org/hansa/doc/"


@pytest.mark.parametrize(
    "query",
    [
        "{ cities(first: 100) { totalCount pageInfo { endCursor } nodes { id name { value } } } }",
        "{ cities(first: 20) { nodes { name { value } names { value lang } sameAs population } } }",
        f'{{ node(id: "{NETWORK}") {{ id __typename ... on Network {{ name {{ value }} }} }} }}',
        (
            f'{{ network(id: "{NETWORK}") {{ name {{ value }} members(last: 20) {{ totalCount '
            "edges { cursor node { name { value } } claims { quote document { title } } } } } }"
        ),
        (
            f'{{ city(id: "{CITY}") {{ name {{ value }} country {{ name {{ value }} }} '
            "networks(first: 50) { edges { node { name { value } } claims { quote } } } } }"
        ),
        (
            f'{{ city(id: "{CITY}") {{ claims(first: 5) {{ quote subject {{ name {{ value }} }} '
            "object { name { value } } document { title publisher } } } }"
        ),
        (
            f'{{ city(id: "{CITY}") {{ documents(first: 5) {{ edges {{ node {{ title }} claims '
            "{ quote } } } } }"
        ),
        (
            '{ search(query: "quays", first: 20) { totalCount edges { node { __typename name '
            "{ value } } } } }"
        ),
        (
            "{ documents(first: 20) { nodes { id title date entities(first: 10) { nodes { name "
            "{ value } } } } } }"
        ),
        (
            "{ documents(first: 5) { nodes { title facts(first: 5) { edges { node { status subject "
            "{ name { value } } object { name { value } } } claims { quote } } } } } }"
        ),
        (
            "{ networks(first: 10, orderBy: [{by: MEMBERS, direction: DESC}]) { nodes { name "
            "{ value } } } }"
        ),
        '{ networks(first: 10, filter: {members: {any: ["' + CITY + '"]}}) { nodes { name '
        "{ value } members(first: 2) { totalCount } } } }",
        (
            f'{{ nodes(ids: ["{NETWORK}", "{CITY}", "https://w3id.org/hansa/id/city/none"]) '
            "{ id __typename } }"
        ),
        (
            f'{{ network(id: "{NETWORK}") {{ members(first: 10, planned: true) {{ nodes {{ name '
            "{ value } } } foundingYears { value claims { quote } } memberCounts { value } } }"
        ),
        (
            "{ networks(first: 20) { nodes { foundingYears { value } memberCounts { value } "
            "focusAreas { value claims { quote } } } } }"
        ),
    ],
)
def test_the_usual_shapes_take_few_requests(readers: Readers, query: str) -> None:
    assert _asked(readers, query)


def test_pages_and_data_of_things_take_few_requests_too(readers: Readers) -> None:
    def views(reader: Reader) -> list[object]:
        reader.known.clear()
        return [
            reader.in_rounds(lambda: entity_view(reader, NETWORK)),
            reader.in_rounds(lambda: data_of(reader, NETWORK)),
        ]

    before = _requests(readers.there)
    found = views(readers.there)
    spent = _requests(readers.there) - before
    assert found == views(readers.here)
    assert spent <= 3 * MOST


@pytest.mark.parametrize(
    "query",
    [
        (
            "{ networks(first: 20) { nodes { name { value } members(first: 50) { edges { node { "
            'name { value } } claims { quote } } } } } x: node(id: "no iri") { id } }'
        ),
        '{ x: node(id: "no iri") { id } cities(first: 5) { totalCount nodes { name { value } } } }',
    ],
)
def test_a_field_that_fails_costs_no_journey_for_each_thing(readers: Readers, query: str) -> None:
    found = []
    before = _requests(readers.there)
    for reader in (readers.there, readers.here):
        reader.known.clear()
        with reader.held():
            result = schema().execute_sync(query, context_value=Context(reader))
        found.append((result.data, [each.message for each in result.errors or ()]))
    assert _requests(readers.there) - before <= MOST
    assert found[0] == found[1]
    assert found[0][1]


@pytest.mark.parametrize(
    "query",
    [
        (
            "{ cities(first: 100, filter: {memberOf: {some: {members: {some: {population: {min: 1}}"
            "}}}}) { totalCount nodes { name { value } } } }"
        ),
        (
            "{ cities(first: 100, filter: {memberOf: {claims: {minConfidence: 0.1}}}) "
            "{ totalCount nodes { id } } }"
        ),
        (
            f'{{ network(id: "{NETWORK}") {{ neighbours(first: 20, depth: 2) {{ edges {{ node '
            "{ name { value } } path { subject { id } object { id } } } } } }"
        ),
    ],
)
def test_what_leads_on_takes_a_round_for_each_step(readers: Readers, query: str) -> None:
    readers.there.known.clear()
    before = _requests(readers.there)
    found = _answer(readers.there, query)
    spent = _requests(readers.there) - before
    assert found == _answer(readers.here, query)
    assert spent <= 5 * MOST
