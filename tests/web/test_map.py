"""The map: cities by network, by mouse and by keys, in the address, in the table and in files."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pycountry
from playwright.sync_api import Locator, Page, expect

from tests.api.server import ROOT

from .watched import Watched

MARKS = ".mark"
BALTIC = "id/network/baltic-harbour-cities-network"


def _file(page: Page, name: str) -> bytes:
    with page.expect_download() as told:
        page.get_by_role("group", name="Save as").get_by_role("button", name=name).click()
    return Path(told.value.path()).read_bytes()


def _rows(page: Page) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_file(page, "CSV").decode(), newline="")))


def _mark(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=re.compile(f"^{name}[,:]"))


def test_cities_of_a_network_stand_where_sparql_says(seen: Watched, demo: httpx.Client) -> None:
    page = seen.open(f"/explore/map?networks={BALTIC}&only=1", wait=MARKS)
    query = (
        "SELECT DISTINCT ?name { GRAPH ?d { ?c rdf:predicate hansa:memberOf ; rdf:subject ?city ;"
        f" rdf:object <https://w3id.org/hansa/{BALTIC}> }} ?city a hansa:City ; rdfs:label ?name }}"
    )
    answer = demo.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    names = {row["name"] for row in csv.DictReader(io.StringIO(answer.text))}
    assert {row["City"] for row in _rows(page)} == names
    expect(page.locator(".data-table caption")).to_contain_text(f"{len(names)} rows")
    page.get_by_role("button", name="Fit to cities").click()
    expect(page.locator(MARKS)).to_have_count(len(names))
    assert seen.axe() == []


def test_a_choice_is_in_the_address_and_comes_back_from_it(seen: Watched) -> None:
    page = seen.open("/explore/map?generation=1", wait=MARKS)
    page.get_by_text("Networks all").click()
    page.get_by_label("Narrow down: Networks").press_sequentially("quiet")
    page.get_by_role("checkbox", name="Quiet Streets Coalition").check()
    page.keyboard.press("Escape")
    page.get_by_label("Only cities of the chosen networks").check()
    expect(page.locator(".legend")).to_have_attribute(
        "aria-label", re.compile("Quiet Streets Coalition")
    )
    address = page.url
    assert "generation=1" in address
    told = page.locator(".notes").inner_text()
    seen.open(address.removeprefix(seen.origin), wait=MARKS)
    expect(page.locator(".notes")).to_have_text(told)
    page.get_by_role("button", name="Quiet Streets Coalition remove").click()
    expect(page.locator(".notes")).not_to_have_text(told)


def test_a_city_shows_its_sentence_and_leads_to_its_page(seen: Watched) -> None:
    page = seen.open("/explore/map", wait=MARKS)
    page.get_by_role("button", name=re.compile("^5 cities: .*Turku")).click()
    _mark(page, "Turku").hover()
    aside = page.get_by_role("region", name="Details")
    expect(aside.locator("blockquote").first).to_contain_text("Turku")
    _mark(page, "Turku").click()
    expect(page).to_have_url(re.compile("city=id%2Fcity%2Fturku-fi"))
    aside.get_by_role("link", name="Turku").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Turku")


def test_the_map_is_moved_by_keys_alone(seen: Watched) -> None:
    page = seen.open("/explore/map", wait=MARKS)
    page.get_by_role("group", name="Map of the world").focus()
    for key in ("+", "+", "ArrowRight"):
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile(r"at=[-0-9.]+%2C[-0-9.]+%2C2\.25"))
    page.keyboard.press("0")
    expect(page).not_to_have_url(re.compile("at="))
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.dataset.key")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.key") != first
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.classList.contains('mark')")


def test_dragging_moves_and_the_wheel_zooms_only_with_the_focus(seen: Watched) -> None:
    page = seen.open("/explore/map?at=10.000,50.000,4.00", wait=MARKS)
    box = page.locator("svg.map").bounding_box()
    assert box is not None
    x, y = box["x"] + 30, box["y"] + box["height"] - 40
    page.mouse.move(x, y)
    page.mouse.wheel(0, -50)
    page.wait_for_timeout(400)
    assert "at=10.000,50.000,4.00" in page.url.replace("%2C", ",")
    page.evaluate("scrollTo(0, 0)")
    page.mouse.down()
    page.mouse.move(x + 100, y - 60, steps=4)
    page.mouse.up()
    expect(page).not_to_have_url(re.compile("at=10.000(,|%2C)50"))
    page.mouse.wheel(0, -200)
    expect(page).not_to_have_url(re.compile(r"(,|%2C)4\.00$"))


def test_the_picture_is_saved_with_outlines_and_legend(seen: Watched) -> None:
    page = seen.open(f"/explore/map?networks={BALTIC}&fill=1", wait=".land")
    svg = ElementTree.fromstring(_file(page, "SVG"))  # noqa: S314  it is our own
    paths = svg.findall(".//{http://www.w3.org/2000/svg}path")
    assert len(paths) > 180
    assert all(path.get("fill") for path in paths)
    said = [text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert "Baltic Harbour Cities Network" in said
    assert any("in the country" in (text or "") for text in said)
    assert _file(page, "PNG").startswith(b"\x89PNG")


def test_nothing_to_show_is_told_with_what_to_do(seen: Watched) -> None:
    page = seen.open("/explore/map?countries=id/country/atlantis", wait=".notes")
    expect(page.locator(".notes")).to_contain_text("No city fits. Choose fewer countries")


def test_it_holds_in_dark_on_a_phone(seen: Watched) -> None:
    seen.page.set_viewport_size({"width": 390, "height": 800})
    page = seen.open(f"/explore/map?networks={BALTIC}&fill=1&city=id/city/turku-fi", wait=MARKS)
    page.get_by_label("Colours").select_option("dark")
    expect(page.locator("blockquote").first).to_be_visible()
    assert seen.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_outlines_are_known_by_the_numbers_of_iso_3166() -> None:
    source = (ROOT / "api/web/src/map/numeric.ts").read_text()
    told = set(re.findall(r"\b[A-Z]{2}\d{3}\b", source))
    assert told == {each.alpha_2 + each.numeric for each in pycountry.countries}
