"""What newer documents say comes first, wherever claims are told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from pyoxigraph import NamedNode

from graph.evidence.evidence import Evidence as Behind
from graph.evidence.evidence import Fact as Triple
from graph.workspace import Workspace
from ontology import terms
from ontology.model import Document, Entity, Evidence, Extraction, Fact, LiteralFact
from tests.api.server import running_server

from .asking import data
from .test_sparql_beside import check

BASE: Final = "https://w3id.org/hansa/"
LEAGUE: Final = f"{BASE}id/network/amber-league"
#: Each document with its date; the order of their IRIs is another than that of the dates.
DATES: Final = {
    "a.md": "2019",
    "b.md": None,
    "c.md": "2023-05",
    "d.md": "2021-03-04",
    "e.md": "2023",
}
NEWEST: Final = ["c.md", "e.md", "d.md", "a.md", "b.md"]
CLAIMS: Final = "claims { document { sourceKey } start }"


def _statement(number: int, key: str) -> tuple[Document, Extraction]:
    """Return a document that says the same as each other one, and a number of its own."""
    lines = [
        f"The Amber League has {10 + number} members.",
        "Riga is a member of the Amber League.",
        "The Amber League works with the Quay Forum."
        if number % 2
        else "The Quay Forum works with the Amber League.",
    ]
    text = "\n".join(lines)
    said = [Evidence.cut(text, at := text.index(line), at + len(line)) for line in lines]
    league, quay = ("n", "q") if number % 2 else ("q", "n")
    entities = (
        Entity("n", "Network", ("Amber League",)),
        Entity("q", "Network", ("Quay Forum",)),
        Entity("r", "City", ("Riga",), link="https://sws.geonames.org/456172/"),
    )
    facts = (
        Fact("r", "memberOf", "n", said[1], rule="members.v1"),
        Fact(league, "partnerOf", quay, said[2], rule="partners.v1"),
    )
    literals = (LiteralFact("n", "memberCount", 10 + number, said[0], rule="counts.v1"),)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    document = Document(key=key, text=text, sha256=sha256, title=key, date=DATES[key])
    return document, Extraction(key, "p" * 64, entities, facts, literals)


@pytest.fixture(scope="module")
def dated_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data directory of documents of several years."""
    folder = tmp_path_factory.mktemp("dated") / "data"
    with Workspace(folder).writer() as writer:
        for number, key in enumerate(DATES):
            writer.put(*_statement(number, key))
        writer.commit()
    return folder


@pytest.fixture(scope="module")
def dated(dated_store: Path) -> Iterator[httpx.Client]:
    """Return a client of a server of documents of several years."""
    with running_server(dated_store) as client:
        yield client


def _league(client: httpx.Client, fields: str) -> Any:
    query = "{ network(id: %s) { %s } }" % (f'"{LEAGUE}"', fields)  # noqa: UP031
    assert check(client, query), query
    return data(client, query)["network"]


def _keys(claims: list[Any]) -> list[str]:
    return [each["document"]["sourceKey"] for each in claims]


def test_documents_in_the_order_of_their_iris_are_in_no_order_of_dates(dated: httpx.Client) -> None:
    nodes = data(dated, "{ documents(first: 9) { nodes { id sourceKey } } }")["documents"]["nodes"]
    by_iri = [each["sourceKey"] for each in sorted(nodes, key=lambda each: str(each["id"]))]
    assert by_iri not in (NEWEST, NEWEST[::-1])


def test_documents_can_be_ordered_so(dated: httpx.Client) -> None:
    by = "documents(first: 9, orderBy: [{by: DATE, direction: DESC}]) { nodes { sourceKey } }"
    found = data(dated, f"{{ {by} }}")["documents"]["nodes"]
    assert [each["sourceKey"] for each in found] == NEWEST


def test_the_values_of_the_newest_document_come_first(dated: httpx.Client) -> None:
    found = _league(dated, f"memberCounts {{ value {CLAIMS} }}")["memberCounts"]
    assert [_keys(each["claims"]) for each in found] == [[key] for key in NEWEST]
    assert [each["value"] for each in found] == [str(10 + [*DATES].index(key)) for key in NEWEST]


def test_the_claims_of_an_edge_come_newest_first(dated: httpx.Client) -> None:
    found = _league(dated, f"members(first: 1) {{ edges {{ {CLAIMS} }} }}")["members"]["edges"]
    assert [_keys(each["claims"]) for each in found] == [NEWEST]


def test_the_two_directions_of_a_relation_are_in_one_order(dated: httpx.Client) -> None:
    found = _league(dated, f"partners(first: 1) {{ edges {{ {CLAIMS} }} }}")["partners"]["edges"]
    assert [_keys(each["claims"]) for each in found] == [NEWEST]


@pytest.mark.parametrize("first", [0, 1, 2, 4, 7, 20])
def test_the_claims_about_a_thing_come_newest_first_at_either_end(
    dated: httpx.Client, first: int
) -> None:
    found = _league(dated, f"claims(first: {first}) {{ id start document {{ sourceKey }} }}")
    every = [key for key in NEWEST for _ in range(3)]
    assert _keys(found["claims"]) == every[:first]
    for one, other in zip(found["claims"], found["claims"][1:], strict=False):
        if one["document"] == other["document"]:
            assert one["start"] < other["start"]


def test_claims_within_claims_are_in_order_too(dated: httpx.Client) -> None:
    inner = "subject { claims(first: 4) { document { sourceKey } start } }"
    found = _league(dated, f"claims(first: 6) {{ document {{ sourceKey }} {inner} }}")["claims"]
    assert _keys(found) == [key for key in NEWEST[:2] for _ in range(3)]
    for each in found:
        keys = _keys(each["subject"]["claims"])
        assert keys == sorted(keys, key=NEWEST.index)


def test_the_claims_of_a_neighbour_come_newest_first(dated: httpx.Client) -> None:
    query = "{ network(id: %s) { neighbours(first: 9) { edges { %s path { %s } } } } }"
    found = data(dated, query % (f'"{LEAGUE}"', CLAIMS, CLAIMS))["network"]["neighbours"]["edges"]
    assert [_keys(each["claims"]) for each in found] == [NEWEST, NEWEST]
    assert [_keys(each["path"][0]["claims"]) for each in found] == [NEWEST, NEWEST]


def test_json_ld_has_the_claims_in_that_order(dated: httpx.Client) -> None:
    query = "{ network(id: %s) { claims(first: 20) { id } } }" % f'"{LEAGUE}"'  # noqa: UP031
    told = data(dated, query)["network"]["claims"]
    accept = {"Accept": "application/ld+json"}
    found = dated.post("/graphql", json={"query": query}, headers=accept).json()
    (thing,) = found["graph"]
    assert [each["id"] for each in thing["claims"]] == [each["id"] for each in told]


def test_readers_and_evidence_have_that_order(dated_store: Path) -> None:
    with Workspace(dated_store).reader() as reader:
        keys = {row.iri: row.key for row in reader.documents()}
        about = [keys[claim.document] for claim in reader.claims_about(LEAGUE)]
        assert about == [key for key in NEWEST for _ in range(3)]
        (fact,) = {
            Triple(claim.subject, claim.predicate, claim.object)
            for claim in reader.claims(predicate=terms.MEMBER_OF)
        }
        for found in (
            Behind(reader).saying(fact),
            Behind(reader).behind([fact])[fact],
            reader.claims(predicate=terms.MEMBER_OF),
            reader.claims(fact.subject, terms.MEMBER_OF),
            reader.claims(object=NamedNode(LEAGUE), predicate=terms.MEMBER_OF),
        ):
            assert [keys[claim.document] for claim in found] == NEWEST
