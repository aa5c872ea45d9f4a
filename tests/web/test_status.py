"""The status page with scripts: it lives, rests while nobody looks, and lets the keeper stop."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import Browser, expect

from .conftest import TOKEN
from .watched import Watched, watched

pytestmark = pytest.mark.usefixtures("built")

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@contextmanager
def asking(client: httpx.Client) -> Iterator[list[int]]:
    """Ask something that takes long meanwhile; yield where its status will be."""
    statuses: list[int] = []

    def ask() -> None:
        with httpx.Client(base_url=client.base_url, timeout=60, trust_env=False) as own:
            statuses.append(own.post("/sparql", data={"query": SLOW}).status_code)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield statuses
    finally:
        thread.join()


def test_the_status_tells_what_goes_on_without_being_asked_again(seen: Watched) -> None:
    page = seen.open("/status", wait="#h-going-on")
    expect(page.locator("#island")).to_contain_text("No query runs.")
    expect(page.locator("#island")).to_contain_text("No document is being read.")
    expect(page.get_by_role("img", name=re.compile("Quads by generation"))).to_be_visible()
    assert page.locator(".growth rect").count() == 2, "a generation, in either picture"
    assert seen.axe() == []
    page.set_viewport_size({"width": 360, "height": 740})
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360
    assert seen.axe() == []


def test_nobody_asks_while_the_page_is_hidden(seen: Watched) -> None:
    page = seen.open("/status", wait="#h-going-on")
    expect(page.locator("#island")).to_contain_text("No query runs.")
    hide = """(state) => {
      Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
      document.dispatchEvent(new Event("visibilitychange")); }"""
    page.evaluate(hide, "hidden")
    before = len(seen.requests)
    page.wait_for_timeout(6_000)
    assert len(seen.requests) == before
    with page.expect_request("**/status?*"):
        page.evaluate(hide, "visible")


def test_the_keeper_sees_a_query_and_stops_it(keeping: Watched, changing: httpx.Client) -> None:
    with asking(changing) as statuses:
        page = keeping.open("/status", wait="#h-going-on")
        row = page.locator("#island tbody tr")
        expect(row).to_contain_text("?k ?l", timeout=15_000)
        expect(page.locator("[data-status=running]")).to_have_text("1")
        assert keeping.axe() == []
        page.get_by_role("button", name=re.compile("Stop the query")).click()
        expect(page.locator("#island")).to_contain_text("The query was stopped.")
    assert statuses == [503]
    assert TOKEN not in page.content()


def test_a_newer_generation_is_told(keeping: Watched, changing: httpx.Client) -> None:
    page = keeping.open("/status", wait="#h-going-on")
    keeper = {"Authorization": f"Bearer {TOKEN}"}
    update = "INSERT DATA { GRAPH <urn:mine> { <urn:a> <urn:b> <urn:c> } }"
    done = changing.post("/sparql/update", data={"update": update}, headers=keeper)
    assert done.status_code < 300, done.text
    expect(page.get_by_text("Generation 2 has come.")).to_be_visible(timeout=15_000)
    page.get_by_role("link", name="Show it").click()
    expect(page.locator("#generations tbody th").first).to_have_text("2")


def test_health_is_not_known_while_the_server_does_not_answer(seen: Watched) -> None:
    page = seen.open("/status", wait="#h-going-on")
    health = page.locator("[data-status=health]")
    expect(page.locator("#island")).to_contain_text("No query runs.")
    seen.expected += ["ERR_FAILED", "status?format=json"]
    page.route("**/status?format=json*", lambda route: route.abort())
    expect(health).to_contain_text("not known", timeout=20_000)
    expect(page.get_by_role("alert")).to_contain_text("may be old")
    page.unroute("**/status?format=json*")
    expect(health).to_have_text("ready", timeout=20_000)


@pytest.mark.parametrize("path", ["/ingest", "/review", "/explore"])
def test_without_scripts_nothing_is_awaited(
    browser: Browser, demo: httpx.Client, path: str
) -> None:
    origin = str(demo.base_url).rstrip("/")
    with watched(browser, origin, java_script_enabled=False) as seen:
        page = seen.open(path)
        expect(page.get_by_text("Loading")).to_be_hidden()
        expect(page.locator("noscript p")).to_be_in_viewport()
