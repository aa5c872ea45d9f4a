"""axe-core finds nothing to mend on any kind of page, in light and in dark colours.

It runs in a browser of the system, driven by Playwright, which comes from npm with it when the test
first runs. Where Node, a browser or the registry is missing the test is skipped and says so.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from ontology.iris import Base
from ontology.namespaces import DEFAULT_BASE

from .sample import KEY

#: What npm installs, pinned.
PACKAGES = ("axe-core@4.14.1", "playwright-core@1.65.1")
#: The oldest version of Node.js that Playwright runs on.
_NODE = 20
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PAGES = (
    "/",
    "/id/network/baltic-sea-league.html",
    "/id/city/riga-lv.html",
    f"/{Base().document(KEY).removeprefix(DEFAULT_BASE)}.html",
    "/documents",
    "/questions",
    "/questions/members-of-network",
    "/questions/members-of-network?network=Baltic+Sea+League",
    "/questions/members-of-network?network=Atlantis",
    "/search",
    "/search?q=riga",
    "/ontology.html",
    "/shapes.html",
    "/scheme/focus-area.html",
    "/void.html",
    "/graph/ontology.html",
    "/problem.html",
    "/problem/not-found.html",
    "/id/city/atlantis.html",
    "/sparql",
    "/sparql?format=html&query=SELECT+*+%7B+%3Fcity+hansa:memberOf+%3Fnetwork+%7D&evidence=1",
    "/graphql",
)
#: All pages have one style sheet, so few are enough in dark colours.
DARK = PAGES[:4]


@pytest.fixture(scope="module")
def browser() -> str:
    """Return the path of a browser."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"no browser is installed; there may be one of {', '.join(BROWSERS)}")
    return found


@pytest.fixture(scope="module")
def node_folder() -> Path:
    """Return a folder in which the packages are installed; it stays with the environment."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("Node.js with npm is not installed, which runs axe-core")
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    if int(version.removeprefix("v").partition(".")[0]) < _NODE:
        pytest.skip(f"Node.js is of version {version.strip()}; Playwright needs {_NODE}")
    folder = Path(sys.prefix) / "node"
    wanted = folder / "installed"
    if not wanted.exists() or wanted.read_text() != " ".join(PACKAGES):
        folder.mkdir(exist_ok=True)
        command = [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", *PACKAGES]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        if done.returncode:
            pytest.skip(f"npm cannot install {' and '.join(PACKAGES)}: {done.stderr[-300:]}")
        wanted.write_text(" ".join(PACKAGES))
    return folder


def test_axe_finds_nothing_to_mend(client: httpx.Client, browser: str, node_folder: Path) -> None:
    claim = _claim(client)
    for path in (*PAGES, claim):
        kind = client.get(path, headers={"Accept": "text/html"}).headers["content-type"]
        assert kind.startswith("text/html"), path
    here = client.base_url
    asked = {
        "pages": [str(here.join(path)) for path in (*PAGES, claim)],
        "dark": [str(here.join(path)) for path in DARK],
    }
    done = subprocess.run(
        ["node", str(Path(__file__).with_name("axe.mjs")), browser],
        input=json.dumps(asked),
        cwd=node_folder,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [], done.stdout


def _claim(client: httpx.Client) -> str:
    query = "SELECT ?claim { GRAPH ?g { ?claim a hansa:Claim } } ORDER BY ?claim LIMIT 1"
    answer = client.get("/sparql", params={"query": query, "format": "csv"})
    return f"/{answer.text.split()[1].removeprefix(DEFAULT_BASE)}.html"
