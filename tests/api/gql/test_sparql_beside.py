"""The SPARQL beside an answer says the same as the answer."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from graphql import parse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.gql.running.operations import ask
from api.gql.schema import schema
from api.gql.types.facts import BY_PLACE
from api.gql.types.paging import Key
from graph.workspace import Workspace
from ontology.model import Document, Entity, Evidence, Extraction, Fact
from tests.api.server import running_server

from .folding import Fold
from .generating import Generator

#: A number in the environment asks for so many others, drawn anew each time.
ASKED = os.environ.get("HANSA_TEST_EXAMPLES")
EXAMPLES = int(ASKED or "100")
#: One term of ORDER BY: a variable, or an expression with brackets.
_TERM = re.compile(r"\?\w+|[A-Z]*\((?:[^()]|\([^()]*\))*\)")
_CHOSEN = re.compile(r"^SELECT .* WHERE", re.MULTILINE)
_ROOTS = {
    "CityOrder": "cities",
    "CountryOrder": "countries",
    "DocumentOrder": "documents",
    "EventOrder": "events",
    "NetworkOrder": "networks",
}


def ask_both(
    client: httpx.Client, query: str, *, langs: str = "", **variables: Any
) -> tuple[Any, dict[str, Any]]:
    """Return an answer, None where it has errors, and what it says of its SPARQL."""
    body = {"query": query, "variables": variables, "extensions": {"sparql": True}}
    response = client.post("/graphql", json=body, headers={"Accept-Language": langs})
    found = response.json()
    if "errors" in found:
        codes = [each["extensions"]["code"] for each in found["errors"]]
        assert "INTERNAL" not in codes, (query, found)
        assert "BAD_REQUEST" not in codes, (query, found)
        return None, {}
    return found["data"], found["extensions"]["sparql"]


def rows_of(client: httpx.Client, beside: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of the query at its address."""
    headers = {"Accept": "application/sparql-results+json"}
    if beside["url"] is None:
        response = client.post("/sparql", data={"query": beside["query"]}, headers=headers)
    else:
        response = client.get(beside["url"], headers=headers)
    assert response.status_code == 200, (beside["query"], response.text)
    found: list[dict[str, Any]] = response.json()["results"]["bindings"]
    return found


def check(client: httpx.Client, query: str, **given: Any) -> bool:
    """Compare an answer with what its SPARQL finds; False where it has errors."""
    data, beside = ask_both(client, query, **given)
    if data is None:
        return False
    asked = ask(schema()._schema, parse(query), {})
    assert asked is not None
    fold = Fold(beside["variables"], beside["omitted"])
    rows = rows_of(client, beside)
    expected = fold.without(data)
    assert fold.data(asked.root, rows, "Query") == expected, (query, beside["query"])
    assert not tied(client, beside["query"]), (query, beside["query"])
    return True


def tied(client: httpx.Client, query: str) -> list[dict[str, Any]]:
    """Return what several rows of a query are ordered by alike, so that their order is anybody's.

    The query is asked again, grouped by what it orders its rows by.
    """
    head, found, order = query.rpartition("\nORDER BY ")
    if not found:
        return rows_of(client, {"query": query, "url": None})[1:]
    terms = _TERM.findall(order)
    assert " ".join(terms) == order
    keys = " ".join(f"({term.removeprefix('DESC')})" for term in terms)
    grouped = _CHOSEN.sub("SELECT (COUNT(*) AS ?rows) WHERE", head, count=1)
    counted = f"{grouped}\nGROUP BY {keys} HAVING(COUNT(*) > 1)"
    return rows_of(client, {"query": counted, "url": None})


@pytest.fixture(scope="module")
def things(networks: httpx.Client) -> Sequence[str]:
    """Return the IRIs of things and of nothing."""
    kinds = ("cities", "networks", "events", "countries", "documents")
    query = "{" + " ".join(f"{kind}(first: 6) {{ nodes {{ id }} }}" for kind in kinds) + "}"
    data = networks.post("/graphql", json={"query": query}).json()["data"]
    iris = [each["id"] for kind in kinds for each in data[kind]["nodes"]]
    return [*iris, "https://example.org/nothing"]


@pytest.fixture(scope="module")
def cursors(networks: httpx.Client) -> Callable[[str, str], Sequence[str]]:
    """Return what gives the cursors of an order."""

    @cache
    def found(name: str, order: str) -> Sequence[str]:
        ordered = f", orderBy: {order}" if order else ""
        page = "{ edges { cursor } }"
        query = f"{{ all: cities(first: 9{ordered}) {page} }}"
        if order and name in _ROOTS:
            query = f"{{ all: {_ROOTS[name]}(first: 9{ordered}) {page} }}"
        elif order and name == "EntityOrder":
            query = (
                f"{{ networks(first: 1) {{ nodes {{ all: members(first: 9{ordered}) {page} }} }} }}"
            )
        answer = networks.post("/graphql", json={"query": query}).json()
        if "errors" in answer:
            return ()
        data = answer["data"]
        if "networks" in data:
            (data,) = data["networks"]["nodes"]
        return [each["cursor"] for each in data["all"]["edges"]]

    return found


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=ASKED is None,
    suppress_health_check=[*HealthCheck],
    database=None,
)
@given(drawn=st.data())
def test_every_selection_equals_its_sparql(
    networks: httpx.Client,
    things: Sequence[str],
    cursors: Callable[[str, str], Sequence[str]],
    drawn: st.DataObject,
) -> None:
    query = Generator(drawn.draw, schema()._schema, things, cursors).document()
    langs = drawn.draw(st.sampled_from(("", "de, en;q=0.5", "lv", "en")))
    check(networks, query, langs=langs)


SELECTION = """query($size: Int!) {
  networks(first: 2) { totalCount nodes { name { value lang }
    members(last: $size) { totalCount edges {
      node { __typename name { value } ... on City { country { name { value } } } }
      claims { quote confidence document { title date } } } } } } }"""


def test_a_selection_with_lists_in_lists_is_one_query(networks: httpx.Client) -> None:
    data, beside = ask_both(networks, SELECTION, size=2)
    rows = rows_of(networks, beside)
    asked = ask(schema()._schema, parse(SELECTION), {"size": 2})
    assert asked is not None
    fold = Fold(beside["variables"], beside["omitted"])
    assert fold.data(asked.root, rows, "Query") == data
    assert data["networks"]["nodes"][1]["members"]["edges"][1]["claims"]
    assert beside["omitted"] == []


def test_nobody_gets_sparql_who_does_not_ask(networks: httpx.Client) -> None:
    for extensions in ({}, {"sparql": False}, {"sparql": None}, {"other": 1}):
        body = {"query": "{ networks(first: 1) { totalCount } }", "extensions": extensions}
        assert "sparql" not in networks.post("/graphql", json=body).json()["extensions"]


@pytest.mark.parametrize("value", ["yes", 1, [], {}])
def test_what_is_neither_yes_nor_no_is_refused(networks: httpx.Client, value: object) -> None:
    body = {"query": "{ generation }", "extensions": {"sparql": value}}
    (error,) = networks.post("/graphql", json=body).json()["errors"]
    assert error["extensions"]["code"] == "BAD_REQUEST"
    assert "extensions.sparql" in error["message"]


def test_an_answer_with_errors_has_no_sparql(networks: httpx.Client) -> None:
    query = "{ networks(first: 1000) { totalCount } }"
    body = {"query": query, "extensions": {"sparql": True}}
    found = networks.post("/graphql", json=body).json()
    assert found["errors"]
    assert "sparql" not in found.get("extensions", {})


def test_it_can_be_asked_for_by_get_and_names_the_generation(networks: httpx.Client) -> None:
    params = {
        "query": "{ networks(first: 1) { pageInfo { hasNextPage } nodes { id } } }",
        "extensions": '{"sparql": true}',
    }
    beside = networks.get("/graphql", params=params).json()["extensions"]["sparql"]
    fields = parse_qs(urlsplit(beside["url"]).query)
    assert beside["url"].startswith(f"{networks.base_url}/sparql?".replace("//sparql", "/sparql"))
    assert fields == {"query": [beside["query"]], "generation": ["1"]}
    assert beside["omitted"] == ["networks.pageInfo"]
    assert "# Not said here: networks.pageInfo" in beside["query"]


def test_an_address_that_would_be_too_long_is_left_out(networks: httpx.Client) -> None:
    fields = " ".join(f"a{n}: cities(first: 1) {{ nodes {{ id }} }}" for n in range(25))
    _, beside = ask_both(networks, f"{{ {fields} }}")
    assert beside["url"] is None
    assert len(rows_of(networks, beside)) == 25


FACTS = """{ documents(first: 3) { nodes { title facts(%s) { totalCount
  nodes { property status value lang subject { name { value } } object { id __typename } }
  edges { cursor node { claims { quote start } object { name { value } } }
    claims { confidence document { title } } } } } } }"""


def test_the_facts_of_documents_are_said(networks: httpx.Client) -> None:
    _, beside = ask_both(networks, FACTS % "first: 50")
    assert beside["omitted"] == ["documents.nodes.facts.edges.cursor"]
    for page in ("first: 50", "first: 0", "first: 2", "last: 1", "last: 3"):
        assert check(networks, FACTS % page)


def test_the_facts_of_documents_go_on_after_a_cursor(networks: httpx.Client) -> None:
    data, _ = ask_both(networks, FACTS % "first: 4")
    pages = [document["facts"]["edges"] for document in data["documents"]["nodes"]]
    (cursor, *_) = [edges[1]["cursor"] for edges in pages if len(edges) > 2]
    for page in ("first: 2, after", "last: 1, after", "first: 1, before", "last: 5, before"):
        assert check(networks, FACTS % f'{page}: "{cursor}"')
    forged = [("", "x", -5), ("", "x", 1.5), ("", "x", 1e12), ("", "x", None), ("z", "x", 0)]
    for label, iri, place in forged:
        made = BY_PLACE.cursor(Key(label, iri, (place,)))
        for page in ("first: 2, after", "last: 2, before"):
            assert check(networks, FACTS % f'{page}: "{made}"')


def test_rows_of_several_roots_and_counts_never_tie(networks: httpx.Client) -> None:
    query = """{ cities(first: 2) { totalCount nodes { memberOf(first: 0) { totalCount }
      country { parts(first: 1) { totalCount } } documents(first: 1) { totalCount } } }
      networks(first: 0) { totalCount } events(first: 0) { totalCount } }"""
    assert check(networks, query)


def test_what_nothing_is_said_of_has_no_address_and_its_reason(networks: httpx.Client) -> None:
    _, beside = ask_both(networks, '{ generation search(query: "riga", first: 1) { totalCount } }')
    assert beside["url"] is None
    assert beside["omitted"] == ["generation", "search"]
    reason = "# Not said here: search (words are looked up in an index, which SPARQL cannot ask)"
    assert reason in beside["query"].splitlines()


def test_aliases_that_patterns_use_themselves_do_not_disturb_them(networks: httpx.Client) -> None:
    query = """{ v: networks(first: 3, filter: {partners: {exists: true}}) { label: totalCount
      claim: nodes { end: name { value } document: claims { start: quote quote: start }
        it: partners(first: 2, planned: true) { named: nodes { id } } } } }"""
    assert check(networks, query)


def test_orders_by_values_go_on_after_a_cursor(networks: httpx.Client) -> None:
    query = """{ cities(last: 3, orderBy: [{by: POPULATION, direction: DESC}, {by: NAME}]) {
      edges { cursor node { population } } } }"""
    data, _ = ask_both(networks, query)
    cursor = data["cities"]["edges"][0]["cursor"]
    for side, size in (("after", "first"), ("before", "last"), ("after", "last")):
        page = f'{side}: "{cursor}", {size}: 3'
        assert check(networks, query.replace("last: 3", page))


def test_a_value_cannot_become_a_part_of_the_query(networks: httpx.Client) -> None:
    query = r"""{ documents(first: 3, filter: {titleContains: "\" } UNION { ?s ?p ?o } #\\"}) {
      nodes { id } } }"""
    assert check(networks, query)


def test_a_name_that_is_the_same_in_many_languages_has_that_of_its_label(tmp_path: Path) -> None:
    text = "Malta signed the Charter of Ports."
    said = Evidence.cut(text, 0, len(text))
    entities = (
        Entity("m", "Country", ("Malta",), link="https://sws.geonames.org/2562770/"),
        Entity("c", "Agreement", ("Charter of Ports",)),
    )
    facts = (Fact("m", "partyTo", "c", said, rule="parties.v1"),)
    digest = hashlib.sha256(text.encode()).hexdigest()
    with Workspace(tmp_path / "data").writer() as writer:
        document = Document(key="a.txt", text=text, sha256=digest, title="A", language="en")
        writer.put(document, Extraction("a.txt", "p" * 64, entities, facts, ()))
        writer.commit()
    query = """{ countries(first: 1) { nodes { name { value lang } names { value lang }
      other: name(langs: ["fr-BE", "lv"]) { value lang } } } }"""
    with running_server(tmp_path / "data") as client:
        data, _ = ask_both(client, query)
        (malta,) = data["countries"]["nodes"]
        assert malta["name"] == {"value": "Malta", "lang": "en"}
        assert malta["names"][0] == malta["name"]
        assert check(client, query)


def test_its_address_is_behind_the_servers_prefix(networks_store: Path) -> None:
    with running_server(networks_store, HANSA_PREFIX="/graph") as client:
        body = {"query": SELECTION, "variables": {"size": 1}, "extensions": {"sparql": True}}
        beside = client.post("/graph/graphql", json=body).json()["extensions"]["sparql"]
        assert beside["url"].startswith(f"{str(client.base_url).rstrip('/')}/graph/sparql?")
        assert client.get(beside["url"]).status_code == 200
