"""Claims are nodes: they have an IRI, and can be asked for by it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from graph.curating.review import waiting
from graph.workspace import Workspace
from ontology.iris import Base
from ontology.model import Fact
from tests.api.sample import KEY, SECOND_KEY, second

from .asking import data
from .test_sparql_beside import check

BASE: Final = "https://w3id.org/hansa/"
ALL: Final = "id quote start status year rule document { id title } subject { id } object { id }"


def _claims(client: httpx.Client, fields: str = ALL) -> list[dict[str, Any]]:
    query = "{ documents(first: 9) { nodes { facts(first: 50) { edges { claims { %s } } } } } }"
    nodes = data(client, query % fields)["documents"]["nodes"]
    edges = [edge for node in nodes for edge in node["facts"]["edges"]]
    return [claim for edge in edges for claim in edge["claims"]]


def test_every_claim_is_opened_by_its_iri(networks: httpx.Client) -> None:
    found = _claims(networks)
    assert {each["status"] for each in found} == {"ASSERTED", "PLANNED"}
    ids = [each["id"] for each in found]
    for at in range(0, len(ids), 20):
        some = ids[at : at + 20]
        its = f"__typename id ... on Claim {{ {ALL} }}"
        query = f"query ($ids: [ID!]!) {{ nodes(ids: $ids) {{ {its} }} }}"
        nodes = data(networks, query, ids=some)["nodes"]
        assert nodes == [{"__typename": "Claim", **each} for each in found[at : at + 20]]
    first = found[0]
    for field in ("node", "claim"):
        query = f"query ($id: ID!) {{ {field}(id: $id) {{ ... on Claim {{ {ALL} }} }} }}"
        assert data(networks, query, id=first["id"])[field] == first


def test_what_is_no_claim_is_none(networks: httpx.Client) -> None:
    query = "query ($id: ID!) { claim(id: $id) { id } node(id: $id) { id } }"
    for iri in (BASE + "claim/0", BASE + "claim/" + "0" * 32, "urn:nothing"):
        assert data(networks, query, id=iri) == {"claim": None, "node": None}
    some = data(networks, "{ cities(first: 1) { nodes { id } } }")["cities"]["nodes"][0]
    assert data(networks, query, id=some["id"]) == {"claim": None, "node": some}
    assert data(
        networks, "query ($id: ID!) { city(id: $id) { id } }", id=_claims(networks)[0]["id"]
    ) == {"city": None}
    evidence = _claims(networks)[0]["id"] + "#evidence"
    assert data(networks, query, id=evidence) == {"claim": None, "node": None}


def test_a_claim_of_a_document_that_was_retracted_is_gone(
    moving: httpx.Client, store: Path
) -> None:
    claims = _claims(moving, "id document { sourceKey }")
    ids = {
        key: [c["id"] for c in claims if c["document"]["sourceKey"] == key]
        for key in (KEY, SECOND_KEY)
    }
    with Workspace(store).writer() as writer:
        writer.retract(SECOND_KEY)
        writer.commit()
    query = "query ($id: ID!) { claim(id: $id) { id } node(id: $id) { id } }"
    for iri in ids[SECOND_KEY]:
        assert data(moving, query, id=iri) == {"claim": None, "node": None}
    for iri in ids[KEY]:
        assert data(moving, query, id=iri) == {"claim": {"id": iri}, "node": {"id": iri}}


def test_what_waits_for_review_is_no_claim_before_it_is_accepted(
    moving: httpx.Client, store: Path
) -> None:
    document, extraction = second()
    said = extraction.facts[0].evidence
    unsure = Fact("n1", "locatedIn", "c1", said, confidence=0.4, rule="test.unsure")
    with Workspace(store).writer() as writer:
        writer.put(document, replace(extraction, proposals=(unsure,)))
        writer.commit()
    (item,) = waiting(Workspace(store).documents, Base())
    query = "query ($id: ID!) { claim(id: $id) { rule } node(id: $id) { id } }"
    assert data(moving, query, id=item.claim) == {"claim": None, "node": None}
    with Workspace(store).writer() as writer:
        writer.decide([item.claim], "accept")
        writer.commit()
    found = data(moving, query, id=item.claim)
    assert found == {"claim": {"rule": "test.unsure"}, "node": {"id": item.claim}}


def _written(query: str, **given: Any) -> str:
    for name, value in given.items():
        query = query.replace(f"${name}", json.dumps(value))
    return query


@pytest.mark.parametrize(
    "query",
    [
        "{ claim(id: $id) { %s } }",
        "{ claim(id: $id) { id __typename subject { name { value } } property lang } }",
        "{ node(id: $id) { id __typename } }",
        "{ node(id: $id) { id ... on Claim { quote confidence subject { id name { value } } } } }",
        "{ nodes(ids: [$city, $id, $nothing, $other]) { id __typename ... on Claim { quote } } }",
        "{ nodes(ids: [$city, $id]) { ... on City { name { value } } ... on Claim { %s } } }",
        "{ nodes(ids: [$id, $doc]) { ...on Document { n: publisher } ...on Claim { n: value } } }",
        "{ nodes(ids: [$city, $nothing, $doc]) { id ... on City { name { value } } } }",
        """{ nodes(ids: [$id, $other]) { ... on Claim { document { title entities(first: 2) {
          edges { node { id } claims { quote start } } } } } } }""",
    ],
)
def test_the_sparql_beside_says_a_claim(networks: httpx.Client, query: str) -> None:
    ids = [each["id"] for each in _claims(networks, "id")]
    city = data(networks, "{ cities(first: 1) { nodes { id } } }")["cities"]["nodes"][0]["id"]
    doc = data(networks, "{ documents(first: 1) { nodes { id } } }")["documents"]["nodes"][0]["id"]
    asked, nothing = query.replace("%s", ALL), BASE + "id/city/nowhere"
    given = {"id": ids[0], "other": ids[-1], "city": city, "doc": doc, "nothing": nothing}
    assert check(networks, _written(asked, **given)), asked


def test_json_ld_says_a_claim(networks: httpx.Client) -> None:
    claim = next(each for each in _claims(networks) if each["status"] == "PLANNED")
    for field in ("claim", "node"):
        query = "{ %s(id: $id) { ... on Claim { quote status subject { id } } } }" % field  # noqa: UP031
        body = {"query": _written(query, id=claim["id"])}
        found = networks.post("/graphql", json=body, headers={"Accept": "application/ld+json"})
        (told,) = found.raise_for_status().json()["graph"]
        assert (told["id"], told["type"]) == (claim["id"], "Claim")
        assert (told["status"], told["property"]) == ("hansa:planned", "hansa:memberOf")
        (selector,) = told["evidence"]["selectors"]
        assert selector["quote"] == claim["quote"]


def test_the_things_a_document_names_come_with_what_it_says_of_them(networks: httpx.Client) -> None:
    query = """{ documents(first: 2) { nodes { id entities(first: 50) { edges { node { id
      documents(first: 9) { edges { node { id } claims { id start } } } }
      claims { id start } } } } } }"""
    some = 0
    for document in data(networks, query)["documents"]["nodes"]:
        for edge in document["entities"]["edges"]:
            sides = edge["node"]["documents"]["edges"]
            (its,) = (each["claims"] for each in sides if each["node"]["id"] == document["id"])
            assert edge["claims"] == its
            assert [each["start"] for each in its] == sorted(each["start"] for each in its)
            some += len(its)
    assert some > 10
    asked = (
        "{ documents(first: 1) { nodes { entities(first: 3) { edges { claims { quote } } } } } }"
    )
    assert check(networks, asked)


def test_who_asks_for_planned_claims_gets_what_is_planned(networks: httpx.Client) -> None:
    its = "totalCount edges { node { id } claims { status year } }"
    members = f"members(first: 50%s, claims: {{status: PLANNED}}) {{ {its} }}"
    query = f"{{ networks(first: 9) {{ nodes {{ {members} }} }} }}"
    found = data(networks, query % "")["networks"]["nodes"]
    assert found == data(networks, query % ", planned: true")["networks"]["nodes"]
    assert [each["members"]["totalCount"] for each in found] == [1] * 5
    for each in found:
        (edge,) = each["members"]["edges"]
        assert edge["claims"] == [{"status": "PLANNED", "year": 2027}]
    assert check(networks, query % "")
