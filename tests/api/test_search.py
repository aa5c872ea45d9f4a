"""Search by name, and the lists of things of one kind."""

from __future__ import annotations

import httpx
import pytest

from .problem import assert_problem

BROWSER = {"Accept": "text/html"}


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
    assert "<script" not in page


def test_a_page_without_a_name_asks_for_one(client: httpx.Client) -> None:
    page = client.get("/search", headers=BROWSER)
    assert page.status_code == 200
    assert 'name="q"' in page.text
    unheard = client.get("/search", params={"q": "<script>zzzz"}, headers=BROWSER).text
    assert "names anything like it" in unheard
    assert "<script" not in unheard


@pytest.mark.parametrize("query", ["", "?q=+", "?kind=Ship", "?q=riga&limit=many", "?q=%FF"])
def test_what_cannot_be_looked_for_is_a_problem(client: httpx.Client, query: str) -> None:
    assert_problem(client.get(f"/search{query}"), 400, "bad-request")
