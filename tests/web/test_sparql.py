"""The page of SPARQL: written in the editor, run, shown, saved, and told where it is wrong."""

from __future__ import annotations

import subprocess
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Page, expect

from .watched import Watched

pytestmark = pytest.mark.usefixtures("built")

CODE = ".cm-content"
MEMBERS = "SELECT ?city ?network { ?city hansa:memberOf ?network } ORDER BY ?city ?network"
NETWORK = "https://w3id.org/hansa/id/network/baltic-harbour-cities-network"


def _type(page: Page, text: str) -> None:
    page.locator(CODE).click()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def _ask(seen: Watched, query: str, shown: str = "") -> Page:
    page = seen.open(f"/sparql?query={quote(query)}{shown}", wait=CODE)
    expect(page.locator(".status [role=status]")).to_contain_text("generation")
    return page


def test_a_query_is_run_by_keys_and_stands_in_the_address(seen: Watched) -> None:
    page = seen.open("/sparql", wait=CODE)
    _type(page, "ASK { ?c a hansa:City }")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".word")).to_have_text("Yes")
    assert "ASK+%7B" in page.url
    page.reload()
    expect(page.locator(".word")).to_have_text("Yes")


def test_classes_and_properties_of_the_graph_are_suggested(seen: Watched) -> None:
    page = seen.open("/sparql", wait=CODE)
    page.wait_for_load_state("networkidle")
    assert not any("propertyPartition" in each for each in seen.requests)  # nobody needs counts yet
    _type(page, "SELECT * { ?c a hansa:Cit")
    offered = page.get_by_role("listbox", name="Completions").get_by_role("option")
    expect(offered.first).to_contain_text("hansa:City")
    page.wait_for_timeout(100)  # what has just come is not taken by a key meant for the text
    page.keyboard.press("Enter")
    page.keyboard.type(" ; hansa:mem")
    expect(page.get_by_role("option", name="hansa:memberOf")).to_contain_text("member of")
    page.keyboard.press("Escape")
    page.keyboard.type("berOf ")
    page.keyboard.press("Control+Space")
    expect(page.get_by_role("option", name="Andean Water Cities Alliance")).to_contain_text("12×")


def test_a_thing_is_found_by_its_name_and_put_in_by_its_iri(seen: Watched) -> None:
    page = seen.open("/sparql", wait=CODE)
    _type(page, "SELECT * { ?s ?p Turk")
    expect(page.get_by_role("option", name="Turku")).to_be_visible()
    page.wait_for_timeout(100)  # what has just come is not taken by a key meant for the text
    page.keyboard.press("Enter")
    expect(page.locator(CODE)).to_contain_text("<https://w3id.org/hansa/id/city/turku-fi>")


def test_what_is_wrong_is_marked_where_it_is(seen: Watched) -> None:
    seen.expected.append("400")
    page = seen.open("/sparql", wait=CODE)
    _type(page, "SELECT * { ?s hnasa:name ?o ")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("did you mean hansa:?")
    expect(page.get_by_role("alert")).to_contain_text("Line 1, column 15")
    expect(page.locator(".cm-lintRange-error")).to_have_text("hnasa:name")
    assert seen.axe() == []


def test_tab_leaves_the_editor_and_what_is_typed_outlasts_a_reload(seen: Watched) -> None:
    page = seen.open("/sparql", wait=CODE)
    _type(page, "ASK { }")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").startswith("Run")
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(page.locator(CODE)).to_have_text("ASK { }")


def test_a_long_answer_is_a_table_of_which_few_rows_are_there(seen: Watched) -> None:
    numbers = "{ SELECT ?x { VALUES ?x { 0 1 2 3 4 5 6 7 8 9 } } }"
    digits = " ".join(numbers.replace("?x", f"?{name}") for name in "abcd")
    page = _ask(seen, f"SELECT ?a ?b ?c ?d {{ {digits} }}")
    expect(page.locator(".status [role=status]")).to_contain_text("10,000 rows · complete")
    grid = page.get_by_role("grid")
    expect(grid).to_have_attribute("aria-rowcount", "10001")
    assert page.locator(".grid tbody tr").count() < 60
    page.locator(".grid td").first.click()
    page.keyboard.press("Control+End")
    expect(page.locator("tr[aria-rowindex='10001'] td:focus")).to_have_count(1)
    # Neither the wheel nor a filter takes the cell away that Tab leads to.
    page.locator(".grid").evaluate("(grid) => grid.scrollTo(0, 0)")
    expect(page.locator("tr[aria-rowindex='2']")).to_have_count(1)
    expect(page.locator("tr[aria-rowindex='10001'] td:focus")).to_have_count(1)
    page.keyboard.press("ArrowUp")
    expect(page.locator("tr[aria-rowindex='10000'] td:focus")).to_be_in_viewport()
    page.get_by_label("Only rows with").fill("7\u00a0nowhere")
    expect(page.locator(".controls [role=status]")).to_have_text("0 of 10,000 rows")
    page.get_by_label("Only rows with").fill("9")
    expect(page.locator(".controls [role=status]")).to_have_text("3,439 of 10,000 rows")
    expect(page.locator(".grid td[tabindex='0']")).to_have_count(1)
    expect(page.locator("tr[aria-rowindex='3440'] td[tabindex='0']")).to_have_count(1)
    seen.forgive_shifts()


def test_rows_show_names_and_can_be_sought_and_sorted(seen: Watched) -> None:
    page = _ask(seen, MEMBERS)
    expect(page.get_by_role("link", name="Baltic Harbour Cities Network").first).to_be_visible()
    page.get_by_label("Only rows with").fill("turku")
    expect(page.locator(".controls [role=status]")).to_contain_text("rows")
    expect(page.locator(".grid td:first-child").first).to_have_text("Turku")
    assert set(page.locator(".grid td:first-child").all_inner_texts()) == {"Turku"}
    page.get_by_label("names for IRIs").uncheck()
    expect(page.locator(".grid td").first).to_contain_text("id/city/turku-fi")
    page.get_by_role("button", name="network").click()
    page.get_by_role("button", name="network").click()
    expect(page.locator(".grid th").nth(1)).to_have_attribute("aria-sort", "descending")
    page.reload()  # what is seen stands in the address
    expect(page.get_by_label("Only rows with")).to_have_value("turku")
    expect(page.locator(".grid th").nth(1)).to_have_attribute("aria-sort", "descending")
    expect(page.locator(".grid td").first).to_contain_text("id/city/turku-fi")


def test_sentences_stand_beside_the_rows(seen: Watched, demo: httpx.Client) -> None:
    query = f"SELECT ?city {{ ?city hansa:memberOf <{NETWORK}> }} ORDER BY ?city"
    page = seen.open(f"/sparql?evidence=1&query={quote(query)}", wait=".sentence")
    told = demo.get("/sparql", params={"query": query, "evidence": "1"}).json()
    quotes = [claim["quote"] for row in told["results"]["evidence"] for claim in row]
    assert page.locator(".sentence q").all_inner_texts() == quotes
    assert seen.axe() == []


def test_downloads_are_the_servers_and_whole(seen: Watched, demo: httpx.Client) -> None:
    page = _ask(seen, MEMBERS)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    content = Path(download.value.path()).read_bytes()
    assert content == demo.get("/sparql", params={"query": MEMBERS, "format": "csv"}).content


def test_the_command_that_is_copied_gives_the_answer(seen: Watched) -> None:
    seen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = _ask(seen, 'ASK { VALUES ?x { "it\'s" } }')
    page.get_by_role("button", name="curl").click()
    expect(page.locator(".copies [role=status]")).to_contain_text("Copied")
    command = page.evaluate("navigator.clipboard.readText()")
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert '"boolean":true' in done.stdout.replace(" ", "")


def test_an_example_is_the_sparql_of_its_question(seen: Watched) -> None:
    page = seen.open("/sparql", wait=CODE)
    page.get_by_role("button", name="Examples").click()
    page.get_by_label("Find an example").fill("who belongs")
    page.get_by_role("button", name="Who belongs to a network?").click()
    expect(page.locator(CODE)).to_contain_text("indian-ocean-port-cities-network")
    page.get_by_role("button", name="Run").click()
    expect(page.locator(".status [role=status]")).to_contain_text("7 rows")


def test_numbers_make_a_chart_cities_a_map_and_links_a_picture(seen: Watched) -> None:
    page = _ask(seen, MEMBERS)
    page.get_by_role("button", name="Picture").click()
    expect(page.locator(".picture circle").first).to_be_visible()
    expect(page.locator(".picture a[tabindex='0']")).to_have_count(1)
    assert "view=picture" in page.url
    page.get_by_role("button", name="Map").click()
    expect(page.locator(".map .spot").first).to_be_visible()
    assert seen.axe() == []
    page.get_by_role("button", name="Picture").focus()
    page.keyboard.press("Tab")
    expect(page.locator(".map a:focus")).to_have_attribute("data-place", "0")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".map a[tabindex='0']:focus")).not_to_have_attribute("data-place", "0")
    page.keyboard.press("Tab")
    expect(page.locator(".map a:focus")).to_have_count(0)
    counted = "SELECT ?n (COUNT(?c) AS ?cities) { ?c hansa:memberOf ?n } GROUP BY ?n"
    page = _ask(seen, counted, "&view=chart")
    expect(page.locator(".chart .bar")).to_have_count(page.locator(".chart title").count())


def test_a_query_that_takes_long_can_be_stopped(seen: Watched) -> None:
    page = seen.open("/sparql", wait=CODE)
    _type(page, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i ")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.keyboard.type(". FIL")
    expect(page.get_by_role("listbox", name="Completions")).to_be_visible()
    page.keyboard.press("Escape")  # closes the suggestions, and nothing else
    expect(page.get_by_role("listbox", name="Completions")).to_have_count(0)
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".status [role=status]")).to_contain_text("Stopped after")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_on_a_phone_all_of_it_can_be_used(seen: Watched, colours: str) -> None:
    seen.page.set_viewport_size({"width": 390, "height": 800})
    seen.page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    page = _ask(seen, MEMBERS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert seen.axe() == []


def test_sentences_come_beside_an_answer_as_soon_as_they_are_wanted(seen: Watched) -> None:
    page = _ask(seen, MEMBERS)
    expect(page.locator(".sentence")).to_have_count(0)
    wanted = page.get_by_role("checkbox", name="with the sentences behind each row")
    wanted.check()
    expect(page.locator(".sentence").first).to_be_visible()
    assert "evidence=1" in page.url
    wanted.uncheck()
    expect(page.locator(".sentence")).to_have_count(0)
    seen.forgive_shifts()
