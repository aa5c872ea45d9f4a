"""Answers are packed for whoever accepts it, whole or as they stream, and once for all."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
import zstandard
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from api.app import create_app
from api.http.compression import CODINGS, CompressionMiddleware
from api.settings import Settings
from api.sparql.remembered import Memory

from .server import running_server

EVERYTHING = f"/sparql?query={quote('SELECT * { ?s ?p ?o }')}&format=csv"
PATHS = [EVERYTHING, "/id/network/baltic-sea-league.html", "/ontology.ttl", "/openapi.json"]
#: More than is held back, so that it streams.
LONG = f"/sparql?query={quote('SELECT ?a ?b { ?a ?p ?o . ?b ?q ?r } LIMIT 8000')}&format=csv"
#: More than there may be.
TOO_LONG = f"/sparql?query={quote('SELECT * { ?a ?p ?o . ?b ?q ?r }')}&format=csv"


def unpack(coding: str | None, body: bytes) -> bytes:
    """Return what a body says, whatever its coding."""
    if coding == "zstd":
        return zstandard.ZstdDecompressor().decompressobj().decompress(body)
    return zlib.decompress(body, wbits=31) if coding == "gzip" else body


def raw(
    client: httpx.Client, path: str, accept: str, **headers: str
) -> tuple[httpx.Response, bytes]:
    """Return an answer with the bytes as they came."""
    asked = {"Accept-Encoding": accept, **{k.replace("_", "-"): v for k, v in headers.items()}}
    with client.stream("GET", path, headers=asked) as answer:
        return answer, b"".join(answer.iter_raw())


@pytest.fixture(scope="module")
def narrow(sample_store: Path) -> Iterator[httpx.Client]:
    """Serve the sample with small bounds: 100 kB held back, 2 MB for an answer."""
    bounds = {"HANSA_QUERY_BUFFER": "100000", "HANSA_QUERY_ANSWER": "2000000"}
    with running_server(sample_store, **bounds) as client:
        yield client


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("coding", CODINGS)
def test_a_packed_answer_says_the_same(client: httpx.Client, path: str, coding: str) -> None:
    plain, body = raw(client, path, "identity")
    answer, packed = raw(client, path, coding)
    assert answer.headers["content-encoding"] == coding
    assert int(answer.headers["content-length"]) == len(packed) < len(body)
    assert unpack(coding, packed) == body
    assert "content-encoding" not in plain.headers
    for each in (plain, answer):
        assert "Accept-Encoding" in each.headers["vary"].split(", ")
    tags = {each.headers["etag"] for each in (plain, answer)}
    assert len(tags) == 2
    for tag in tags:
        for accept in ("identity", *CODINGS):
            again, nothing = raw(client, path, accept, If_None_Match=tag)
            assert (again.status_code, nothing) == (304, b"")
            assert "content-encoding" not in again.headers
    head = client.head(path, headers={"Accept-Encoding": coding})
    assert head.headers["content-length"] == answer.headers["content-length"]
    assert head.headers["etag"] == answer.headers["etag"]


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip;q=1.0, zstd;q=0.5", "gzip"),
        ("zstd;q=0, *;q=0.1", "gzip"),
        ("identity, gzip;q=0.9", None),
        ("br", None),
        ("", None),
        ("GZIP", "gzip"),
        ("gzip;q=nonsense", None),
    ],
)
def test_the_coding_follows_accept_encoding(
    client: httpx.Client, accept: str, coding: str | None
) -> None:
    answer, _ = raw(client, EVERYTHING, accept)
    assert answer.headers.get("content-encoding") == coding


def test_what_is_short_is_not_packed(client: httpx.Client) -> None:
    answer, body = raw(client, "/sparql?query=ASK%7B%7D", "gzip")
    assert "content-encoding" not in answer.headers
    assert b"true" in body


@pytest.mark.parametrize("coding", CODINGS)
def test_a_long_answer_is_packed_as_it_streams(narrow: httpx.Client, coding: str) -> None:
    _, plain = raw(narrow, LONG, "identity")
    answer, packed = raw(narrow, LONG, coding)
    assert answer.headers["content-encoding"] == coding
    assert answer.headers["transfer-encoding"] == "chunked"
    assert answer.headers["etag"].startswith('W/"')
    assert answer.headers["etag"].endswith(f'-{coding}"')
    assert unpack(coding, packed) == plain
    assert len(plain) > 500_000


@pytest.mark.parametrize("coding", CODINGS)
def test_what_fails_on_the_way_is_broken_off(narrow: httpx.Client, coding: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        raw(narrow, TOO_LONG, coding)


def test_a_kept_answer_is_packed_once(sample_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counting(coding: str, body: bytes) -> bytes:  # noqa: ARG001
        made.append(coding)
        return b"packed by " + coding.encode()

    app = create_app(Settings(store=sample_store, query_workers=1))
    memory: Memory = app.state.services.memory
    with TestClient(app) as client:
        size = len(client.get(EVERYTHING, headers={"Accept-Encoding": "identity"}).content)
        before = memory.taken
        assert before >= size
        client.get(EVERYTHING, headers={"Accept-Encoding": "zstd"})
        assert memory.taken > before
        monkeypatch.setattr("api.http.compression.pack", counting)
        for number in range(3):
            client.get(EVERYTHING, headers={"Accept-Encoding": "zstd", "X-Other": str(number)})
        assert made == []


@pytest.mark.parametrize("kind", [b"text/event-stream", b"application/gzip", b"image/png"])
def test_events_and_packed_types_pass_as_they_come(kind: bytes) -> None:
    start = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind)]}
    piece = {"type": "http.response.body", "body": b"x" * 2_000, "more_body": True}
    messages = [start, piece, piece, {**piece, "more_body": False}]
    passed: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001
        for number, message in enumerate(messages, 1):
            await send(message)
            assert len(passed) == number  # nothing is held back

    async def send(message: Message) -> None:
        passed.append(message)

    scope = {"type": "http", "headers": [(b"accept-encoding", b"gzip")]}
    asyncio.run(CompressionMiddleware(app, memory=Memory(0))(scope, _nothing, send))
    assert passed == messages


async def _nothing() -> Message:
    return {"type": "http.request"}
