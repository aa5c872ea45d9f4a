"""People and what each of them comes for, from the first page to the last click."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from .watched import Watched

pytestmark = pytest.mark.usefixtures("built")

#: Milliseconds that a test waits for the model, and for a write of the graph.
READING = 90_000
WRITING = 30_000
NEWS = """# Lights on the quays

The city of Turku has joined the Lantern Quays Network. Riga might one day be in it too.
"""
#: Drops a file on an element, as a person does with the mouse.
DROP = """(element, [name, text]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([text], name));
  for (const type of ["dragover", "drop"]) {
    element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  }
}"""
#: Notes how far the first of the chosen documents is said to be, each time that changes.
STAGES = """() => {
  globalThis.stages = [];
  const look = () => {
    const said = document.querySelector(".choice .stage")?.textContent;
    if (said && said !== globalThis.stages.at(-1)) globalThis.stages.push(said);
  };
  new MutationObserver(look).observe(document.body, {
    subtree: true, childList: true, characterData: true,
  });
}"""


def test_a_visitor_follows_a_fact_to_its_sentence(seen: Watched) -> None:
    page = seen.open("/", wait="#q[role=combobox]")
    page.locator("#q").press_sequentially("Baltic Harb")
    page.locator("#q-list [role=option]").first.click()
    page.wait_for_url("**/id/network/baltic-harbour-cities-network*")
    fact = page.locator("#hasMember li.fact", has_text="Turku")
    fact.locator(".why").first.click()
    popover = page.locator("#evidence-popover")
    sentence = popover.locator("mark").first.inner_text()
    assert "Turku" in sentence
    popover.locator("a[href*='#char-']").first.click()
    page.wait_for_url("**/doc/**")
    marked = page.locator("pre.text mark", has_text=sentence[:40]).first
    expect(marked).to_be_in_viewport()


def test_an_analyst_sees_asks_and_takes_the_answer_along(seen: Watched, demo: httpx.Client) -> None:
    page = seen.open("/explore", wait=".painted[data-painted]")
    page.get_by_role("link", name="Matrix").click()
    expect(page.get_by_role("grid")).to_contain_text("Rostock")
    page.get_by_role("link", name="SPARQL", exact=True).click()
    page.wait_for_selector(".cm-content")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    query = "SELECT ?city ?network { ?city hansa:memberOf ?network } ORDER BY ?city ?network"
    page.keyboard.insert_text(query)
    page.get_by_role("button", name=re.compile("^Run")).click()
    expect(page.locator(".status [role=status]")).to_contain_text("generation 1")
    rows = [*csv.reader(io.StringIO(_asked(demo, query)))]
    with page.expect_download() as told:
        page.get_by_role("link", name="CSV", exact=True).click()
    taken = Path(told.value.path()).read_text(encoding="utf-8")
    assert [*csv.reader(io.StringIO(taken))] == rows
    again = seen.open(page.url.removeprefix(seen.origin), wait=".cm-content")
    expect(again.locator(".status [role=status]")).to_contain_text(f"{len(rows) - 1} rows")


def _asked(client: httpx.Client, query: str) -> str:
    return client.get("/sparql", params={"query": query, "format": "csv"}).text


def test_a_maintainer_brings_a_document_and_decides_what_is_unsure_in_it(
    keeping: Watched, changing: httpx.Client
) -> None:
    page = keeping.open("/ingest", wait=".drop-zone")
    _bring(page, "lights.md")
    keeping.forgive_shifts()

    page.get_by_role("link", name="Review", exact=True).click()
    page.wait_for_selector(".acts button")
    page = keeping.open("/review?document=lights.md", wait=".acts button")
    item = page.locator(".queue li", has_text="Lantern Quays Network")
    expect(item).to_have_count(1)
    expect(page.locator(".context mark")).to_have_text("Riga might one day be in it too.")
    riga = page.locator(".item h2").get_by_role("link", name="Riga").get_attribute("href") or ""
    assert not _is_told(changing, riga)
    page.get_by_label("Who decides").fill("Ada Lind")
    item.get_by_role("button").focus()
    page.keyboard.press("a")
    _all_sent(page)
    assert _is_told(changing, riga)

    page.keyboard.press("u")
    expect(item).to_have_count(1, timeout=WRITING)
    expect(page.locator(".sent")).to_have_count(0)
    assert not _is_told(changing, riga)
    page.keyboard.press("e")  # the sentence says that it may become one, not that it is one
    form = page.locator(".edit-form")
    form.get_by_label("Status").select_option("it is meant to be")
    form.get_by_role("button", name="Say so").press("Enter")
    _all_sent(page)
    page.get_by_text("All decisions").click()
    decisions = page.locator(".history li")
    expect(decisions).to_have_count(1)
    expect(decisions).to_contain_text("Lantern Quays Network")
    expect(decisions).to_contain_text("Ada Lind")
    assert keeping.axe() == []
    keeping.forgive_shifts()

    page.goto(riga)
    fact = page.locator("li.fact", has_text="Lantern Quays Network")
    expect(fact).to_contain_text("Riga might one day be in it too.")
    expect(fact).to_contain_text("planned")


def _bring(page: Page, name: str) -> None:
    """Drop a file, look at what would be read in it, commit it, and see what that adds."""
    page.evaluate(STAGES)
    page.locator(".drop-zone").evaluate(DROP, [name, NEWS])
    page.get_by_role("button", name="What would be read").click()
    preview = page.get_by_role("region", name="What would be read")
    expect(preview).to_contain_text("too unsure to assert: 1", timeout=READING)
    expect(preview.locator("li.proposal")).to_contain_text("waits for review")
    page.get_by_role("button", name="Commit", exact=True).click()
    changes = page.get_by_role("region", name="What generation 2 changed")
    expect(changes).to_contain_text("Facts added: 1", timeout=READING)
    expect(changes).to_contain_text("has joined the Lantern Quays Network")
    stages = page.evaluate("globalThis.stages")
    under_way = {"is being read …", "is searched for facts …", "is written into the graph …"}
    assert under_way & {*stages}, stages
    assert stages[-1] == "added to the graph"


def _all_sent(page: Page) -> None:
    expect(page.locator(".sent [role=status]")).to_have_text("all sent", timeout=WRITING)


def _is_told(client: httpx.Client, thing: str) -> bool:
    """Say whether the page of a thing, as the server makes it, tells of the network."""
    told = client.get(thing, headers={"Accept": "text/html"}, follow_redirects=True)
    return "Lantern Quays Network" in told.raise_for_status().text
