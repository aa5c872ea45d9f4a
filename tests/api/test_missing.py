"""What cannot be answered: a page for a browser, a problem document for everybody else."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest

from graph.curating.review import asserted, waiting
from graph.curating.verdicts import Verdict
from graph.workspace import Workspace
from ontology.iris import Base
from ontology.model import Fact
from tests.graph.factories import Story

from .problem import assert_problem
from .server import running_server
from .test_resources import BROWSER, Links

BASE = Base()
GONE = "/id/network/pier-league"


def _story(key: str, network: str) -> Story:
    story = Story(key)
    story.name("c", "City", "Riga", link="https://sws.geonames.org/456172/")
    said = story.say(f"Riga joined the {network}.")
    story.state("c", "memberOf", story.name("n", "Network", network), said)
    return story


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory of which a network is gone."""
    folder = tmp_path_factory.mktemp("missing") / "data"
    with Workspace(folder).writer() as writer:
        for key, name in (("a.txt", "Quay League"), ("b.txt", "Pier League")):
            writer.put(*_story(key, name).pair())
        writer.commit()
        writer.retract("b.txt")
        writer.commit()
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[httpx.Client]:
    """Return a client of a server of it."""
    with running_server(folder) as found:
        yield found


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        (GONE, 410, "It is there no more"),
        (f"{GONE}.html", 410, "It is there no more"),
        ("/id/city/never-was", 404, "Nothing has that address"),
        ("/id/city/<b>&x", 404, "Nothing has that address"),
        ("/no/such/page", 404, "Nothing has that address"),
        ("/documents?generation=9", 404, "There never was that generation"),
        ("/status?generation=abc", 400, "The request cannot be served"),
        ("/changes?limit=x", 400, "The request cannot be served"),
        ("/changes?about=nonsense", 400, "The request cannot be served"),
        ("/queries", 403, "This server does not do that"),
    ],
)
def test_a_browser_gets_a_page_like_all_others(
    client: httpx.Client, path: str, status: int, title: str
) -> None:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert "Accept" in answer.headers["vary"]
    assert f"<h1>{title}</h1>" in answer.text
    assert "<b>" not in answer.text
    found = Links(answer.text)
    elsewhere = [each for each in found.addresses if each != "?" and each[0] != "#"]
    here = {urljoin(str(answer.url), each) for each in elsewhere}
    for link in sorted(each for each in here if each.startswith(str(client.base_url))):
        led = client.get(link, headers=BROWSER, follow_redirects=True)
        assert led.status_code == 200, link
    bodiless = client.head(path, headers=BROWSER)
    assert (bodiless.status_code, bodiless.text) == (status, "")


@pytest.mark.parametrize("path", ["/", "/documents", "/changes", "/explore", "/id/city/riga-lv"])
def test_a_server_with_nothing_to_read_says_so_on_a_page(tmp_path: Path, path: str) -> None:
    with running_server(tmp_path / "data") as client:
        answer = client.get(path, headers=BROWSER)
        assert (answer.status_code, answer.headers["content-type"][:9]) == (503, "text/html")
        assert "<h1>There is nothing to read yet</h1>" in answer.text
        links = {urljoin(path, each) for each in Links(answer.text).addresses}
        assert "/status" in links
        assert ("/ingest" in links) == (client.get("/ingest").status_code == 200)
        assert_problem(client.get(path, headers={"Accept": "*/*"}), 503, "empty")


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/turtle", "application/*"])
def test_everybody_else_gets_a_problem_document(client: httpx.Client, accept: str) -> None:
    for path, status, code in ((GONE, 410, "gone"), ("/id/city/never-was", 404, "not-found")):
        answer = client.get(path, headers={"Accept": accept})
        assert_problem(answer, status, code)
        assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("form", ["ttl", "jsonld", "txt"])
def test_who_asks_for_data_by_the_address_gets_no_page(client: httpx.Client, form: str) -> None:
    path = f"{GONE}.{form}" if form != "txt" else "/doc/never-was.txt"
    assert client.get(path, headers=BROWSER).headers["content-type"] == "application/problem+json"


def test_what_went_is_not_kept_by_caches_as_a_page_either(client: httpx.Client) -> None:
    assert client.get(GONE, headers=BROWSER).headers["cache-control"] == "no-cache"


def test_the_page_offers_to_search_for_what_the_address_names(client: httpx.Client) -> None:
    assert 'value="pier league"' in client.get(GONE, headers=BROWSER).text


def test_a_generation_that_is_not_there_leads_to_those_that_are(client: httpx.Client) -> None:
    page = client.get("/documents", params={"generation": 9}, headers=BROWSER).text
    assert re.findall(r'<a href="\?generation=(\d)">', page) == ["1", "2"]


# Claims that were never published


@pytest.fixture
def reviewed(tmp_path: Path) -> Path:
    """Return a data directory with two proposals and an asserted claim."""
    story = _story("a.txt", "Quay League")
    proposals = []
    for number, name in enumerate(("Pier Forum", "Dock Forum")):
        said = story.say(f"Riga may be in the {name}.")
        network = story.name(f"f{number}", "Network", name)
        proposals.append(Fact("c", "memberOf", network, said, confidence=0.4, rule="t.v1"))
    document, extraction = story.pair()
    with Workspace(tmp_path / "data").writer() as writer:
        writer.put(document, replace(extraction, proposals=tuple(proposals)))
        writer.commit()
    return tmp_path / "data"


def _review(folder: Path, verdict: Verdict, *claims: str) -> None:
    with Workspace(folder).writer() as writer:
        writer.decide(list(claims), verdict)
        writer.commit()


def _told(client: httpx.Client, claim: str, status: int, code: str) -> str:
    problem = assert_problem(client.get(claim.removeprefix(BASE.iri)), status, code)
    assert "Forum" not in str(problem["detail"])
    return str(problem["detail"]).rpartition(": ")[2]


def test_a_claim_that_waits_or_was_rejected_is_said_to(reviewed: Path) -> None:
    documents = Workspace(reviewed).documents
    pier, dock = (each.claim for each in waiting(documents, BASE))
    (stated,) = (each.claim for each in asserted(documents, BASE))
    with running_server(reviewed) as client:
        unknown = "what waits in hansa review has no address before it is accepted"
        waits = "it waits for review, and is published once it is accepted"
        assert _told(client, pier, 404, "not-found") == waits
        assert _told(client, BASE.claim("0" * 32), 404, "not-found") == unknown
        _review(reviewed, "reject", pier, stated)
        assert _told(client, dock, 404, "not-found") == waits
        assert _told(client, pier, 404, "not-found") == "a reviewer rejected it"
        wait_for_generation(client, 2)
        assert _told(client, stated, 410, "gone") == "a reviewer rejected it"
        page = client.get(f"{pier.removeprefix(BASE.iri)}", headers=BROWSER)
        assert "a reviewer rejected it" in page.text
        _review(reviewed, "accept", dock)
        wait_for_generation(client, 3)
        assert client.get(dock.removeprefix(BASE.iri)).status_code == 303
        assert _told(client, BASE.claim("0" * 32), 404, "not-found") == unknown


def wait_for_generation(client: httpx.Client, number: int) -> None:
    deadline = time.monotonic() + 30
    while client.get("/health/ready").headers["hansa-generation"] != str(number):
        assert time.monotonic() < deadline, "the server did not follow"
        time.sleep(0.05)
