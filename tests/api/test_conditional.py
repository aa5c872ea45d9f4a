"""Every answer of a generation has a tag, and who has it is told so without the store."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph.workspace import Workspace

from .sample import KEY, write_sample
from .server import running_server

CITIES = "SELECT ?l { ?c a hansa:City ; rdfs:label ?l } ORDER BY ?l"
SPARQL = f"/sparql?query={quote(CITIES)}"
PATHS = [
    "/",
    "/sparql",
    SPARQL,
    "/questions",
    "/questions/networks",
    "/documents",
    "/search?q=riga",
    "/id/city/riga-lv.html",
    "/id/city/riga-lv.ttl",
    "/graphql?query=%7Bgeneration%7D",
    "/ontology.ttl",
    "/style.css",
    "/timemap/link/documents",
]
UNTAGGED = ["/health/live", "/health/ready"]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, httpx.Client]]:
    """Return a store and a client of its server, for tests that damage or change it."""
    store = write_sample(tmp_path_factory.mktemp("conditional") / "data")
    with running_server(store) as client:
        yield store, client


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_a_tag_and_is_not_sent_twice(client: httpx.Client, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]
    for given in (tag, f'"other", W/{tag.removeprefix("W/")}'):
        again = client.get(path, headers={"If-None-Match": given})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"].removeprefix("W/") == tag.removeprefix("W/")
        assert again.headers["hansa-generation"] == "1"
        # A browser puts what it is told here in the place of what the answer said.
        assert "content-security-policy" not in again.headers
        assert set(first.headers.get("vary", "").split(", ")) <= set(
            again.headers.get("vary", "").split(", ")
        )
    assert client.get(path, headers={"If-None-Match": '"other"'}).content == first.content


@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_a_body(client: httpx.Client, path: str) -> None:
    whole = client.get(path, headers={"Accept-Encoding": "identity"})
    head = client.head(path, headers={"Accept-Encoding": "identity"})
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "content-length", "etag", "hansa-generation"):
        assert head.headers[name] == whole.headers[name]
    assert int(head.headers["content-length"]) == len(whole.content)
    had = client.head(path, headers={"If-None-Match": whole.headers["etag"]})
    assert had.status_code == 304


@pytest.mark.parametrize("path", UNTAGGED)
def test_what_the_generation_does_not_decide_has_no_tag(client: httpx.Client, path: str) -> None:
    assert "etag" not in client.get(path).headers


def test_an_answer_that_failed_has_no_tag(client: httpx.Client) -> None:
    for path in ("/graphql?query=%7Bnothing%7D", "/id/city/nowhere", "/search?q="):
        answer = client.get(path)
        assert "etag" not in answer.headers, path


def test_tags_tell_apart_what_differs(client: httpx.Client) -> None:
    german = {"Accept-Language": "de"}
    tags = {
        client.get("/documents").headers["etag"],
        client.get("/documents?format=html").headers["etag"],
        client.get("/documents?generation=1&format=html").headers["etag"],
        client.get("/documents", headers={"Accept": "text/html"}).headers["etag"],
        client.get("/graphql?query=%7Bgeneration%7D").headers["etag"],
        client.get("/graphql?query=%7Bgeneration%7D", headers=german).headers["etag"],
        client.get("/documents", headers={"Host": "example.org"}).headers["etag"],
    }
    assert len(tags) == 7


def test_a_condition_does_not_hold_back_the_answer_to_a_post(client: httpx.Client) -> None:
    tag = client.get("/sparql", params={"query": CITIES}).headers["etag"]
    answer = client.post("/sparql", data={"query": CITIES}, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.headers["etag"] == tag


def test_an_answer_goes_with_its_generation(own: tuple[Path, httpx.Client]) -> None:
    store, client = own
    tags = {path: client.get(path).headers["etag"] for path in (SPARQL, "/documents")}
    with Workspace(store).writer() as writer:
        writer.retract(KEY)
        writer.commit()
    for path, tag in tags.items():
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 200
        cited = f"{path}{'&' if '?' in path else '?'}generation=1"
        tags[path] = client.get(cited).headers["etag"]
    _collect(Workspace(store), 1)
    for path, tag in tags.items():
        cited = f"{path}{'&' if '?' in path else '?'}generation=1"
        assert client.get(cited).status_code == 410
        assert client.get(cited, headers={"If-None-Match": tag}).status_code == 410


def _collect(workspace: Workspace, number: int) -> None:
    """Remove a generation as soon as no server holds it."""
    until = time.monotonic() + 20
    while number not in workspace.generations().collect(keep=1):
        assert time.monotonic() < until
        time.sleep(0.2)


def test_memory_lets_go_of_answers_with_their_generation(tmp_path: Path) -> None:
    store = write_sample(tmp_path / "data")
    app = create_app(Settings(store=store, query_workers=1))
    memory = app.state.services.memory
    with TestClient(app) as client:
        for path in (SPARQL, "/documents", SPARQL):
            assert client.get(path).status_code == 200
        assert (memory.hits, memory.taken > 0) == (1, True)
        with Workspace(store).writer() as writer:
            writer.retract(KEY)
            writer.commit()
        time.sleep(1.2)
        assert memory.taken > 0
        _collect(Workspace(store), 1)
        until = time.monotonic() + 10
        while memory.taken:
            assert time.monotonic() < until
            time.sleep(0.1)


def test_304_and_kept_answers_need_no_store(tmp_path: Path) -> None:
    store = write_sample(tmp_path / "data")
    once = f"/sparql?query={quote(CITIES)}+LIMIT+2"
    with running_server(store, HANSA_QUERY_CACHE="16000") as client:
        paths = [SPARQL, "/documents", "/id/network/baltic-sea-league.html"]
        tags = {path: client.get(path).headers["etag"] for path in paths}
        assert tags[paths[2]].startswith("W/")  # too long to be kept
        assert tags[SPARQL].startswith('"')
        for file in (store / "generations" / "1" / "store").iterdir():
            file.unlink()
        for path, tag in tags.items():
            assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
        for path in paths[:2]:
            answer = client.get(path)
            assert (answer.status_code, answer.headers["etag"]) == (200, tags[path])
        assert client.get(once).status_code == 503
        shutil.rmtree(store / "generations" / "1")
        assert client.get(SPARQL).status_code == 503
