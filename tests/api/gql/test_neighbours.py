"""What is around a thing: in order of distance, each with the way there, within bounds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import parse

from api.gql.context import Context
from api.gql.limits.costs import requested
from api.gql.schema import schema
from api.gql.types import walking
from api.gql.types.walking import reach
from graph.workspace import Workspace

from .asking import answer, data, refusal

BASE = "https://w3id.org/hansa/id/"
LEAGUE, RIGA = BASE + "network/baltic-sea-league", BASE + "city/riga-lv"
AROUND = """query ($id: ID!, $depth: Int! = 1, $first: Int, $after: String, $last: Int) {
  node(id: $id) { ... on Entity {
    neighbours(depth: $depth, first: $first, after: $after, last: $last) {
      totalCount isComplete pageInfo { hasNextPage endCursor }
      edges { cursor distance node { id name { value } } claims { quote }
        path { property subject { id } object { id } claims { quote } } } } } } }"""


def _around(client: httpx.Client, id_: str, **variables: Any) -> dict[str, Any]:
    its: dict[str, Any] = data(client, AROUND, id=id_, **variables)["node"]["neighbours"]
    return its


def _names(found: dict[str, Any]) -> list[tuple[int, str]]:
    return [(edge["distance"], edge["node"]["name"]["value"]) for edge in found["edges"]]


def test_the_nearest_come_first_and_those_as_near_by_name(client: httpx.Client) -> None:
    one = [(1, "Harbour <b>& Quay</b> Forum"), (1, "Riga"), (1, "Tartu")]
    near = _around(client, LEAGUE, first=9)
    assert _names(near) == one
    assert (near["totalCount"], near["isComplete"]) == (3, True)
    assert _names(_around(client, LEAGUE, depth=2, first=9)) == [*one, (2, "Anna Ozola")]
    far = _around(client, BASE + "person/anna-ozola", depth=3, first=9)
    assert [distance for distance, _ in _names(far)] == [1, 2, 3, 3]


def test_the_way_there_has_the_words_that_say_so(client: httpx.Client) -> None:
    edge = _around(client, LEAGUE, depth=2, last=1)["edges"][0]
    assert edge["node"]["name"]["value"] == "Anna Ozola"
    member, post = edge["path"]
    assert (member["property"], member["subject"]["id"]) == ("MEMBER_OF", RIGA)
    assert member["object"]["id"] == LEAGUE
    assert (post["property"], post["object"]["id"]) == ("WORKS_FOR", RIGA)
    assert post["subject"]["id"] == edge["node"]["id"]
    assert len(member["claims"]) == 2
    assert edge["claims"] == post["claims"] == [{"quote": "Anna Ozola, Mayor of Riga"}]


def test_what_is_only_planned_leads_nowhere(client: httpx.Client) -> None:
    tartu = _around(client, BASE + "city/tartu-ee", first=9)
    assert _names(tartu) == [(1, "Baltic Sea League")]


def test_neighbours_are_paged_over_one_order(client: httpx.Client) -> None:
    whole = _names(_around(client, LEAGUE, depth=3, first=9))
    found, after = [], None
    while True:
        page = _around(client, LEAGUE, depth=3, first=1, after=after)
        found += _names(page)
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == whole


@pytest.mark.parametrize("depth", [0, -1, 4, 1000])
def test_no_way_is_longer_than_three_steps(client: httpx.Client, depth: int) -> None:
    error = refusal(client, AROUND, id=LEAGUE, depth=depth, first=1)
    assert error["extensions"]["code"] == "BAD_FILTER"


def test_a_cursor_of_another_order_is_refused(client: httpx.Client) -> None:
    query = "query ($id: ID!) { network(id: $id) { members(first: 1) { edges { cursor } } } }"
    cursor = data(client, query, id=LEAGUE)["network"]["members"]["edges"][0]["cursor"]
    error = refusal(client, AROUND, id=LEAGUE, first=1, after=cursor)
    assert error["extensions"]["code"] == "BAD_CURSOR"


@pytest.mark.parametrize(("depth", "nodes"), [(1, 10), (2, 100), (3, 1000)])
def test_to_look_farther_costs_more(depth: int, nodes: int) -> None:
    query = "query ($d: Int!) { node(id: 1) { ... on Entity { neighbours(depth: $d, first: 5) {"
    query += " edges { node { id } } } } } }"
    assert requested(schema()._schema, parse(query), {"d": depth}) == 1 + nodes + 1 + 5


def test_a_way_costs_no_more_than_was_counted_before(client: httpx.Client) -> None:
    told = answer(client, AROUND, id=LEAGUE, depth=3, last=1)["extensions"]["cost"]
    assert told["actual"] <= told["requested"]
    query = "query ($id: ID!) { network(id: $id) { neighbours(depth: 3, last: 1) { edges {"
    query += " path { subject { id } object { id } } } } } }"
    far = answer(client, query, id=BASE + "network/harbour-b-quay-b-forum")
    (edge,) = far["data"]["network"]["neighbours"]["edges"]
    assert len(edge["path"]) == 3
    told = far["extensions"]["cost"]
    assert told["actual"] <= told["requested"]


def test_where_too_much_is_within_reach_the_nearest_are_kept(sample_store: Path) -> None:
    with Workspace(sample_store).reader() as reader:
        context = Context(reader)
        whole = reach(context, LEAGUE, 3)
        for most in range(1, len(whole.keys) + 1):
            some = reach(context, LEAGUE, 3, most=most)
            assert some.keys == whole.keys[:most]
            assert some.is_complete == (most == len(whole.keys))


@pytest.mark.parametrize("most", [0, 1, 2])
def test_where_too_much_would_be_looked_at_it_says_so(
    sample_store: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(walking, "_MOST_SEEN", most)
    with Workspace(sample_store).reader() as reader:
        found = [reach(Context(reader), LEAGUE, 3) for _ in range(2)]
    assert found[0].keys == found[1].keys
    assert len(found[0].keys) <= most + 1
    assert not found[0].is_complete


@pytest.mark.parametrize("soon", [0, 1, 50])
def test_a_way_is_the_same_from_either_end(
    sample_store: Path, monkeypatch: pytest.MonkeyPatch, soon: int
) -> None:
    monkeypatch.setattr(walking, "_SOON", soon)
    with Workspace(sample_store).reader() as reader:
        context = Context(reader)
        around = reach(context, LEAGUE, 3)
        for key in around.keys:
            way = around.path(context, key)
            assert [step.to for step in way[:-1]] == [step.source for step in way[1:]]
            assert (way[0].source, way[-1].to) == (LEAGUE, key.iri)
            assert len(way) == around.distance(key)
            for step in way:
                # With room for all relations of the thing, and without.
                some = ["x:other", step.source, *(f"x:{number}" for number in range(99))]
                for level in (some, [step.source]):
                    ranks = {iri: rank for rank, iri in enumerate(level)}
                    assert walking._first(reader, ranks, step.to) == step.source


def test_who_asks_for_things_alone_has_no_way_looked_for(
    sample_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking.Around, "path", None)
    query = "query ($id: ID!) { network(id: $id) { neighbours(depth: 2, first: 9) {"
    query += " nodes { id } edges { distance node { id } } } } }"
    with Workspace(sample_store).reader() as reader:
        found = schema().execute_sync(query, {"id": LEAGUE}, context_value=Context(reader))
    assert found.errors is None
    its = (found.data or {})["network"]["neighbours"]
    assert [edge["node"] for edge in its["edges"]] == its["nodes"]
    assert [edge["distance"] for edge in its["edges"]] == [1, 1, 1, 2]
