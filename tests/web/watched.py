"""A page in a real browser that is watched: what it asks for, and what goes wrong in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from tests import node
from tests.api.test_accessibility import PACKAGES

#: Sums what the layout shifts without the reader's doing, from before the first paint, and notes
#: what moved.
_SHIFTS = """
globalThis.shifted = 0;
globalThis.moved = [];
const named = (node) => node && `${node.nodeName}.${node.className}#${node.id}`;
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) {
    if (each.hadRecentInput) continue;
    globalThis.shifted += each.value;
    globalThis.moved.push([each.value.toFixed(3), ...each.sources.map(({ node }) => named(node))]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""


@dataclass
class Watched:
    """A page, and what was noticed since it was opened."""

    page: Page
    origin: str
    requests: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    #: Parts of messages that a test expects, such as the browser's note of an answer with 401.
    expected: list[str] = field(default_factory=list)

    def open(self, path: str, *, wait: str | None = None) -> Page:
        """Go to a path of the server, and *wait* for an element if asked."""
        self.page.goto(self.origin + path)
        if wait is not None:
            self.page.wait_for_selector(wait)
        return self.page

    def check(self) -> None:
        """Assert that nothing failed, nothing else was asked, and nothing jumped about."""
        wrong = [each for each in self.problems if not any(part in each for part in self.expected)]
        assert wrong == []
        foreign = [
            each
            for each in self.requests
            if not each.startswith((self.origin, "data:", f"blob:{self.origin}"))
        ]
        assert foreign == []
        shifted = self.page.evaluate("globalThis.shifted ?? 0")
        moved = self.page.evaluate("globalThis.moved ?? []")
        assert shifted <= 0.1, f"the layout of {self.page.url} shifted by {shifted:.3f}: {moved}"

    def forgive_shifts(self) -> None:
        """Count no shift so far: what a test chose by script moves as it would by hand."""
        self.page.evaluate("globalThis.shifted = 0")

    def axe(self) -> list[dict[str, Any]]:
        """Return what axe-core finds to mend on the page as it stands now."""
        self.page.evaluate(_axe())
        found = json.loads(self.page.evaluate("axe.run().then(JSON.stringify)"))
        return [
            {"id": each["id"], "help": each["help"], "nodes": [n["html"] for n in each["nodes"]]}
            for each in found["violations"]
        ]


@contextmanager
def watched(browser: Browser, origin: str, **context: Any) -> Iterator[Watched]:
    """Lend a watched page of a context of its own; *context* is that of Playwright."""
    with browser.new_context(**context) as opened:
        page = opened.new_page()
        page.add_init_script(_SHIFTS)
        seen = Watched(page, origin)
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("console", lambda message: _note_message(seen, message))
        page.on("pageerror", lambda error: seen.problems.append(str(error)))
        page.on("requestfailed", lambda request: _note_failure(seen, request))
        page.on("response", lambda response: _note_answer(seen, response))
        yield seen


def _note_message(seen: Watched, message: ConsoleMessage) -> None:
    if message.type in {"error", "warning"}:
        seen.problems.append(f"{message.text} ({message.location.get('url', '')})")


def _note_failure(seen: Watched, request: Request) -> None:
    # What the page stops itself, when its reader types on or leaves, is no failure.
    if request.failure != "net::ERR_ABORTED":
        seen.problems.append(f"{request.url}: {request.failure}")


def _note_answer(seen: Watched, response: Response) -> None:
    if response.status >= 500:
        seen.problems.append(f"{response.url}: {response.status}")


@cache
def _axe() -> str:
    folder = node.packages("node", *PACKAGES)
    return Path(folder / "node_modules/axe-core/axe.min.js").read_text()
