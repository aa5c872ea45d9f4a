"""Filters and orders: held to what the unfiltered answers say of each thing."""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Callable
from typing import Any

import httpx
import pytest

NODES = """edges { cursor node { __typename id name { value } ... on Entity {
    ... on Network { members(first: 40) { nodes { id } } memberCounts { value status } }
    ... on City { population country { id } memberOf(first: 40) { nodes { id } } } } } }"""


#: A cursor of the right order, with a name where a number of people belongs.
TEXT_FOR_A_NUMBER = base64.urlsafe_b64encode(b'["a", "x:a", "POPULATION", "a"]').decode()
NO_NUMBERS = [
    base64.urlsafe_b64encode(b'["a", "x:a", "POPULATION", %s]' % value).decode()
    for value in (b"NaN", b"-Infinity", b"1e999", b"true", b"9" * 400)
]
MANY = '"x:y" ' * 101


def _ask(networks: httpx.Client, query: str, **variables: Any) -> Any:
    answer = networks.post("/graphql", json={"query": query, "variables": variables}).json()
    assert "errors" not in answer, answer
    return answer["data"]


def _things(networks: httpx.Client, field: str, arguments: str = "") -> list[dict[str, Any]]:
    found = _ask(networks, f"{{ {field}(first: 100{arguments}) {{ {NODES} }} }}")
    return [edge["node"] for edge in found[field]["edges"]]


def _ends(thing: dict[str, Any], field: str) -> set[str]:
    return {each["id"] for each in thing[field]["nodes"]}


def _plain(text: str) -> str:
    return "".join(
        letter for letter in unicodedata.normalize("NFD", text.lower()) if letter.isalnum()
    )


def _all(networks: httpx.Client, field: str) -> list[dict[str, Any]]:
    found = _things(networks, field)
    assert len(found) > 3
    return found


def test_a_filter_by_relation_keeps_what_the_relation_says(networks: httpx.Client) -> None:
    cities = _all(networks, "cities")
    joined = sorted({iri for city in cities for iri in _ends(city, "memberOf")})
    assert len(joined) > 1
    one, other, *_ = joined
    cases: list[tuple[str, Callable[[set[str]], bool]]] = [
        (f'memberOf: {{ any: ["{one}", "{other}"] }}', lambda ends: bool(ends & {one, other})),
        (f'memberOf: {{ all: ["{one}", "{other}"] }}', lambda ends: {one, other} <= ends),
        (f'memberOf: {{ none: ["{one}"] }}', lambda ends: one not in ends),
        ("memberOf: { exists: true }", bool),
        ("memberOf: { exists: false }", lambda ends: not ends),
        (f'memberOf: {{ exists: true, none: ["{one}"] }}', lambda e: bool(e) and one not in e),
        (f'not: {{ memberOf: {{ any: ["{one}"] }} }}', lambda ends: one not in ends),
        (
            f'or: [{{ memberOf: {{ any: ["{one}"] }} }}, {{ memberOf: {{ exists: false }} }}]',
            lambda ends: one in ends or not ends,
        ),
        (
            f'and: [{{ memberOf: {{ any: ["{one}"] }} }}, {{ memberOf: {{ any: ["{other}"] }} }}]',
            lambda ends: {one, other} <= ends,
        ),
        ("memberOf: { any: [] }", lambda _: False),
        ("memberOf: { all: [] }", lambda _: True),
        ("or: []", lambda _: False),
        ("and: []", lambda _: True),
        ("memberOf: {}", lambda _: True),
    ]
    sizes = set()
    for condition, holds in cases:
        found = [each["id"] for each in _things(networks, "cities", f", filter: {{ {condition} }}")]
        assert found == [city["id"] for city in cities if holds(_ends(city, "memberOf"))], condition
        sizes.add(len(found))
    assert len(sizes) > 3  # the cases tell things apart


def test_a_filter_by_name_minds_neither_case_nor_accents(networks: httpx.Client) -> None:
    cities = _all(networks, "cities")
    accented = next(city for city in cities if not city["name"]["value"].isascii())
    part = _plain(accented["name"]["value"])
    found = _things(networks, "cities", f', filter: {{ nameContains: "{part.upper()}" }}')
    assert accented["id"] in {each["id"] for each in found}
    assert len(found) < len(cities)


def test_a_filter_by_the_gazetteer_keeps_what_it_says(networks: httpx.Client) -> None:
    cities = [city for city in _all(networks, "cities") if city["population"] is not None]
    middle = sorted(city["population"] for city in cities)[len(cities) // 2]
    condition = f", filter: {{ population: {{ min: {middle} }} }}"
    found = [each["id"] for each in _things(networks, "cities", condition)]
    assert found == [city["id"] for city in cities if city["population"] >= middle]
    country = next(city["country"]["id"] for city in cities if city["country"])
    condition = f', filter: {{ country: "{country}" }}'
    found = [each["id"] for each in _things(networks, "cities", condition)]
    assert found == [
        city["id"] for city in cities if city["country"] and city["country"]["id"] == country
    ]


def test_a_relation_is_filtered_and_ordered_as_a_kind_is(networks: httpx.Client) -> None:
    network = max(_all(networks, "networks"), key=lambda each: len(_ends(each, "members")))
    arguments = "filter: { kinds: [CITY] }, orderBy: [{ by: POPULATION, direction: DESC }]"
    query = f"""query ($id: ID!) {{ network(id: $id) {{
      members(first: 100, {arguments}) {{ totalCount {NODES} }} }} }}"""
    members = _ask(networks, query, id=network["id"])["network"]["members"]
    found = [edge["node"] for edge in members["edges"]]
    assert {each["__typename"] for each in found} == {"City"}
    assert {each["id"] for each in found} <= _ends(network, "members")
    sizes = [each["population"] for each in found]
    known = [size for size in sizes if size is not None]
    assert known == sorted(known, reverse=True)
    assert sizes[: len(known)] == known  # what is not known comes last
    assert members["totalCount"] == len(found)


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
def test_networks_come_by_how_many_members_they_have(
    networks: httpx.Client, direction: str
) -> None:
    arguments = f", orderBy: [{{ by: MEMBERS, direction: {direction} }}]"
    found = _things(networks, "networks", arguments)
    assert {each["id"] for each in found} == {each["id"] for each in _all(networks, "networks")}
    sizes = [len(_ends(each, "members")) for each in found]
    assert sizes == sorted(sizes, reverse=direction == "DESC")
    assert len(set(sizes)) > 1


def test_paging_in_an_order_gives_each_thing_once(networks: httpx.Client) -> None:
    order = "orderBy: [{ by: MEMBERS, direction: DESC }, { by: NAME, direction: DESC }]"
    whole = [each["id"] for each in _things(networks, "networks", f", {order}")]
    for arguments in ("first: 2, after", "last: 2, before"):
        paged: list[str] = []
        cursor: str | None = None
        while True:
            query = f"""query ($cursor: String) {{ networks({arguments}: $cursor, {order}) {{
              edges {{ cursor node {{ id }} }} pageInfo {{ hasNextPage hasPreviousPage }} }} }}"""
            page = _ask(networks, query, cursor=cursor)["networks"]
            ids = [edge["node"]["id"] for edge in page["edges"]]
            forward = "after" in arguments
            paged = [*paged, *ids] if forward else [*ids, *paged]
            if not page["pageInfo"]["hasNextPage" if forward else "hasPreviousPage"]:
                break
            cursor = page["edges"][-1 if forward else 0]["cursor"]
        assert paged == whole


def test_documents_are_filtered_and_ordered(networks: httpx.Client) -> None:
    nodes = "nodes { id title publisher date language entities(first: 40) { nodes { id } } }"

    def ask(arguments: str = "") -> list[dict[str, Any]]:
        found = _ask(networks, f"{{ documents(first: 100{arguments}) {{ {nodes} }} }}")
        return list(found["documents"]["nodes"])

    every = ask()
    assert len(every) > 1
    dates = [each["date"] for each in ask(", orderBy: [{ by: DATE, direction: DESC }]")]
    assert [date for date in dates if date] == sorted(filter(None, dates), reverse=True)
    entity = every[0]["entities"]["nodes"][0]["id"]
    wanted = [
        each["id"]
        for each in every
        if entity in {thing["id"] for thing in each["entities"]["nodes"]}
    ]
    found = ask(f', filter: {{ mentions: ["{entity}"] }}')
    assert [each["id"] for each in found] == wanted
    part = every[0]["title"][:6].upper()
    assert every[0] in ask(f', filter: {{ titleContains: "{part}" }}')
    assert ask(', filter: { titleContains: "no such title" }') == []
    dated = [each for each in every if each["date"]]
    assert dated
    for each in dated:
        year = each["date"][:4]
        found = ask(f', filter: {{ published: {{ since: "{year}", until: "{year}" }} }}')
        assert [it["id"] for it in found] == [it["id"] for it in dated if it["date"][:4] == year]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ('filter: { ids: ["not an IRI"] }', "BAD_FILTER"),
        ("filter: { memberOf: { claims: { minConfidence: 2 } } }", "BAD_FILTER"),
        ("filter: { memberOf: { claims: { minConfidence: -0.1 } } }", "BAD_FILTER"),
        ('filter: { memberOf: { any: ["<x>"] } }', "BAD_FILTER"),
        ('filter: { country: "\\"} } #" }', "BAD_FILTER"),
        ("filter: { foundingYears: { min: 1e3 } }", "BAD_REQUEST"),
        ("orderBy: [{ by: MEMBERS }]", "BAD_REQUEST"),
        ("orderBy: [{by: NAME}, {by: NAME}, {by: NAME}, {by: NAME}]", "BAD_ORDER"),
        ('orderBy: [{ by: NAME }], after: "WyJhIiwgIngiXQ=="', "BAD_CURSOR"),
        (f'orderBy: [{{ by: POPULATION }}], after: "{TEXT_FOR_A_NUMBER}"', "BAD_CURSOR"),
        (f"filter: {{ ids: [{MANY}] }}", "BAD_FILTER"),
        ("filter: { and: [" + "{ ids: [] } " * 60 + "] }", "BAD_FILTER"),
    ],
)
def test_a_wrong_filter_or_order_is_refused_with_a_code(
    networks: httpx.Client, arguments: str, code: str
) -> None:
    query = f"{{ cities(first: 5, {arguments}) {{ nodes {{ id }} }} }}"
    (error,) = networks.post("/graphql", json={"query": query}).json()["errors"]
    assert error["extensions"]["code"] == code, error


@pytest.mark.parametrize("value", ["2020-13", "20", "2020-02-30", "x", "0000"])
def test_a_date_that_is_none_is_refused(networks: httpx.Client, value: str) -> None:
    query = """query ($value: String) { events(first: 5, filter: {
      dates: { since: $value } }) { nodes { id } } }"""
    answer = networks.post("/graphql", json={"query": query, "variables": {"value": value}})
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "BAD_FILTER"
    assert "YYYY" in error["message"]


CLAIMS = "edges { node { id } claims { status confidence year role document { id } } }"


def _claimed(networks: httpx.Client, arguments: str) -> dict[str, list[dict[str, Any]]]:
    """Return the claims of each membership of each network that the arguments keep."""
    members = f"members(first: 30, {arguments}) {{ {CLAIMS} }}"
    found = _ask(networks, f"{{ networks(first: 20) {{ nodes {{ id {members} }} }} }}")
    return {
        f"{network['id']} {edge['node']['id']}": edge["claims"]
        for network in found["networks"]["nodes"]
        for edge in network["members"]["edges"]
    }


def test_an_edge_is_kept_where_one_claim_meets_every_condition(networks: httpx.Client) -> None:
    every = _claimed(networks, "planned: true")
    document = next(iter(every.values()))[0]["document"]["id"]
    cases: list[tuple[str, Callable[[dict[str, Any]], bool]]] = [
        ("minConfidence: 0.7", lambda claim: claim["confidence"] >= 0.7),
        ("status: PLANNED", lambda claim: claim["status"] == "PLANNED"),
        ("status: ASSERTED", lambda claim: claim["status"] == "ASSERTED"),
        ("years: { min: 2027 }", lambda claim: (claim["year"] or 0) >= 2027),
        ("years: { max: 2026 }", lambda claim: claim["year"] is not None and claim["year"] < 2027),
        (f'documents: ["{document}"]', lambda claim: claim["document"]["id"] == document),
        (
            f'documents: ["{document}"], minConfidence: 0.6',
            lambda claim: claim["document"]["id"] == document and claim["confidence"] >= 0.6,
        ),
        ('roleContains: "x"', lambda claim: "x" in (claim["role"] or "")),
        ("", lambda _: True),
    ]
    for condition, holds in cases:
        found = _claimed(networks, f"planned: true, claims: {{ {condition} }}")
        wanted = {edge: [*filter(holds, claims)] for edge, claims in every.items()}
        assert found == {edge: claims for edge, claims in wanted.items() if claims}, condition
    assert len(_claimed(networks, "claims: {}")) < len(every)


@pytest.mark.parametrize("cursor", NO_NUMBERS)
def test_a_cursor_has_numbers_that_things_can_have(networks: httpx.Client, cursor: str) -> None:
    query = f"""{{ cities(first: 1, after: "{cursor}", orderBy: [{{by: POPULATION}}])
        {{ totalCount }} }}"""
    answer = networks.post("/graphql", json={"query": query}).json()
    assert answer["errors"][0]["extensions"]["code"] == "BAD_CURSOR", answer


def test_a_part_without_letters_leaves_all_and_finds_nothing(networks: httpx.Client) -> None:
    for part in ("", "-", " "):
        query = f"""{{ cities(first: 0) {{ totalCount }}
          kept: cities(first: 0, filter: {{ nameContains: "{part}" }}) {{ totalCount }}
          search(first: 0, query: "{part}") {{ totalCount }} }}"""
        found = _ask(networks, query)
        assert found["kept"] == found["cities"]
        assert found["search"]["totalCount"] == 0


def test_a_list_of_no_kinds_means_none_wherever_it_stands(networks: httpx.Client) -> None:
    query = """{ all: search(first: 0, query: "riga") { totalCount }
      cities: search(first: 0, query: "riga", kinds: [CITY]) { totalCount }
      none: search(first: 0, query: "riga", kinds: []) { totalCount }
      networks(first: 1) { nodes { members(first: 0, filter: {kinds: []}) { totalCount } } } }"""
    found = _ask(networks, query)
    assert found["all"] == found["cities"] == {"totalCount": 1}
    assert found["none"] == found["networks"]["nodes"][0]["members"] == {"totalCount": 0}


@pytest.mark.parametrize("given", [2, -0.1, 1.0000001])
def test_no_claim_is_surer_than_sure(networks: httpx.Client, given: float) -> None:
    query = """query ($least: Float) { networks(first: 1) { nodes {
      members(first: 1, claims: {minConfidence: $least}) { totalCount } } } }"""
    answer = networks.post("/graphql", json={"query": query, "variables": {"least": given}})
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "BAD_FILTER"
    assert "from 0 to 1" in error["message"]


@pytest.mark.parametrize("given", [0.65, 0.6500000001, 0.6499999999, 1e-30, 1])
def test_a_confidence_is_compared_to_its_last_place(networks: httpx.Client, given: float) -> None:
    every = _claimed(networks, "planned: false")
    found = _claimed(networks, f"claims: {{ minConfidence: {given!r} }}")
    wanted = {
        edge: [claim for claim in claims if claim["confidence"] >= given]
        for edge, claims in every.items()
    }
    assert found == {edge: claims for edge, claims in wanted.items() if claims}


@pytest.mark.parametrize("number", ["3000000000", "1e40", "1" + "0" * 400])
def test_a_number_beyond_what_int_holds_is_told_with_its_place(
    networks: httpx.Client, number: str
) -> None:
    query = "query ($filter: CityFilter) { cities(first: 1, filter: $filter) { totalCount } }"
    given = '{"and": [{"memberOf": {"some": {"population": {"min": %s}}}}]}' % number  # noqa: UP031
    body = f'{{"query": "{query}", "variables": {{"filter": {given}}}}}'
    headers = {"Content-Type": "application/json"}
    answer = networks.post("/graphql", content=body.encode(), headers=headers)
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "BAD_REQUEST"
    if len(number) < 100:
        assert "and[0].memberOf.some.population.min" in error["message"]
        assert "2,147,483,647" in error["message"]
