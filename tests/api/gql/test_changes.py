"""What changed since an older generation, told as ``/changes`` tells it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import parse

from api.gql.limits.costs import requested
from api.gql.limits.weights import COMPARISON
from api.gql.schema import schema
from api.gql.types.changes import by_key
from graph.workspace import Workspace
from tests.api.sample import SECOND_KEY, first, write_namesakes, write_sample, write_shortened
from tests.api.server import running_server

from .asking import answer, data, refusal

SINCE = """query ($since: Int!, $first: Int! = 100, $after: String) { generation
  changes(since: $since) { since generation added removed renamed isComplete
    renamings(first: 9) { totalCount nodes { facts before { name iri node { id } }
      after { name iri node { id } } documents { name node { __typename } } } }
    facts(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges {
      claims { quote } node { kind property status subject { name iri node { __typename } }
      object { name iri node { __typename } } documents { name iri node { __typename } }
      sayings { claim quote year role document { name iri node { __typename } } } } } } } }"""


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Return a client of a server of a store that lost a document, and then got it back."""
    folder = write_shortened(tmp_path_factory.mktemp("changed") / "data")
    workspace = Workspace(folder)
    with workspace.writer() as writer:
        writer.put(*first())
        writer.retract(SECOND_KEY)
        writer.commit()
    with running_server(folder) as client:
        yield client


def _asked(client: httpx.Client, generation: int, **variables: Any) -> dict[str, Any]:
    path = f"/graphql?generation={generation}"
    found = client.post(path, json={"query": SINCE, "variables": variables}).json()
    assert "errors" not in found, found
    its: dict[str, Any] = found["data"]["changes"]
    return its


def test_what_went_is_told_with_the_words_that_said_it(changed: httpx.Client) -> None:
    found = _asked(changed, 2, since=1)
    assert (found["since"], found["generation"], found["isComplete"]) == (1, 2, True)
    assert (found["added"], found["removed"], found["renamed"]) == (0, 5, 0)
    facts = [edge["node"] for edge in found["facts"]["edges"]]
    assert len(facts) == found["facts"]["totalCount"] == 5
    assert {fact["kind"] for fact in facts} == {"REMOVED"}
    post = next(fact for fact in facts if fact["property"] == "WORKS_FOR")
    assert (post["subject"]["name"], post["subject"]["node"]) == ("Anna Ozola", None)
    assert post["object"]["node"] == {"__typename": "City"}  # of which the other document speaks
    (said,) = post["sayings"]
    assert (said["quote"], said["role"]) == ("Anna Ozola, Mayor of Riga", "Mayor")
    assert said["document"]["name"] == "Joint <statement> of the League"
    assert said["document"]["node"] is None
    year = next(fact for fact in facts if fact["property"] == "FOUNDING_YEAR")
    assert year["object"] == {"name": "1998", "iri": None, "node": None}
    assert [each["quote"] for each in year["sayings"]] == ["founded in 1998"]


def test_what_came_is_told_with_its_claims(changed: httpx.Client) -> None:
    found = _asked(changed, 3, since=2)
    assert (found["added"], found["removed"]) == (5, 0)
    for edge in found["facts"]["edges"]:
        assert edge["node"]["kind"] == "ADDED"
        assert edge["claims"] == [{"quote": each["quote"]} for each in edge["node"]["sayings"]]
        assert edge["claims"]
        assert [each["node"] for each in edge["node"]["documents"]] == [{"__typename": "Document"}]


def test_one_comparison_spans_all_generations_between(changed: httpx.Client) -> None:
    # Only who says it has changed, so no fact came or went.
    found = _asked(changed, 3, since=1)
    assert (found["added"], found["removed"], found["facts"]["totalCount"]) == (0, 0, 0)
    same = data(changed, SINCE, since=3)["changes"]
    assert (same["added"], same["removed"], same["isComplete"]) == (0, 0, True)


def test_it_is_what_the_feed_tells(changed: httpx.Client) -> None:
    found = _asked(changed, 2, since=1)
    feed = changed.get("/changes?generation=2&format=json").json()["items"][0]["_hansa"]
    assert feed["counts"] == {key: found[key] for key in ("added", "removed", "renamed")}
    mine = {
        (edge["node"]["subject"]["iri"], edge["node"]["object"]["name"])
        for edge in found["facts"]["edges"]
    }
    assert mine == {(each["subject"]["iri"], each["object"]["name"]) for each in feed["changes"]}


def test_changes_are_paged(changed: httpx.Client) -> None:
    whole = _asked(changed, 2, since=1)["facts"]["edges"]
    found: list[Any] = []
    after = None
    while True:
        page = _asked(changed, 2, since=1, first=2, after=after)["facts"]
        found += page["edges"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == whole


@pytest.mark.parametrize("since", [0, -1, 4, 2**31 - 1])
def test_what_never_was_is_nothing_to_compare_with(changed: httpx.Client, since: int) -> None:
    error = refusal(changed, SINCE, since=since)
    assert error["extensions"]["code"] == "UNKNOWN_GENERATION"
    found = answer(changed, "query ($s: Int!) { generation changes(since: $s) { added } }", s=since)
    assert found["data"] == {"generation": 3, "changes": None}


def test_what_comes_after_the_answer_is_nothing_to_compare_with(changed: httpx.Client) -> None:
    asked = {"query": "{ changes(since: 3) { added } }"}
    (error,) = changed.post("/graphql?generation=2", json=asked).json()["errors"]
    assert error["extensions"]["code"] == "UNKNOWN_GENERATION"


def test_what_is_kept_no_more_is_said_to_be_gone(tmp_path: Path) -> None:
    folder = write_sample(tmp_path / "data")
    workspace = Workspace(folder)
    with workspace.writer() as writer:
        writer.retract(SECOND_KEY)
        writer.commit()
    workspace.generations().collect(keep=1)
    with running_server(folder) as client:
        error = refusal(client, SINCE, since=1)
    assert error["extensions"]["code"] == "GENERATION_GONE"
    assert error["extensions"]["kept"] == [2]


def test_a_thing_that_goes_by_another_iri_neither_came_nor_went(tmp_path: Path) -> None:
    folder = write_namesakes(tmp_path / "data", at_once=False)
    with running_server(folder) as client:
        found = data(client, SINCE, since=1)["changes"]
    (one,) = found["renamings"]["nodes"]
    assert found["renamed"] == found["renamings"]["totalCount"] == 1
    assert one["before"]["name"] == one["after"]["name"] == "Ida Lind"
    assert (one["before"]["node"], one["after"]["node"]) == (None, {"id": one["after"]["iri"]})
    assert one["facts"] == 1
    assert one["documents"] == [{"name": "News 0", "node": {"__typename": "Document"}}]
    assert found["added"] == 1


def test_to_compare_costs_work() -> None:
    query = "{ changes(since: 1) { facts(first: 3) { nodes { sayings { quote } } } } }"
    assert requested(schema()._schema, parse(query), {}) == COMPARISON + 1 + 3 + 3


def test_facts_that_are_told_alike_are_both_listed() -> None:
    """The comparison tells a literal by its value: one word in two languages is two facts."""
    told = {
        "change": "added",
        "status": "asserted",
        "subject": {"name": "A", "iri": "x:a"},
        "property": "focusArea",
        "object": {"name": "Transport", "iri": None},
    }
    assert [*by_key([told, told, told]).values()] == [told] * 3


HISTORY = """query ($id: ID!, $first: Int! = 10, $before: Int) { node(id: $id) { id
  ... on Entity { history(first: $first, before: $before) { ...H } }
  ... on Document { history(first: $first, before: $before) { ...H } } } }
fragment H on History { next oldest steps { generation since created came went isComplete
  names { name isMain isAdded } details { detail before after } moves { before { iri } claims }
  facts { change property status claims subject { iri node { id } } object { name }
    sayings { quote before document { name iri } } } } }"""


def history(client: httpx.Client, iri: str, **given: Any) -> dict[str, Any]:
    found: dict[str, Any] = data(client, HISTORY, id=iri, **given)["node"]["history"]
    return found


def test_the_history_of_a_thing_is_told_as_the_feed_about_it_tells_it(
    changed: httpx.Client,
) -> None:
    city = "https://w3id.org/hansa/id/city/riga-lv"
    told = history(changed, city)
    feed = changed.get("/changes", params={"about": city}).json()["items"]
    assert [step["generation"] for step in told["steps"]] == [
        item["_hansa"]["generation"] for item in feed
    ]
    assert told["steps"], "something changed"
    for step, item in zip(told["steps"], feed, strict=True):
        assert [(fact["change"].lower(), fact["object"]["name"]) for fact in step["facts"]] == [
            (each["change"], each["object"]["name"]) for each in item["_hansa"]["changes"]
        ]
        assert step["isComplete"]
    newest = history(changed, city, first=1)
    assert newest["steps"] == told["steps"][:1]
    assert len(told["steps"]) > 1
    later = history(changed, city, before=newest["next"])
    assert later["steps"] == told["steps"][1:]


def test_a_history_is_bounded(changed: httpx.Client) -> None:
    city = "https://w3id.org/hansa/id/city/riga-lv"
    for many in (0, 21):
        found = answer(changed, HISTORY, id=city, first=many)
        assert found["errors"][0]["extensions"]["code"] == "BAD_PAGING"
