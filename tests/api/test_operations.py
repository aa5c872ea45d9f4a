"""What whoever keeps a server needs: health, numbers, logs, running queries, a quiet end."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_open
from prometheus_client.parser import text_string_to_metric_families as parse_plain

from api.context import Services
from api.serving.logs import digest

from .lines import defends
from .problem import assert_problem
from .server import ROOT, running_server

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SORT = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY CONCAT(STR(?c), STR(?f)) LIMIT 3"
TOKEN = "keeper's"
KEEPER = {"Authorization": f"Bearer {TOKEN}"}


@contextmanager
def asking(client: httpx.Client, query: str) -> Iterator[list[httpx.Response]]:
    """Ask *query* meanwhile; yield where its answer will be."""
    answers: list[httpx.Response] = []

    def ask() -> None:
        answers.append(httpx.post(f"{client.base_url}/sparql", data={"query": query}, timeout=60))

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield answers
    finally:
        thread.join()


def until(so: Callable[[], Any], seconds: float = 60) -> Any:
    """Return what *so* gives as soon as it is true."""
    deadline = time.monotonic() + seconds
    while not (found := so()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


def numbers(client: httpx.Client) -> dict[str, float]:
    """Return the samples of /metrics, those of all processes together."""
    found: dict[str, float] = {}
    for family in parse_plain(client.get("/metrics").text):
        for sample in family.samples:
            labels = {key: text for key, text in sample.labels.items() if key != "worker"}
            name = sample.name + json.dumps(labels, sort_keys=True) * bool(labels)
            found[name] = found.get(name, 0.0) + sample.value
    return found


@pytest.fixture(scope="module")
def kept(sample_store: Path) -> Iterator[httpx.Client]:
    """Return a client of a server with a token whose queries may take a minute."""
    settings = {"HANSA_TOKEN": TOKEN, "HANSA_QUERY_TIMEOUT": "60", "HANSA_RATE_SECONDS": "0"}
    with running_server(sample_store, **settings) as client:
        yield client


@pytest.mark.parametrize("query", [SLOW, SORT])
def test_the_keeper_sees_a_query_and_stops_it(kept: httpx.Client, query: str) -> None:
    with asking(kept, query) as answers:
        listed = until(lambda: kept.get("/queries", headers=KEEPER).json()["queries"])
        assert [each["query"] for each in listed] == [query]
        assert listed[0].keys() == {"id", "began", "seconds", "generation", "client", "query"}
        assert (listed[0]["client"], listed[0]["generation"]) == ("127.0.0.1", 1)
        time.sleep(0.5)
        began = time.monotonic()
        address = f"/queries/{listed[0]['id']}"
        assert kept.delete(address, headers=KEEPER).status_code == 204
    assert time.monotonic() - began < 5
    assert_problem(answers[0], 503, "query-stopped")
    assert_problem(kept.delete(address, headers=KEEPER), 404, "not-found")
    assert kept.get("/queries", headers=KEEPER).json() == {"queries": []}


def test_only_the_keeper_sees_queries(kept: httpx.Client, client: httpx.Client) -> None:
    for method, path in (("GET", "/queries"), ("DELETE", "/queries/x")):
        answer = kept.request(method, path)
        assert_problem(answer, 401, "unauthorized")
        assert answer.headers["www-authenticate"] == 'Bearer realm="hansa"'
        answer = kept.request(method, path, headers={"Authorization": "Bearer x"})
        assert_problem(answer, 401, "unauthorized")
        assert_problem(client.request(method, path, headers=KEEPER), 403, "forbidden")


def test_everything_is_counted(kept: httpx.Client) -> None:
    before = numbers(kept)
    tag = kept.get("/sparql", params={"query": "ASK { }"}).headers["etag"]
    kept.get("/sparql", params={"query": "ASK { }"})
    kept.get("/sparql", params={"query": "ASK { }"}, headers={"If-None-Match": tag})
    kept.get("/sparql", params={"query": "ASK {"})
    kept.get("/sparql", params={"query": "SELECT ("})
    kept.head("/id/city/riga-lv.html")
    kept.get("/id/city/riga-lv.html")
    kept.get("/no/such")
    time.sleep(0.3)  # some are counted a moment after they are answered
    after = numbers(kept)

    def more(name: str, **labels: str) -> float:
        name += json.dumps(labels, sort_keys=True) * bool(labels)
        return after.get(name, 0) - before.get(name, 0)

    assert more("hansa_queries_total", outcome="answered") == 1
    assert more("hansa_queries_total", outcome="remembered") == 1
    assert more("hansa_queries_total", outcome="not-modified") == 1
    assert more("hansa_queries_total", outcome="query-syntax") == 2
    assert more("hansa_query_seconds_count") == 1
    assert more("hansa_requests_total", route="/sparql", status="200") == 2
    assert more("hansa_requests_total", route="/id/{kind}/{name}", status="200") == 2
    assert more("hansa_requests_total", route="none", status="404") == 1
    assert more("hansa_request_seconds_count", route="/sparql") == 5
    assert more("hansa_cache_hits_total") >= 1
    assert after["hansa_generation"] == 1
    assert after["hansa_cache_bytes"] > 0
    assert after["hansa_pool_processes"] >= 1
    assert after["process_resident_memory_bytes"] > 1_000_000


def test_running_and_killed_queries_are_counted(kept: httpx.Client) -> None:
    killed = numbers(kept)["hansa_pool_killed_total"]
    with asking(kept, SLOW):
        until(lambda: numbers(kept)["hansa_queries_running"] == 1)
        (query,) = kept.get("/queries", headers=KEEPER).json()["queries"]
        kept.delete(f"/queries/{query['id']}", headers=KEEPER)
    assert numbers(kept)["hansa_pool_killed_total"] == killed + 1
    assert numbers(kept)["hansa_queries_running"] == 0


def test_metrics_come_in_both_formats(kept: httpx.Client) -> None:
    plain = kept.get("/metrics")
    assert plain.headers["content-type"].startswith("text/plain; version=")
    accept = {"Accept": "application/openmetrics-text; version=1.0.0"}
    newer = kept.get("/metrics", headers=accept)
    assert newer.headers["content-type"].startswith("application/openmetrics-text")
    names = {family.name for family in parse_open(newer.text)}  # type: ignore[no-untyped-call]
    assert {"hansa_requests", "hansa_queries", "hansa_generation"} <= names


def test_a_request_keeps_the_id_it_came_with(kept: httpx.Client) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/documents", "/no/such"):
        answer = kept.get(path, headers={"X-Request-Id": "trace-17"})
        assert answer.headers["x-request-id"] == "trace-17"
        for wrong in ("a b", "x" * 101, 'a"b'):
            id = kept.get(path, headers={"X-Request-Id": wrong}).headers["x-request-id"]
            assert re.fullmatch("[0-9a-f]{16}", id)


class Process:
    """``hansa serve`` as a command, its standard error in a file."""

    def __init__(self, folder: Path, store: Path, *words: str, **environment: str) -> None:
        self.log = folder / "log"
        command = [sys.executable, "-m", "api.cli", "serve", "--port", "0", *words]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "--store", str(store)],
                cwd=ROOT,
                stderr=log,
                env={"PATH": os.defpath, **environment},
            )
        found = until(lambda: re.search(r"http://\S+:(\d+)/", self.log.read_text()))
        self.client = httpx.Client(
            base_url=f"http://127.0.0.1:{found[1]}", timeout=30, trust_env=False
        )

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()
        self.process.terminate()
        self.process.wait(timeout=30)

    def lines(self) -> list[dict[str, Any]]:
        """Return what it has logged."""
        return [json.loads(line) for line in self.log.read_text().splitlines()[1:]]


@defends("logs")
def test_every_request_is_a_line_of_json_without_its_query(
    tmp_path: Path, sample_store: Path
) -> None:
    query = "ASK { ?s ?p 'my secret' }"
    with Process(tmp_path, sample_store) as server:
        server.client.get("/sparql", params={"query": query}, headers={"X-Request-Id": "one"})
        server.client.get("/documents?secret=1")
        until(lambda: len(server.lines()) == 2)
    asked, listed = server.lines()
    assert "secret" not in server.log.read_text()
    assert asked["query"] == digest(query)
    assert asked["request"] == "one"
    assert (asked["status"], asked["outcome"], asked["generation"]) == (200, "answered", 1)
    assert asked["client"] == "127.0.0.1"
    assert asked["bytes"] > 0
    assert 0 < asked["seconds"] < 20
    assert (listed["method"], listed["path"], listed["route"]) == (
        "GET",
        "/documents",
        "/documents",
    )
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$", listed["time"])
    assert server.process.returncode == -signal.SIGTERM


@defends("logs")
def test_the_log_holds_neither_tokens_nor_what_a_terminal_obeys(
    tmp_path: Path, sample_store: Path
) -> None:
    limits = {"HANSA_TOKEN": TOKEN, "HANSA_QUERY_BUFFER": "1000", "HANSA_QUERY_ANSWER": "100000"}
    with Process(tmp_path, sample_store, **limits) as server:
        for token in (TOKEN, "guess-17"):
            server.client.get("/queries", headers={"Authorization": f"Bearer {token}"})
        server.client.get("/no%0D%0A%7B%7D%1B%5B31m/%C2%9B2J/%E2%80%AE/%E2%80%A8")
        query = {"query": "SELECT * { ?a ?b ?c . ?d ?e ?f }", "format": "csv"}
        with pytest.raises(httpx.RemoteProtocolError):
            server.client.get("/sparql", params=query, headers={"X-Request-Id": "long"})
        until(lambda: len(server.lines()) == 5)
    logged = server.log.read_text()
    assert TOKEN not in logged
    assert "guess-17" not in logged
    assert logged.replace("\n", "").isprintable()
    assert logged.partition("\n")[2].isascii()
    (told,) = [each for each in server.lines() if each["level"] != "info"]
    assert (told["level"], told["request"]) == ("warning", "long")
    assert told["message"].startswith("broke off GET /sparql: ")
    assert "error" not in told  # what was foreseen needs no traceback


@contextmanager
def told_to_stop(
    folder: Path, store: Path, **limits: str
) -> Iterator[tuple[Process, list[httpx.Response]]]:
    """Yield a server that is told to stop while a query runs, and where its answer will be."""
    with Process(folder, store, **limits) as server:
        assert server.client.get("/health/ready").status_code == 200
        with asking(server.client, SLOW) as answers:
            until(lambda: numbers(server.client)["hansa_queries_running"] == 1)
            server.process.terminate()
            yield server, answers


def test_a_server_that_stops_lets_queries_finish_and_takes_no_new_ones(
    tmp_path: Path, sample_store: Path
) -> None:
    limits = {"HANSA_QUERY_TIMEOUT": "3", "HANSA_STOP_SECONDS": "20"}
    with told_to_stop(tmp_path, sample_store, **limits) as (server, answers):
        until(lambda: server.client.get("/health/ready").status_code == 503)
        refused = server.client.get("/sparql", params={"query": "ASK {}"})
        assert_problem(refused, 503, "unavailable")
        assert int(refused.headers["retry-after"]) >= 1
        assert refused.headers["connection"] == "close"
        assert server.client.get("/health/live").status_code == 200
    assert_problem(answers[0], 504, "query-timeout")  # its own time was over, not the server's
    assert server.process.returncode == -signal.SIGTERM


def test_what_runs_for_too_long_is_stopped_with_the_server(
    tmp_path: Path, sample_store: Path
) -> None:
    limits = {"HANSA_QUERY_TIMEOUT": "60", "HANSA_STOP_SECONDS": "0.5"}
    with told_to_stop(tmp_path, sample_store, **limits) as (server, answers):
        assert server.process.wait(timeout=15) == -signal.SIGTERM
    assert_problem(answers[0], 503, "query-stopped")


def _workers(client: httpx.Client) -> set[str]:
    with httpx.Client(
        base_url=client.base_url, timeout=30
    ) as fresh:  # of whichever process takes it
        told = fresh.get("/metrics").text
    return set(re.findall(r'hansa_generation\{worker="(\d)"\}', told))


def test_several_processes_are_one_server(tmp_path: Path, sample_store: Path) -> None:
    settings = {
        "HANSA_TOKEN": TOKEN,
        "HANSA_QUERY_TIMEOUT": "60",
        "HANSA_QUERY_WORKERS": "4",
        "HANSA_RATE_SECONDS": "0",
    }
    with Process(tmp_path, sample_store, "--workers", "2", **settings) as server:
        until(lambda: _workers(server.client) == {"1", "2"})
        with asking(server.client, SLOW) as one, asking(server.client, SORT) as two:

            def seen() -> list[dict[str, Any]]:
                with httpx.Client(
                    base_url=server.client.base_url, headers=KEEPER, timeout=30
                ) as fresh:
                    found: list[dict[str, Any]] = fresh.get("/queries").json()["queries"]
                    return found if len(found) == 2 else []

            listed = until(seen)
            assert {each["query"] for each in listed} == {SLOW, SORT}
            for each in listed:
                with httpx.Client(
                    base_url=server.client.base_url, headers=KEEPER, timeout=30
                ) as fresh:
                    assert fresh.delete(f"/queries/{each['id']}").status_code == 204
        for answers in (one, two):
            assert_problem(answers[0], 503, "query-stopped")
        children = _children(server.process.pid)
        os.kill(children[0], signal.SIGKILL)
        until(lambda: len(set(_children(server.process.pid)) - {children[0]}) == len(children))
        until(lambda: _workers(server.client) == {"1", "2"})
        assert any("takes its place" in each.get("message", "") for each in server.lines())
        children = _children(server.process.pid)
    assert server.process.returncode == -signal.SIGTERM
    assert not any(Path(f"/proc/{child}").exists() for child in children)


def _children(parent: int) -> list[int]:
    """Return the server processes that *parent* started; multiprocessing has a helper too."""
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [
        int(child)
        for child in found
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


def test_a_server_without_processes_for_queries_is_not_ready(client: httpx.Client) -> None:
    from api.app import create_app
    from api.settings import Settings

    services: Services = create_app(Settings()).state.services
    assert services.pool.processes == 0  # before it starts
    assert client.get("/health/ready").json() == {"status": "ready", "generation": 1}


def test_the_last_requests_are_logged_before_the_end(
    sample_store: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with running_server(sample_store, HANSA_LOG_REQUESTS="on") as client:
        client.get("/health/live")
        client.get("/health/ready")
    logged = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert [line["path"] for line in logged if line["event"] == "request"] == [
        "/health/live",
        "/health/ready",
    ]
