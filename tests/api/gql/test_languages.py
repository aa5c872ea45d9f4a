"""Names come in the languages that are wanted, and say in which they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.gql.languages import MOST_LANGUAGES, accepted_languages
from graph.curating.curation import decision
from graph.workspace import Workspace
from ontology.iris import Base
from ontology.model import Document, Entity, Evidence, Extraction, Fact
from tests.api.sample import write_sample
from tests.api.server import running_server

from .asking import data, refusal

LEAGUE = "https://w3id.org/hansa/id/network/baltic-sea-league"
RIGA = "https://w3id.org/hansa/id/city/riga-lv"
NAME = "query ($id: ID!, $langs: [String!]) { node(id: $id) { ... on Entity { %s } } }"
GIVEN = {
    "de": "Ostseebund",
    "pt-BR": "Liga do Báltico",
    "zh-Hans": "波罗的海联盟",
    "zh-Hant": "波羅的海聯盟",
    "nb": "Østersjøforbundet",
    "da": "Baltic Sea League",  # which is its main name too, in English
}


@pytest.fixture(scope="module")
def polyglot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Return a client of a server of a network with names in several languages."""
    folder: Path = write_sample(tmp_path_factory.mktemp("polyglot") / "data")
    given: dict[str, Any] = {"who": "ada", "at": "2024-05-06T07:08:09Z", "base": Base()}
    with Workspace(folder).writer() as writer:
        for language, name in GIVEN.items():
            writer.curate(decision("rename", LEAGUE, name=name, language=language, **given))
        writer.commit()
    with running_server(folder) as client:
        yield client


def _name(client: httpx.Client, langs: list[str] | None, id_: str = LEAGUE) -> tuple[str, Any]:
    query = NAME % "name(langs: $langs) { value lang }"
    found = data(client, query, id=id_, langs=langs)["node"]["name"]
    return found["value"], found["lang"] and found["lang"].lower()


@pytest.mark.parametrize(
    ("langs", "tag"),
    [
        (["de"], "de"),
        (["DE"], "de"),
        (["de-AT"], "de"),
        (["de-Latn-AT-1996"], "de"),
        (["de-x-old"], "de"),
        (["pt-BR"], "pt-BR"),
        (["pt"], "pt-BR"),
        (["pt-PT"], "pt-BR"),
        (["fr", "de"], "de"),
        (["fr", "*", "de"], "de"),
        (["zh-Hant"], "zh-Hant"),
        (["zh-TW"], "zh-Hant"),
        (["zh-HK", "de"], "zh-Hant"),
        (["zh-CN"], "zh-Hans"),
        (["zh-Hant-HK"], "zh-Hant"),
        (["no"], "nb"),
    ],
)
def test_a_name_is_looked_up_by_ranges_of_languages(
    polyglot: httpx.Client, langs: list[str], tag: str
) -> None:
    assert _name(polyglot, langs) == (GIVEN[tag], tag.lower())


@pytest.mark.parametrize("langs", [[], ["*"], ["fr"], ["fr", "*"], ["d"], ["zhx"], ["en"]])
def test_without_a_name_in_these_languages_the_main_one_is_given(
    polyglot: httpx.Client, langs: list[str]
) -> None:
    assert _name(polyglot, langs) == ("Baltic Sea League", "en")


def test_a_name_without_a_language_says_so(polyglot: httpx.Client) -> None:
    for langs in (["lv"], ["en"], [], None):
        assert _name(polyglot, langs, RIGA) == ("Riga", None)


@pytest.mark.parametrize(
    "tag", ["", "de_AT", "deutsch!", "de-", "-de", "de--AT", "überdeutsch", "12", "a" * 9, "de *"]
)
def test_what_is_no_tag_is_refused(polyglot: httpx.Client, tag: str) -> None:
    for field in ("name(langs: $langs) { value }", "names(langs: $langs) { value }"):
        error = refusal(polyglot, NAME % field, id=LEAGUE, langs=["en", tag])
        assert error["extensions"]["code"] == "BAD_LANGUAGE"
        assert "zh-Hant" in error["message"]


def test_nobody_reads_that_many_languages(polyglot: httpx.Client) -> None:
    query = NAME % "name(langs: $langs) { value }"
    error = refusal(polyglot, query, id=LEAGUE, langs=["de"] * (MOST_LANGUAGES + 1))
    assert error["extensions"]["code"] == "BAD_LANGUAGE"


@pytest.mark.parametrize(
    ("header", "lang"),
    [("de-AT, en;q=0.5", "de"), ("fr, pt;q=0.1, de;q=0.9", "de"), ("de;q=0, pt", "pt-br")],
)
def test_the_header_decides_where_the_field_does_not(
    polyglot: httpx.Client, header: str, lang: str
) -> None:
    query = (NAME % "name { lang } main: name(langs: []) { lang }").replace(
        ", $langs: [String!]", ""
    )
    asked = {"query": query, "variables": {"id": LEAGUE}}
    for _ in range(4):  # the last ones are read on the event loop
        answer = polyglot.post("/graphql", json=asked, headers={"Accept-Language": header})
        node = answer.json()["data"]["node"]
        assert node == {"name": {"lang": lang}, "main": {"lang": "en"}}
        assert "accept-language" in answer.headers["vary"].lower()
        assert "content-language" not in answer.headers  # there may be several


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        ("", ()),
        ("*", ()),
        ("de;q=nan, en;q=inf, fr;q=2, it;q=x, nl;q=-1, es", ("es",)),
        ("de_AT, x" + ", en" * 100, ("x", *["en"] * (MOST_LANGUAGES - 2))),
        ("en;Q=0.1, sv", ("sv", "en")),
        (",,;q=1,\x00,\u00e4", ()),
    ],
)
def test_a_header_is_read_as_far_as_it_can_be(header: str, tags: tuple[str, ...]) -> None:
    assert accepted_languages(header) == tags


def test_names_are_those_of_the_languages_asked_for(polyglot: httpx.Client) -> None:
    def names(langs: list[str] | None) -> list[str]:
        query = NAME % "names(langs: $langs) { value lang }"
        found = data(polyglot, query, id=LEAGUE, langs=langs)["node"]["names"]
        return [each["value"] for each in found]

    assert names(["zh"]) == [GIVEN["zh-Hans"], GIVEN["zh-Hant"]]
    assert names(["en", "pt-BR"]) == ["Baltic Sea League", GIVEN["pt-BR"]]
    assert names([]) == names(["fr"]) == []
    assert names(["*"]) == names(None)
    assert len(names(None)) == 7


def test_a_country_has_names_in_the_languages_of_europe_and_the_world(
    networks: httpx.Client,
) -> None:
    query = """{ cities(first: 20, filter: { nameContains: "riga" }) { nodes { country {
      name { value lang } german: name(langs: ["de-AT"]) { value lang } names { lang } } } } }"""
    (riga,) = data(networks, query)["cities"]["nodes"]
    country = riga["country"]
    assert country["name"] == {"value": "Latvia", "lang": "en"}
    assert country["german"] == {"value": "Lettland", "lang": "de"}
    tags = [name["lang"] for name in country["names"]]
    assert {"lv", "ru", "zh"} < set(tags)
    assert len(tags) == len(set(tags))


def test_a_name_of_no_language_comes_before_what_a_thing_is_also_called(tmp_path: Path) -> None:
    text = "The City of Riga is a member of the Baltic Sea League. Riga is by the sea."
    city = Entity("c", "City", ("City of Riga", "Riga"), link="https://sws.geonames.org/456172/")
    fact = Fact("c", "memberOf", "n", Evidence.cut(text, 0, 54), rule="members.v1")
    entities = (city, Entity("n", "Network", ("Baltic Sea League",)))
    document = Document(key="a.md", text=text, sha256="0" * 64, title="News", language="en")
    with Workspace(tmp_path / "data").writer() as writer:
        writer.put(document, Extraction("a.md", "p" * 64, entities, (fact,)))
        writer.commit()
    query = "{ cities(first: 1) { nodes { name { value lang } names { value lang } } } }"
    with running_server(tmp_path / "data") as client:
        headers = {"Accept-Language": "en-US,en;q=0.9"}
        answer = client.post("/graphql", json={"query": query}, headers=headers).json()
    (riga,) = answer["data"]["cities"]["nodes"]
    assert {"value": "City of Riga", "lang": "en"} in riga["names"]
    assert riga["name"] == {"value": "Riga", "lang": None}


@pytest.mark.parametrize("field", ["name", "names"])
def test_what_is_no_tag_is_one_error_of_the_whole_request(
    polyglot: httpx.Client, field: str
) -> None:
    query = f"""query ($langs: [String!]) {{ cities(first: 9) {{ nodes {{ id
      a: {field}(langs: $langs) {{ value }} b: {field}(langs: $langs) {{ lang }} }} }} }}"""
    for _ in range(2):  # also once the document is known
        body = {"query": query, "variables": {"langs": ["de_AT"]}}
        answer = polyglot.post("/graphql", json=body).json()
        (error,) = answer["errors"]
        assert error["extensions"]["code"] == "BAD_LANGUAGE"
        assert error["locations"]
        assert "data" not in answer
        assert answer["extensions"]["cost"]["actual"] == 0
        body = {"query": query, "variables": {"langs": ["de"]}}
        assert "errors" not in polyglot.post("/graphql", json=body).json()
