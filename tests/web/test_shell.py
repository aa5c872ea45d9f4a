"""What every page of the workbench has: a name to go to, the colours, the token, its own files."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.api.proxy import PREFIX
from tests.api.server import running_server

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
    expect(page.locator("#tools [role=status]")).to_have_text("nothing has that name")


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
    page.get_by_label("Token", exact=True).fill("a-secret")
    page.keyboard.press("Enter")
    seen.open("/documents", wait="#find")
    expect(page.get_by_role("button", name="Token given")).to_be_visible()
    assert "a-secret" not in page.evaluate("JSON.stringify(localStorage)")
    page.get_by_role("button", name="Token given").click()
    page.get_by_role("button", name="Forget it").click()
    expect(page.get_by_role("button", name="Token", exact=True)).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0


def test_behind_a_prefix_all_files_and_links_are_found(browser: Browser, demo_store: Path) -> None:
    with (
        running_server(demo_store, HANSA_PREFIX=PREFIX) as client,
        watched(browser, str(client.base_url).rstrip("/")) as seen,
    ):
        page = seen.open(f"{PREFIX}/explore", wait="#find")
        expect(page.get_by_role("link", name="Explore")).to_have_attribute("aria-current", "page")
        assert all(PREFIX in each for each in seen.requests)
        seen.check()
