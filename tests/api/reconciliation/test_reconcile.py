"""The reconciliation service, asked over HTTP as its specification says."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pandas
import pytest
from reconciler import reconcile

from ontology.namespaces import HANSA
from ontology.terms import KINDS
from tests.api.problem import assert_problem
from tests.api.sample import write_namesakes
from tests.api.server import running_server

from . import schemas
from .schemas import conforms

ID = "https://w3id.org/hansa/id/"
RIGA, TARTU = f"{ID}city/riga-lv", f"{ID}city/tartu-ee"
LEAGUE = f"{ID}network/baltic-sea-league"
FORUM = "Harbour <b>& Quay</b> Forum"


def ask(client: httpx.Client, **query: Any) -> list[dict[str, Any]]:
    """Return the candidates for one query, sent in a batch."""
    answer = client.post("/reconcile", data={"queries": json.dumps({"q": query})})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = conforms(schemas.BATCH, answer.json())["q"]["result"]
    scores = [each["score"] for each in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 100 for score in scores)
    ids = [feature["id"] for feature in found[0]["features"]] if found else []
    assert len(ids) == len(set(ids))
    return found


def matched(client: httpx.Client, **query: Any) -> str | None:
    """Return the one candidate that is a match, if there is one."""
    found = [each["id"] for each in ask(client, **query) if each["match"]]
    assert len(found) <= 1
    return found[0] if found else None


def extend(client: httpx.Client, ids: list[str], *wanted: dict[str, Any]) -> dict[str, Any]:
    asked = json.dumps({"ids": ids, "properties": wanted})
    answer = client.post("/reconcile", data={"extend": asked})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = conforms(schemas.EXTENSION, answer.json())
    return found


def test_the_manifest_leads_to_every_service(client: httpx.Client) -> None:
    answer = client.get("/reconcile", headers={"Origin": "https://refine.example"})
    found = conforms(schemas.MANIFEST, answer.json())
    assert answer.headers["access-control-allow-origin"] == "*"
    assert {each["id"] for each in found["defaultTypes"]} == {HANSA + kind for kind in KINDS}
    for what, service in found["suggest"].items():
        url = service["service_url"] + service["service_path"]
        schema = schemas.SUGGESTED_ENTITIES if what == "entity" else schemas.SUGGESTED_TERMS
        prefix = {"entity": "rig", "type": "ci", "property": "mem"}[what]
        id_ = conforms(schema, client.get(url, params={"prefix": prefix}).json())["result"][0]["id"]
        path = service["flyout_service_path"].replace("${id}", quote(id_, safe=""))
        flyout = conforms(schemas.FLYOUT, client.get(service["flyout_service_url"] + path).json())
        assert flyout["id"] == id_
    assert found["versions"] == ["0.2"]  # 0.1 asks for JSONP
    proposing = found["extend"]["propose_properties"]
    url = proposing["service_url"] + proposing["service_path"]
    proposed = conforms(schemas.PROPOSAL, client.get(url, params={"type": "City"}).json())
    assert {"country", "member of", "name"} <= {each["name"] for each in proposed["properties"]}
    page = client.get(
        found["view"]["url"].replace("{{id}}", quote(RIGA, safe="")), follow_redirects=True
    )
    assert page.url.path.startswith("/id/city/riga-lv")
    shown = client.get(found["preview"]["url"].replace("{{id}}", quote(RIGA, safe="")))
    assert "frame-ancestors *" in shown.headers["content-security-policy"]
    assert "x-frame-options" not in shown.headers  # which older browsers would obey
    assert "Riga, a member of the Baltic Sea League" in shown.text


@pytest.mark.parametrize(
    ("query", "iri"),
    [
        ({"query": "Riga"}, RIGA),
        ({"query": " RĪGA "}, RIGA),
        ({"query": "the Riga", "type": "City"}, RIGA),
        ({"query": "Riga", "type": HANSA + "Place"}, RIGA),
        ({"query": "Riga", "type": ["Network", "City"]}, RIGA),
        ({"query": "Riga", "type": "Network"}, None),
        ({"query": "Riga", "type": ["Place", "Agent"], "type_strict": "all"}, RIGA),
        ({"query": "Riga", "type": ["Place", "Network"], "type_strict": "all"}, None),
        ({"query": "City of Riga"}, RIGA),  # as the linker of the ingestion reads names of cities
        ({"query": "Dorpat", "type": "City"}, TARTU),  # a name that GeoNames knows
        ({"query": "Baltic Sea Leage"}, None),  # a slip proves nothing
        ({"query": "Anna Ozola"}, None),  # nor does the name of a person
        ({"query": "Anna Ozola", "properties": [{"pid": "worksFor", "v": "Riga"}]}, "any"),
        (
            {"query": "Anna Ozola", "properties": [{"pid": "works for", "v": {"id": RIGA}}]},
            "any",
        ),
        ({"query": "Anna Ozola", "properties": [{"pid": "worksFor", "v": "Tartu"}]}, None),
        ({"query": "Riga", "properties": [{"pid": "country", "v": ["EE", "LV"]}]}, RIGA),
        ({"query": "Riga", "properties": [{"pid": "country", "v": "Estonia"}]}, None),
        ({"query": "Riga", "properties": [{"pid": "date", "v": "2020"}]}, RIGA),  # nothing is said
        ({"query": "Riga", "properties": [{"pid": "country", "v": " "}]}, RIGA),  # nothing is asked
        ({"query": "Riga", "properties": [{"pid": "country", "v": math.nan}]}, RIGA),
        ({"query": "Riga", "properties": [{"pid": "country", "v": []}]}, RIGA),
        (
            {
                "query": "Riga",
                "type": HANSA + "City",
                "type_strict": "should",
                "properties": [{"pid": "country", "p": "Land", "v": {"id": "LV", "name": "x"}}],
                "limit": 3.0,
            },
            RIGA,
        ),
        ({"query": "League", "type": "Network"}, None),  # a generic name
        ({"query": RIGA}, RIGA),
        ({"query": "id/city/riga-lv"}, RIGA),
        ({"query": RIGA, "type": "Network"}, None),
    ],
)
def test_a_match_is_what_the_rules_of_identity_allow(
    client: httpx.Client, query: dict[str, Any], iri: str | None
) -> None:
    found = matched(client, **query)
    assert (found == iri) if iri != "any" else (found or "").startswith(f"{ID}person/")


def test_scores_say_how_near_a_candidate_is(client: httpx.Client) -> None:
    (slip, *_) = ask(client, query="Baltic Sea Leage", type="Network")
    assert slip["id"] == LEAGUE
    assert 90 < slip["score"] < 100
    assert slip["type"] == [{"id": HANSA + "Network", "name": "network"}]
    features = {each["id"]: each["value"] for each in slip["features"]}
    assert features["name_exact"] is False
    assert features["name_similarity"] == slip["score"]
    (other, *_) = ask(client, query="Riga", properties=[{"pid": "country", "v": "Estonia"}])
    assert (other["id"], other["score"]) == (RIGA, 60.0)
    (preferred, *_) = ask(client, query="Riga", type="Network", type_strict="should")
    assert (preferred["id"], preferred["score"], preferred["match"]) == (RIGA, 80.0, False)
    assert preferred["description"] == "city in Latvia"


def test_properties_alone_find_what_has_them(client: httpx.Client) -> None:
    member_of = {"pid": "memberOf", "v": "Baltic Sea League"}
    assert {each["id"] for each in ask(client, properties=[member_of])} == {RIGA, TARTU}
    both = [member_of, {"pid": "country", "v": "EE"}]
    assert [each["id"] for each in ask(client, properties=both)] == [TARTU]
    founded = ask(client, properties=[{"pid": "foundingYear", "v": 1998}])
    assert [each["id"] for each in founded] == [LEAGUE]


def test_a_limit_bounds_the_candidates(client: httpx.Client) -> None:
    everyone = [{"pid": "memberOf", "v": "Baltic Sea League"}]
    assert len(ask(client, properties=everyone, limit=1)) == 1


def test_every_way_of_asking_gives_the_same(client: httpx.Client) -> None:
    query = {"query": "riga", "type": "City"}
    by_post = client.post("/reconcile", data={"queries": json.dumps({"a": query})})
    by_get = client.get("/reconcile", params={"queries": json.dumps({"a": query})})
    assert by_post.content == by_get.content
    single = conforms(
        schemas.RESULT, client.get("/reconcile", params={"query": json.dumps(query)}).json()
    )
    assert single == by_post.json()["a"]
    plain = client.get("/reconcile", params={"query": "riga", "type": "City", "limit": "10"})
    assert plain.json() == single
    assert client.post("/reconcile", data={"queries": "{}"}).json() == {}
    assert by_post.headers["hansa-generation"] == "1"


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({}, 400, "nothing is asked"),
        ({"queries": "{"}, 400, "no JSON"),
        ({"queries": "[]"}, 400, "no JSON object"),
        ({"queries": '{"a": 1}'}, 400, "query 'a'"),
        ({"queries": '{"a": {}}'}, 400, "neither a query nor properties"),
        ({"queries": '{"a": {"query": 7}}'}, 400, "a text"),
        ({"queries": '{"a": {"query": "\\ud800"}}'}, 400, "surrogate"),
        ({"queries": "[" * 100_000}, 400, "nested"),
        ({"queries": '{"a": {"query": "x", "limit": 0}}'}, 400, "from 1 to 100"),
        ({"queries": '{"a": {"query": "x", "limit": 1e999}}'}, 400, "whole number"),
        ({"queries": '{"a": {"query": "x", "limit": "5"}}'}, 400, "whole number"),
        ({"queries": '{"a": {"query": "x", "type": "Town"}}'}, 400, "no type 'Town'"),
        ({"queries": '{"a": {"query": "x", "type": {"id": "City"}}}'}, 400, "list of texts"),
        ({"queries": '{"a": {"query": "x", "type_strict": "no"}}'}, 400, "type_strict"),
        (
            {"queries": '{"a": {"query": "x", "properties": [{"pid": "colour", "v": "red"}]}}'},
            400,
            "no property 'colour'",
        ),
        ({"queries": '{"a": {"query": "x", "properties": [{"pid": "date"}]}}'}, 400, "pid and v"),
        ({"queries": json.dumps({n: {"query": "x"} for n in range(51)})}, 413, "more than 50"),
        ({"queries": '"' + "x" * 1_100_000 + '"'}, 413, "longer than"),
        ({"queries": "{}", "extend": "{}"}, 400, "stand together"),
        ({"queries": "{}", "callback": "f"}, 400, "JSONP"),
        ({"extend": '{"ids": "x", "properties": []}'}, 400, "list of texts"),
        ({"extend": '{"ids": [], "properties": [{}]}'}, 400, "needs an id"),
        (
            {"extend": json.dumps({"ids": list(map(str, range(501))), "properties": []})},
            413,
            "more than 500",
        ),
    ],
)
def test_what_cannot_be_answered_is_said_to_be_so(
    client: httpx.Client, fields: dict[str, str], status: int, said: str
) -> None:
    answer = client.post("/reconcile", data=fields or {"x": "y"})
    code = {400: "bad-request", 413: "content-too-large"}[status]
    assert said in str(assert_problem(answer, status, code)["detail"])


@pytest.mark.parametrize(
    "text", ["", " ", "x" * 600, '" } UNION { ?s ?p ?o } #', "<script>", "\x00", "?", "東京", "🏙"]
)
def test_a_text_that_names_nothing_has_no_candidates(client: httpx.Client, text: str) -> None:
    assert ask(client, query=text) == []


def test_values_of_properties_are_fetched_for_many_things(client: httpx.Client) -> None:
    unknown = f"{ID}city/nowhere"
    wanted = ("country", HANSA + "memberOf", "skos:prefLabel", "population", "foundingYear")
    found = extend(client, [RIGA, LEAGUE, unknown, "no IRI"], *({"id": each} for each in wanted))
    assert [each["id"] for each in found["meta"]] == list(wanted)
    assert found["meta"][0]["type"] == {"id": HANSA + "Country", "name": "country"}
    riga, league = found["rows"][RIGA], found["rows"][LEAGUE]
    assert riga["country"] == [{"id": f"{ID}country/latvia", "name": "Latvia"}]
    assert riga[HANSA + "memberOf"] == [{"id": LEAGUE, "name": "Baltic Sea League"}]
    assert riga["skos:prefLabel"] == [{"str": "Riga"}]
    assert riga["population"][0]["int"] > 500_000
    assert league["foundingYear"] == [{"int": 1998}]
    assert league["country"] == []
    for nothing in (unknown, "no IRI"):
        assert all(values == [] for values in found["rows"][nothing].values())
    first = extend(client, [LEAGUE], {"id": "hasMember", "settings": {"limit": 1}})
    assert len(first["rows"][LEAGUE]["hasMember"]) == 1
    for every in ({}, {"limit": ""}, {"limit": "0"}, {"limit": None}):  # as forms send it
        members = extend(client, [LEAGUE], {"id": "hasMember", "settings": every})
        assert len(members["rows"][LEAGUE]["hasMember"]) == 2


def test_suggestions_begin_as_typed_and_go_on(client: httpx.Client) -> None:
    def suggest(what: str, **fields: str) -> list[str]:
        answer = client.get(f"/reconcile/suggest/{what}", params=fields)
        return [each["id"] for each in answer.json()["result"]]

    assert suggest("entity", prefix="bal")[0] == LEAGUE
    assert suggest("entity", prefix=RIGA) == [RIGA]
    assert suggest("entity") == []
    assert suggest("entity", prefix="bal", type=HANSA + "Network", type_strict="should") == [LEAGUE]
    assert suggest("entity", prefix="bal", type="City") == []
    assert suggest("entity", prefix=RIGA, type="Network") == []
    assert suggest("entity", prefix="bal", cursor="1") == suggest("entity", prefix="bal")[1:]
    assert HANSA + "memberOf" in suggest("property", prefix="memb")
    assert suggest("type", prefix="net") == [HANSA + "Network"]
    assert len(suggest("type")) == len(KINDS) + 2
    assert_problem(
        client.get("/reconcile/suggest/type", params={"cursor": "-1"}), 400, "bad-request"
    )


def test_properties_are_proposed_for_whatever_type_a_client_has(client: httpx.Client) -> None:
    def proposed(query: str) -> list[str]:
        answer = conforms(schemas.PROPOSAL, client.get(f"/reconcile/properties{query}").json())
        return [each["id"] for each in answer["properties"]]

    everything = proposed("")
    assert set(proposed("?type=City")) < set(everything)
    # OpenRefine sends no type where none was chosen, and of an IRI what stands before its #.
    for query in ("?type=", "?type=https://w3id.org/hansa/ontology", "?type=" + quote(HANSA)):
        assert proposed(query) == everything
    city = client.get("/reconcile/properties", params={"type": "City", "limit": "2"}).json()
    assert (city["type"], len(city["properties"]), city["limit"]) == ("City", 2, 2)
    assert_problem(client.get("/reconcile/properties?type=Town"), 400, "bad-request")


def test_every_endpoint_may_be_asked_from_other_sites(client: httpx.Client) -> None:
    for path in ("", "/suggest/entity", "/properties", "/preview", "/flyout/type", "/view"):
        origin = {"Origin": "http://127.0.0.1:3333"}
        allowed = client.options(
            f"/reconcile{path}", headers=origin | {"Access-Control-Request-Method": "POST"}
        )
        assert allowed.headers["access-control-allow-origin"] == "*"
        assert "POST" in allowed.headers["access-control-allow-methods"]
        answer = client.get(f"/reconcile{path}", params={"id": "City"}, headers=origin)
        assert answer.headers["access-control-allow-origin"] == "*"


def test_names_are_escaped_where_they_are_shown(client: httpx.Client) -> None:
    (forum, *_) = ask(client, query=FORUM)
    for path in ("preview", "flyout/entity"):
        shown = client.get(f"/reconcile/{path}", params={"id": forum["id"]}).text
        assert "<b>&" not in shown
    for path in ("preview", "flyout/entity", "view"):
        answer = client.get(f"/reconcile/{path}", params={"id": "javascript:alert(1)"})
        assert_problem(answer, 404, "not-found")


@pytest.fixture(scope="module")
def namesakes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Return a client of a server with two generations, of which the second has a namesake more."""
    folder = write_namesakes(tmp_path_factory.mktemp("namesakes") / "data", at_once=False)
    with running_server(folder) as client:
        yield client


def test_of_namesakes_only_what_is_given_beside_the_name_identifies_one(
    namesakes: httpx.Client,
) -> None:
    found = ask(namesakes, query="Ida Lind", type="Person")
    assert [each["score"] for each in found] == [100, 100]
    assert {each["description"] for each in found} == {
        "person of Blue Bank",
        "person of Grey Press",
    }
    assert matched(namesakes, query="Ida Lind") is None
    works_for = [{"pid": "worksFor", "v": "grey press"}]
    (first, second) = ask(namesakes, query="Ida Lind", properties=works_for)
    assert first["description"] == "person of Grey Press"
    assert (first["match"], first["score"], second["match"], second["score"]) == (
        *(True, 100.0),
        *(False, 60.0),
    )


def test_an_older_generation_is_asked_by_its_own_manifest(namesakes: httpx.Client) -> None:
    query = {"queries": json.dumps({"q": {"query": "Grey Press"}})}
    assert namesakes.post("/reconcile", data=query).json()["q"]["result"] != []
    old = namesakes.post("/reconcile?generation=1", data=query)
    assert old.json()["q"]["result"] == []
    assert old.headers["hansa-generation"] == "1"
    manifest = conforms(schemas.MANIFEST, namesakes.get("/reconcile?generation=1").json())
    assert manifest["view"]["url"].endswith("&generation=1")
    service = manifest["suggest"]["entity"]
    answer = namesakes.get(service["service_url"] + service["service_path"] + "?prefix=grey")
    assert answer.json()["result"] == []
    assert answer.headers["hansa-generation"] == "1"
    assert_problem(namesakes.get("/reconcile?generation=9"), 404, "unknown-generation")


# pandas deprecates what the client does with it.
@pytest.mark.filterwarnings("ignore:The inplace keyword")
def test_a_client_of_others_making_finds_what_a_table_names(client: httpx.Client) -> None:
    table = pandas.DataFrame({"city": ["rīga", "Dorpat"], "country": ["Latvia", "Estonia"]})
    found = reconcile(
        table["city"],
        type_id="City",
        property_mapping={"country": table["country"]},
        reconciliation_endpoint=str(client.base_url.join("/reconcile")),
    )
    assert list(found["id"]) == [RIGA, TARTU]
    assert list(found["match"]) == [True, True]
