"""Documents that a running server reads: in turn, followed from anywhere, whatever goes wrong."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from tests.api.server import reading_server, running_server

from .talking import PROGRESS, TOKEN, Event, data, events, opened, talking

KEEPER = {"Authorization": f"Bearer {TOKEN}"}
BEGIN = """mutation ($input: IngestDocumentInput!) {
  ingestDocument(input: $input) { ingestion { id state } } }"""
TEXT = "Riga and Tartu are members of the Baltic Harbour Cities Network, number %d."


def begin(client: httpx.Client, number: int) -> httpx.Response:
    text = {"content": TEXT % number, "sourceKey": f"press/{number}"}
    variables = {"input": {"source": {"text": text}, "waitSeconds": 0}}
    body = {"query": BEGIN, "variables": variables}
    return client.post("/graphql", json=body, headers=KEEPER)


def id_of(answer: httpx.Response) -> str:
    return str(answer.json()["data"]["ingestDocument"]["ingestion"]["id"])


def last(told: Iterator[Event]) -> dict[str, Any]:
    """Return what the last event of a whole stream tells."""
    *_, end, complete = told
    assert complete["event"] == "complete"
    found: dict[str, Any] = data(end)["documentProgress"]
    return found


def test_any_process_of_a_server_tells_how_far_an_ingestion_is(store: Path) -> None:
    with reading_server(store, HANSA_TOKEN=TOKEN, HANSA_WORKERS="2") as client:
        id = id_of(begin(client, 1))
        for _ in range(6):  # connections of their own, which reach the other process too
            with (
                httpx.Client(base_url=client.base_url, trust_env=False) as other,
                events(other, PROGRESS, id=id) as told,
            ):
                assert last(told)["outcome"] == "ADDED"


def test_what_waits_says_what_for(store: Path) -> None:
    query = """subscription ($id: ID!) { documentProgress(id: $id) { state waitingFor } }"""
    with running_server(store, HANSA_TOKEN=TOKEN) as client:
        ids = [id_of(begin(client, number)) for number in range(3)]
        with events(client, query, id=ids[2]) as told, events(client, query, id=ids[0]) as first:
            seen = [data(each)["documentProgress"] for each in told if each["event"] == "next"]
            began = [data(each)["documentProgress"] for each in first if each["event"] == "next"]
    queued = [each["waitingFor"] for each in seen if each["state"] == "QUEUED"]
    assert queued[:2] == ["2 documents before it", "the document before it"]
    assert seen[-1] == {"state": "DONE", "waitingFor": None}
    waits = {(each["state"], each["waitingFor"]) for each in began}
    assert ("QUEUED", "the process that reads documents, which starts") in waits
    assert ("EXTRACTING", "the model, which is being loaded") in waits


def test_a_reader_that_is_killed_fails_its_document_and_not_the_next(store: Path) -> None:
    with running_server(store, HANSA_TOKEN=TOKEN) as client:
        first, second = id_of(begin(client, 1)), id_of(begin(client, 2))
        with events(client, PROGRESS, id=first) as told:
            for event in told:
                if data(event)["documentProgress"]["state"] == "READING":
                    break
            os.kill(_reader_of(store), signal.SIGKILL)
            failed = last(told)
        assert failed["state"] == "FAILED"
        assert failed["failure"]["code"] == "WRITER"
        with events(client, PROGRESS, id=second) as told:
            assert last(told)["outcome"] == "ADDED"


def _reader_of(store: Path) -> int:
    """Return the process that reads for the server of *store*."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        for process in Path("/proc").glob("[0-9]*"):
            try:
                command = (process / "cmdline").read_bytes().split(b"\0")
                parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
                held = [os.readlink(each) for each in Path("/proc", parent, "fd").iterdir()]
            except OSError:
                continue
            # The server has its directory open; its environment is that of what it was forked from.
            if b"api.ingesting.child" in command and any(str(store) in each for each in held):
                return int(process.name)
        time.sleep(0.05)
    raise AssertionError("nobody reads")


def test_documents_that_wait_are_bounded(store: Path) -> None:
    with running_server(store, HANSA_TOKEN=TOKEN) as client:
        codes = set()
        for number in range(60):
            body = begin(client, number).json()
            codes |= {each["extensions"]["code"] for each in body.get("errors", ())}
        assert codes == {"BUSY"}


def test_a_bare_store_takes_no_documents(tmp_path: Path) -> None:
    with running_server(tmp_path / "bare", HANSA_TOKEN=TOKEN, HANSA_MANAGED="off") as client:
        (error,) = begin(client, 1).json()["errors"]
        assert error["extensions"]["code"] == "FORBIDDEN"


def test_all_goes_on_behind_a_prefix_too(store: Path) -> None:
    with running_server(store, HANSA_PREFIX="/hansa") as client:
        client.base_url = client.base_url.join("/hansa/")
        query = "subscription { generationChanged { generation } }"
        with talking(client) as talk:
            talk.ask("1", query)
            assert talk.next("1") == {"generationChanged": {"generation": 1}}
        with opened(client) as raw:
            assert raw.subprotocol == "graphql-transport-ws"
