"""The questions of the catalogue, asked over GraphQL, answered as ``/questions`` answers them."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from graphql import parse

from api.gql.limits.costs import requested
from api.gql.limits.weights import LENGTHS, QUESTION
from api.gql.schema import schema
from queries.catalogue import catalogue

from .asking import answer, data, refusal

LEAGUE = "https://w3id.org/hansa/id/network/baltic-sea-league"
ASK = """query ($name: String!, $given: [ParameterInput!], $limit: Int! = 100, $offset: Int! = 0) {
  question(name: $name, parameters: $given, limit: $limit, offset: $offset) {
    question { name summary } columns offset hasMore totalCount sparql
    resolved { parameter iri node { __typename id } }
    rows { sentence evidence { quote document { sourceKey } }
           cells { column value datatype lang node { __typename id } } } } }"""
MEMBERS = {
    "name": "members-of-network",
    "given": [{"name": "network", "value": "Baltic Sea League"}],
}


def _given(**values: str) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in values.items()]


def test_the_catalogue_is_listed_as_over_http(client: httpx.Client) -> None:
    query = """{ questions { name summary group description columns
      parameters { name type description required default } example { name value } } }"""
    found = data(client, query)["questions"]
    listed = client.get("/questions", headers={"Accept": "application/json"}).json()["questions"]
    for one, other in zip(found, listed, strict=True):
        one["example"] = {each["name"]: each["value"] for each in one["example"]}
        assert one == {key: other[key] for key in one}


def test_an_answer_has_the_rows_that_http_gives(client: httpx.Client) -> None:
    found = data(client, ASK, **MEMBERS)["question"]
    told = client.get("/questions/members-of-network.json?network=Baltic Sea League").json()
    assert found["columns"] == told["columns"]
    assert found["totalCount"] == told["total"] == len(found["rows"]) == 2
    for row, other in zip(found["rows"], told["rows"], strict=True):
        cells = {each["column"]: each["value"] for each in row["cells"] if each is not None}
        assert cells == {name: term["value"] for name, term in other.items()}
        assert [cell and cell["column"] for cell in row["cells"]] == [
            name if name in other else None for name in found["columns"]
        ]
        (quoted,) = row["evidence"]
        assert quoted["quote"] == cells["quote"]
        assert quoted["document"]["sourceKey"] in ("statements/league.md", "news/quay.md")
        assert row["sentence"]
    (network,) = (each for each in found["resolved"] if each["parameter"] == "network")
    assert network["node"] == {"__typename": "Network", "id": LEAGUE}


def test_a_cell_that_names_a_thing_leads_to_it(client: httpx.Client) -> None:
    row = data(client, ASK, **MEMBERS)["question"]["rows"][0]
    cells = {each["column"]: each for each in row["cells"] if each is not None}
    assert cells["member"]["node"] == {"__typename": "City", "id": cells["member"]["value"]}
    assert cells["document"]["node"]["__typename"] == "Document"
    assert cells["memberName"]["node"] is None
    assert cells["memberName"]["datatype"].endswith("string")
    assert cells["member"]["datatype"] is None


def test_the_sparql_of_an_answer_gives_the_same_rows(client: httpx.Client) -> None:
    found = data(client, ASK, **MEMBERS)["question"]
    accept = {"Accept": "application/sparql-results+json"}
    asked = client.get("/sparql", params={"query": found["sparql"]}, headers=accept).json()
    rows = [[each["value"] for each in row.values()] for row in asked["results"]["bindings"]]
    mine = [[cell["value"] for cell in row["cells"] if cell] for row in found["rows"]]
    assert [sorted(each) for each in rows] == [sorted(each) for each in mine]


def test_rows_are_paged_by_limit_and_offset(client: httpx.Client) -> None:
    whole = data(client, ASK, **MEMBERS)["question"]["rows"]
    first = data(client, ASK, **MEMBERS, limit=1)["question"]
    assert (first["rows"], first["hasMore"], first["totalCount"]) == (whole[:1], True, None)
    rest = data(client, ASK, **MEMBERS, limit=1, offset=1)["question"]
    assert (rest["rows"], rest["hasMore"], rest["offset"]) == (whole[1:], False, 1)


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("members", [], "UNKNOWN_QUESTION"),
        ("members-of-network", [], "PARAMETER"),
        ("members-of-network", _given(network="Baltik Sea Leage"), "UNKNOWN_NAME"),
        ("members-of-network", _given(network=LEAGUE, ship="x"), "PARAMETER"),
        ("members-of-network", _given(network=LEAGUE) * 2, "PARAMETER"),
        ("members-of-network", _given(network=LEAGUE, status="perhaps"), "PARAMETER"),
    ],
)
def test_what_cannot_be_asked_is_refused_as_over_http(
    client: httpx.Client, name: str, given: list[dict[str, str]], code: str
) -> None:
    extensions = refusal(client, ASK, name=name, given=given)["extensions"]
    assert extensions["code"] == code
    path = f"/questions/{name}.json"
    told = client.get(path, params=[(each["name"], each["value"]) for each in given]).json()
    if len(given) < 2 or given[0] != given[1]:
        assert extensions["type"] == told["type"]
        assert extensions.get("candidates") == told.get("candidates")


def test_a_question_that_fails_leaves_the_others(client: httpx.Client) -> None:
    query = (
        '{ no: question(name: "no") { sparql } networks: question(name: "networks") { offset } }'
    )
    found = answer(client, query)
    assert found["data"] == {"no": None, "networks": {"offset": 0}}
    assert [each["path"] for each in found["errors"]] == [["no"]]


@pytest.mark.parametrize("page", [{"limit": -1}, {"limit": 1001}, {"offset": -1}])
def test_a_page_that_cannot_be_is_refused(client: httpx.Client, page: dict[str, Any]) -> None:
    query = """query ($limit: Int! = 1, $offset: Int! = 0) {
      question(name: "networks", limit: $limit, offset: $offset) { columns } }"""
    assert refusal(client, query, **page)["extensions"]["code"] == "BAD_PAGING"


def test_a_question_costs_its_rows_and_the_work(client: httpx.Client) -> None:
    query = '{ question(name: "networks", limit: 20) { rows { sentence cells { node { id } } } } }'
    rows = 20 * (1 + LENGTHS["Row", "cells"])
    assert requested(schema()._schema, parse(query), {}) == QUESTION + rows
    cost = answer(client, query)["extensions"]["cost"]
    assert QUESTION < cost["actual"] < cost["requested"]


def test_no_row_is_longer_than_it_counts() -> None:
    assert max(len(each.columns) for each in catalogue().values()) <= LENGTHS["Row", "cells"]
    most = max(len(each.parameters) for each in catalogue().values())
    assert most <= LENGTHS["Answer", "resolved"]
