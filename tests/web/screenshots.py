"""Pictures of the pages for the documentation: ``python -m tests.web.screenshots``.

They show the graph of the sample statements, on a live server, and stand in ``docs/pictures``.
Whoever changes a page makes them anew and looks at them.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

from tests import node
from tests.api.server import ROOT, running_server

from .conftest import TOKEN

FOLDER: Final = ROOT / "docs" / "pictures"
_NETWORK: Final = "baltic-harbour-cities-network"
_QUERY: Final = """\
SELECT ?network (COUNT(DISTINCT ?city) AS ?cities) {
  ?city a hansa:City ; hansa:memberOf ?network .
}
GROUP BY ?network
ORDER BY DESC(?cities)
"""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its name, the path of its page, what is waited for, and the colours."""

    name: str
    path: str
    wait: str
    colours: str = "light"


SHOTS: Final = (
    Shot("explore", "/explore", ".painted[data-painted]"),
    Shot("map", "/explore/map", "svg, canvas", "dark"),
    Shot("matrix", "/explore/matrix", "[role=grid]"),
    Shot("timeline", "/explore/timeline", "svg"),
    Shot("sparql", f"/sparql?query={quote(_QUERY)}", ".cm-content"),
    Shot("thing", f"/id/network/{_NETWORK}.html", ".facts-filter"),
    Shot("review", "/review", ".acts button"),
    Shot("ingest", "/ingest", ".drop-zone"),
)


def main() -> None:
    """Read the samples, serve them, and take every picture."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        store = Path(folder) / "data"
        read = [sys.executable, "-m", "api.cli", "ingest", "ingest/samples"]
        subprocess.run([*read, "--root", "ingest", "--store", store], cwd=ROOT, check=True)
        with running_server(store, HANSA_TOKEN=TOKEN) as client, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=node.browser(), args=["--no-sandbox"]
            )
            for shot in SHOTS:
                _take(browser, str(client.base_url).rstrip("/"), shot)
            browser.close()


def _take(browser: Browser, origin: str, shot: Shot) -> None:
    dark = shot.colours == "dark"
    with browser.new_context(
        viewport={"width": 1280, "height": 800}, color_scheme="dark" if dark else "light"
    ) as context:
        page = context.new_page()
        page.add_init_script(f"sessionStorage.setItem('hansa-token', '{TOKEN}')")
        page.goto(origin + shot.path)
        page.wait_for_selector(shot.wait)
        page.wait_for_timeout(3000)  # what moves into its place has come to rest
        page.screenshot(path=FOLDER / f"{shot.name}.png")


if __name__ == "__main__":
    main()
