"""axe-core finds nothing to mend on any kind of page, in light and in dark colours.

It runs in a browser of the system, driven by Playwright, which comes from npm with it when the test
first runs. Where Node, a browser or the registry is missing the test is skipped and says so.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import httpx

from ontology.iris import Base
from ontology.namespaces import DEFAULT_BASE
from tests import node

from .sample import KEY

#: What npm installs, pinned.
PACKAGES = ("axe-core@4.14.1", "playwright-core@1.65.1")
PAGES = (
    "/",
    "/id/network/baltic-sea-league.html",
    "/id/city/riga-lv.html",
    f"/{Base().document(KEY).removeprefix(DEFAULT_BASE)}.html",
    "/documents",
    "/status",
    "/changes",
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


def test_axe_finds_nothing_to_mend(client: httpx.Client) -> None:
    browser, node_folder = node.browser(), node.packages("node", *PACKAGES)
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
