"""What a SPARQL server says no to, and whose mistake it is; what is read where a door is wrong."""

from __future__ import annotations

import http.server
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.errors import GraphError, QueryRefusedError, QuerySyntaxError, RemoteError
from graph.foreign.forwarding import refused
from graph.foreign.jobs import Limits, job
from graph.foreign.sandbox import run_query
from graph.remote.addresses import Remote, remote_at
from graph.remote.client import Client
from graph.remote.dialects import STANDARD, VIRTUOSO
from graph.remote.reading import RemoteReading
from graph.remote.served import Served
from graph.remote.store import RemoteStore
from graph.workspace import Workspace
from ontology.iris import Base
from tests.graph.factories import fill, harbour_story, sample_stories
from tests.sparql_servers import Oxigraph, Virtuoso

from .test_remote_store import exported

SECRET = "java.lang.StackOverflowError at /srv/secret/place"


@contextmanager
def _answering(status: int, body: str) -> Iterator[Remote]:
    """Serve one answer to whatever is asked."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield remote_at(f"http://127.0.0.1:{server.server_address[1]}")
        finally:
            server.shutdown()
            thread.join()


def test_a_query_of_ours_that_is_refused_is_no_mistake_of_whoever_asked() -> None:
    with _answering(400, SECRET) as remote, closing(Client(remote)) as client:
        reading = RemoteReading(client, Base(), STANDARD)
        with pytest.raises(RemoteError, match="does not understand a query"):
            reading.select("SELECT * { ?s ?p ?o }")
        with pytest.raises(QuerySyntaxError) as raised:
            reading.select("SELECT nothing")
        assert "127.0.0.1" not in str(raised.value)


@pytest.mark.parametrize("status", [400, 500])
def test_strangers_are_not_told_what_a_server_says_of_itself(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    body = f"<html>{SECRET}</html>" if status == 400 else SECRET
    with _answering(status, body) as remote, pytest.raises(GraphError) as raised:
        run_query(Served(remote, STANDARD), "ASK {}", format="json", limits=Limits())
    assert "secret" not in str(raised.value)
    assert "/srv/secret/place" in caplog.text


def test_only_what_the_compiler_says_is_a_mistake_in_the_query() -> None:
    served = Served(remote_at("http://127.0.0.1:1/sparql"), VIRTUOSO)
    asked = job(served, "ASK {}", format="json", limits=Limits())
    late = refused(400, "Virtuoso 22023 Error SR601: at DB.DBA.X", asked, served, head=0)
    assert isinstance(late, QueryRefusedError)
    assert "DB.DBA" not in str(late)
    said = "Virtuoso 37000 Error SP030: SPARQL compiler, line 1: no"
    wrong = refused(400, said, asked, served, head=0)
    assert isinstance(wrong, QuerySyntaxError)
    assert "line 1: no" in str(wrong)


def test_a_query_waits_a_moment_for_a_server_that_starts(server: Oxigraph) -> None:
    served = Served(server.remote(), STANDARD)
    server.kill()
    starting = threading.Timer(0.5, server.start)
    starting.start()
    try:
        assert run_query(served, "ASK {}", format="csv", limits=Limits())
    finally:
        starting.join()


def test_a_commit_tries_again_at_a_server_that_took_a_request_and_said_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        remote = remote_at(address, seconds=0.3, patience=0.3)
        with closing(Client(remote)) as client:
            with pytest.raises(RemoteError, match="timed out"):
                client.update("CLEAR ALL")
            assert client.requests >= 2
            began, before = time.monotonic(), client.requests
            with pytest.raises(RemoteError):
                client.ask("ASK {}", "text/csv")
            assert time.monotonic() - began < 4
            assert client.requests > before


def _wrong(remote: Remote) -> Remote:
    return replace(remote, data=f"{remote.data}-that-is-not-there")


def test_a_wrong_address_of_graphs_leaves_nothing_behind(
    server: Oxigraph, workspace: Workspace, elsewhere: Workspace
) -> None:
    _forget_one(workspace, Workspace(elsewhere.path, remote=_wrong(server.remote())))


def test_a_wrong_address_of_graphs_leaves_nothing_behind_at_virtuoso(
    virtuoso: Virtuoso, workspace: Workspace, elsewhere: Workspace
) -> None:
    base = Base("https://wrong.example/")
    here = Workspace(workspace.path, base)
    there = Workspace(elsewhere.path, base, remote=_wrong(virtuoso.remote()))
    _forget_one(here, there)


def _forget_one(here: Workspace, there: Workspace) -> None:
    """Take a document back in both, and compare what each has of documents then."""
    key = harbour_story().key
    left: list[object] = []
    for each in (here, there):
        fill(each, *sample_stories())
        with each.writer() as writer:
            writer.retract(key)
            writer.commit()
        with each.reader() as reader:
            left.append((reader.documents(), sorted(reader.names()), [*reader.values(_CLAIMS)]))
        lines = exported(each).decode().splitlines()
        left.append(len(lines))
    assert left[0] == left[2]
    assert left[1] == left[3]


_CLAIMS = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?c a <https://w3id.org/hansa/ontology#Claim> } }"


def test_batches_are_bounded_by_bytes_and_sent_as_they_are(
    server: Oxigraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[httpx.Request] = []
    send = httpx.Client.send

    def noted(client: httpx.Client, request: httpx.Request, **more: Any) -> httpx.Response:
        sent.append(request)
        return send(client, request, **more)

    monkeypatch.setattr(httpx.Client, "send", noted)
    store = RemoteStore(Client(server.remote()), Base(), Path("nowhere"), "somebody")
    lines = [f'<urn:s{each}> <urn:p> "{"ü" * 1_000}" .' for each in range(1_500)]
    with closing(store):
        store.apply({}, {"urn:g": lines})
        assert store.lines("urn:g") == {*lines}
    updates = [each for each in sent if str(each.url) == store.client.remote.update]
    assert {each.headers["content-type"] for each in updates} == {"application/sparql-update"}
    assert sum(len(each.content) for each in updates) > 3_000_000
    assert max(len(each.content) for each in updates) < 1_000_000


def test_marks_of_other_directories_are_in_no_dump(server: Oxigraph, elsewhere: Workspace) -> None:
    fill(elsewhere, harbour_story())
    before = exported(elsewhere)
    with closing(Client(server.remote())) as client:
        graph = "https://other.example/graph/commit"
        client.update(f'INSERT DATA {{ GRAPH <{graph}> {{ <{graph}> <urn:p> "d 1" }} }}')
    assert exported(elsewhere) == before
