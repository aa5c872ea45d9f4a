"""The matrix: cities in networks, by keys, in the address, in the table and in files."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import httpx
from playwright.sync_api import Page, expect

from .watched import Watched

CELLS = ".matrix .cell"
PAIR = "pair=id/network/quiet-streets-coalition+id/network/baltic-harbour-cities-network"


def _file(page: Page, name: str) -> bytes:
    with page.expect_download() as told:
        page.get_by_role("group", name="Save as").get_by_role("button", name=name).click()
    return Path(told.value.path()).read_bytes()


def test_filled_cells_are_the_memberships_of_sparql(seen: Watched, demo: httpx.Client) -> None:
    page = seen.open("/explore/matrix", wait=CELLS)
    query = (
        "SELECT DISTINCT ?city ?network { GRAPH ?d { ?c rdf:predicate hansa:memberOf ;"
        " rdf:subject ?city ; rdf:object ?network } ?city a hansa:City }"
    )
    answer = demo.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    pairs = list(csv.DictReader(io.StringIO(answer.text)))
    rows = list(csv.reader(io.StringIO(_file(page, "CSV").decode(), newline="")))
    assert sum(int(row[2]) for row in rows[1:]) == len(pairs)
    assert sum(cell in {"member", "planned"} for row in rows[1:] for cell in row[3:]) == len(pairs)
    assert len(rows) - 1 == len({pair["city"] for pair in pairs})
    assert seen.axe() == []


def test_a_cell_is_reached_by_keys_and_tells_its_sentence(seen: Watched) -> None:
    page = seen.open("/explore/matrix?order=name&countries=id/country/finland", wait=CELLS)
    page.get_by_role("gridcell").first.focus()
    page.keyboard.press("Home")
    focused = page.locator(":focus")
    expect(focused).to_have_attribute("role", "rowheader")
    member = page.get_by_role("gridcell", name=re.compile("Turku, .*: member")).first
    for _ in range(20):
        page.keyboard.press("ArrowRight")
        if re.search(": member$", focused.get_attribute("aria-label") or ""):
            break
    expect(member).to_be_focused()
    expect(page.get_by_role("region", name="Details").locator("blockquote").first).to_contain_text(
        "Turku"
    )
    expect(page).to_have_url(re.compile("cell=id%2Fcity%2Fturku-fi"))
    page.goto(page.url)
    details = page.get_by_role("region", name="Details")
    expect(details.locator("blockquote").first).to_contain_text("Turku")
    page.keyboard.press("Tab")
    member.focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    page.wait_for_url("**/id/city/turku-fi*")


def test_two_networks_are_compared_and_the_comparison_has_an_address(seen: Watched) -> None:
    page = seen.open(f"/explore/matrix?{PAIR}", wait=CELLS)
    details = page.get_by_role("region", name="Details")
    expect(details.get_by_role("heading")).to_contain_text("2 cities in both")
    expect(details.get_by_role("link")).to_have_text(["Rostock", "Turku"])
    page.get_by_label("Only cities of both networks").check()
    expect(page.locator(".matrix-row")).to_have_count(2)
    assert "shared=1" in page.url
    page.get_by_role("grid").get_by_role("columnheader", name="Quiet Streets").click()
    expect(page.get_by_role("columnheader", selected=True)).to_have_count(1)


def test_the_picture_of_the_matrix_has_all_names(seen: Watched) -> None:
    page = seen.open("/explore/matrix?order=similarity", wait=CELLS)
    svg = _file(page, "SVG").decode()
    for name in ("Turku", "Klaipėda", "Andean Water Cities Alliance", "Open &amp; Agile"):
        assert name in svg
    assert _file(page, "PNG").startswith(b"\x89PNG")


def test_the_matrix_holds_in_dark_on_a_phone(seen: Watched) -> None:
    seen.page.set_viewport_size({"width": 390, "height": 800})
    page = seen.open(f"/explore/matrix?{PAIR}", wait=CELLS)
    page.get_by_label("Colours").select_option("dark")
    assert seen.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
