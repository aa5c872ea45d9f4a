"""Claims and facts can be understood alone; documents tell what they state and of whom."""

from __future__ import annotations

from typing import Any

import httpx

from api.gql.types.statements import Property
from ontology.terms import LITERALS, RELATIONS
from tests.api.sample import KEY, SECOND_KEY, TEXT

from .asking import data, refusal

BASE = "https://w3id.org/hansa/"
LEAGUE = BASE + "id/network/baltic-sea-league"
ENDS = "status property subject { name { value } } object { name { value } } value lang"


def _document(client: httpx.Client, key: str, fields: str) -> dict[str, Any]:
    query = "{ documents(first: 9) { nodes { sourceKey %s } } }" % fields  # noqa: UP031
    nodes = data(client, query)["documents"]["nodes"]
    (found,) = (node for node in nodes if node["sourceKey"] == key)
    its: dict[str, Any] = found
    return its


def test_the_properties_are_those_that_documents_can_state() -> None:
    assert [each.value for each in Property] == [*RELATIONS, *LITERALS]


def test_a_claim_says_what_it_is_about(client: httpx.Client) -> None:
    query = "query ($id: ID!) { network(id: $id) { claims(first: 9) { %s } } }" % ENDS  # noqa: UP031
    claims = data(client, query, id=LEAGUE)["network"]["claims"]
    league, riga = {"name": {"value": "Baltic Sea League"}}, {"name": {"value": "Riga"}}
    joined = {
        "status": "ASSERTED",
        "property": "MEMBER_OF",
        "subject": riga,
        "object": league,
        "value": None,
        "lang": None,
    }
    founded = {"property": "FOUNDING_YEAR", "object": None, "value": "1998", "lang": None}
    assert joined in claims
    assert {"status": "ASSERTED", "subject": league, **founded} in claims


def test_a_document_tells_what_it_states_in_the_order_of_its_text(client: httpx.Client) -> None:
    found = _document(
        client,
        KEY,
        f"facts(first: 9) {{ totalCount edges {{ node {{ {ENDS} claims {{ start }} }}"
        " claims { quote start document { sourceKey } } } }",
    )["facts"]
    assert found["totalCount"] == len(found["edges"]) == 6
    starts = [edge["claims"][0]["start"] for edge in found["edges"]]
    assert starts == sorted(starts)
    assert starts[0] == TEXT.index("Riga and Tartu")
    for edge in found["edges"]:
        assert edge["node"]["claims"] == [{"start": each["start"]} for each in edge["claims"]]
        assert {each["document"]["sourceKey"] for each in edge["claims"]} == {KEY}
    (planned,) = (edge["node"] for edge in found["edges"] if edge["node"]["status"] == "PLANNED")
    assert (planned["property"], planned["subject"]["name"]["value"]) == ("MEMBER_OF", "Tartu")


def test_the_facts_of_a_document_are_paged_both_ways(client: httpx.Client) -> None:
    page = "cursor node { property subject { id } } "
    whole = _document(client, KEY, "facts(first: 9) { edges { %s } }" % page)["facts"]["edges"]  # noqa: UP031
    found, after = [], "null"
    for _ in whole:
        fields = "facts(first: 1, after: %s) { edges { %s } pageInfo { hasNextPage endCursor } }"
        part = _document(client, KEY, fields % (after, page))["facts"]
        found += part["edges"]
        after = f'"{part["pageInfo"]["endCursor"]}"'
    assert found == whole
    assert not part["pageInfo"]["hasNextPage"]
    fields = "facts(last: 2, before: %s) { edges { %s } }" % (after, page)  # noqa: UP031
    assert _document(client, KEY, fields)["facts"]["edges"] == whole[-3:-1]


def test_a_thing_tells_which_documents_speak_of_it_and_what_they_say(client: httpx.Client) -> None:
    query = """query ($id: ID!) { network(id: $id) { documents(first: 9) { totalCount edges {
      node { sourceKey } claims { quote } } } } }"""
    found = data(client, query, id=LEAGUE)["network"]["documents"]
    assert found["totalCount"] == 2
    said = {edge["node"]["sourceKey"]: len(edge["claims"]) for edge in found["edges"]}
    assert said == {KEY: 4, SECOND_KEY: 1}


def test_facts_are_paged_as_all_connections_are(client: httpx.Client) -> None:
    query = "{ documents(first: 1) { nodes { facts { totalCount } } } }"
    assert refusal(client, query)["extensions"]["code"] == "BAD_PAGING"
