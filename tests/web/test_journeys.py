"""People and what each of them comes for, from the first page to the last click."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from .watched import Watched

pytestmark = pytest.mark.usefixtures("built")


def test_a_visitor_follows_a_fact_to_its_sentence(seen: Watched) -> None:
    page = seen.open("/", wait="#q[role=combobox]")
    page.locator("#q").press_sequentially("Baltic Harb")
    page.locator("#q-list [role=option]").first.click()
    page.wait_for_url("**/id/network/baltic-harbour-cities-network*")
    fact = page.locator("#hasMember li.fact", has_text="Turku")
    fact.locator(".why").first.click()
    popover = page.locator("#evidence-popover")
    sentence = popover.locator("mark").first.inner_text()
    assert "Turku" in sentence
    popover.locator("a[href*='#char-']").first.click()
    page.wait_for_url("**/doc/**")
    marked = page.locator("pre.text mark", has_text=sentence[:40]).first
    expect(marked).to_be_in_viewport()


def test_an_analyst_sees_asks_and_takes_the_answer_along(seen: Watched, demo: httpx.Client) -> None:
    page = seen.open("/explore", wait=".painted[data-painted]")
    page.get_by_role("link", name="Matrix").click()
    expect(page.get_by_role("grid")).to_contain_text("Rostock")
    page.get_by_role("link", name="SPARQL", exact=True).click()
    page.wait_for_selector(".cm-content")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    query = "SELECT ?city ?network { ?city hansa:memberOf ?network } ORDER BY ?city ?network"
    page.keyboard.insert_text(query)
    page.get_by_role("button", name=re.compile("^Run")).click()
    expect(page.locator(".status [role=status]")).to_contain_text("generation 1")
    rows = [*csv.reader(io.StringIO(_asked(demo, query)))]
    with page.expect_download() as told:
        page.get_by_role("link", name="CSV", exact=True).click()
    taken = Path(told.value.path()).read_text(encoding="utf-8")
    assert [*csv.reader(io.StringIO(taken))] == rows
    again = seen.open(page.url.removeprefix(seen.origin), wait=".cm-content")
    expect(again.locator(".status [role=status]")).to_contain_text(f"{len(rows) - 1} rows")


def _asked(client: httpx.Client, query: str) -> str:
    return client.get("/sparql", params={"query": query, "format": "csv"}).text
