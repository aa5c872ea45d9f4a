"""Things of which hundreds of sentences speak: all is there, and nothing reads all at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph
import pytest
from pyld import jsonld

from api.linked.hubs import data_of, is_hub, parts_of
from graph.formats import GRAPH_FORMATS
from graph.reader import Reader
from graph.store import Store
from graph.workspace import Workspace
from ontology.iris import Base
from tests.graph.factories import RIGA, Story, fill, hub_story

from .server import running_server

HUB = Base().entity("Network", "hub-of-harbour-lights")
CITY = Base().entity("City", "riga-lv")
MEMBERS = 400


def _riga() -> Story:
    story = Story("riga.md", title="Riga joins")
    story.name("riga", "City", "Riga", link=RIGA)
    story.name("hub", "Network", "Hub of Harbour Lights")
    said = story.say("Riga leads the Hub of Harbour Lights.")
    story.state("hub", "ledBy", "riga", said)
    story.state("riga", "memberOf", "hub", said)
    return story


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = Workspace(tmp_path_factory.mktemp("hub") / "data")
    fill(workspace, _riga(), *(hub_story(number) for number in range(MEMBERS // 100)))
    return workspace.path


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[httpx.Client]:
    with running_server(store) as client:
        yield client


@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_the_data_of_a_hub_are_those_of_any_thing(
    client: httpx.Client, store: Path, form: str
) -> None:
    with Workspace(store).reader() as reader:
        assert is_hub(reader, HUB)
        assert not is_hub(reader, CITY)
        wanted = {f"{quad.triple} ." for quad in data_of(reader, HUB)}
    answer = client.get(f"/id/network/hub-of-harbour-lights.{form}")
    assert answer.headers["content-type"] == GRAPH_FORMATS[form].content_type
    assert answer.headers["etag"]
    assert 'hub-of-harbour-lights.html>; rel="alternate"' in answer.headers["link"]
    assert answer.headers["hansa-generation"] == "1"
    if form == "jsonld":
        found = answer.json()
        assert found["id"] == HUB
        claim = found["@reverse"]["object"][0]
        assert claim["evidence"]["hasSelector"]
        lines = jsonld.to_rdf(found, {"format": "application/n-quads"}).splitlines()
    else:
        kind = pyoxigraph.RdfFormat.from_media_type(GRAPH_FORMATS[form].media_type)
        lines = [f"{quad.triple} ." for quad in pyoxigraph.parse(answer.content, kind)]
    assert {*lines} == wanted


def test_parts_of_a_thing_come_with_it(store: Path) -> None:
    with Workspace(store).reader() as reader:
        assert parts_of(reader, CITY) == [f"{CITY}#geometry"]


def test_every_sentence_of_a_hub_is_on_one_of_its_pages(client: httpx.Client) -> None:
    path, seen = "/id/network/hub-of-harbour-lights.html", 0
    pages = [client.get(path, params={"page": number}).text for number in range(1, 6)]
    seen = sum(page.count('<figure class="claim"') for page in pages)
    assert seen == MEMBERS + 2
    assert all('rel="next"' in page for page in pages[:4])
    assert 'rel="next"' not in pages[4]


class _Counting(Reader):
    """Counts the claims that are read."""

    read = 0

    def claim(self, iri: str) -> Any:
        self.read += 1
        return super().claim(iri)


def test_the_first_claims_about_a_hub_are_found_without_reading_all(store: Path) -> None:
    workspace = Workspace(store)
    with workspace.reader() as whole:
        ends = [whole.claims(subject=HUB), whole.claims(object=pyoxigraph.NamedNode(HUB))]
        every = whole.in_order(claim for end in ends for claim in end)
        reader = _Counting(
            Store.read_only(whole.path), generation=1, base=Base(), documents=workspace.documents
        )
        found = reader.claims_about(HUB)
        assert [next(found) for _ in range(20)] == every[:20]
        assert reader.read <= 101
        assert [*found] == every[20:]


def test_graphql_pages_through_what_is_only_planned_too(client: httpx.Client) -> None:
    query = """query ($id: ID!) { node(id: $id) { ... on Network {
        claims(first: 3) { quote }
        members(first: 2, planned: true) { totalCount edges { claims { quote } } } } } }"""
    answer = client.post("/graphql", json={"query": query, "variables": {"id": HUB}}).json()
    node = answer["data"]["node"]
    assert len(node["claims"]) == 3
    assert node["members"]["totalCount"] == MEMBERS + 1
    assert all(each["claims"] for each in node["members"]["edges"])


def _evidence(client: httpx.Client, query: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/sparql", params={"query": query, "evidence": "1"}).json()
    return found


def test_evidence_that_does_not_reach_all_rows_says_where_to_go_on(client: httpx.Client) -> None:
    # Each row has all the members behind it, which are too many for all rows.
    query = f"""SELECT ?c {{ ?c hansa:memberOf <{HUB}> . ?other hansa:memberOf <{HUB}> }}
        GROUP BY ?c ORDER BY ?c"""
    seen, offset, limit, parts = 0, 0, 100, 0
    while True:
        found = _evidence(client, f"{query} OFFSET {offset} LIMIT {limit}")
        rows, told = found["results"]["evidence"], found["evidence"]
        reached = sum(map(bool, rows))
        assert all(rows[:reached])
        assert not any(rows[reached:])
        seen, parts = seen + reached, parts + 1
        if "next" not in told:
            break
        assert told["next"] == {"offset": reached, "limit": len(rows) - reached}
        assert f"{reached} added to its OFFSET" in told["unexplained"][0]
        assert not told["isComplete"]
        offset, limit = offset + reached, told["next"]["limit"]
    assert (seen, parts > 1) == (100, True)
    assert "claims of a row beyond the first 50" in told["unexplained"][-1]


def test_documents_are_listed_page_by_page(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    fill(workspace, *(hub_story(number, members=1) for number in range(130)))
    with running_server(workspace.path) as client:
        found = []
        for number in (1, 2):
            page = client.get(f"/documents.html?page={number}").text
            assert "130 documents" in page
            found += re.findall(r">(Members \d+)</a>", page)
        assert {*found} == {f"Members {number}" for number in range(130)}
        assert len(client.get("/documents.json").json()["documents"]) == 130
        answer = client.get("/documents.html", headers={"Accept-Encoding": "gzip"})
        names = [name.strip() for name in answer.headers["vary"].split(",")]
        assert len(names) == len({*names})
