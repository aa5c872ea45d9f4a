"""docs/security.md line by line: what the hostile corpus does not show is tested here."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from .hostile import hostile
from .lines import defends
from .problem import assert_problem
from .server import ROOT, running_server
from .test_operations import SLOW, TOKEN, asking, numbers, until

#: Some megabytes.
LONG = (
    "SELECT ?a ?b ?c { VALUES ?x { "
    + " ".join(map(str, range(400)))
    + " } { SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 1000 } }"
)


@pytest.fixture(scope="module")
def guarded(sample_store: Path) -> Iterator[httpx.Client]:
    """Return a client of a server that waits for nobody."""
    limits = {
        "HANSA_REQUEST_SECONDS": "1",
        "HANSA_CONNECTIONS": "8",
        "HANSA_QUERY_BUFFER": "1000",
        "HANSA_QUERY_TIMEOUT": "30",
        "HANSA_TOKEN": TOKEN,
    }
    with running_server(sample_store, **limits) as client:
        client.get("/health/ready").raise_for_status()
        yield client


def test_every_line_has_a_test_and_every_test_its_line() -> None:
    text = (ROOT / "docs" / "security.md").read_text()
    lines = re.findall(r"^- \*\*(\w+)\*\*:", text.partition("## Lines of defence")[2], re.M)
    files = [*(ROOT / "tests").rglob("test_*.py")]
    marked = {
        name for path in files for name in re.findall(r'@defends\("(\w+)"\)', path.read_text())
    }
    assert sorted(lines) == sorted(set(lines))
    assert set(lines) == marked | {each.line for each in hostile()}


#: A script of a page: a file of this server, behind any prefix, and nothing between the tags.
OURS = re.compile(r'<script (?:type="module" )?src="(?:\.\.?/)+(?:theme|static/[\w-]+)\.js">')


@defends("script")
@pytest.mark.parametrize(
    "path", ["/", "/documents", "/search?q=riga", "/id/city/riga-lv.html", "/sparql", "/no/such"]
)
def test_pages_run_no_script_but_files_of_the_server(client: httpx.Client, path: str) -> None:
    page = client.get(path, headers={"Accept": "text/html"})
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert set(re.findall(r"script-src [^;]+", policy)) <= {"script-src 'self'"}
    for part in ("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert page.headers["x-frame-options"] == "DENY"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cross-origin-opener-policy"] == "same-origin"
    scripts = re.findall(r"<script[^>]*>[^<]*", page.text)
    assert [each for each in scripts if not OURS.fullmatch(each)] == []
    assert not re.search(r"<iframe|\son\w+=|\sstyle=|javascript:", page.text, re.I)
    assert not re.search(r"<(?:img|form)[^>]+(?:src|action)=\"(?:https?:)?//", page.text)
    assert re.findall(r"<link rel=.stylesheet.[^>]+>", page.text)[0].count("//") == 0


@defends("data")
@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/sparql?query=ASK%7B%7D", "application/sparql-results+xml"),
        ("/id/city/riga-lv.rdf", "*/*"),
        ("/id/city/riga-lv.ttl", "*/*"),
        ("/documents", "application/json"),
        ("/no/such", "application/json"),
    ],
)
def test_data_is_no_page(client: httpx.Client, path: str, accept: str) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert answer.headers["x-content-type-options"] == "nosniff"
    policy = answer.headers["content-security-policy"]
    assert policy == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


@defends("origins")
def test_other_sites_may_read_and_send_no_credentials(client: httpx.Client) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/documents", "/no/such"):
        answer = client.get(path, headers={"Origin": "https://evil.example", "Cookie": "a=b"})
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
        assert "set-cookie" not in answer.headers


@defends("sockets")
@pytest.mark.skipif(sys.platform != "linux", reason="seccomp is Linux's")
def test_a_process_for_queries_can_open_no_socket() -> None:
    code = (
        "import socket\nfrom graph.foreign.worker import forbid_sockets\nassert forbid_sockets()\n"
        "for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):\n"
        "    try:\n        socket.socket(family)\n"
        "    except PermissionError:\n        print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split() == ["refused"] * 3


def _query_processes(client: httpx.Client) -> list[Path]:
    """Return the processes for queries of all servers that have the sample open."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if b"graph/foreign/worker.py" in (path / "cmdline").read_bytes():
                found.append(path)
        except OSError:
            continue
    assert found, client.base_url
    return found


@defends("secrets")
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
def test_a_process_for_queries_has_no_environment(guarded: httpx.Client) -> None:
    for process in _query_processes(guarded):
        try:
            told = (process / "environ").read_bytes()
        except OSError:
            continue  # it has ended meanwhile
        assert b"HANSA" not in told
        assert TOKEN.encode() not in told


@defends("processes")
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_a_process_that_dies_costs_one_request(guarded: httpx.Client) -> None:
    with asking(guarded, SLOW) as answers:
        until(lambda: numbers(guarded)["hansa_queries_running"] == 1)
        time.sleep(1)
        own = [each for each in _query_processes(guarded) if _is_ours(each)]
        os.kill(int(max(own, key=_seconds).name), signal.SIGKILL)
    assert answers[0].status_code in {503, 504}
    assert answers[0].headers["content-type"] == "application/problem+json"
    assert guarded.get("/sparql", params={"query": "ASK { ?s ?p 1 }"}).status_code == 200
    assert guarded.get("/health/ready").status_code == 200


def _is_ours(process: Path) -> bool:
    """Tell whether these tests started it, or what started it, and so on."""
    while process.name not in {"0", str(os.getpid())}:
        found = re.search(r"^PPid:\s*(\d+)", (process / "status").read_text(), re.M)
        process = Path("/proc", found[1] if found else "0")
    return process.name != "0"


def _seconds(process: Path) -> float:
    fields = (process / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@defends("slow")
def test_who_does_not_read_is_cut_off_and_holds_no_process(guarded: httpx.Client) -> None:
    before = numbers(guarded).get('hansa_connections_refused_total{"reason": "unread"}', 0)
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", guarded.base_url.port))
        query = httpx.QueryParams({"query": LONG, "format": "csv"})
        line.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        until(lambda: numbers(guarded)["hansa_queries_running"] == 1)
        name = 'hansa_connections_refused_total{"reason": "unread"}'
        until(lambda: numbers(guarded).get(name, 0) > before)
        until(lambda: numbers(guarded)["hansa_queries_running"] == 0)


@defends("slow")
def test_a_query_that_waits_for_its_reader_is_stopped_in_the_end(sample_store: Path) -> None:
    limits = {"HANSA_QUERY_HOLD": "1", "HANSA_QUERY_BUFFER": "1000"}
    with running_server(sample_store, **limits) as client:
        client.get("/health/ready").raise_for_status()
        query = {"query": LONG, "format": "csv"}
        plain = {"Accept-Encoding": "identity"}  # packed, it would all be on its way at once
        with client.stream("GET", "/sparql", params=query, headers=plain) as answer:
            pieces = answer.iter_raw(64 * 1024)
            next(pieces)
            time.sleep(2.5)
            with pytest.raises(httpx.RemoteProtocolError):
                list(pieces)


@defends("connections")
def test_connections_are_counted(guarded: httpx.Client) -> None:
    with ExitStack() as opened:
        lines = [
            opened.enter_context(socket.create_connection(("127.0.0.1", guarded.base_url.port)))
            for _ in range(12)
        ]
        time.sleep(0.3)
        told = b"".join(_waiting(line) for line in lines)
        assert b"HTTP/1.1 503 Service Unavailable" in told
        assert b"problem/busy" in told
    until(lambda: _is_answered(guarded))


def _waiting(line: socket.socket) -> bytes:
    line.setblocking(False)
    try:
        return line.recv(4096)
    except BlockingIOError:
        return b""


def _is_answered(client: httpx.Client) -> bool:
    try:
        return client.get("/health/live").status_code == 200
    except httpx.TransportError:
        return False


@defends("errors")
def test_what_is_refused_before_it_is_a_request_is_a_problem_too(guarded: httpx.Client) -> None:
    answer = guarded.get("/documents", headers={"X-Giant": "x" * 140_000})
    assert answer.status_code == 431
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["hansa-generation"] == "1"
    assert answer.json()["type"].endswith("/problem/head-too-large")
    assert_problem(guarded.get("/documents?generation=x"), 400, "bad-request")


def test_a_page_that_a_browser_has_keeps_its_own_policy(client: httpx.Client) -> None:
    page = client.get("/documents", headers={"Accept": "text/html"})
    again = client.get(
        "/documents", headers={"Accept": "text/html", "If-None-Match": page.headers["etag"]}
    )
    assert again.status_code == 304
    policy = page.headers["content-security-policy"]
    assert again.headers.get("content-security-policy", policy) == policy
