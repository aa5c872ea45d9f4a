"""An answer as a page: what a browser gets for a query."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from api.web import workbench_build
from tests.api.server import running_server

QUERY = "SELECT ?city ?label { ?city a hansa:City ; rdfs:label ?label } ORDER BY ?label"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
MEMBERS = "SELECT ?city { ?city hansa:memberOf ?network } ORDER BY ?city"


def _page(client: httpx.Client, query: str, **fields: str) -> httpx.Response:
    asked = {"query": query, "format": "html", **fields}
    return client.get("/sparql", params=asked, headers=BROWSER)


def test_a_browser_gets_a_table_whose_things_open(client: httpx.Client) -> None:
    answer = _page(client, QUERY)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert '<a href="./id/city/riga-lv">https://w3id.org/hansa/id/city/riga-lv</a>' in answer.text
    assert "<caption>2 rows</caption>" in answer.text
    assert "rdfs:label ?label } ORDER BY ?label</textarea>" in answer.text
    assert "frame-ancestors" in answer.headers["content-security-policy"]


def test_ask_is_answered_in_a_word(client: httpx.Client) -> None:
    assert "<strong>Yes</strong>" in _page(client, "ASK { ?c a hansa:City }").text
    assert "<strong>No</strong>" in _page(client, "ASK { ?c a hansa:Nothing }").text


def test_the_sentences_stand_beside_the_rows(client: httpx.Client) -> None:
    answer = _page(client, MEMBERS, evidence="1")
    told = client.get("/sparql", params={"query": MEMBERS, "evidence": "1"}).json()
    quotes = [claim["quote"] for row in told["results"]["evidence"] for claim in row]
    assert quotes
    assert answer.text.count("<q>") == len(quotes)
    assert f"<q>{quotes[0]}</q>" in answer.text


def test_more_rows_than_a_page_shows_are_said_to_be_there(client: httpx.Client) -> None:
    many = "SELECT ?x { VALUES ?x { " + " ".join(map(str, range(700))) + " } }"
    answer = client.post("/sparql", data={"query": many}, headers=BROWSER)
    assert "700 rows, of which the first 500 are shown" in answer.text
    assert answer.text.count("<tr>") == 501


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "' onload=x", "javascript:alert(1)"])
def test_what_terms_say_is_text(client: httpx.Client, text: str) -> None:
    query = f'SELECT ?x (IRI("urn:x") AS ?y) {{ VALUES ?x {{ "{text}" }} }}'
    answer = _page(client, query)
    assert answer.status_code == 200
    assert "<script>" not in answer.text
    assert 'href="urn:x"' not in answer.text
    assert f">{text}</td>" not in answer.text or "<" not in text


def test_pages_of_one_query_are_told_apart_and_tagged(client: httpx.Client) -> None:
    newest, cited = _page(client, QUERY), _page(client, QUERY, generation="1")
    assert "as the address asks" in cited.text
    assert "as the address asks" not in newest.text
    spaced = _page(client, QUERY.replace(" }", "  }"))
    assert "?label  } ORDER" in spaced.text
    tags = {each.headers["etag"] for each in (newest, cited, spaced)}
    assert len(tags) == 3
    again = client.get(
        "/sparql",
        params={"query": QUERY, "format": "html"},
        headers={**BROWSER, "If-None-Match": newest.headers["etag"]},
    )
    assert again.status_code == 304


def test_the_other_formats_are_a_click_away(client: httpx.Client) -> None:
    answer = _page(client, QUERY)
    assert answer.text.count('rel="alternate" href="?query=') >= 5
    plain = client.get("/sparql", params={"query": QUERY})
    assert plain.headers["content-type"].startswith("application/sparql-results+json")


def test_where_the_workbench_is_built_its_page_runs_the_query_of_an_address(
    sample_store: Path,
) -> None:
    if not workbench_build.is_built():
        pytest.skip("the workbench is not built")
    wrong = "SELECT * { ?s ?p <b> "
    with running_server(sample_store) as served:
        page = served.get("/sparql", params={"query": wrong}, headers=BROWSER)
        assert page.status_code == 200
        assert 'id="island"' in page.text
        assert "SELECT * { ?s ?p &lt;b&gt; </textarea>" in page.text
        for fields in ({"format": "html"}, {"default-graph-uri": "urn:x"}):
            asked = served.get("/sparql", params={"query": wrong, **fields}, headers=BROWSER)
            assert asked.status_code == 400
        assert served.get("/sparql", params={"query": wrong}).status_code == 400


def test_without_the_workbench_a_browser_gets_the_answer(sample_store: Path) -> None:
    with running_server(sample_store, HANSA_WORKBENCH="off") as served:
        page = served.get("/sparql", params={"query": QUERY}, headers=BROWSER)
        assert "<caption>2 rows</caption>" in page.text
        assert "<script" not in page.text
