"""The page of a thing: facts to filter and sort, evidence in place, the thing in other forms."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pyoxigraph import RdfFormat, parse

from .watched import Watched, watched

pytestmark = pytest.mark.usefixtures("built")

NETWORK = "/id/network/baltic-harbour-cities-network.html"
POPOVER = "#evidence-popover"


def test_facts_are_narrowed_by_words_and_the_address_keeps_it(seen: Watched) -> None:
    page = seen.open(NETWORK, wait=".facts-filter")
    page.get_by_role("searchbox", name="Filter").fill("gdansk")
    facts = page.locator("li.fact:visible")
    names = page.locator("li.fact:visible > .fact-line > strong")
    expect(names.first).to_have_text("Gdańsk")
    shown = facts.count()
    assert page.locator(".facts-filter [role=status]").inner_text().startswith(f"{shown} of ")
    other = seen.open(page.url.removeprefix(seen.origin), wait=".facts-filter")
    expect(other.locator("li.fact:visible")).to_have_count(shown)
    other.get_by_role("button", name="Clear").click()
    assert other.locator("li.fact:visible").count() > shown
    assert "filter=" not in other.url
    seen.forgive_shifts()


def test_facts_are_narrowed_by_status_and_document(seen: Watched) -> None:
    page = seen.open(NETWORK, wait=".facts-filter")
    page.get_by_role("combobox", name="Status").select_option("planned")
    for figure in page.locator("figure.claim:visible").all():
        expect(figure).to_contain_text("planned")
    page.get_by_role("combobox", name="Status").select_option("")
    choice = page.get_by_role("combobox", name="Document", exact=True)
    title = choice.locator("option").nth(1).inner_text()
    choice.select_option(title)
    sources = page.locator("figure.claim:visible figcaption").all_inner_texts()
    assert sources
    assert all(title in each for each in sources)
    seen.forgive_shifts()


def test_facts_are_sorted_and_folded(seen: Watched) -> None:
    page = seen.open(NETWORK, wait=".facts-filter")
    page.get_by_role("combobox", name="Sorted by").select_option("sentences")
    members = page.locator("#hasMember li.fact").evaluate_all(
        "(all) => all.map((each) => Number(each.dataset.sentences))"
    )
    assert members == sorted(members, reverse=True)
    page.get_by_role("button", name="Fold all").click()
    expect(page.locator("li.fact:visible")).to_have_count(0)
    assert "folded=" in page.url
    page.reload()
    expect(page.locator("li.fact").first).to_be_hidden()
    page.get_by_role("button", name="Unfold all").click()
    expect(page.locator("li.fact").first).to_be_visible()
    page.locator("#hasMember > summary").click()
    expect(page).to_have_url(re.compile(r"folded=hasMember(&|$)"))
    seen.forgive_shifts()


def test_pointing_at_a_fact_shows_its_sentence_until_it_is_left(seen: Watched) -> None:
    page = seen.open(f"{NETWORK}?sentences=no", wait=".facts-filter")
    page.locator("#hasMember .why").first.hover()
    popover = page.locator(POPOVER)
    expect(popover.locator("mark").first).to_be_visible()
    expect(popover).to_contain_text("% sure")
    popover.locator("blockquote").first.hover()
    page.wait_for_timeout(500)
    expect(popover).to_be_visible()
    page.get_by_role("heading", level=1).hover()
    expect(popover).to_be_hidden()


def test_by_keyboard_evidence_opens_leads_to_the_sentence_and_closes(seen: Watched) -> None:
    page = seen.open(NETWORK, wait=".facts-filter")
    page.locator("#hasMember .fact-line strong a").first.focus()
    page.keyboard.press("Tab")
    popover = page.locator(POPOVER)
    expect(popover.locator("mark").first).to_be_visible()
    expect(popover).to_contain_text("Arrow down leads in here")
    page.keyboard.press("ArrowDown")
    expect(popover).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(popover).to_be_hidden()
    expect(page.locator("#hasMember .why").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(popover).to_be_focused()
    expect(popover.locator("mark").first).to_be_visible()
    assert seen.axe() == []
    page.keyboard.press("Escape")
    expect(popover).to_be_hidden()
    expect(page.locator("#hasMember .why").first).to_be_focused()
    page.keyboard.press("Enter")
    popover.locator(".source a").first.click()
    page.wait_for_url("**/doc/**#char-*")
    sentence = page.evaluate("document.querySelector(':target')?.textContent ?? ''")
    assert "Gda" in sentence


def test_a_thing_is_copied_as_data_that_can_be_read(seen: Watched) -> None:
    page = seen.open(NETWORK, wait="#copy button")
    seen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy as").click()
    preview = page.get_by_label("What is copied")
    for form, kind in (
        ("Turtle", RdfFormat.TURTLE),
        ("JSON-LD", RdfFormat.JSON_LD),
        ("N-Triples", RdfFormat.N_TRIPLES),
    ):
        page.get_by_label(form).check()
        expect(page.get_by_role("button", name="Copy", exact=True)).to_be_enabled()
        page.get_by_role("button", name="Copy", exact=True).click()
        expect(page.locator(".copy-as [role=status]")).to_have_text("Copied.")
        text = page.evaluate("navigator.clipboard.readText()")
        assert text == preview.input_value()
        if kind is not RdfFormat.JSON_LD:
            assert any(NETWORK.removesuffix(".html") in str(q) for q in parse(text, kind))
        else:
            assert NETWORK.removesuffix(".html") in text
    assert seen.axe() == []


def test_queries_for_a_thing_answer_when_they_are_asked(seen: Watched) -> None:
    page = seen.open(NETWORK, wait="#copy button")
    page.get_by_role("button", name="Copy as").click()
    preview = page.get_by_label("What is copied")
    page.get_by_label("SPARQL query").check()
    expect(preview).to_have_value(re.compile("SELECT"))
    rows = page.request.get(
        f"{seen.origin}/sparql", params={"query": preview.input_value(), "format": "csv"}
    )
    assert rows.ok
    assert "Gda" in rows.text()
    page.get_by_label("GraphQL query").check()
    expect(preview).to_have_value(re.compile("node"))
    answer = page.request.post(f"{seen.origin}/graphql", data={"query": preview.input_value()})
    told = answer.json()
    assert "errors" not in told
    assert told["data"]["node"]["name"]["value"] == "Baltic Harbour Cities Network"


def test_without_the_clipboard_the_text_is_selected(seen: Watched) -> None:
    page = seen.page
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    seen.open(NETWORK, wait="#copy button")
    page.get_by_role("button", name="Copy as").click()
    page.get_by_label("Citation").check()
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator(".copy-as [role=status]")).to_contain_text("Ctrl+C")
    chosen = page.locator(".copy-as textarea").evaluate(
        "(field) => field.value.slice(field.selectionStart, field.selectionEnd)"
    )
    assert "generation 1" in chosen
    assert f"{NETWORK.removesuffix('.html')}?generation=1" in chosen
    page.get_by_label("BibTeX").check()
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save as a file").click()
    assert Path(saving.value.path()).read_text().startswith("@misc{hansa-")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_on_a_phone_nothing_is_to_mend(browser: Browser, origin: str, colours: str) -> None:
    options = {
        "viewport": {"width": 390, "height": 844},
        "color_scheme": colours,
        "has_touch": True,
    }
    with watched(browser, origin, **options) as phone:
        page = phone.open(NETWORK, wait=".facts-filter")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert phone.axe() == []
        page.locator("#hasMember .why").first.tap()
        expect(page.locator(f"{POPOVER} mark").first).to_be_visible()
        phone.check()


def test_things_of_one_name_are_told_apart_by_their_kinds(seen: Watched) -> None:
    page = seen.open("/id/city/turku-fi", wait="li.fact")
    lines = page.locator("li.fact[data-name='Harbour Academy'] .fact-line .detail")
    assert {*lines.all_inner_texts()} == {"organisation", "programme"}
    expect(page.locator("li.fact[data-name='Quiet Streets Coalition'] .detail")).to_have_count(0)


def test_what_is_so_stands_before_what_was_planned(seen: Watched) -> None:
    page = seen.open("/id/project/decibel-watch", wait="li.fact")
    for name in ("Barcelona", "Lyon", "Rostock"):
        statuses = page.locator(f"li.fact[data-name='{name}'] figure.claim").evaluate_all(
            "all => all.map((each) => each.dataset.status)"
        )
        assert {*statuses} == {"asserted", "planned"}
        assert statuses == sorted(statuses)
