"""HEAD tells what GET would, and lets nothing run for a body that nobody gets."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from .server import running_server

TOKEN = "a-secret"
#: A query that begins to answer at once and would go on for days.
ENDLESS = "/sparql?query=" + quote("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
PACKED = {"Accept-Encoding": "gzip"}


@pytest.fixture(scope="module")
def client(sample_store: Path) -> Iterator[httpx.Client]:
    settings = {"HANSA_QUERY_BUFFER": "65536", "HANSA_QUERY_TIMEOUT": "60", "HANSA_TOKEN": TOKEN}
    with running_server(sample_store, **settings) as client:
        yield client


def test_head_of_what_streams_ends_when_its_status_is_settled(client: httpx.Client) -> None:
    with client.stream("GET", ENDLESS, headers=PACKED) as got:
        wanted = got.headers
    head = client.head(ENDLESS, headers=PACKED)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "content-encoding", "etag", "hansa-generation", "vary"):
        assert head.headers[name] == wanted[name]
    keeper, until = {"Authorization": f"Bearer {TOKEN}"}, time.monotonic() + 10
    while client.get("/queries", headers=keeper).json()["queries"]:
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/id/city/riga-lv",
        "/id/city/riga-lv.ttl",
        "/dump.nq.gz",
        "/style.css",
        "/data?default",
        "/questions/networks.xlsx",
        "/changes?format=atom",
        "/nowhere",
    ],
)
def test_head_tells_what_get_would(client: httpx.Client, path: str) -> None:
    client.get(path)  # what is made first at the first request has no length yet
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (got.status_code, b"")
    changing = {"date", "x-request-id", "content-length", "transfer-encoding"}
    told = {name: value for name, value in head.headers.items() if name not in changing}
    assert told == {name: value for name, value in got.headers.items() if name not in changing}


def test_events_have_a_head_too(client: httpx.Client) -> None:
    head = client.head("/changes/events", timeout=5)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"].startswith("text/event-stream")


def test_no_dump_is_made_for_a_head(client: httpx.Client) -> None:
    before = client.head("/dump.trig.gz")
    assert (before.status_code, before.content) == (200, b"")
    assert "content-length" not in before.headers
    got = client.get("/dump.trig.gz")
    for name in ("content-type", "etag", "last-modified", "content-disposition"):
        assert before.headers[name] == got.headers[name]
