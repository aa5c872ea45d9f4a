"""What every page of the workbench has: a name to go to, the colours, the token, its own files."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.api.proxy import PREFIX
from tests.api.server import running_server

from .conftest import TOKEN
from .watched import Watched, watched

pytestmark = pytest.mark.usefixtures("built")


def test_a_name_leads_to_its_page_by_keyboard_alone(seen: Watched) -> None:
    page = seen.open("/", wait="#find")
    page.get_by_role("combobox", name="Find").press_sequentially("Turk")
    expect(page.get_by_role("option").first).to_contain_text("Turku")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/id/city/turku-fi*")
    expect(page.get_by_role("heading", level=1)).to_have_text("Turku")


def test_a_name_that_nothing_has_is_told(seen: Watched) -> None:
    page = seen.open("/", wait="#find")
    page.get_by_role("combobox", name="Find").press_sequentially("Xyzzyx")
    expect(page.locator("#tools [role=status]")).to_contain_text("nothing has that name")


def test_the_colours_that_were_chosen_hold_on_the_next_page(seen: Watched) -> None:
    page = seen.open("/", wait="#find")
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_label("Colours").select_option("dark")
    dark = page.evaluate(paper)
    assert dark != light
    seen.open("/documents", wait="#find")
    assert page.evaluate(paper) == dark
    assert seen.axe() == []


def test_the_token_stays_in_its_tab_and_can_be_forgotten(seen: Watched) -> None:
    page = seen.open("/", wait="#find")
    page.get_by_role("button", name="Token").click()
    page.get_by_label("Token", exact=True).fill(TOKEN)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Token given")).to_be_visible()
    seen.open("/documents", wait="#find")
    expect(page.get_by_role("button", name="Token given")).to_be_visible()
    assert TOKEN not in page.evaluate("JSON.stringify(localStorage)")
    page.get_by_role("button", name="Token given").click()
    page.get_by_role("button", name="Forget it").click()
    expect(page.get_by_role("button", name="Token", exact=True)).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0


@pytest.mark.parametrize("wrong", ["not-the-secret", "kein-Geheimnis-äöü"])
def test_a_wrong_token_is_not_taken(seen: Watched, wrong: str) -> None:
    seen.expected.append("401")
    page = seen.open("/ingest", wait="#find")
    page.get_by_role("banner").get_by_role("button", name="Token").click()
    page.get_by_role("dialog").get_by_role("textbox").fill(wrong)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("not the token")
    assert page.evaluate("sessionStorage.length") == 0
    assert seen.axe() == []
    page.get_by_role("dialog").get_by_role("textbox").fill(TOKEN)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("banner").get_by_role("button", name="Token given")).to_be_focused()


def test_enter_looks_for_words_where_no_name_is_at_hand(seen: Watched) -> None:
    page = seen.open("/status?generation=1", wait="#find")
    find = page.get_by_role("combobox", name="Find")
    find.click()
    page.keyboard.type("members")  # and on before names are suggested
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?generation=1&q=members")
    find.press_sequentially("already announced")
    expect(page.locator("#tools [role=status]")).to_contain_text("Enter looks in the sentences")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?generation=1&q=already+announced")
    expect(page.get_by_role("main")).to_contain_text("Barcelona, Turku and Rostock")


def test_the_page_one_is_on_stands_in_sight_in_the_header_of_a_phone(
    browser: Browser, demo: httpx.Client
) -> None:
    origin = str(demo.base_url).rstrip("/")
    with watched(browser, origin, viewport={"width": 390, "height": 844}) as seen:
        for path in ("/explore", "/documents", "/ingest", "/review"):
            page = seen.open(path, wait="header nav [aria-current=page]")
            box = page.locator("header nav [aria-current=page]").bounding_box()
            assert box is not None
            assert 0 <= box["x"] <= 390 - box["width"], path
        assert page.evaluate("scrollY") == 0
        seen.check()


@pytest.mark.parametrize(
    "path", ["/ontology", "/questions/members-of-network", "/changes", "/documents?generation=9"]
)
def test_the_text_of_a_page_fits_at_four_times_its_size(
    browser: Browser, demo: httpx.Client, path: str
) -> None:
    origin = str(demo.base_url).rstrip("/")
    with watched(browser, origin, viewport={"width": 320, "height": 640}) as seen:
        page = seen.open(path, wait="#find")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_behind_a_prefix_all_files_and_links_are_found(browser: Browser, demo_store: Path) -> None:
    with (
        running_server(demo_store, HANSA_PREFIX=PREFIX) as client,
        watched(browser, str(client.base_url).rstrip("/")) as seen,
    ):
        page = seen.open(f"{PREFIX}/explore", wait="#find")
        expect(page.get_by_role("link", name="Explore")).to_have_attribute("aria-current", "page")
        assert all(PREFIX in each for each in seen.requests)
        seen.check()
