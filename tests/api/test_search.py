"""Search: things by name, sentences by their words, and the lists of things of one kind.

What holds with a search index holds for names without one too, in a data directory that has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from pyoxigraph import DefaultGraph, NamedNode

from graph.searching.search import FILE, SearchIndex
from graph.workspace import Workspace

from .problem import assert_problem
from .sample import first, second, write_sample
from .server import running_server

BROWSER = {"Accept": "text/html"}


def _indexed(folder: Path) -> Path:
    """Write the sample into *folder* with a search index of all its lines."""
    write_sample(folder)
    with Workspace(folder).reader() as reader:
        lines = [
            (
                None if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value,
                f"{quad.triple} .",
            )
            for quad in reader.quads()
            if isinstance(quad.graph_name, DefaultGraph | NamedNode)
        ]
    with closing(SearchIndex.open(folder / FILE, writable=True)) as index:
        index.rebuild(1, lines)
    return folder


def _bare(folder: Path) -> Path:
    """Write the sample into *folder* without a search index."""
    write_sample(folder)
    for path in folder.glob(f"{FILE}*"):
        path.unlink()
    return folder


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with running_server(_indexed(tmp_path_factory.mktemp("indexed") / "data")) as client:
        yield client


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with running_server(_bare(tmp_path_factory.mktemp("bare") / "data")) as client:
        yield client


@pytest.fixture(scope="module", params=["indexed", "bare"])
def client(request: pytest.FixtureRequest) -> httpx.Client:
    client: httpx.Client = request.getfixturevalue(request.param)
    return client


def _labels(client: httpx.Client, **fields: str) -> list[str]:
    answer = client.get("/search", params=fields)
    assert answer.status_code == 200, answer.text
    return [each["label"] for each in answer.json()["results"]]


@pytest.mark.parametrize("name", ["baltic", "BALTIC SEA", "league", "league baltic", "Baltic See"])
def test_a_name_is_found_by_its_beginning_its_words_and_what_is_like_it(
    client: httpx.Client, name: str
) -> None:
    assert _labels(client, q=name)[0] == "Baltic Sea League"


def test_results_say_what_they_are(client: httpx.Client) -> None:
    (found,) = client.get("/search", params={"q": "riga"}).json()["results"]
    assert found["kind"] == "City"
    assert found["iri"].endswith("/id/city/riga-lv")


def test_a_kind_narrows_and_alone_lists_all_of_it(client: httpx.Client) -> None:
    assert _labels(client, kind="City") == ["Riga", "Tartu"]
    assert _labels(client, q="a", kind="Person") == ["Anna Ozola"]
    assert _labels(client, q="zzzzzz") == []


def test_long_lists_come_in_pages(client: httpx.Client) -> None:
    first = client.get("/search", params={"kind": "City", "limit": "1"})
    assert first.json()["more"]
    rest = client.get(first.links["next"]["url"])
    assert [each["label"] for each in rest.json()["results"]] == ["Tartu"]
    assert not rest.json()["more"]


def test_the_front_page_leads_to_search_and_to_every_kind(client: httpx.Client) -> None:
    front = client.get("/", headers=BROWSER).text
    assert 'action="./search"' in front
    assert 'href="./search?kind=City"' in front
    page = client.get("/search", params={"kind": "Network"}, headers=BROWSER).text
    assert 'href="./id/network/baltic-sea-league"' in page
    assert "Harbour &lt;b&gt;&amp; Quay" in page
    assert "<b>" not in page


def test_a_page_without_a_name_asks_for_one(client: httpx.Client) -> None:
    page = client.get("/search", headers=BROWSER)
    assert page.status_code == 200
    assert 'name="q"' in page.text
    unheard = client.get("/search", params={"q": "<script>zzzz"}, headers=BROWSER).text
    assert "names anything like it" in unheard
    assert "<script>zzzz" not in unheard


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?q=+",
        "?kind=Ship",
        "?q=riga&limit=many",
        "?q=%FF",
        "?q=riga&what=all&kind=City",
        "?q=riga&what=quotes&kind=City",
        "?q=riga&what=ships",
    ],
)
def test_what_cannot_be_looked_for_is_a_problem(client: httpx.Client, query: str) -> None:
    assert_problem(client.get(f"/search{query}"), 400, "bad-request")


def _found(client: httpx.Client, **fields: str) -> dict[str, Any]:
    answer = client.get("/search", params=fields)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_sentences_are_found_with_their_claims_and_their_document(indexed: httpx.Client) -> None:
    found = _found(indexed, q="founded in")
    (quote,) = found["quotes"]
    assert found["what"] == "all"
    assert quote["quote"] == "founded in 1998"
    assert quote["marks"] == [[0, 10]]
    assert quote["title"] == "Joint <statement> of the League"
    assert indexed.get(
        quote["document"].removeprefix("https://w3id.org/hansa") + ".html"
    ).is_success
    assert quote["claims"] == [quote["claim"]]
    claim = quote["claim"].removeprefix("https://w3id.org/hansa")
    assert "founded in 1998" in indexed.get(f"{claim}.html").text


def test_a_sentence_that_several_claims_come_from_stands_once(indexed: httpx.Client) -> None:
    quotes = _found(indexed, q='"are members of"', what="quotes")["quotes"]
    assert [len(quote["claims"]) for quote in quotes] == [2]


def test_what_is_looked_for_can_be_chosen(indexed: httpx.Client) -> None:
    assert [*map(bool, map(_found(indexed, q="riga").get, ("results", "quotes")))] == [True, True]
    names = _found(indexed, q="riga", what="names")
    assert (bool(names["results"]), names["quotes"]) == (True, [])
    quotes = _found(indexed, q="riga", what="quotes")
    assert (quotes["results"], len(quotes["quotes"])) == ([], 3)
    assert _found(indexed, q="riga", kind="City")["what"] == "names"


def test_documents_are_found_by_their_titles_and_listed(client: httpx.Client) -> None:
    listed = _found(client, kind="Document")["results"]
    assert [each["label"] for each in listed] == [
        "Joint <statement> of the League",
        "news/quay.md",
    ]
    assert {each["kind"] for each in listed} == {"Document"}


def test_a_title_is_a_name(indexed: httpx.Client) -> None:
    (found,) = _found(indexed, q="joint statement")["results"]
    assert (found["kind"], found["label"]) == ("Document", "Joint <statement> of the League")


def test_what_is_misspelt_is_found_before_what_has_some_of_the_words(
    indexed: httpx.Client,
) -> None:
    assert _labels(indexed, q="Harbor Quai Forun")[0] == "Harbour <b>& Quay</b> Forum"
    assert _labels(indexed, q="Rigga") == ["Riga"]
    assert "Riga" in _labels(indexed, q="Riga Town Hall")


def test_pages_of_things_and_sentences_go_on_together(indexed: httpx.Client) -> None:
    whole = _found(indexed, q="riga")
    things, sentences, address = [], [], "/search?q=riga&limit=1"
    for _ in range(20):
        page = indexed.get(address)
        things += page.json()["results"]
        sentences += page.json()["quotes"]
        if not page.json()["more"]:
            break
        address = page.links["next"]["url"]
    assert (things, sentences) == (whole["results"], whole["quotes"])
    assert len(sentences) > 1


def test_the_page_shows_sentences_with_the_words_marked_and_all_escaped(
    indexed: httpx.Client,
) -> None:
    page = indexed.get("/search", params={"q": "harbour quay"}, headers=BROWSER).text
    assert "<mark>Harbour</mark> &lt;b&gt;&amp; <mark>Quay</mark>" in page
    assert "Joint &lt;statement&gt; of the League" in page
    assert "<b>" not in page
    assert 'href="./claim/' in page
    nothing = indexed.get("/search", params={"q": "zzzz", "what": "quotes"}, headers=BROWSER)
    assert "No sentence that a fact comes from has these words" in nothing.text


def test_without_an_index_names_are_found_and_sentences_are_said_to_be_missing(
    bare: httpx.Client,
) -> None:
    found = _found(bare, q="riga")
    assert [each["label"] for each in found["results"]] == ["Riga"]
    assert found["quotes"] is None
    page = bare.get("/search", params={"q": "riga"}, headers=BROWSER).text
    assert "hansa rebuild" in page


def test_graphql_finds_in_the_same_order_and_counts_all(indexed: httpx.Client) -> None:
    found = _found(indexed, q="h", what="names")["results"]
    query = 'query ($after: String) { search(query: "h", first: 1, after: $after) '
    query += "{ totalCount pageInfo { endCursor hasNextPage } nodes { id } } }"
    after, ids = None, []
    for _ in found:
        body = {"query": query, "variables": {"after": after}}
        page = indexed.post("/graphql", json=body).json()["data"]["search"]
        assert page["totalCount"] == len(found)
        ids += [node["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
    assert ids == [each["iri"] for each in found]
    assert not page["pageInfo"]["hasNextPage"]


def test_an_older_generation_finds_what_it_held(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    for document, extraction in (first(), second()):
        with workspace.writer() as writer:
            writer.put(document, extraction)
            writer.commit()
    with running_server(workspace.path) as client:
        found = _found(client, q="a member of")
        assert [each["title"] for each in found["quotes"]] == ["news/quay.md"]
        assert found["generation"] == 2
        assert _found(client, q="quay.md", kind="Document")["results"]
        older = _found(client, q="a member of", generation="1")
        assert (older["quotes"], older["generation"]) == ([], 1)
        assert _found(client, q="quay.md", kind="Document", generation="1")["results"] == []
        page = client.get("/search", params={"q": "riga", "limit": "1", "generation": "1"})
        assert "generation=1" in page.links["next"]["url"]


def test_several_kinds_may_be_looked_for_at_once(client: httpx.Client) -> None:
    asked = {"kind": "City,Network", "format": "json"}
    listed = client.get("/search", params=asked).json()["results"]
    assert {each["kind"] for each in listed} == {"City", "Network"}
    found = client.get("/search", params={**asked, "q": "anna"}).json()["results"]
    assert "Person" not in {each["kind"] for each in found}
    assert client.get("/search", params={"kind": "City,Town", "format": "json"}).status_code == 400
