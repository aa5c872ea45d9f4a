"""Which members two bodies share, and the networks of a city among the bodies it belongs to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from graph.workspace import Workspace
from ontology.model import Document, Entity, Evidence, Extraction, Fact
from tests.api.server import running_server

from .asking import answer, data, refusal

BASE = "https://w3id.org/hansa/id/"
TEXT = """Oslo, Bergen and Tromsø are members of the Fjord League.
Bergen, Oslo and Oslo's port are members of the Nordic Council of Ports.
Bergen is a member of the Coast Ring. Tromsø will join the Coast Ring in 2031.
"""
LEAGUE, RING = BASE + "network/fjord-league", BASE + "network/coast-ring"
COUNCIL = BASE + "organization/nordic-council-of-ports"
SHARED = """query ($one: ID!, $other: ID!, $planned: Boolean! = false, $n: Int! = 9, $at: String) {
  node(id: $one) { ... on Network { shared: sharedMembers(
    with: $other, first: $n, after: $at, planned: $planned) { ...page } }
    ... on Organization { shared: sharedMembers(
    with: $other, first: $n, after: $at, planned: $planned) { ...page } } } }
  fragment page on SharedMemberConnection { totalCount pageInfo { hasNextPage endCursor }
    nodes { __typename } edges { cursor node { id name { value } }
    claims { quote object { id } } otherClaims { status quote object { id } } } }"""


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Return a client of a server of three bodies that have members in common."""
    folder = tmp_path_factory.mktemp("ports") / "data"
    bodies = (
        Entity("n1", "Network", ("Fjord League",)),
        Entity("n2", "Network", ("Coast Ring",)),
        Entity("o1", "Organization", ("Nordic Council of Ports",)),
    )
    cities = [Entity(name[0], "City", (name,)) for name in ("Oslo", "Bergen", "Tromsø")]
    said = [("OBT", "n1", "Oslo, Bergen"), ("BO", "o1", "Bergen, Oslo"), ("B", "n2", "Bergen is")]
    facts = [
        Fact(city, "memberOf", body, _line(start), rule="members.v1")
        for members, body, start in said
        for city in members
    ]
    planned = _line("Tromsø will")
    facts.append(Fact("T", "memberOf", "n2", planned, status="planned", rule="plans.v1"))
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    document = Document(key="ports.md", text=TEXT, sha256=digest, title="Ports")
    with Workspace(folder).writer() as writer:
        writer.put(document, Extraction("ports.md", "p" * 64, (*bodies, *cities), tuple(facts)))
        writer.commit()
    with running_server(folder) as client:
        yield client


def _line(beginning: str) -> Evidence:
    start = TEXT.index(beginning)
    return Evidence.cut(TEXT, start, TEXT.index(".", start))


def _shared(client: httpx.Client, one: str, other: str, **variables: Any) -> dict[str, Any]:
    found = data(client, SHARED, one=one, other=other, **variables)["node"]["shared"]
    its: dict[str, Any] = found
    return its


def test_members_in_common_come_with_the_claims_of_both_sides(ports: httpx.Client) -> None:
    found = _shared(ports, LEAGUE, COUNCIL)
    assert [edge["node"]["name"]["value"] for edge in found["edges"]] == ["Bergen", "Oslo"]
    assert found["totalCount"] == len(found["nodes"]) == 2
    for edge in found["edges"]:
        ((one,), (other,)) = edge["claims"], edge["otherClaims"]
        assert one["object"]["id"] == LEAGUE
        assert other["object"]["id"] == COUNCIL
        assert one["quote"] in TEXT
    turned = _shared(ports, COUNCIL, LEAGUE)
    assert [edge["otherClaims"][0]["quote"] for edge in turned["edges"]] == [one["quote"]] * 2


def test_planned_memberships_are_shared_on_demand(ports: httpx.Client) -> None:
    assert _shared(ports, LEAGUE, RING)["totalCount"] == 1
    found = _shared(ports, LEAGUE, RING, planned=True)
    assert [len(edge["claims"]) for edge in found["edges"]] == [1, 1]
    assert found["edges"][1]["node"]["name"]["value"] == "Tromsø"
    assert found["edges"][1]["otherClaims"][0]["status"] == "PLANNED"


def test_members_in_common_are_paged(ports: httpx.Client) -> None:
    first = _shared(ports, LEAGUE, COUNCIL, n=1)
    assert first["pageInfo"]["hasNextPage"]
    rest = _shared(ports, LEAGUE, COUNCIL, n=1, at=first["pageInfo"]["endCursor"])
    assert not rest["pageInfo"]["hasNextPage"]
    assert [edge["node"]["name"]["value"] for edge in rest["edges"]] == ["Oslo"]


@pytest.mark.parametrize("other", ["nonsense", "", BASE + "network/none", BASE + "city/oslo-no"])
def test_what_has_no_members_is_refused(ports: httpx.Client, other: str) -> None:
    error = refusal(ports, SHARED, one=LEAGUE, other=other)
    assert error["extensions"]["code"] == "BAD_FILTER"
    assert "network or organisation" in error["message"]


def test_it_costs_what_other_connections_cost(ports: httpx.Client) -> None:
    cost = answer(ports, SHARED, one=LEAGUE, other=COUNCIL, n=5)["extensions"]["cost"]
    # the node, the connection, its page, two claims and their objects for each place
    assert cost["requested"] == 1 + (1 + 5 + 5 * 2 * 2)
    assert cost["actual"] == 1 + 1 + 2 + 2 * 2 * 2


def test_the_networks_of_a_city_are_those_bodies_that_are_networks(ports: httpx.Client) -> None:
    query = """query ($planned: Boolean!) { cities(first: 9) { nodes { name { value }
      memberOf(first: 9) { totalCount } networks(first: 9, planned: $planned) { totalCount edges {
        node { id members(first: 9) { totalCount } } claims { quote status } } } } } }"""
    nodes = data(ports, query, planned=False)["cities"]["nodes"]
    bergen, oslo, tromso = sorted(nodes, key=lambda node: node["name"]["value"])
    assert (bergen["memberOf"]["totalCount"], bergen["networks"]["totalCount"]) == (3, 2)
    assert [edge["node"]["id"] for edge in bergen["networks"]["edges"]] == [RING, LEAGUE]
    assert [edge["node"]["id"] for edge in oslo["networks"]["edges"]] == [LEAGUE]
    assert all(edge["claims"][0]["quote"] in TEXT for edge in bergen["networks"]["edges"])
    assert tromso["networks"]["totalCount"] == 1
    planned = data(ports, query, planned=True)["cities"]["nodes"]
    (tromso,) = (node for node in planned if node["name"]["value"] == "Tromsø")
    statuses = [edge["claims"][0]["status"] for edge in tromso["networks"]["edges"]]
    assert statuses == ["PLANNED", "ASSERTED"]
