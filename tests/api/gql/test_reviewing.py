"""The review queue and the decisions over GraphQL, as its keeper works with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.workspace import Workspace
from tests.api.server import running_server
from tests.graph.reviewable import QUAYS, reviewable

from .talking import TOKEN, talking

KEEPER = {"Authorization": f"Bearer {TOKEN}"}
ITEMS = """query ($first: Int, $last: Int, $after: String, $before: String, $filter: ReviewFilter,
    $by: ReviewOrder! = WORTH) {
  review(first: $first, last: $last, after: $after, before: $before, filter: $filter,
    orderBy: $by) { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    nodes { __typename key kind doubt reach worth documents why can
      sentences { quote prefix suffix start end sourceKey document { id title text } }
      ... on UncertainFact { claim property value status year role confidence rule
        subject { name kind iri local node { id } } object { name iri }
        choices { name iri local } }
      ... on UncertainPair { one { name names iri kind } other { name iri } areOne } } } }"""
DECISIONS = """query ($first: Int!, $after: String) { decisions(first: $first, after: $after) {
  totalCount pageInfo { endCursor hasNextPage }
  nodes { __typename act who at words holds
    ... on ClaimDecision { claim made sourceKey }
    ... on ThingDecision { number about overriddenBy } } } }"""
CURATE = """mutation ($decision: DecisionInput!, $by: String! = "Ada") {
  curate(input: {by: $by, decision: $decision}) { done decision claim generation } }"""


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[httpx.Client]:
    """Return a client of a server of what waits for review, which sends the token."""
    reviewable(Workspace(tmp_path / "data"))
    with running_server(tmp_path / "data", HANSA_TOKEN=TOKEN) as client:
        client.get("/health/ready").raise_for_status()
        client.headers.update(KEEPER)
        yield client


def answer(client: httpx.Client, query: str, **variables: Any) -> dict[str, Any]:
    body = {"query": query, "variables": variables}
    found: dict[str, Any] = client.post("/graphql", json=body, timeout=60).json()
    return found


def data(client: httpx.Client, query: str, **variables: Any) -> Any:
    found = answer(client, query, **variables)
    assert "errors" not in found, found
    ((_, its),) = found["data"].items()
    return its


def items(client: httpx.Client, **variables: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data(client, ITEMS, **{"first": 100, **variables})["nodes"]
    return found


def curate(client: httpx.Client, **decision: Any) -> Any:
    return data(client, CURATE, decision=decision)


def ask(client: httpx.Client, pattern: str) -> bool:
    found = client.post("/sparql", data={"query": f"ASK {{ {pattern} }}"})
    return bool(found.raise_for_status().json()["boolean"])


def one(client: httpx.Client, **wanted: Any) -> dict[str, Any]:
    (found,) = [
        each for each in items(client) if all(each.get(key) == its for key, its in wanted.items())
    ]
    return found


def test_the_queue_tells_all_that_a_verdict_needs(keeper: httpx.Client) -> None:
    found = one(keeper, rule="test.chair")
    assert (found["__typename"], found["kind"], found["property"]) == (
        "UncertainFact", "PROPOSAL", "CHAIRED_BY",
    )  # fmt: skip
    assert (found["subject"]["name"], found["object"]["name"]) == (QUAYS, "Riga")
    assert (found["doubt"], found["confidence"], found["status"]) == (0.5, 0.5, "ASSERTED")
    assert found["can"] == ["ACCEPT", "REJECT", "EDIT"]
    assert "test.chair" in found["why"]
    assert found["subject"]["local"].startswith(found["sentences"][0]["document"]["id"] + "#e-")
    assert found["subject"]["node"] == {"id": found["subject"]["iri"]}
    assert [each["name"] for each in found["choices"]] == [
        "Ada Lind", QUAYS, "Forum of the Quays 2024", "Riga",
    ]  # fmt: skip
    for each in items(keeper):
        assert each["reach"] >= 1
        assert each["documents"] >= 1
        for said in each["sentences"]:
            text = said["document"]["text"]
            assert text[said["start"] : said["end"]] == said["quote"]
            around = said["prefix"] + said["quote"] + said["suffix"]
            assert around in text


def test_pairs_say_why_they_are_doubtful(keeper: httpx.Client) -> None:
    apart = one(
        keeper, kind="APART", areOne=False, why="their names differ in the spelling of one word"
    )
    assert {apart["one"]["name"], apart["other"]["name"]} == {QUAYS, "Baltik Quays League"}
    assert apart["can"] == ["SAME", "DIFFERENT"]
    joined = one(keeper, kind="JOINED")
    assert (joined["one"]["name"], joined["other"]["name"], joined["areOne"]) == (
        QUAYS, "The Ring", True,
    )  # fmt: skip
    assert "The Ring" in joined["why"]
    assert len({each["sourceKey"] for each in joined["sentences"]}) == 2


@pytest.mark.parametrize("by", ["WORTH", "DOUBT", "REACH"])
def test_the_queue_is_ordered_and_paged_in_its_order(keeper: httpx.Client, by: str) -> None:
    whole = items(keeper, by=by)
    values = [each[by.lower()] for each in whole]
    assert values == sorted(values, reverse=True)
    assert len({*values}) > 1
    paged: list[dict[str, Any]] = []
    after = None
    while True:
        page = data(keeper, ITEMS, first=2, after=after, by=by)
        paged += page["nodes"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert paged == whole
    assert data(keeper, ITEMS, last=2, by=by)["nodes"] == whole[-2:]


def test_filters_keep_what_is_asked_for(keeper: httpx.Client) -> None:
    whole = items(keeper)
    facts = items(keeper, filter={"kinds": ["PROPOSAL", "CLAIM"]})
    assert facts == [each for each in whole if each["__typename"] == "UncertainFact"]
    assert items(keeper, filter={"kinds": []}) == []
    league = one(keeper, rule="test.chair")["subject"]["iri"]
    about = items(keeper, filter={"about": [league]})
    assert {each["kind"] for each in about} == {"PROPOSAL", "APART", "JOINED"}
    ring = items(keeper, filter={"documents": ["ring.txt"]})
    assert {each["kind"] for each in ring} == {"APART", "JOINED"}
    assert len(items(keeper, filter={"documents": ["quays.txt"]})) == len(whole)
    (error,) = answer(keeper, ITEMS, first=1, filter={"documents": ["none.txt"]})["errors"]
    assert error["extensions"]["code"] == "NOT_FOUND"
    (error,) = answer(keeper, ITEMS, first=1, after="x")["errors"]
    assert error["extensions"]["code"] == "BAD_CURSOR"


def test_only_the_keeper_reads_them(keeper: httpx.Client, client: httpx.Client) -> None:
    for query in ("{ review(first: 1) { totalCount } }", "{ decisions(first: 1) { totalCount } }"):
        (error,) = answer(client, query)["errors"]
        assert error["extensions"]["code"] == "FORBIDDEN"
        told = keeper.post("/graphql", json={"query": query}, headers={"Authorization": ""}).json()
        assert told["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        with talking(keeper) as talk:
            talk.ask("q", query)
            assert "over HTTP" in str(talk.hear())
        by_get = keeper.get("/graphql", params={"query": query})
        assert "errors" not in by_get.json()


def test_a_fact_is_accepted_rejected_and_taken_back(keeper: httpx.Client) -> None:
    before = items(keeper)
    chair, post = one(keeper, rule="test.chair"), one(keeper, role="Speaker")
    chaired = "?s <https://w3id.org/hansa/ontology#chairedBy> ?o"
    posted = f"GRAPH ?g {{ <{post['claim']}> ?p ?o }} FILTER(CONTAINS(STR(?g), '/doc/'))"
    assert (ask(keeper, chaired), ask(keeper, posted)) == (False, True)
    curate(keeper, accept=[chair["claim"]])
    curate(keeper, reject=[post["claim"]])
    assert (ask(keeper, chaired), ask(keeper, posted)) == (True, False)
    assert len(items(keeper)) == len(before) - 2
    listed = data(keeper, DECISIONS, first=9)["nodes"]
    assert [(each["act"], each["who"], each["holds"]) for each in listed] == [
        ("REJECT", "Ada", True), ("ACCEPT", "Ada", True),
    ]  # fmt: skip
    assert listed[1]["words"] == f"accepted: {QUAYS} chairedBy Riga"
    curate(keeper, reopen=[each["claim"] for each in listed])
    assert items(keeper) == before
    assert (ask(keeper, chaired), ask(keeper, posted)) == (False, True)
    assert data(keeper, DECISIONS, first=9)["totalCount"] == 0


def test_a_fact_is_edited(keeper: httpx.Client) -> None:
    found = one(keeper, rule="test.chair")
    ends = {each["name"]: each["iri"] for each in found["choices"]}
    edit = {"claim": found["claim"], "property": "MEMBER_OF", "subject": ends["Riga"],
            "object": ends[QUAYS], "year": 2024}  # fmt: skip
    done = curate(keeper, edit=edit)
    assert done["done"] == [
        f"edited: {QUAYS} chairedBy Riga; it says that Riga memberOf {QUAYS} (2024)"
    ]
    said = (
        f"<{done['claim']}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> <{ends['Riga']}>"
    )
    assert ask(keeper, f"GRAPH ?g {{ {said} ; <https://w3id.org/hansa/ontology#year> 2024 }}")
    (kept,) = data(keeper, DECISIONS, first=1)["nodes"]
    assert (kept["act"], kept["made"], kept["claim"]) == ("EDIT", done["claim"], found["claim"])
    wrong = answer(keeper, CURATE, decision={"edit": {"claim": found["claim"], "object": "Tartu"}})
    assert wrong["errors"][0]["extensions"]["code"] == "CURATION"
    curate(keeper, reopen=[done["claim"]])
    assert one(keeper, rule="test.chair")["claim"] == found["claim"]


@pytest.mark.parametrize("act", ["same", "different"])
@pytest.mark.parametrize("kind", ["APART", "JOINED"])
def test_a_pair_is_decided_and_taken_back(keeper: httpx.Client, act: str, kind: str) -> None:
    before = items(keeper)
    pair, *_ = [each for each in before if each["kind"] == kind]
    ends = {"one": pair["one"]["iri"], "other": pair["other"]["iri"]}
    number = curate(keeper, **{act: ends})["decision"]
    assert pair["key"] not in {each["key"] for each in items(keeper)}
    is_one = f"<{ends['other']}> <http://purl.org/dc/terms/isReplacedBy> <{ends['one']}>"
    is_other = f"<{ends['one']}> <http://purl.org/dc/terms/isReplacedBy> <{ends['other']}>"
    assert ask(keeper, f"{{ {is_one} }} UNION {{ {is_other} }}") is (act == "same")
    (kept,) = data(keeper, DECISIONS, first=5)["nodes"]
    assert (kept["number"], kept["act"], kept["holds"]) == (number, act.upper(), True)
    assert kept["about"] == [*ends.values()]
    curate(keeper, undo=[number])
    assert items(keeper) == before


def test_decisions_are_paged_from_the_newest_on(keeper: httpx.Client) -> None:
    league = one(keeper, rule="test.chair")["subject"]["iri"]
    for name in ("Ring", "Rings", "Ring of Quays"):
        curate(keeper, rename={"thing": league, "name": name})
    first = data(keeper, DECISIONS, first=2)
    rest = data(keeper, DECISIONS, first=2, after=first["pageInfo"]["endCursor"])
    listed = first["nodes"] + rest["nodes"]
    assert [each["number"] for each in listed] == [3, 2, 1]
    assert [each["holds"] for each in listed] == [True, False, False]
    assert [each["overriddenBy"] for each in listed] == [None, 3, 2] or [
        each["overriddenBy"] for each in listed
    ] == [None, 3, 3]
    assert (first["totalCount"], rest["pageInfo"]["hasNextPage"]) == (3, False)
