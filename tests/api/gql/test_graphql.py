"""The GraphQL door over a real server: nodes, connections, claims, limits, errors."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Any

import httpx
import pytest

from api.gql.context import Context
from api.gql.schema import schema
from api.gql.types.kinds import Kind
from graph.curating.curation import decision
from graph.workspace import Workspace
from ontology.iris import Base
from ontology.terms import KINDS
from tests.api.sample import SECOND_TEXT, write_sample
from tests.api.server import running_server

SDL = Path(__file__).parent / "snapshots" / "schema.graphql"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
BASE = "https://w3id.org/hansa/"
LEAGUE = BASE + "id/network/baltic-sea-league"


def _post(client: httpx.Client, query: str, **variables: Any) -> dict[str, Any]:
    response = client.post("/graphql", json={"query": query, "variables": variables})
    assert response.status_code == 200, response.text
    assert response.headers["hansa-generation"] == "1"
    result: dict[str, Any] = response.json()
    return result


def _data(client: httpx.Client, query: str, **variables: Any) -> dict[str, Any]:
    result = _post(client, query, **variables)
    assert "errors" not in result, result
    data: dict[str, Any] = result["data"]
    return data


def _code(client: httpx.Client, query: str, **variables: Any) -> str:
    (error,) = _post(client, query, **variables)["errors"]
    assert error["message"]
    return str(error["extensions"]["code"])


def test_the_schema_changes_only_on_purpose() -> None:
    # To accept a change: python -c "from api.gql.schema import schema; print(schema())" > SDL
    assert schema().as_str() + "\n" == SDL.read_text(encoding="utf-8")


def test_members_come_with_the_sentences_that_say_so(client: httpx.Client) -> None:
    query = """query ($id: ID!) { node(id: $id) { ... on Network { name { value lang }
      members(first: 10) { totalCount edges {
        node { __typename id name { value } }
        claims { quote prefix suffix start end status year role confidence rule
                 document { title sourceKey } } } } } } }"""
    members = _data(client, query, id=LEAGUE)["node"]["members"]
    assert members["totalCount"] == 2
    riga, tartu = members["edges"]
    assert (riga["node"]["name"]["value"], tartu["node"]["name"]["value"]) == ("Riga", "Tartu")
    assert {claim["document"]["sourceKey"] for claim in riga["claims"]} == {
        "statements/league.md",
        "news/quay.md",
    }
    (claim,) = tartu["claims"]
    assert claim["quote"] == "Riga and Tartu are members of the Baltic Sea League"
    assert claim["suffix"].startswith(", founded in 1998.")
    assert (claim["status"], claim["rule"], claim["confidence"]) == ("ASSERTED", "members.v1", 0.9)


def test_every_relation_is_there_from_the_other_end_too(client: httpx.Client) -> None:
    query = """{ cities(first: 5, filter: {nameContains: "RIGA"}) { nodes {
      memberOf(first: 5) { nodes { id } }
      people(first: 5) { edges { claims { role } node { name { value }
        ... on Person { worksFor(first: 1) { nodes { id } } } } } } } } }"""
    (riga,) = _data(client, query)["cities"]["nodes"]
    assert [node["id"] for node in riga["memberOf"]["nodes"]] == [LEAGUE]
    (edge,) = riga["people"]["edges"]
    assert edge["node"]["name"]["value"] == "Anna Ozola"
    assert edge["node"]["worksFor"]["nodes"][0]["id"].startswith(BASE + "id/city/riga")
    assert edge["claims"] == [{"role": "Mayor"}]


def test_partnerships_show_at_both_ends(client: httpx.Client) -> None:
    query = "{ networks(first: 5) { nodes { partners(first: 5) { edges { claims { quote } } } } } }"
    ends = _data(client, query)["networks"]["nodes"]
    assert [len(end["partners"]["edges"]) for end in ends] == [1, 1]
    assert all(end["partners"]["edges"][0]["claims"] for end in ends)


def test_planned_facts_show_only_when_asked_for(client: httpx.Client) -> None:
    query = """query ($planned: Boolean!) { cities(first: 1, filter: {nameContains: "tartu"}) {
      nodes { memberOf(first: 9, planned: $planned) { edges { node { name { value } }
              claims { status year } } } } } }"""
    assert len(_member_edges(_data(client, query, planned=False))) == 1
    edges = _member_edges(_data(client, query, planned=True))
    assert edges[1]["node"]["name"]["value"] == "Harbour <b>& Quay</b> Forum"
    assert edges[1]["claims"] == [{"status": "PLANNED", "year": 2027}]


def _member_edges(data: dict[str, Any]) -> list[dict[str, Any]]:
    edges: list[dict[str, Any]] = data["cities"]["nodes"][0]["memberOf"]["edges"]
    return edges


def test_pages_go_forward_and_backward_over_the_same_order(client: httpx.Client) -> None:
    page = "edges { cursor node { id } } pageInfo { hasNextPage endCursor startCursor }"
    whole = _data(client, "{ cities(first: 100) { %s } }" % page)["cities"]  # noqa: UP031
    everything = [edge["node"]["id"] for edge in whole["edges"]]
    found: list[str] = []
    after = None
    while True:
        query = "query ($after: String) { cities(first: 1, after: $after) { %s } }" % page  # noqa: UP031
        part = _data(client, query, after=after)["cities"]
        found += [edge["node"]["id"] for edge in part["edges"]]
        after = part["pageInfo"]["endCursor"]
        if not part["pageInfo"]["hasNextPage"]:
            break
    assert found == everything
    query = "query ($before: String) { cities(last: 1, before: $before) { %s } }" % page  # noqa: UP031
    last = _data(client, query, before=after)["cities"]
    assert [edge["node"]["id"] for edge in last["edges"]] == everything[-2:-1]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ cities { totalCount } }", "BAD_PAGING"),
        ("{ cities(first: 101) { totalCount } }", "BAD_PAGING"),
        ("{ cities(first: -1) { totalCount } }", "BAD_PAGING"),
        ("{ cities(first: 1, last: 1) { totalCount } }", "BAD_PAGING"),
        ('{ cities(first: 1, after: "nonsense") { totalCount } }', "BAD_CURSOR"),
        ('{ cities(first: 1, after: "WzFd") { totalCount } }', "BAD_CURSOR"),
        ('{ cities(first: 1, filter: {country: "no iri"}) { totalCount } }', "BAD_FILTER"),
        ('{ search(query: "riga", kinds: [SHIP], first: 1) { totalCount } }', "BAD_REQUEST"),
    ],
)
def test_refusals_are_coded(client: httpx.Client, query: str, code: str) -> None:
    assert _code(client, query) == code


@pytest.mark.parametrize("id_", ["https://example.org/none", "urn:none", BASE + "none"])
def test_an_unknown_id_is_null_and_no_error(client: httpx.Client, id_: str) -> None:
    assert _data(client, "query ($id: ID!) { node(id: $id) { id } }", id=id_) == {"node": None}


def test_a_thing_of_a_kind_is_asked_for_by_its_id(client: httpx.Client) -> None:
    query = """query ($id: ID!) {
      network(id: $id) { id members(first: 1) { totalCount } } city(id: $id) { id } }"""
    data = _data(client, query, id=LEAGUE)
    assert data == {"network": {"id": LEAGUE, "members": {"totalCount": 2}}, "city": None}
    assert _data(client, query, id=BASE + "none") == {"network": None, "city": None}


def test_search_finds_every_kind_by_part_of_a_name(client: httpx.Client) -> None:
    query = '{ search(query: "league baltic", first: 5) { nodes { __typename id } } }'
    assert _data(client, query)["search"]["nodes"] == [{"__typename": "Network", "id": LEAGUE}]


def test_a_request_that_asks_for_too_much_is_refused(client: httpx.Client) -> None:
    deep = "id"
    for _ in range(8):
        deep = "members(first: 100) { nodes { ... on Network { %s } } }" % deep  # noqa: UP031
    deep = "{ networks(first: 9) { nodes { %s } } }" % deep  # noqa: UP031
    assert _code(client, deep) == "TOO_DEEP"
    wide = " ".join(f"a{n}: generation" for n in range(40))
    assert _code(client, f"{{ {wide} }}") == "TOO_MANY_ALIASES"
    long = "{ " + "generation " * 3000 + "}"
    assert _code(client, long) == "TOO_LONG"


def test_a_name_says_which_language_it_is_in(client: httpx.Client) -> None:
    query = """{ node(id: "%s") { ... on Network {
      wanted: name(langs: ["de", "en"]) { value lang } any: name { value lang } } } }"""
    node = _data(client, query % LEAGUE)["node"]
    assert node["wanted"] == node["any"] == {"value": "Baltic Sea League", "lang": "en"}
    city = _data(client, '{ search(query: "riga", first: 1) { nodes { name { value lang } } } }')
    # A name from the gazetteer has no language tag, and none is made up.
    assert city["search"]["nodes"] == [{"name": {"value": "Riga", "lang": None}}]


def test_places_come_with_what_the_gazetteer_knows(client: httpx.Client) -> None:
    query = """{ search(query: "riga", kinds: [CITY], first: 1) { nodes { ... on City {
      population coordinates { latitude longitude } country { coordinates { latitude } } } } } }"""
    (riga,) = _data(client, query)["search"]["nodes"]
    assert riga["population"] > 500_000
    assert riga["coordinates"]["latitude"] == pytest.approx(56.9, abs=0.1)
    assert riga["coordinates"]["longitude"] == pytest.approx(24.1, abs=0.1)
    assert riga["country"]["coordinates"] is None  # ISO 3166 tells none


def test_a_search_keeps_to_the_kinds_asked_for(client: httpx.Client) -> None:
    for kinds, found in (("PERSON, CITY", ["Person"]), ("CITY, NETWORK", [])):
        query = (
            f'{{ search(query: "ann", kinds: [{kinds}], first: 9) {{ nodes {{ __typename }} }} }}'
        )
        nodes = _data(client, query)["search"]["nodes"]
        assert [node["__typename"] for node in nodes] == found


def test_the_kinds_to_search_are_those_of_the_ontology() -> None:
    assert {kind.value for kind in Kind} == set(KINDS)


def test_a_document_has_its_text(client: httpx.Client) -> None:
    (node,) = _data(client, "{ documents(first: 9) { nodes { sourceKey text } } }")["documents"][
        "nodes"
    ][1:]
    assert node == {"sourceKey": "news/quay.md", "text": SECOND_TEXT}


@pytest.mark.parametrize(
    "query",
    [
        "{ nothing }",
        "{ generation",
        "query ($n: Int!) { cities(first: $n) { totalCount } }",
        "{ __schema { types { %s } } }"  # noqa: UP031
        % "fields { type { fields { type { fields { type { name } } } } } }",
    ],
)
def test_a_request_that_is_wrong_has_a_code_too(client: httpx.Client, query: str) -> None:
    assert _code(client, query) == "BAD_REQUEST"


@pytest.mark.parametrize("first", [-1, 101, 1_000_000_000])
def test_claims_come_in_pages_of_the_same_sizes(client: httpx.Client, first: int) -> None:
    query = "query ($n: Int!) { cities(first: 1) { nodes { claims(first: $n) { id } } } }"
    assert _code(client, query, n=first) == "BAD_PAGING"


def test_asking_for_too_many_nodes_gives_no_half_answer(client: httpx.Client) -> None:
    query = """query ($n: Int) { generation
      cities(first: $n) { nodes { memberOf(first: $n) { nodes { id } } } } }"""
    answer = _post(client, query, n=100)
    assert "data" not in answer
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["TOO_COSTLY"]


def test_nothing_is_read_after_the_time_is_up(sample_store: Path) -> None:
    with Workspace(sample_store).reader() as reader:
        context = Context(reader, deadline=monotonic() - 1)
        result = schema().execute_sync("{ generation }", context_value=context)
    assert result.data is None
    assert [error.extensions for error in result.errors or ()] == [{"code": "TOO_COSTLY"}]


def test_the_main_name_comes_first_and_those_of_languages_on_demand(tmp_path: Path) -> None:
    folder = write_sample(tmp_path / "data")
    given: dict[str, Any] = {"who": "ada", "at": "2024-05-06T07:08:09Z", "base": Base()}
    with Workspace(folder).writer() as writer:
        for name, language in (("Alliance", "de"), ("Zirkel", "nl")):
            writer.curate(decision("rename", LEAGUE, name=name, language=language, **given))
        writer.commit()
    asked = """query ($id: ID!) { node(id: $id) { ... on Entity {
        name { value lang } german: name(langs: ["de"]) { value lang } names { value } } } }"""
    with running_server(folder) as client:
        answer = client.post("/graphql", json={"query": asked, "variables": {"id": LEAGUE}})
    node = answer.json()["data"]["node"]
    assert node["name"] == {"value": "Baltic Sea League", "lang": "en"}
    assert node["german"] == {"value": "Alliance", "lang": "de"}
    names = [each["value"] for each in node["names"]]
    assert names[:3] == ["Baltic Sea League", "Alliance", "Zirkel"]


def test_paging_goes_on_at_the_right_place_when_things_come_and_go(tmp_path: Path) -> None:
    folder = write_sample(tmp_path / "data")
    page = """query ($n: Int, $m: Int, $after: String, $before: String) {
      networks(first: $n, last: $m, after: $after, before: $before) { totalCount
        edges { cursor node { name { value } } } pageInfo { hasNextPage hasPreviousPage } } }"""

    def names(**variables: Any) -> list[str]:
        found = client.post("/graphql", json={"query": page, "variables": variables}).json()
        edges = found["data"]["networks"]["edges"]
        cursors.update({edge["node"]["name"]["value"]: edge["cursor"] for edge in edges})
        return [edge["node"]["name"]["value"] for edge in edges]

    cursors: dict[str, str] = {}
    league, forum = "Baltic Sea League", "Harbour <b>& Quay</b> Forum"
    given: dict[str, Any] = {"who": "ada", "at": "2024-05-06T07:08:09Z", "base": Base()}
    with running_server(folder) as client:
        assert names(n=1) == [league]
        assert names(n=1, after=cursors[league]) == [forum]
        with Workspace(folder).writer() as writer:  # what the cursor stood at moves away
            writer.curate(decision("rename", LEAGUE, name="Zealand League", language="en", **given))
            writer.commit()
        # From where it stood, not from where it stands; so it is met again, and nothing is missed.
        assert names(n=9, after=cursors[league]) == [forum, "Zealand League"]
        assert names(m=9, before=cursors[forum]) == []
