"""How soon pages of the workbench show something useful, and how soon they answer hands and keys.

A graph of 5,000 things and 15,000 relations is served by ``hansa serve`` and looked at in a real
Chromium, without a graphics card: the first paint of a page, the time until the picture of the
graph is there, and the longest time from an event until the next frame after it was handled, by
the browser's own Event Timing where that tells it (it leaves out what takes less than 16 ms), else
by the frames of the page. What else the machine does weighs on all of it.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from graph.workspace import Workspace
from tests import node
from tests.benchmarks.memberships import memberships
from tests.benchmarks.servers import hansa

#: Networks, members of each, and the cities they are drawn from: nearly 5,000 things in all.
NETWORKS = 150
MEMBERS = 100
CITIES = 4_900
ROUNDS = 3
OFTEN = 20
FIRST, EACH = 1_000, 100
#: Without more, the browser does on a machine without a graphics card what it does for people.
_ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage")

_WATCH = """
globalThis.told = [];
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) globalThis.told.push(each.duration);
}).observe({ type: "event", durationThreshold: 16, buffered: true });
"""
#: The time until the frame after the next is begun: what was changed has been painted by then.
_FRAMES = """() => {
  const begun = performance.now();
  const frame = () => new Promise(requestAnimationFrame);
  return frame().then(frame).then(() => performance.now() - begun);
}"""
#: The time from a press of a filter until the worker's picture of what is left is there.
_PICTURE = """() => new Promise((done) => {
  const begun = performance.now();
  const painted = document.querySelector(".painted");
  const before = painted.dataset.painted;
  const told = { attributes: true, attributeFilter: ["data-painted"] };
  new MutationObserver((_, watching) => {
    if (painted.dataset.painted === before) return; // it was painted anew as it was
    watching.disconnect();
    done(performance.now() - begun);
  }).observe(painted, told);
  document.querySelectorAll(".kind-toggle")[1].click();
})"""
_FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def main(networks: int = NETWORKS) -> None:
    """Print the figures of a graph of *networks*."""
    with tempfile.TemporaryDirectory() as temporary:
        store = Path(temporary) / "data"
        with Workspace(store).writer() as writer:
            for document, extraction in memberships(networks, MEMBERS, cities=CITIES):
                writer.put(document, extraction)
            writer.commit()
        with hansa(store, HANSA_RATE_SECONDS="0") as served, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=node.browser(), args=_ARGUMENTS)
            _report(browser, f"http://127.0.0.1:{served.port}")
            browser.close()


def _report(browser: Browser, origin: str) -> None:
    _opened(browser, origin).close()  # the server listens before it is up
    for path in ("/", "/explore"):
        paints = [_opened(browser, origin + path).evaluate(_FIRST_PAINT) for _ in range(ROUNDS)]
        _print(f"first paint of {path}", paints, FIRST)
    page = _opened(browser, f"{origin}/explore")
    page.wait_for_selector(".painted[data-painted]", timeout=60_000)
    print(f"{'picture of the graph':32} {page.evaluate('performance.now()'):8.0f} ms")
    page.wait_for_timeout(8_000)  # until the layout rests
    for name, act in _acts(page).items():
        _print(name, [_answered(page, act, number) for number in range(OFTEN)], EACH)
    _print("filter, until its picture", [page.evaluate(_PICTURE) for _ in range(OFTEN)])


def _opened(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(_WATCH)
    page.goto(address, wait_until="load")
    while not page.evaluate(_FIRST_PAINT):  # it may come a moment later; the page forbids eval
        page.wait_for_timeout(20)
    return page


def _acts(page: Page) -> dict[str, Callable[[int], None]]:
    box = page.locator(".picture").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drag(number: int) -> None:
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 30 * (-1) ** number, y + 20, steps=3)
        page.mouse.up()

    return {
        "drag": drag,
        "zoom": lambda number: page.mouse.wheel(0, -120 * (-1) ** number),
        "hover": lambda number: page.mouse.move(x + 7 * number, y - 5 * number),
        "select": lambda number: page.mouse.click(x + 9 * number, y + 4 * number),
        "filter": lambda _: page.locator(".kind-toggle").nth(1).click(),
    }


def _answered(page: Page, act: Callable[[int], None], number: int) -> float:
    """Return the milliseconds of the slowest event of an act, or of the frames after it."""
    page.evaluate("globalThis.told.length = 0")
    act(number)
    frames: float = page.evaluate(_FRAMES)
    page.wait_for_timeout(50)
    told: list[float] = page.evaluate("globalThis.told")
    return max(told, default=frames)


def _print(name: str, times: list[float], aim: int = 0) -> None:
    ordered = sorted(times)
    median, late = ordered[len(ordered) // 2], ordered[math.ceil(0.95 * len(ordered)) - 1]
    met = "" if late < aim else ", missed"
    aimed = f" (aim {aim} ms{met})" if aim else ""
    print(f"{name:32} {median:8.0f} ms, p95 {late:.0f} ms{aimed}", flush=True)


if __name__ == "__main__":
    main()
