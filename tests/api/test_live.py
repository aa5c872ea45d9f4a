"""A real server beside real writers: it switches by itself, and no request notices."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from graph.workspace import Workspace
from ontology.model import Document, Entity, Evidence, Extraction, Fact
from tests.warm import hansa

from .server import ROOT

PATIENCE = 60.0
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?d hansa:sourceKey ?k } }"
#: Fifty thousand rows and more: long enough to be caught at work.
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STR(?c) != STR(?f)) }"


@dataclass
class Server:
    """A ``hansa serve`` with its address and what it said."""

    process: subprocess.Popen[str]
    address: str
    said: list[str] = field(default_factory=list)

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, timeout=PATIENCE, trust_env=False)


@contextmanager
def _serving(store: Path) -> Iterator[Server]:
    command = [sys.executable, "-W", "error", "-m", "api.cli", "serve"]
    with subprocess.Popen(
        [*command, "--store", str(store), "--port", "0"],
        cwd=ROOT,
        env={
            "PATH": os.defpath,
            "HANSA_QUERY_TIMEOUT": str(PATIENCE),
            "HANSA_QUERY_QUEUE": "100",
            "HANSA_QUERY_CACHE": "0",
            "HANSA_LOG_REQUESTS": "off",
        },
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr is not None
            first = process.stderr.readline()
            found = re.search(r"on (http://\S+/) ", first)
            assert found, first
            server = Server(process, found[1])
            listening = threading.Thread(target=server.said.extend, args=(process.stderr,))
            listening.start()
            yield server
        finally:
            process.send_signal(signal.SIGCONT)
            process.terminate()
            process.wait(timeout=PATIENCE)
            listening.join()


def _note(number: int) -> tuple[Document, Extraction]:
    """Return a note of its own that says what all the others say."""
    text = f"Note {number}. Riga is a member of the Baltic Sea League."
    key = f"notes/{number}.md"
    start = text.index("Riga")
    entities = (
        Entity("c", "City", ("Riga",), link="https://sws.geonames.org/456172/"),
        Entity("n", "Network", ("Baltic Sea League",)),
    )
    said = Evidence.cut(text, start, len(text))
    document = Document(key=key, text=text, sha256=hashlib.sha256(text.encode()).hexdigest())
    fact = Fact("c", "memberOf", "n", said, rule="test.v1")
    return document, Extraction(key, "p" * 64, entities, (fact,))


def _commit(store: Path, change: int) -> int:
    """Put the note of that number, or retract it where the number is negative."""
    with Workspace(store).writer() as writer:
        if change < 0:
            writer.retract(f"notes/{-change}.md")
        else:
            writer.put(*_note(change))
        return writer.commit().generation


# Each door tells how many documents there are.


def _by_sparql(client: httpx.Client) -> tuple[httpx.Response, Callable[[], int]]:
    answer = client.get("/sparql", params={"query": COUNT})
    return answer, lambda: int(answer.json()["results"]["bindings"][0]["n"]["value"])


def _by_graphql(client: httpx.Client) -> tuple[httpx.Response, Callable[[], int]]:
    query = "{ generation documents(first: 100) { totalCount nodes { id } } }"
    answer = client.post("/graphql", json={"query": query})

    def count() -> int:
        data = answer.json()["data"]
        assert str(data["generation"]) == answer.headers["hansa-generation"]
        assert len(data["documents"]["nodes"]) == data["documents"]["totalCount"]
        return int(data["documents"]["totalCount"])

    return answer, count


def _by_page(client: httpx.Client) -> tuple[httpx.Response, Callable[[], int]]:
    answer = client.get("/documents", headers={"Accept": "text/html"})

    def count() -> int:
        assert f"Generation {answer.headers['hansa-generation']}" in answer.text
        return answer.text.count('<th scope="row">')

    return answer, count


def _by_claims(client: httpx.Client) -> tuple[httpx.Response, Callable[[], int]]:
    answer = client.get("/id/network/baltic-sea-league.html")
    return answer, lambda: answer.text.count('<figure class="claim"')


def _by_question(client: httpx.Client) -> tuple[httpx.Response, Callable[[], int]]:
    answer = client.get("/questions/documents?limit=100")
    return answer, lambda: len(answer.json()["rows"])


def _by_citation(client: httpx.Client) -> tuple[httpx.Response, Callable[[], int]]:
    answer = client.get("/documents?generation=1")
    return answer, lambda: len(answer.json()["documents"])


DOORS = (_by_sparql, _by_graphql, _by_page, _by_claims, _by_question, _by_citation)


def test_the_server_switches_by_itself_and_no_request_fails(tmp_path: Path) -> None:
    store = tmp_path / "data"
    documents = {_commit(store, 1): 1}
    Workspace(store).generations().pin(1)
    stop = threading.Event()

    def keep_asking(door: int) -> list[tuple[str, int, int]]:
        seen = []
        with server.client() as client:
            while not stop.wait(0.01):
                answer, count = DOORS[door](client)
                assert answer.status_code == 200, answer.text
                generation = int(answer.headers["hansa-generation"])
                seen.append((DOORS[door].__name__, generation, count()))
        return seen

    with _serving(store) as server, ThreadPoolExecutor(len(DOORS)) as pool, server.client() as mine:
        asking = [pool.submit(keep_asking, door) for door in range(len(DOORS))]
        try:
            for change in (2, 3, -2, 4, -1):
                generation = _commit(store, change)
                many = documents[generation - 1] + (1 if change > 0 else -1)
                documents[generation] = many
                Workspace(store).generations().collect(keep=2)
                _await(mine, generation)
            documents[generation + 1] = many + _ingest(tmp_path)
            _await(mine, generation + 1)
        finally:
            stop.set()
        seen = [each for thread in asking for each in thread.result()]
    assert {name for name, _, _ in seen} == {door.__name__ for door in DOORS}
    assert {number for _, number, _ in seen} == documents.keys()
    wrong = [each for each in seen if each[2] != documents[each[1]]]
    assert wrong == []
    assert server.said == []


def _ingest(folder: Path) -> int:
    """Run a real ``hansa ingest`` of one more note; return how many documents it added."""
    (folder / "notes").mkdir()
    (folder / "notes" / "more.md").write_text(_note(7)[0].text)
    done = hansa("ingest", folder / "notes", "--store", folder / "data", "--root", folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1 added")
    return 1


def _await(client: httpx.Client, generation: int) -> None:
    _await_that(lambda: int(client.get("/health/ready").headers["hansa-generation"]) >= generation)


def _await_that(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "what was waited for did not come"
        time.sleep(0.02)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc of Linux")
def test_what_a_running_query_reads_is_kept_until_it_ends(tmp_path: Path) -> None:
    store = tmp_path / "data"
    _commit(store, 1)
    generations = Workspace(store).generations()
    with _serving(store) as server, server.client() as client, ThreadPoolExecutor() as pool:
        expected = client.get("/sparql", params={"query": SLOW}).text
        time.sleep(1)  # a process that was slow is being replaced
        running = pool.submit(client.get, "/sparql", params={"query": SLOW})
        children = _children(server.process)
        for child in children:
            os.kill(child, signal.SIGSTOP)
        for change in (2, 3, 4, 5):
            _commit(store, change)
        assert 1 not in generations.collect(keep=1)
        for child in children:
            with suppress(ProcessLookupError):  # one that stepped aside before
                os.kill(child, signal.SIGCONT)
        answer = running.result()
        assert (answer.status_code, answer.headers["hansa-generation"]) == (200, "1")
        assert answer.text == expected
        _await_that(lambda: 1 in generations.collect(keep=1) or 1 not in generations.numbers())


def _children(process: subprocess.Popen[str]) -> list[int]:
    """Return the processes that answer queries, the one that answers now among them."""
    tasks = Path(f"/proc/{process.pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="the system lists no locks")
def test_a_killed_server_leaves_no_lease(tmp_path: Path) -> None:
    store = tmp_path / "data"
    _commit(store, 1)
    generations = Workspace(store).generations()
    with _serving(store) as server:
        with server.client() as client:
            assert client.get("/documents").status_code == 200
        assert [each.process for each in generations.holders(1)] == [server.process.pid]
        server.process.kill()
        server.process.wait()
        assert generations.holders(1) == []
        _commit(store, 2)
        assert generations.collect(keep=1) == [1]


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="the system lists no locks")
def test_an_idle_server_lets_go_of_what_is_not_the_newest(tmp_path: Path) -> None:
    store = tmp_path / "data"
    _commit(store, 1)
    generations = Workspace(store).generations()
    with _serving(store) as server, server.client() as client:
        assert client.get("/documents").status_code == 200
        _commit(store, 2)
        _await_that(lambda: bool(generations.holders(2)) and not generations.holders(1))
        assert generations.collect(keep=1) == [1]


def test_a_purge_beside_a_server_is_whole(tmp_path: Path) -> None:
    store = tmp_path / "data"
    for change in (1, 2, 3):
        _commit(store, change)
    with _serving(store) as server, server.client() as client:
        for path in ("/documents", "/documents?generation=1", "/documents?generation=2"):
            assert client.get(path).status_code == 200
        done = hansa("retract", "--purge", "notes/2.md", "--store", store)
        assert (done.returncode, done.stderr) == (0, "")
        assert client.get("/documents?generation=2").status_code == 410
        assert len(client.get("/documents").json()["documents"]) == 2
        assert not [path for path in store.rglob("*") if path.is_file() and _holds(path)]


def _holds(path: Path) -> bool:
    return b"Note 2." in path.read_bytes()
