"""An answer as JSON-LD says what the data says, and nothing besides."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import parse, validate
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pyld import jsonld
from pyoxigraph import Quad, RdfFormat
from pyoxigraph import parse as parse_rdf
from rdflib import Graph

from api.gql.beside.jsonld_terms import context
from api.gql.limits.costs import requested
from api.gql.mapping.table import TABLE
from api.gql.schema import schema
from graph.lines.ntriples import triple
from graph.reader import Reader
from graph.workspace import Workspace
from ontology.namespaces import HANSA, PREFIXES
from tests.api.gql.documents import documents
from tests.api.gql.networks import write_networks
from tests.api.gql.telling import telling
from tests.api.problem import assert_problem
from tests.api.server import running_server

CORE = schema()._schema
JSONLD = {"Accept": "application/ld+json"}
#: More than CI takes: EXAMPLES=5000 for one long run.
EXAMPLES = int(os.environ.get("EXAMPLES", "40"))
LEAGUE = "https://w3id.org/hansa/id/network/baltic-sea-league"
RIGA = "https://w3id.org/hansa/id/city/riga-lv"
#: Its memberships of what no document says to be so yet.
PLANS = """{ network(id: "https://w3id.org/hansa/id/network/quiet-towns-circle") {
  members(first: 3, planned: true) { edges {
    node { name { value } } claims { status year } } } } }"""

Triple = tuple[str, str, str]
Triples = set[Triple]


@pytest.fixture(scope="module")
def reader(networks_store: Path) -> Iterator[Reader]:
    with Workspace(networks_store).reader() as reader:
        yield reader


@pytest.fixture(scope="module")
def every(reader: Reader) -> Triples:
    """Return every triple of the dataset, whatever graph it stands in."""
    return {_written(quad) for quad in reader.quads()}


def _written(quad: Quad) -> Triple:
    return str(quad.subject), str(quad.predicate), str(quad.object)


def _asked(client: httpx.Client, query: str, **variables: Any) -> httpx.Response:
    return client.post("/graphql", json={"query": query, "variables": variables}, headers=JSONLD)


def _answer(client: httpx.Client, query: str, **variables: Any) -> dict[str, Any]:
    response = _asked(client, query, **variables)
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "application/ld+json"
    found: dict[str, Any] = response.json()
    return found


def _in_place(found: dict[str, Any]) -> dict[str, Any]:
    """Return an answer with the context in the place of its address."""
    return found | {"@context": dict(context())}


def _triples(found: dict[str, Any]) -> Triples:
    """Return what PyLD reads in an answer."""
    lines = jsonld.to_rdf(_in_place(found), {"format": "application/n-quads"})
    return {_written(quad) for quad in parse_rdf(lines.encode(), RdfFormat.N_QUADS)}


def _iris(reader: Reader) -> list[str]:
    things = sorted({iri for _, iri, _ in reader.names()})
    return [*things, *(row.iri for row in reader.documents()), "https://example.org/none"]


@settings(
    max_examples=EXAMPLES, derandomize=True, deadline=None, suppress_health_check=[*HealthCheck]
)
@given(data=st.data())
def test_every_triple_of_an_answer_is_one_of_the_data(
    networks: httpx.Client, reader: Reader, every: Triples, data: st.DataObject
) -> None:
    iris = _iris(reader)
    query = data.draw(telling(CORE, iris) | telling(CORE, iris) | documents(CORE, iris))
    assume(not validate(CORE, parse(query)))
    assume(requested(CORE, parse(query), {}) < 2_000)
    plain = networks.post("/graphql", json={"query": query}).json()
    response = _asked(networks, query)
    if "errors" in plain:
        assert response.headers["Content-Type"] == "application/problem+json"
        return
    if response.status_code == 406:
        assert "nothing of this selection" in response.json()["detail"]
        return
    assert response.status_code == 200, response.text
    said = _triples(response.json())
    assert said - every == set()
    assert _ids(plain["data"]) <= {part.strip("<>") for triple in said for part in triple}


def _ids(value: Any) -> set[str]:
    """Return the IRIs that an answer shows under their own name."""
    if isinstance(value, list):
        return set[str]().union(*map(_ids, value))
    if not isinstance(value, dict):
        return set()
    its = {value["id"]} if isinstance(value.get("id"), str) else set()
    return its.union(*map(_ids, value.values()))


def _hansa(name: str) -> str:
    return f"<{HANSA}{name}>"


def test_what_was_selected_is_said(networks: httpx.Client, every: Triples) -> None:
    found = _answer(
        networks,
        """query ($id: ID!) { network(id: $id) {
          name { value }
          memberCounts { value }
          focusAreas { value }
          members(first: 10) { nodes {
            ... on City { country { name(langs: ["en"]) { value } } population } } }
        } }""",
        id=LEAGUE,
    )
    said = _triples(found)
    members = {triple for triple in every if triple[:2] == (f"<{LEAGUE}>", _hansa("hasMember"))}
    assert len(members) == 7
    assert members <= said
    for predicate in (_hansa("memberCount"), _hansa("focusArea")):
        (stated,) = (triple for triple in every if triple[:2] == (f"<{LEAGUE}>", predicate))
        assert stated in said
    integer = PREFIXES["xsd"] + "integer"
    population = "<http://www.geonames.org/ontology#population>"
    assert (f"<{RIGA}>", population, f'"742572"^^<{integer}>') in said
    assert (f"<{RIGA}>", _hansa("country"), "<https://w3id.org/hansa/id/country/latvia>") in said
    assert any(triple[2] == '"Latvia"@en' for triple in said)
    (network,) = found["graph"]
    assert network["name"] == {"en": "Baltic Sea League"}
    assert network["memberCounts"] == [7]


def test_a_claim_is_told_with_its_ends_and_what_was_selected_of_it(
    networks: httpx.Client, every: Triples
) -> None:
    found = _answer(
        networks,
        """query ($id: ID!) { city(id: $id) { memberOf(first: 1) { edges {
          claims { quote start confidence document { title date } } } } } }""",
        id=RIGA,
    )
    (claim,) = found["graph"][0]["claims"]
    assert claim["type"] == "Claim"
    assert claim["property"] == "hansa:memberOf"
    assert claim["subject"] == RIGA
    assert "rule" not in claim
    quote, position = sorted(claim["evidence"]["selectors"], key=lambda each: "quote" not in each)
    assert quote["quote"] == "Riga is a member of the Amber Ports Network."
    assert isinstance(position["start"], int)
    assert claim["document"]["date"] == {"@value": "2024", "@type": PREFIXES["xsd"] + "gYear"}
    assert _triples(found) <= every


def test_what_is_only_planned_is_told_by_its_claims(networks: httpx.Client) -> None:
    found = _answer(networks, PLANS)
    (network,) = found["graph"]
    assert "members" not in network
    (city,) = network["included"]
    assert city["name"] == {"@none": "Zürich"}
    (claim,) = city["claims"]
    assert (claim["status"], claim["year"]) == ("hansa:planned", 2027)
    assert not any(predicate == _hansa("hasMember") for _, predicate, _ in _triples(found))


def test_a_name_is_told_as_what_it_is_and_in_its_language(networks: httpx.Client) -> None:
    query = """query ($id: ID!) { city(id: $id) { name { value } names { lang } } }"""
    (city,) = _answer(networks, query, id=RIGA)["graph"]
    assert city["name"] == {"@none": "Riga"}
    assert "Riga" not in city.get("names", {}).get("@none", [])


def test_facts_of_a_document_are_told_of_their_subjects(
    networks: httpx.Client, every: Triples
) -> None:
    query = """{ documents(first: 1) { nodes { facts(first: 20) { nodes {
      subject { id } property object { id } value claims { status } } } } } }"""
    found = _answer(networks, query)
    assert isinstance(found["@context"], str)  # nothing is left out
    said = _triples(found)
    assert said <= every
    facts = {_hansa(name) for name in ("memberOf", "partnerOf", "memberCount", "focusArea", "date")}
    assert facts <= {predicate for _, predicate, _ in said}


def test_aliases_and_fragments_say_what_their_fields_say(networks: httpx.Client) -> None:
    plain = """query ($id: ID!) { network(id: $id) { name { value }
      members(first: 2) { nodes { id } } partners(first: 2) { nodes { id } } } }"""
    renamed = """query ($id: ID!) { it: network(id: $id) { ...f
        ... on Network { a: name { b: value } } } }
      fragment f on Network { partners: members(first: 2) { nodes { id } }
        x: partners(first: 2) { edges { y: node { z: id } } }
        members(first: 1) { nodes { id } } }"""
    assert _triples(_answer(networks, plain, id=LEAGUE)) == _triples(
        _answer(networks, renamed, id=LEAGUE)
    )


def test_what_rdf_cannot_say_is_listed_and_left_out(networks: httpx.Client) -> None:
    found = _answer(
        networks,
        """{ generation cities(first: 1) { totalCount pageInfo { endCursor }
          edges { cursor node { id documents(first: 1) { nodes { text title } } } } } }""",
    )
    address, own = found["@context"]
    assert address.endswith("/graphql/context.jsonld")
    assert own == {
        "generation": None,
        "cities.totalCount": None,
        "cities.pageInfo.endCursor": None,
        "cities.edges.node.documents.nodes.text": None,
        "cities.edges.cursor": None,
    }
    assert found.keys() == {"@context", "graph"}
    assert not any("cities" in part for triple in _triples(found) for part in triple)


@pytest.mark.parametrize(
    "query",
    [
        "{ generation }",
        "{ cities(first: 3) { totalCount } }",
        "{ __typename }",
        "{ changes(since: 1) { facts(first: 2) { nodes { subject { iri } } } } }",
    ],
)
def test_a_selection_of_which_rdf_says_nothing_is_refused(
    networks: httpx.Client, query: str
) -> None:
    response = _asked(networks, query)
    assert_problem(response, 406, "not-acceptable")
    assert "Accept" in response.headers["Vary"]


def test_what_is_not_there_is_an_answer_of_nothing(networks: httpx.Client) -> None:
    found = _answer(networks, '{ city(id: "https://example.org/none") { name { value } } }')
    assert (found["graph"], _triples(found)) == ([], set())


def test_what_went_is_not_said_any_more(tmp_path: Path) -> None:
    store = write_networks(tmp_path / "data")
    with Workspace(store).writer() as writer:
        writer.retract("statements/1.md")
        writer.commit()
    with Workspace(store).reader() as reader:
        every = {_written(quad) for quad in reader.quads()}
    query = """{ changes(since: 1) { facts(first: 100) { edges {
      node { subject { iri node { id } } object { node { id } } }
      claims { id quote document { id title } subject { id } } } } } }"""
    with running_server(store) as client:
        found = _answer(client, query)
        old = client.post("/graphql", json={"query": query}).json()["data"]["changes"]["facts"]
    assert any(edge["node"]["subject"]["node"] is None for edge in old["edges"])
    assert _triples(found) <= every


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("{ networks { nodes { id } } }", 400, "BAD_PAGING"),
        ('{ cities(first: 1, after: "x") { nodes { id } } }', 400, "BAD_CURSOR"),
        ("{ cities(first: 1) { nodes { nothing } } }", 400, "BAD_REQUEST"),
        ("{", 400, "BAD_REQUEST"),
        ("{ cities(first: 1) { nodes { id name { value } } } networks { nodes { id } } }", 400, ""),
        (
            "{ cities(first: 100) { nodes { memberOf(first: 100) { edges { claims { id } } } } } }",
            400,
            "TOO_COSTLY",
        ),
        ("subscription { generationChanged { generation } }", 406, "NOT_ACCEPTABLE"),
        ('mutation { retractDocument(input: { document: "x" }) { generation } }', 406, ""),
    ],
)
def test_errors_are_problems_and_never_half_an_answer(
    networks: httpx.Client, query: str, status: int, code: str
) -> None:
    response = _asked(networks, query)
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert (response.status_code, problem["status"]) == (status, status), problem
    assert problem["code"] == (code or problem["code"])
    assert "graph" not in problem
    assert all(each["message"] for each in problem["errors"])


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/ld+json", "application/ld+json"),
        (
            'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"',
            "application/ld+json",
        ),
        ("application/json;q=0.5, application/ld+json;q=0.9", "application/ld+json"),
        ("application/json, application/ld+json", "application/json"),
        ("application/json;q=0.9, application/ld+json;q=0.5", "application/json"),
        ("application/ld+json;q=0", "application/json"),
        ("application/ld+json;q=0.2, */*;q=0.1", "application/ld+json"),
        ("*/*", "application/json"),
        (
            "application/ld+json;q=0.5, application/graphql-response+json",
            "application/graphql-response+json; charset=utf-8",
        ),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whoever_prefers_json_ld_gets_it(
    networks: httpx.Client, accept: str, kind: str, method: str
) -> None:
    asked = {"query": "{ cities(first: 1) { nodes { id } } }"}
    sent = {"params": asked} if method == "GET" else {"json": asked}
    response = networks.request(method, "/graphql", headers={"Accept": accept}, **sent)  # type: ignore[arg-type]
    assert (response.status_code, response.headers["Content-Type"]) == (200, kind)
    assert {"Accept", "Accept-Language"} <= {*response.headers["Vary"].split(", ")}


def test_an_answer_has_a_tag_of_its_own_and_is_not_sent_twice(networks: httpx.Client) -> None:
    asked = {"query": "{ cities(first: 1) { nodes { name { value } } } }"}
    plain = networks.get("/graphql", params=asked)
    first = networks.get("/graphql", params=asked, headers=JSONLD)
    assert first.headers["ETag"] != plain.headers["ETag"]
    assert first.headers["Hansa-Generation"] == "1"
    tag = {"If-None-Match": first.headers["ETag"]}
    again = networks.get("/graphql", params=asked, headers=JSONLD | tag)
    assert (again.status_code, again.content) == (304, b"")
    assert networks.get("/graphql", params=asked, headers=tag).status_code == 200
    head = networks.head("/graphql", params=asked, headers=JSONLD)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("Content-Type", "ETag", "Content-Length"):
        assert head.headers[name] == first.headers[name]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's parser uses its own old names
def test_the_context_is_served_here_and_readers_find_it(networks: httpx.Client) -> None:
    query = "{ networks(first: 2) { nodes { name { value } members(first: 2) { nodes { id } } } } }"
    found = _answer(networks, query)
    address = found["@context"]
    assert address == f"{networks.base_url}/graphql/context.jsonld"
    served = networks.get(address)
    assert served.headers["Content-Type"] == "application/ld+json"
    assert served.json() == {"@context": dict(context())}
    assert "http" not in "".join(each for each in context() if "://" in each)
    read = Graph().parse(data=_asked(networks, query).content, format="json-ld")
    lines = {triple(str(s), str(p), o.n3()) for s, p, o in read}
    assert lines == {triple(s.strip("<>"), p.strip("<>"), o) for s, p, o in _triples(found)}


def test_the_context_stands_behind_the_servers_prefix(networks_store: Path) -> None:
    with running_server(networks_store, HANSA_PREFIX="/kg") as client:
        found = _answer(client, "{ cities(first: 1) { nodes { id } } }")
        assert found["@context"].endswith("/kg/graphql/context.jsonld")
        assert client.get(found["@context"]).status_code == 200


def test_every_row_of_the_table_has_a_name_in_the_context() -> None:
    for row in TABLE.values():
        definition = context()[row.field]
        iri = definition["@id"] if isinstance(definition, dict) else definition
        assert iri == row.predicate
