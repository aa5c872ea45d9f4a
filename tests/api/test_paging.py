"""Long pages come in parts, and links lead to every one; under a prefix that is configured."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from urllib.parse import urljoin

import httpx
import pytest

from graph.workspace import Workspace
from ontology.iris import Base
from ontology.model import Document, Entity, Evidence, Extraction, Fact

from .server import running_server

PREFIX = "/data/hansa"
DOCUMENTS, EACH = 23, 11
HUB = "/id/network/great-hub-league.html"


def _document(number: int) -> tuple[Document, Extraction]:
    lines = [
        f"Office {number:02}x{i:02} of Works joined the Great Hub League." for i in range(EACH)
    ]
    text, key = "\n".join(lines), f"hub/{number:02}.md"
    hub = Entity("n", "Network", ("Great Hub League",))
    offices = [
        Entity(f"o{i}", "Organization", (f"Office {number:02}x{i:02} of Works",))
        for i in range(EACH)
    ]
    facts = [
        Fact(f"o{i}", "memberOf", "n", Evidence.cut(text, start, start + len(line)), rule="hub.v1")
        for i, line in enumerate(lines)
        for start in [text.index(line)]
    ]
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    document = Document(key=key, text=text, sha256=sha256, title=f"Report {number:02}")
    return document, Extraction(key, "p" * 64, (hub, *offices), tuple(facts))


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    store = tmp_path_factory.mktemp("hub") / "data"
    with Workspace(store).writer() as writer:
        for number in range(DOCUMENTS):
            writer.put(*_document(number))
        writer.commit()
    with running_server(store, HANSA_PREFIX=f"{PREFIX}/") as client:
        yield client


def _followed(client: httpx.Client, path: str, label: str) -> list[str]:
    """Return the pages from *path* on, by the links to the next one in the part so labelled."""
    pages = [client.get(path).text]
    while True:
        part = re.search(rf'aria-label="{label}">(.*?)</nav>', pages[-1], re.DOTALL)
        found = part and re.search(r'rel="next" href="([^"]+)"', part[1])
        if not found:
            return pages
        path = urljoin(path, found[1].replace("&amp;", "&"))
        pages.append(client.get(path).text)


def test_every_sentence_of_a_thing_is_on_one_of_its_pages(hub: httpx.Client) -> None:
    pages = _followed(hub, HUB, "Pages of facts")
    assert len(pages) == 3
    own = re.compile(r'claim/([0-9a-f]{32})[^"]*">claim<')  # the link of one sentence to its claim
    claims = [each for page in pages for each in own.findall(page)]
    assert len(claims) == len({*claims}) == DOCUMENTS * EACH
    assert "1 to 100 of 253" in pages[0]
    assert "201 to 253 of 253" in pages[2]


def test_every_document_that_speaks_of_it_is_named(hub: httpx.Client) -> None:
    pages = _followed(hub, f"{HUB}?generation=1", "Pages of documents")
    lists = [page[page.index('id="documents"') :] for page in pages]
    titles = [each for page in lists for each in re.findall(r"Report \d\d", page)]
    assert sorted(titles) == [f"Report {number:02}" for number in range(DOCUMENTS)]
    assert all("generation=1" in page for page in pages)


@pytest.mark.parametrize(("page", "status"), [("4", 404), ("0", 400), ("-1", 400), ("x", 400)])
def test_a_page_that_is_none_is_said_to_be_none(hub: httpx.Client, page: str, status: int) -> None:
    assert hub.get(f"{HUB}?page={page}").status_code == status


def test_the_data_of_a_thing_is_whole(hub: httpx.Client) -> None:
    lines = hub.get(HUB.replace(".html", ".nt")).text
    assert len({*re.findall(r"claim/([0-9a-f]{32})>", lines)}) == DOCUMENTS * EACH


def test_a_prefix_may_be_taken_off_or_not(hub: httpx.Client) -> None:
    for path in (HUB, "/", "/openapi.json", "/questions"):
        assert hub.get(PREFIX + path).text == hub.get(path).text
    bare = hub.get(PREFIX)
    assert (bare.status_code, urljoin(PREFIX, bare.headers["location"])) == (308, f"{PREFIX}/")
    forged = {"X-Forwarded-Prefix": "/evil", "Accept": "text/turtle"}
    described = hub.get("/sparql", headers=forged).text
    assert f"{PREFIX}/sparql>" in described
    assert "evil" not in described
    page = hub.get(f"{PREFIX}{HUB}").text
    assert 'href="../../style.css"' in page


def test_the_base_is_no_part_of_the_prefix(hub: httpx.Client) -> None:
    void = hub.get("/.well-known/void").text
    assert f"<{Base().iri}void#dataset>" in void
    assert f"{PREFIX}/dump.nq.gz>" in void
