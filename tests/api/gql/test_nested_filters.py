"""Filters that ask of things at other ends of relations: held to what the answers say of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import GraphQLError

from api.gql.context import Context
from api.gql.failures import TOO_COSTLY, refuse
from api.gql.schema import schema
from graph.workspace import Workspace

from .asking import answer, data, refusal

CLAIMS = "claims { status confidence year document { id } }"
EVERY = f"""{{ networks(first: 9) {{ nodes {{ id name {{ value }}
    members(first: 20) {{ edges {{ node {{ id }} {CLAIMS} }} }}
    partners(first: 9) {{ nodes {{ id }} }} }} }}
  cities(first: 50) {{ nodes {{ id name {{ value }} population country {{ id }} }} }} }}"""
CITIES = "query ($filter: CityFilter) { cities(first: 1, filter: $filter) { totalCount } }"
Claim = dict[str, Any]


class World:
    """What the unfiltered answers say."""

    def __init__(self, client: httpx.Client) -> None:
        found = data(client, EVERY)
        self.cities = {each["id"]: each for each in found["cities"]["nodes"]}
        self.networks = {each["id"]: each for each in found["networks"]["nodes"]}
        self.members: dict[str, dict[str, list[Claim]]] = {
            iri: {edge["node"]["id"]: edge["claims"] for edge in each["members"]["edges"]}
            for iri, each in self.networks.items()
        }
        self.partners = {
            iri: {node["id"] for node in each["partners"]["nodes"]}
            for iri, each in self.networks.items()
        }

    def joined(self, city: str) -> set[str]:
        """Return the networks of a city."""
        return {iri for iri, members in self.members.items() if city in members}

    def names(self, iri: str) -> str:
        """Return the name of a thing."""
        return str({**self.cities, **self.networks}[iri]["name"]["value"])


@pytest.fixture(scope="module")
def world(networks: httpx.Client) -> World:
    """Return what the server of several networks says."""
    return World(networks)


def _ids(client: httpx.Client, field: str, condition: str) -> list[str]:
    query = f"{{ {field}(first: 100, filter: {{ {condition} }}) {{ totalCount nodes {{ id }} }} }}"
    found = data(client, query)[field]
    assert found["totalCount"] == len(found["nodes"])
    return [each["id"] for each in found["nodes"]]


def test_networks_are_found_by_what_their_members_are(networks: httpx.Client, world: World) -> None:
    countries = {city["country"]["id"] for city in world.cities.values() if city["country"]}
    sizes = set()
    for country in sorted(countries):
        inside = {
            iri
            for iri, city in world.cities.items()
            if (city["country"] or {}).get("id") == country
        }
        found = _ids(networks, "networks", f'members: {{ some: {{ country: "{country}" }} }}')
        assert found == [iri for iri in world.networks if inside & world.members[iri].keys()]
        sizes.add(len(found))
    assert len(sizes) > 1


CONDITIONS: list[tuple[str, Callable[[World, str], bool]]] = [
    (
        'memberOf: {some: {nameContains: "league"}}',
        lambda world, city: any("League" in world.names(each) for each in world.joined(city)),
    ),
    (
        'not: {memberOf: {some: {nameContains: "league"}}}',
        lambda world, city: not any("League" in world.names(each) for each in world.joined(city)),
    ),
    (
        'memberOf: {some: {members: {some: {nameContains: "oslo", population: {min: 1}}}}}',
        lambda world, city: any(
            world.names(other) == "Oslo"
            for each in world.joined(city)
            for other in world.members[each]
        ),
    ),
    (
        (
            'memberOf: {some: {partners: {some: {nameContains: "ports"}}, '
            'not: {nameContains: "quiet"}}}'
        ),
        lambda world, city: any(
            "Quiet" not in world.names(each)
            and any("Ports" in world.names(other) for other in world.partners[each])
            for each in world.joined(city)
        ),
    ),
    (
        'or: [{memberOf: {some: {nameContains: "cool"}}}, {nameContains: "riga"}]',
        lambda world, city: (
            world.names(city) == "Riga"
            or any("Cool" in world.names(each) for each in world.joined(city))
        ),
    ),
    (
        (
            'and: [{memberOf: {some: {nameContains: "ports"}}}, '
            '{memberOf: {some: {nameContains: "league"}}}]'
        ),
        lambda world, city: (
            {"Amber Ports Network", "Baltic Sea League"}
            <= {world.names(each) for each in world.joined(city)}
        ),
    ),
    ("memberOf: {some: {}}", lambda world, city: bool(world.joined(city))),
    ("memberOf: {some: {or: []}}", lambda world, city: False),  # noqa: ARG005
    (
        "memberOf: {some: {not: {memberCounts: {min: 8}}}, exists: true}",
        lambda world, city: any(len(world.members[each]) < 8 for each in world.joined(city)),
    ),
    (
        "memberOf: {some: {memberOf: {exists: false}, kinds: [NETWORK]}}",
        lambda world, city: bool(world.joined(city)),
    ),
    ("memberOf: {some: {kinds: [CITY]}}", lambda world, city: False),  # noqa: ARG005
]


@pytest.mark.parametrize(("condition", "holds"), CONDITIONS, ids=[each for each, _ in CONDITIONS])
def test_cities_are_found_by_what_their_networks_are(
    networks: httpx.Client, world: World, condition: str, holds: Callable[[World, str], bool]
) -> None:
    wanted = [city for city in world.cities if holds(world, city)]
    assert _ids(networks, "cities", condition) == wanted


def _claimed(world: World, city: str, holds: Callable[[Claim], bool]) -> set[str]:
    """Return the networks of a city of which a claim says so for which something holds."""
    return {iri for iri, members in world.members.items() if any(map(holds, members.get(city, ())))}


SAID: list[tuple[str, Callable[[Claim], bool]]] = [
    ("minConfidence: 0.75", lambda claim: claim["confidence"] >= 0.75),
    ("status: PLANNED", lambda claim: claim["status"] == "PLANNED"),
    ("years: {min: 2027}", lambda claim: (claim["year"] or 0) >= 2027),
    ("", lambda _: True),
]


@pytest.mark.parametrize(("asked", "holds"), SAID, ids=[each for each, _ in SAID])
def test_the_claims_of_an_edge_are_asked_together_with_its_end(
    networks: httpx.Client, world: World, asked: str, holds: Callable[[Claim], bool]
) -> None:
    league = next(iri for iri in world.networks if "League" in world.names(iri))
    ends = {city: _claimed(world, city, holds) for city in world.cities}
    claims = f"claims: {{ {asked} }}"
    cases: list[tuple[str, Callable[[set[str]], bool]]] = [
        (claims, bool),
        (f"{claims}, exists: true", bool),
        (f"{claims}, exists: false", lambda found: not found),
        (f'{claims}, any: ["{league}"]', lambda found: league in found),
        (f'{claims}, all: ["{league}"]', lambda found: league in found),
        (f'{claims}, none: ["{league}"]', lambda found: league not in found),
        (f'{claims}, some: {{nameContains: "league"}}', lambda found: league in found),
    ]
    for condition, of_it in cases:
        wanted = [city for city, found in ends.items() if of_it(found)]
        assert _ids(networks, "cities", f"memberOf: {{ {condition} }}") == wanted, condition


def test_relations_of_things_are_filtered_so_too(networks: httpx.Client, world: World) -> None:
    query = """{ networks(first: 50) { nodes { id members(first: 50, filter: {
      memberOf: {some: {members: {some: {nameContains: "zurich"}}}} }) { nodes { id } } } } }"""
    (zurich,) = (iri for iri in world.cities if world.names(iri) == "Zürich")
    with_it = world.joined(zurich)
    for network in data(networks, query)["networks"]["nodes"]:
        wanted = [city for city in world.members[network["id"]] if world.joined(city) & with_it]
        assert [each["id"] for each in network["members"]["nodes"]] == wanted


def test_it_goes_in_variables_and_pages(networks: httpx.Client, world: World) -> None:
    query = """query ($filter: CityFilter, $after: String) {
      cities(first: 4, after: $after, filter: $filter,
             orderBy: [{by: MEMBER_OF, direction: DESC}])
      { nodes { id } pageInfo { endCursor hasNextPage } } }"""
    asked = {"memberOf": {"some": {"memberCounts": {"min": 7}}}}
    found: list[str] = []
    after = None
    while True:
        page = data(networks, query, filter=asked, after=after)["cities"]
        found += [each["id"] for each in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    wanted = {
        city for city in world.cities if any(len(world.members[n]) >= 7 for n in world.joined(city))
    }
    assert len(found) == len(set(found))
    assert set(found) == wanted


def _deep(levels: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number in range(levels):
        found = {("members", "memberOf")[number % 2]: {"some": found}}
    return found


def test_conditions_at_other_ends_are_counted_too(networks: httpx.Client) -> None:
    query = "query ($filter: CityFilter) { cities(first: 1, filter: $filter) { totalCount } }"
    found = data(networks, query, filter=_deep(50))["cities"]["totalCount"]
    assert 0 < found < 14
    for levels in (52, 100):
        error = refusal(networks, query, filter=_deep(levels))
        assert error["extensions"]["code"] == "BAD_FILTER"
        assert "50 conditions" in error["message"]
    wide = {"memberOf": {"some": {"or": [_deep(2)] * 30}}}
    assert refusal(networks, query, filter=wide)["extensions"]["code"] == "BAD_FILTER"


def test_empty_filters_in_a_list_count_as_conditions(networks: httpx.Client) -> None:
    everything = data(networks, CITIES)["cities"]["totalCount"]
    for name in ("and", "or"):
        found = data(networks, CITIES, filter={name: [{}] * 49})
        assert found["cities"]["totalCount"] == everything
        error = refusal(networks, CITIES, filter={name: [{}] * 400})
        assert error["extensions"]["code"] == "BAD_FILTER"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"and": [{}] * 30_000}, "TOO_LONG"),
        ({"memberOf": {"some": {"or": [{}] * 30_000}}}, "TOO_LONG"),
        ({"ids": ["x:y"] * 30_000}, "TOO_LONG"),
        ({"memberOf": {"some": {"kinds": ["NETWORK"] * 9_000}}}, None),
    ],
    ids=["and", "or", "ids", "kinds"],
)
def test_a_filter_as_long_as_a_body_can_be_ends_no_server(
    networks: httpx.Client, given: dict[str, Any], code: str | None
) -> None:
    everything = data(networks, CITIES)["cities"]["totalCount"]
    for _ in range(2):  # a document that is known, too
        found = answer(networks, CITIES, filter=given)
        codes = [each["extensions"]["code"] for each in found.get("errors", [])]
        assert codes == ([code] if code else [])
    assert data(networks, CITIES)["cities"]["totalCount"] == everything


@pytest.mark.parametrize(
    "condition",
    ['ids: ["no IRI"]', 'memberOf: {any: ["<x>"]}', 'dates: {since: "x"}'],
)
def test_what_is_wrong_with_a_condition_at_another_end_is_told(
    networks: httpx.Client, condition: str
) -> None:
    asked = f"filter: {{ memberOf: {{ some: {{ {condition} }} }} }}"
    query = f"{{ cities(first: 1, {asked}) {{ totalCount }} }}"
    assert refusal(networks, query)["extensions"]["code"] == "BAD_FILTER"


@dataclass(slots=True)
class Hurried(Context):
    """A request whose time is up after somebody looked at the clock so often."""

    looks: int = 0
    most: int = 1_000_000

    def check_time(self) -> None:
        """Look at the clock."""
        self.looks += 1
        if self.looks > self.most:
            refuse(TOO_COSTLY, "the time is up")


@pytest.mark.parametrize("claims", ["", "claims: {minConfidence: 0.5}, "])
def test_the_clock_is_looked_at_on_the_way_from_thing_to_thing(
    networks_store: Path, claims: str
) -> None:
    inner = f'members: {{{claims}some: {{nameContains: "oslo"}}}}'
    asked = f"filter: {{ memberOf: {{ some: {{ {inner} }} }} }}"
    query = f"{{ cities(first: 9, {asked}) {{ totalCount }} }}"
    with Workspace(networks_store).reader() as reader:
        for _ in range(2):  # names are read only once
            whole = Hurried(reader)
            assert schema().execute_sync(query, context_value=whole).errors is None
        assert whole.looks > 20
        for most in range(2, whole.looks):
            found = schema().execute_sync(query, context_value=Hurried(reader, most=most))
            assert found.errors is not None
            (error,) = found.errors
            assert isinstance(error, GraphQLError)
            assert (error.extensions or {})["code"] == TOO_COSTLY
