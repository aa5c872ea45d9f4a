"""The history of a thing on its page: there when somebody opens it, and told without scripts."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from graph.workspace import Workspace
from tests.api.sample import KEY, first, second, write_namesakes
from tests.api.server import running_server

from .watched import watched

pytestmark = pytest.mark.usefixtures("built")


@pytest.fixture
def past(tmp_path: Path) -> Path:
    """Return five generations: a person, a namesake, a statement, news of it, only the news."""
    folder = write_namesakes(tmp_path / "data", at_once=False)
    with Workspace(folder).writer() as writer:
        for document, extraction in (first(), second()):
            writer.put(document, extraction)
            writer.commit()
        writer.retract(KEY)
        writer.commit()
    return folder


def test_the_history_is_opened_on_the_page_of_a_thing(past: Path, browser: Browser) -> None:
    with (
        running_server(past, HANSA_RATE_SECONDS="0") as client,
        watched(
            browser, str(client.base_url).rstrip("/"), viewport={"width": 360, "height": 740}
        ) as seen,
    ):
        page = seen.open("/id/city/riga-lv", wait="#find")
        assert not any("about=" in each for each in seen.requests), "nothing before it is opened"
        seen.expected += ["503", "Failed to load"]
        page.route("**/changes?*", lambda route: route.fulfill(status=503, json={}))
        page.locator("#history summary").click()
        page.get_by_role("alert").get_by_role("button", name="Try again").wait_for()
        page.unroute("**/changes?*")
        page.get_by_role("button", name="Try again").click()
        steps = page.locator(".history-step")
        expect(steps).to_have_count(3)
        expect(steps.first).to_contain_text("is said by fewer")
        expect(steps.nth(1)).to_contain_text("Riga, a member of the Baltic Sea League")
        expect(steps.last).to_contain_text("It came.")
        assert seen.axe() == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        steps.nth(1).get_by_role("link", name="as it was then").click()
        page.wait_for_url("**/id/city/riga-lv*generation=4*")
        seen.check()


def test_without_scripts_a_link_leads_to_it(past: Path) -> None:
    with running_server(past, HANSA_WORKBENCH="off", HANSA_RATE_SECONDS="0") as client:
        page = client.get("/id/city/riga-lv.html")
        assert "<script" not in page.text
        [link] = re.findall(r'<a href="([^"]*)">All of it', page.text)
        history = client.get(str(page.url.join(unescape(link))), headers={"Accept": "text/html"})
        assert "<h1>What changed about Riga</h1>" in history.text
