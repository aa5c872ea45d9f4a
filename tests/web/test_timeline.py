"""The time line: what happened when, by mouse and by keys, in the address, the table and files."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import httpx
from playwright.sync_api import Page, expect

from .watched import Watched

SPOTS = ".spot"


def _rows(page: Page) -> list[dict[str, str]]:
    with page.expect_download() as told:
        page.get_by_role("group", name="Save as").get_by_role("button", name="CSV").click()
    return list(csv.DictReader(io.StringIO(Path(told.value.path()).read_text(), newline="")))


def test_dates_are_those_of_sparql_and_what_has_none_is_listed(
    seen: Watched, demo: httpx.Client
) -> None:
    page = seen.open("/explore/timeline?kinds=agreement+event", wait=SPOTS)
    query = (
        "SELECT DISTINCT ?name ?date { VALUES ?kind { hansa:Agreement hansa:Event }"
        " ?s a ?kind ; rdfs:label ?name OPTIONAL { ?s hansa:date ?date } }"
    )
    answer = demo.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    told = {(row["name"], row["date"]) for row in csv.DictReader(io.StringIO(answer.text))}
    assert {(row["Name"], row["Date"]) for row in _rows(page)} == {each for each in told if each[1]}
    undated = {name for name, date in told if not date}
    details = page.get_by_role("region", name="Details")
    expect(details.get_by_role("link")).to_have_count(len(undated))
    assert set(details.get_by_role("link").all_inner_texts()) == undated
    assert seen.axe() == []


def test_a_mark_tells_the_sentence_that_dates_it(seen: Watched) -> None:
    page = seen.open("/explore/timeline", wait=SPOTS)
    page.get_by_role("button", name=re.compile("^Charter for Quiet Nights, 2023-06")).hover()
    details = page.get_by_role("region", name="Details")
    expect(details.locator("blockquote")).to_contain_text("June 2023")
    planned = page.get_by_role("button", name=re.compile("^Quiet Assembly, 2023-09-14, planned"))
    expect(planned.locator(".hollow")).to_have_count(1)


def test_years_and_lanes_are_in_the_address(seen: Watched) -> None:
    page = seen.open("/explore/timeline?lanes=network", wait=SPOTS)
    page.get_by_label("From").fill("2023")
    page.keyboard.press("Enter")
    expect(page.locator(".notes")).to_contain_text("outside of these years")
    expect(page).to_have_url(re.compile("from=2023-01-01"))
    assert {row["Date"][:4] for row in _rows(page)} <= {"2023", "2024", "2025", "2026"}
    told = page.locator(".notes").inner_text()
    seen.open(page.url.removeprefix(seen.origin), wait=SPOTS)
    expect(page.locator(".notes")).to_have_text(told)
    page.get_by_role("group", name="Time line").focus()
    page.keyboard.press("0")
    expect(page).not_to_have_url(re.compile("from="))


def test_marks_are_reached_by_keys(seen: Watched) -> None:
    page = seen.open("/explore/timeline", wait=SPOTS)
    page.get_by_role("group", name="Time line").focus()
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowDown")
    second = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert first != second
    assert second
    expect(page.get_by_role("region", name="Details").get_by_role("heading")).to_have_count(1)


def test_a_mark_that_is_chosen_is_in_the_address_and_other_keys_are_the_pages(
    seen: Watched,
) -> None:
    page = seen.open("/explore/timeline", wait=SPOTS)
    page.get_by_role("button", name=re.compile("^Charter for Quiet Nights, 2023-06")).click()
    expect(page).to_have_url(re.compile("mark=.*2023-06"))
    page.goto(page.url)
    details = page.get_by_role("region", name="Details")
    expect(details.get_by_role("heading")).to_have_text("Charter for Quiet Nights")
    page.get_by_role("group", name="Time line").focus()
    for _ in range(10):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("heading", level=1)).not_to_be_in_viewport()


def test_the_time_line_holds_in_dark_on_a_phone(seen: Watched) -> None:
    seen.page.set_viewport_size({"width": 390, "height": 800})
    page = seen.open("/explore/timeline", wait=SPOTS)
    page.get_by_label("Colours").select_option("dark")
    assert seen.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
