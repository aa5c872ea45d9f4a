"""What a request asks for is counted before it is read, with its variables, as it is executed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import parse, validate
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from api.gql.context import Context
from api.gql.limits.costs import requested
from api.gql.limits.weights import MOST_STATED
from api.gql.schema import schema
from graph.reader import Reader
from graph.workspace import Workspace

from .documents import documents
from .telling import telling

MEMBERS = "members(first: 10) { nodes { id } }"


def _requested(query: str, **variables: Any) -> int:
    return requested(schema()._schema, parse(query), variables)


@pytest.mark.parametrize(
    ("query", "nodes"),
    [
        ("{ __typename generation }", 0),
        ("{ cities(first: 10) { totalCount } }", 1),
        ("{ cities(first: 10) { nodes { id } } }", 11),
        ("{ cities(first: 10) { edges { cursor } nodes { id } } }", 11),
        ("{ cities(last: 10) { edges { cursor node { id } } pageInfo { endCursor } } }", 11),
        ("{ a: cities(first: 3) { nodes { id } } b: cities(first: 4) { nodes { id } } }", 9),
        ('{ node(id: "x") { id } nodes(ids: ["x", "y"]) { id } }', 3),
        ("{ networks(first: 5) { nodes { %s } } }", 1 + 5 * (1 + 1 + 10)),
        ("{ networks(first: 0) { nodes { %s } } }", 1),
        ("{ networks(first: 2) { nodes { claims { document { id } } } } }", 1 + 2 * (1 + 20 * 2)),
        ("{ networks(first: 2) { nodes { claims(first: 3) { id } } } }", 1 + 2 * (1 + 3)),
        ("{ documents(first: 2) { nodes { facts(first: 5) { nodes { %f } } } } }", 3 + 2 * 16),
        (
            "{ networks(first: 5) { nodes { focusAreas { value } foundingYears { status } } } }",
            16,
        ),
        (
            "{ networks(first: 2) { nodes { focusAreas { claims { quote } } } } }",
            3 + 2 * (1 + MOST_STATED),
        ),
        ("{ networks(first: 5) { nodes { %s @skip(if: true) } } }", 6),
        ("{ networks(first: 5) { nodes { ...m } } } fragment m on Network { %s }", 61),
    ],
)
def test_nodes_are_counted_as_often_as_their_page_has_places(query: str, nodes: int) -> None:
    with_skip = "members(first: 10) @skip(if: true) { nodes { id } }"
    query = query.replace("%s @skip(if: true)", with_skip).replace("%s", MEMBERS)
    query = query.replace("%f", "subject { id } claims { id }")
    assert _requested(query) == nodes


def test_the_variables_are_known() -> None:
    query = """query ($n: Int = 4, $ids: [ID!] = [], $deep: Boolean = true) {
      cities(first: $n) { nodes { id memberOf(first: 2) @include(if: $deep) { nodes { id } } } }
      nodes(ids: $ids) { id } }"""
    assert _requested(query) == 1 + 4 * (1 + 1 + 2)
    assert _requested(query, n=9, deep=False) == 1 + 9
    assert _requested(query, n=9, deep=False, ids=["x"] * 5) == 1 + 9 + 5


def test_what_several_fragments_ask_for_together_counts_once() -> None:
    query = """{ networks(first: 5) { nodes { ...a ...b ...a } } }
      fragment a on Network { members(first: 10) { nodes { id } } }
      fragment b on Network { members(first: 10) { nodes { name { value } } totalCount } }"""
    assert _requested(query) == 1 + 5 * (1 + 1 + 10)


def test_every_answer_tells_what_it_cost(client: httpx.Client) -> None:
    query = "{ networks(first: 50) { nodes { members(first: 50) { nodes { id } } } } }"
    answer = client.post("/graphql", json={"query": query}).json()
    cost = answer["extensions"]["cost"]
    assert (cost["requested"], cost["limit"]) == (1 + 50 * (1 + 1 + 50), 10_000)
    members = [len(each["members"]["nodes"]) for each in answer["data"]["networks"]["nodes"]]
    assert cost["actual"] == 1 + 2 * len(members) + sum(members)


@pytest.fixture(scope="module")
def reader(networks_store: Path) -> Iterator[Reader]:
    """Return what reads several networks, of which a document says each fact once."""
    with Workspace(networks_store).reader() as reader:
        yield reader


@settings(
    max_examples=150,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_nothing_costs_more_than_was_requested(reader: Reader, data: st.DataObject) -> None:
    core = schema()._schema
    iris = sorted({iri for _, iri, _ in reader.names()})
    made = st.one_of(documents(core, iris), telling(core, iris))
    query = data.draw(made)
    assume(not validate(core, parse(query)))
    context = Context(reader)
    found = schema().execute_sync(query, context_value=context)
    if found.errors:
        return
    assert found.extensions is not None
    cost = found.extensions["cost"]
    assert cost["actual"] == context.spent
    assert cost["actual"] <= cost["requested"], query


def test_what_asks_for_too_much_is_refused_before_it_is_read(client: httpx.Client) -> None:
    query = """query ($n: Int!) { networks(first: $n) { nodes { members(first: 100) {
      nodes { id } } } } }"""
    few = client.post("/graphql", json={"query": query, "variables": {"n": 2}}).json()
    many = client.post("/graphql", json={"query": query, "variables": {"n": 100}}).json()
    assert "errors" not in few
    (error,) = many["errors"]
    assert (error["extensions"]["code"], "data" in many) == ("TOO_COSTLY", False)
    assert "first" in error["message"]
    cost = many["extensions"]["cost"]
    assert cost["requested"] > cost["limit"]
    assert cost["actual"] == 0


RELATIONS = (
    "parts partOf leads chairs founded supports memberOf partners participatesIn partyTo "
    "supportedBy people locatedIn locationOf"
)


def _fragments(levels: int, inner: str, others: str) -> str:
    """Return fragments on cities, ``f0`` and so on, each with every relation.

    Inside the first relation is *inner*, with the next level in place of NEXT, inside the others
    *others*.
    """
    found = []
    for level in range(levels):
        after = f"...f{level + 1}" if level < levels - 1 else "id"
        fields = RELATIONS.replace(" ", f" {others} ").replace(others, inner, 1) + f" {others}"
        found.append(f"fragment f{level} on City {{ {fields} }}".replace("NEXT", after))
    return " ".join(found)


def _sprawling(first: int) -> str:
    """Return a document that looks at more than anybody does, below a page of so many."""
    inner = "(first: 1) { nodes { ...g NEXT } edges { node { ...g } } }"
    fragments = _fragments(4, inner, inner.replace("NEXT", ""))
    start = f"{{ cities(first: {first}) {{ nodes {{ ...f0 }} }} }}"
    return f"{start} {fragments} fragment g on Entity {{ {'id ' * 200} }}"


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("extensions", [{}, {"sparql": True}])
@pytest.mark.parametrize("accept", ["application/json", "application/ld+json"])
def test_more_than_anybody_looks_at_is_refused_however_little_would_be_read(
    client: httpx.Client, first: int, extensions: dict[str, bool], accept: str
) -> None:
    body = {"query": _sprawling(first), "extensions": extensions}
    for _ in range(3):
        answer = client.post("/graphql", json=body, headers={"Accept": accept})
        assert answer.status_code < 500
        assert "TOO_COSTLY" in answer.text


def test_sparql_is_not_written_of_fragments_that_multiply(client: httpx.Client) -> None:
    inner = "(first: 1) { nodes { NEXT } }"
    query = f"{{ cities(first: 0) {{ nodes {{ ...f0 }} }} }} {_fragments(6, inner, inner)}"
    body = {"query": query}
    assert client.post("/graphql", json=body).json()["data"] == {"cities": {"nodes": []}}
    answer = client.post("/graphql", json=body | {"extensions": {"sparql": True}}).json()
    assert answer["errors"][0]["extensions"]["code"] == "TOO_COSTLY"
    assert "extensions.sparql" in answer["errors"][0]["message"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (
            """{ generation cities(first: 100) { nodes { name { value } } } documents(first: 100) {
              edges { node { their: facts(last: 90) { nodes { claims { id } } } } } } }""",
            "documents(first: 100) × their(last: 90)",
        ),
        (
            "{ networks(first: 20) { nodes { neighbours(depth: 3, first: 5) { totalCount } } } }",
            "networks(first: 20) × neighbours(depth: 3)",
        ),
        (
            """{ nodes(ids: ["a:b", "a:c"]) { ... on City { memberOf(first: 100) { nodes {
              ... on Network { members(first: 100) { totalCount nodes { id } } } } } } } }""",
            "nodes(2 ids) × memberOf(first: 100) × members(first: 100)",
        ),
    ],
)
def test_what_is_too_much_is_told_with_what_multiplies_most(query: str, told: str) -> None:
    found = schema().execute_sync(query, context_value=Context())
    assert found.errors is not None
    (error,) = found.errors
    assert error.extensions == {"code": "TOO_COSTLY"}
    assert f"more than 10,000 nodes, most of them by {told}; ask for fewer" in error.message
