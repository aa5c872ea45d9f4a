"""The first page, the search and the list of documents: what is here, and the way to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.api.server import running_server
from tests.api.test_resources import BROWSER

from .watched import Watched, watched

pytestmark = pytest.mark.usefixtures("built")


def test_the_large_field_completes_names_and_searches_words(seen: Watched) -> None:
    page = seen.open("/", wait="#q[role=combobox]")
    page.locator("#q").press_sequentially("Turk")
    expect(page.locator("#q-list [role=option]").first).to_contain_text("Turku")
    page.keyboard.press("Escape")
    page.locator("#q").fill("harbour")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=harbour")
    assert page.locator("figure.claim mark").count() > 2
    page.get_by_role("navigation", name="Kinds").get_by_role("link", name="networks").click()
    page.wait_for_url("**kind=Network*")
    expect(page.locator(".results li").first).to_contain_text("network")


def test_every_number_leads_to_what_it_counts(seen: Watched) -> None:
    page = seen.open("/", wait="#q")
    cities = page.locator(".counts a", has_text="cities")
    number = int(cities.locator("strong").inner_text())
    cities.click()
    page.wait_for_url("**/search?kind=City")
    listed = page.request.get(f"{seen.origin}/search?kind=City&format=json&limit=1000").json()
    assert len(listed["results"]) == number


def test_a_claim_that_was_found_shows_its_evidence(seen: Watched) -> None:
    page = seen.open("/search?q=harbour", wait=".results")
    page.locator("figcaption .why").first.click()
    expect(page.locator("#evidence-popover mark").first).to_be_visible()


def test_documents_are_narrowed_without_scripts(browser: Browser, origin: str) -> None:
    with watched(browser, origin, java_script_enabled=False) as plain:
        page = plain.open("/documents", wait="table")
        page.get_by_label("Words").fill("harbour")
        page.get_by_label("Sorted by").select_option("date")
        page.get_by_role("button", name="Show").click()
        rows = page.locator("tbody tr").all_inner_texts()
        assert rows
        assert all("harbour" in row.lower() for row in rows)


@pytest.mark.parametrize(("width", "colours"), [(1280, "light"), (390, "dark")])
def test_nothing_is_to_mend(browser: Browser, origin: str, width: int, colours: str) -> None:
    options = {"viewport": {"width": width, "height": 844}, "color_scheme": colours}
    with watched(browser, origin, **options) as other:
        for path in ("/", "/search?q=harbour", "/documents"):
            page = other.open(path, wait="#find")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert other.axe() == []
            other.check()


def test_without_the_build_the_first_page_says_how_to_get_it(demo_store: Path) -> None:
    with running_server(demo_store, HANSA_WORKBENCH="off") as client:
        page = client.get("/", headers=BROWSER).text
        assert "make web" in page
        assert "<script" not in page
        assert 'id="copy"' not in client.get("/id/city/turku-fi.html").text
