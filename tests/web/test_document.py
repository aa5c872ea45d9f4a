"""The page of a document: its text and its facts, each of which leads to the other."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .watched import Watched, watched

pytestmark = pytest.mark.usefixtures("built")

TITLE = "Joint Statement by Estonia and Finland on Harbour Cities"


@pytest.fixture
def path(seen: Watched) -> str:
    """Return the address of the document's page, from the root."""
    listed = seen.page.request.get(f"{seen.origin}/documents.json").json()["documents"]
    iri = next(each["iri"] for each in listed if each["title"] == TITLE)
    return f"/doc/{iri.rpartition('/')[2]}.html"


def _chosen(page: Page, side: str) -> str:
    return page.locator(f"{side} .chosen").first.get_attribute("data-place") or ""


def test_a_fact_shows_and_brings_its_sentence(seen: Watched, path: str) -> None:
    page = seen.open(path, wait=".reader .fact")
    fact = page.locator(".reader-facts .fact").last
    fact.click(position={"x": 2, "y": 4})
    sentence = page.locator(".reader-text mark.chosen").first
    expect(sentence).to_be_in_viewport()
    assert _chosen(page, ".reader-text") == fact.get_attribute("data-place")


def test_a_sentence_shows_the_facts_that_it_states(seen: Watched, path: str) -> None:
    page = seen.open(path, wait=".reader .fact")
    number = page.locator("pre.text sup .why").filter(has_text=re.compile("^[3-9]$")).first
    place = number.get_attribute("data-place")
    stated = int(number.inner_text())
    sentence = page.locator(f"mark[data-place='{place}']").first
    box = sentence.bounding_box()
    assert box is not None
    sentence.click(position={"x": 3, "y": 8})
    expect(page.locator(".reader-facts .fact.chosen")).to_have_count(stated)
    expect(page.locator(".reader-facts .fact.chosen").first).to_be_in_viewport()
    number.click()
    expect(page.locator("#evidence-popover .stated li")).to_have_count(stated)


def test_by_keys_a_sentence_leads_to_its_facts_and_they_lead_back(seen: Watched, path: str) -> None:
    page = seen.open(path, wait=".reader .fact")
    number = page.locator("pre.text sup .why").last
    place = number.get_attribute("data-place")
    number.focus()
    page.keyboard.press("ArrowRight")
    fact = page.locator(f".reader-facts .fact[data-place='{place}']").first
    expect(fact.get_by_role("link", name="sentence")).to_be_focused()
    expect(fact).to_be_in_viewport()
    assert _chosen(page, ".reader-facts") == place
    page.keyboard.press("ArrowLeft")
    expect(number).to_be_focused()


def test_a_name_leads_to_its_thing(seen: Watched, path: str) -> None:
    page = seen.open(path, wait=".reader .fact")
    page.locator("pre.text a.mention.of-city", has_text="Turku").first.click()
    page.wait_for_url("**/id/city/turku-fi*")


def test_an_address_of_a_sentence_chooses_it(seen: Watched, path: str) -> None:
    page = seen.open(path, wait=".reader .fact")
    place = page.locator(".reader-facts .fact").last.get_attribute("data-place")
    seen.page.goto("about:blank")
    page = seen.open(f"{path}#{place}", wait="mark.chosen")
    expect(page.locator("mark.chosen").first).to_be_in_viewport()


@pytest.mark.parametrize(("width", "colours"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_nothing_is_to_mend(
    browser: Browser, origin: str, path: str, width: int, colours: str
) -> None:
    options = {"viewport": {"width": width, "height": 844}, "color_scheme": colours}
    with watched(browser, origin, **options) as other:
        page = other.open(path, wait=".reader .fact")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator(".reader-facts .fact").first.click(position={"x": 2, "y": 4})
        assert other.axe() == []
        other.check()


def test_it_prints_as_text_without_tools(seen: Watched, path: str) -> None:
    page = seen.open(path, wait="#copy button")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Copy as")).to_be_hidden()
    expect(page.locator("pre.text sup").first).to_be_hidden()
    expect(page.locator("pre.text")).to_be_visible()
    seen.forgive_shifts()
