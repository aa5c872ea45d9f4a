"""axe-core finds nothing to mend on any kind of page, in light and in dark colours.

They are looked at as they are without the builds of the front end. With its scripts, the page of a
claim is looked at here, others that have any of their own in ``tests.web``, and GraphiQL in
``tests.api.gql``. It runs in a browser of the system, driven by Playwright, which comes from npm
with it when the test first runs. Where Node, a browser or the registry is missing the test is
skipped and says so.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ontology.iris import Base
from ontology.namespaces import DEFAULT_BASE
from tests import node

from .sample import KEY
from .server import running_server

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
#: All pages have one style sheet, so the first few are enough in dark colours.
DARK = 4


@pytest.fixture
def plain(sample_store: Path) -> Iterator[httpx.Client]:
    """Return a client of a server of the sample whose pages have no scripts."""
    with running_server(sample_store, HANSA_WORKBENCH="off", HANSA_GRAPHIQL="off") as client:
        yield client


def test_axe_finds_nothing_to_mend(plain: httpx.Client, client: httpx.Client) -> None:
    browser, node_folder = node.browser(), node.packages("node", *PACKAGES)
    claim = _claim(plain)
    for path in (*PAGES, claim):
        kind = plain.get(path, headers={"Accept": "text/html"}).headers["content-type"]
        assert kind.startswith("text/html"), path
    pages = [str(plain.base_url.join(path)) for path in (*PAGES, claim)]
    asked = {
        "pages": [*pages, str(client.base_url.join(claim))],
        "dark": pages[:DARK],
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
