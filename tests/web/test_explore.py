"""The picture of networks: what it shows, how it is asked, moved, read and saved."""

from __future__ import annotations

import csv
import io
import re
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.api.server import running_server

from .watched import Watched, watched

pytestmark = pytest.mark.usefixtures("built")

BASE = "https://w3id.org/hansa/"
TURKU = f"{BASE}id/city/turku-fi"
BALTIC = f"{BASE}id/network/baltic-harbour-cities-network"
MEMBERSHIP = f"{TURKU} memberOf {BALTIC}"
SVG = "{http://www.w3.org/2000/svg}"


def _open(seen: Watched, **values: str) -> Page:
    """Open the page with *values* in its address, and wait until all is read and painted."""
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in values.items())
    page = seen.open(f"/explore?{query}", wait=".painted[data-painted]")
    expect(_summary(page)).to_contain_text("are shown", timeout=15_000)
    expect(_summary(page)).not_to_contain_text("being read", timeout=15_000)
    return page


def _summary(page: Page) -> Locator:
    return page.locator(".explore-summary [role=status]")


def _count(client: httpx.Client, pattern: str) -> int:
    query = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ {pattern} }}"
    answer = client.get("/sparql", params={"query": query, "format": "csv"})
    return int(answer.text.split()[1])


def _saved(page: Page, name: str) -> bytes:
    """Return the file that the button *name* of those under the picture gives."""
    with page.expect_download() as told:
        page.get_by_role("group", name="Save as").get_by_role("button", name=name).click()
    return Path(told.value.path()).read_bytes()


def test_the_legend_counts_what_the_graph_has_and_hides_kinds(
    seen: Watched, demo: httpx.Client
) -> None:
    page = _open(seen)
    cities = _count(demo, "?s a hansa:City")
    button = page.get_by_role("button", name=f"cities {cities}")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page).to_have_url(page.url.split("?")[0] + "?without=City")
    page.get_by_label("Name contains").fill("Turku")
    expect(page.get_by_role("table")).not_to_contain_text("Turku")
    page.get_by_role("button", name="Show all again").click()
    expect(page.get_by_role("table")).to_contain_text("Barcelona")
    assert "?" not in page.url


def test_filters_are_in_the_address_and_hold_when_it_is_opened_again(seen: Watched) -> None:
    page = _open(seen)
    page.get_by_role("combobox", name="Told as").select_option("plan")
    page.get_by_role("combobox", name="Relation").select_option("is supported by")
    page.locator(".explore-tables > .row").get_by_role("button", name="Relations").click()
    rows = page.locator("tbody tr")
    count = rows.count()
    assert count > 0
    assert "status=planned" in page.url
    assert "relation=supportedBy" in page.url
    page.goto(page.url)
    expect(rows).to_have_count(count)
    assert {each.inner_text() for each in page.locator("tbody td:nth-child(4)").all()} == {"plan"}


def test_years_leave_relations_that_held_then(seen: Watched) -> None:
    page = _open(seen, since="2023", until="2023", table="links")
    cells = page.locator("tbody td:nth-child(5)")
    assert cells.count() > 0
    assert all("2023" in each for each in cells.all_inner_texts())


def test_a_country_leaves_its_places_and_what_is_linked_with_them(seen: Watched) -> None:
    page = _open(seen)
    page.get_by_role("combobox", name="Country").select_option("Finland")
    table = page.get_by_role("table")
    expect(table).to_contain_text("Turku")
    expect(table).to_contain_text("Baltic Harbour Cities Network")
    expect(table).not_to_contain_text("Kochi")


def test_a_click_in_the_picture_selects_and_the_table_follows(seen: Watched) -> None:
    page = _open(seen, focus=TURKU)
    box = page.locator(".picture").bounding_box()
    assert box is not None
    page.wait_for_timeout(800)
    found = False
    for row in range(2, 11):
        for column in range(2, 15):
            page.mouse.click(
                box["x"] + box["width"] * column / 16, box["y"] + box["height"] * row / 12
            )
            found = page.locator("tr[aria-current=true]").count() > 0
            if found:
                break
        if found:
            break
    assert found
    name = page.locator(".selection h3").inner_text()
    expect(page.locator("tr[aria-current=true]")).to_contain_text(name)


def test_a_thing_chosen_in_the_table_shows_its_facts_and_their_sentences(
    seen: Watched, demo: httpx.Client
) -> None:
    page = _open(seen, q="Turku")
    page.get_by_role("button", name="Select Turku").click()
    panel = page.locator(".selection")
    expect(panel.get_by_role("heading", name="Turku")).to_be_visible()
    expect(panel).to_contain_text("city in Finland")
    panel.get_by_role("button", name="Baltic Harbour Cities Network").click()
    pattern = f"GRAPH ?d {{ ?s rdf:subject <{TURKU}> ; rdf:object <{BALTIC}> }}"
    expect(panel.locator("figure")).to_have_count(_count(demo, pattern))
    expect(panel.locator("blockquote").first).to_contain_text("Turku")
    panel.locator("figcaption a").first.click()
    page.wait_for_url("**/doc/*")


def test_keys_go_from_thing_to_thing_and_say_where_they_are(seen: Watched) -> None:
    page = _open(seen, at=TURKU)
    page.wait_for_timeout(800)
    page.locator(".picture").focus()
    told = page.locator(".picture-frame > [role=status]")
    for key in ("Shift+ArrowRight", "Shift+ArrowLeft", "Shift+ArrowUp", "Shift+ArrowDown"):
        page.keyboard.press(key)
        if told.inner_text().strip():
            break
    expect(told).to_contain_text("relation")
    name = told.inner_text().split(",")[0]
    page.keyboard.press("Enter")
    expect(page.locator(".selection h3")).to_have_text(name)
    page.keyboard.press("+")
    page.keyboard.press("0")
    page.keyboard.press("Escape")
    expect(page.locator(".selection")).to_contain_text("Select a thing or a relation")
    assert "at=" not in page.url


def test_what_is_seen_and_how_the_table_stands_is_in_the_address(seen: Watched) -> None:
    page = _open(seen)
    page.get_by_role("button", name="Zoom in").click()
    expect(page).to_have_url(re.compile(r"view=[-0-9]+%2C[-0-9]+%2C1\.30"))
    heading = page.get_by_role("columnheader", name="Relations").get_by_role("button")
    heading.click()
    heading.click()
    expect(page).to_have_url(re.compile("things-order=-4"))
    first = page.locator("tbody tr").first.inner_text()
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator("tbody tr").first).to_have_text(first, use_inner_text=True)
    page.wait_for_timeout(500)
    assert page.url == address
    page.get_by_role("button", name="Show all", exact=True).click()
    expect(page).not_to_have_url(re.compile("view="))


def test_the_wheel_zooms_only_where_somebody_works(seen: Watched) -> None:
    page = _open(seen, focus=TURKU)
    page.locator(".picture").hover()
    page.mouse.wheel(0, 400)
    expect(page.get_by_role("heading", level=1)).not_to_be_in_viewport()
    assert "view=" not in page.url
    page.locator(".picture").focus()
    page.locator(".picture").hover()
    page.mouse.wheel(0, -120)
    expect(page).to_have_url(re.compile("view="))


def test_a_field_of_the_paths_keeps_the_focus_and_what_is_typed(seen: Watched) -> None:
    page = _open(seen)
    start = page.get_by_role("combobox", name="From", exact=True)
    start.press_sequentially("Turku")
    page.get_by_role("option", name="Turku").first.click()
    expect(start).to_be_focused()
    start.press_sequentially(" and")
    expect(start).to_have_value("Turku and")
    page.locator(".ways").get_by_role("button", name="Clear").click()
    expect(start).to_have_value("")


def test_one_thing_with_its_surroundings_and_more_of_them(
    seen: Watched, demo: httpx.Client
) -> None:
    page = _open(seen, focus=TURKU)
    near = page.locator("tbody tr").count()
    assert near < _count(demo, "?s a hansa:City") + _count(demo, "?s a hansa:Network")
    expect(page.locator(".around")).to_contain_text("Around Turku")
    page.locator("tbody").get_by_role("button", name="Select Baltic Harbour Cities Network").click()
    page.get_by_role("button", name="Add its neighbours").click()
    expect(page.locator(".selection")).to_contain_text("added.")
    expect(page.get_by_role("table")).to_contain_text("Riga")
    assert page.locator("tbody tr").count() > near
    page.get_by_role("button", name="Back to everything").click()
    expect(page.locator(".around")).to_have_count(0)


def test_a_path_between_two_things_is_told_in_sentences(seen: Watched) -> None:
    page = _open(seen)
    for label, name in (("From", "Turku"), ("To", "Kochi")):
        page.get_by_role("combobox", name=label, exact=True).press_sequentially(name)
        page.get_by_role("option", name=name).first.click()
    ways = page.locator(".ways")
    expect(ways.get_by_role("status").last).to_be_visible()
    expect(ways.locator("ol.way").first).to_be_visible(timeout=10_000)
    steps = ways.locator("ol.way").first.locator("li")
    expect(steps.locator("blockquote").first).to_be_visible()
    assert f"from={quote(TURKU, safe='')}" in page.url
    count = steps.count()
    page.goto(page.url)
    expect(ways.locator("ol.way").first.locator("li")).to_have_count(count)
    expect(page.get_by_role("combobox", name="From", exact=True)).to_have_value("Turku")


def test_the_picture_is_saved_as_png_and_svg(seen: Watched) -> None:
    page = _open(seen, focus=TURKU)
    page.wait_for_timeout(800)
    png = _saved(page, "PNG")
    assert png.startswith(b"\x89PNG")
    width, _ = struct.unpack(">II", png[16:24])
    assert width == 3 * page.evaluate("document.querySelector('.picture').clientWidth")
    svg = ElementTree.fromstring(_saved(page, "SVG"))  # noqa: S314  it is ours
    names = [each.text for each in svg.iter(f"{SVG}text")]
    assert "Turku" in names


def test_things_and_relations_are_saved_as_they_are_shown(seen: Watched) -> None:
    page = _open(seen, relation="memberOf")
    things = [*csv.DictReader(io.StringIO(_saved(page, "Things as CSV").decode()))]
    links = [*csv.DictReader(io.StringIO(_saved(page, "Relations as CSV").decode()))]
    assert {each["relation"] for each in links} == {"memberOf"}
    ends = {each[end] for each in links for end in ("subject", "object")}
    assert ends == {each["iri"] for each in things}
    assert f"{len(links)} relations are shown" in _summary(page).inner_text()


def test_what_fails_is_said_and_tried_again(seen: Watched) -> None:
    seen.expected += ["503", "Failed to load"]
    page = seen.page
    page.route("**/sparql?*", lambda route: route.fulfill(status=503, json={"detail": "too busy"}))
    seen.open("/explore")
    expect(page.get_by_role("alert")).to_contain_text("too busy")
    page.unroute("**/sparql?*")
    page.get_by_role("button", name="Try again").click()
    expect(_summary(page)).to_contain_text("are shown")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_the_page_can_be_read_by_everybody(
    browser: Browser, demo: httpx.Client, width: int, scheme: str
) -> None:
    origin = str(demo.base_url).rstrip("/")
    viewport = {"width": width, "height": 800}
    with watched(browser, origin, viewport=viewport, color_scheme=scheme) as seen:
        page = _open(seen, at=MEMBERSHIP)
        expect(page.locator(".selection blockquote").first).to_be_visible()
        assert seen.axe() == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        seen.check()


def test_the_way_back_leads_out_of_surroundings(seen: Watched) -> None:
    page = _open(seen, at=TURKU)
    everything = _summary(page).inner_text()
    page.get_by_role("button", name="Look around it").click()
    expect(page.locator(".around")).to_contain_text("Around Turku")
    expect(_summary(page)).not_to_have_text(everything)
    page.go_back()
    expect(page.locator(".around")).to_have_count(0)
    expect(_summary(page)).to_have_text(everything)
    page.go_forward()
    expect(page.locator(".around")).to_contain_text("Around Turku")
    page.goto(f"{seen.origin}/explore?focus=nonsense")
    expect(page.get_by_role("alert")).to_contain_text("nonsense")
    page.get_by_role("button", name="Back to everything").click()
    expect(_summary(page)).to_have_text(everything)


def test_enter_takes_the_first_name_that_is_suggested(seen: Watched) -> None:
    page = _open(seen)
    start = page.get_by_role("combobox", name="From", exact=True)
    start.press_sequentially("Rostoc")
    expect(page.locator("#from-list [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(start).to_have_value("Rostock")
    assert "from=" in page.url


def test_a_path_in_the_address_keeps_no_country_from_being_read(seen: Watched) -> None:
    kochi = f"{BASE}id/city/kochi-in"
    for _ in range(3):
        page = _open(seen, **{"from": TURKU, "to": kochi})
        expect(page.locator(".ways ol.way").first).to_be_visible(timeout=10_000)
        expect(page.get_by_role("alert")).to_have_count(0)
    rows = list(csv.DictReader(io.StringIO(_saved(page, "Things as CSV").decode())))
    countries = {row["label"]: row["countryLabel"] for row in rows}
    assert countries["Turku"] == "Finland"
    seen.expected.append("net::ERR_ABORTED")  # sentences that were asked for twice


def test_the_table_begins_with_what_has_most_relations(seen: Watched) -> None:
    page = _open(seen)
    counts = [int(each) for each in page.locator("tbody tr td:last-child").all_inner_texts()]
    assert counts == sorted(counts, reverse=True)


@pytest.fixture
def crowded(tmp_path: Path, built: None) -> Iterator[httpx.Client]:  # noqa: ARG001  it is served
    """Return a client of a server with 3,000 cities, each in three of 60 networks."""
    networks = [
        f'<{BASE}id/network/n{i}> a hansa:Network ; rdfs:label "Network {i}" .' for i in range(60)
    ]
    cities = [
        f'<{BASE}id/city/c{i}> a hansa:City ; rdfs:label "City {i}" ; hansa:memberOf '
        + ", ".join(f"<{BASE}id/network/n{(i * step + step) % 60}>" for step in (1, 7, 11))
        + " ."
        for i in range(3_000)
    ]
    settings = {"HANSA_MANAGED": "off", "HANSA_TOKEN": "t", "HANSA_RATE_SECONDS": "10000"}
    with running_server(tmp_path / "crowd", **settings) as client:
        update = f"INSERT DATA {{ {' '.join(networks + cities)} }}"
        answer = client.post(
            "/sparql/update", data={"update": update}, headers={"Authorization": "Bearer t"}
        )
        assert answer.is_success, answer.text
        yield client


def test_a_crowd_is_painted_no_faster_than_it_can_be_shown(
    browser: Browser, crowded: httpx.Client
) -> None:
    origin = str(crowded.base_url).rstrip("/")
    with watched(browser, origin, viewport={"width": 1280, "height": 800}) as seen:
        seen.expected.append("net::ERR_ABORTED")
        page = _open(seen)
        box = page.locator(".picture").bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 100, box["y"] + 100)
        page.mouse.down()
        started = time.monotonic()
        for step in range(20):
            page.mouse.move(box["x"] + 100 + 8 * step, box["y"] + 100 + 3 * step)
        page.mouse.up()
        seen.open("/documents", wait="h1")
        # Without a graphics card every move queued a picture of seconds before the next page.
        assert time.monotonic() - started < 15
