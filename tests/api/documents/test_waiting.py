"""What waits to be read is on disk, beside the graph: bounded, out of the way, and never told."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.keeping.lock import locked
from tests.api.disks import fill, needs_root, small_disk
from tests.api.problem import assert_problem
from tests.api.sample import write_sample
from tests.api.server import running_server
from tests.api.test_cli import hansa
from tests.api.test_operations import Process, until

from .sending import KEEPER, TEXT, TOKEN, entries, post, send

SECRET = "Ottoline Quillfeather"
JSON = KEEPER | {"Content-Type": "application/json"}


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[Path, httpx.Client]]:
    """Return the data directory of a server, and its client; ``tmp`` beside it is its own."""
    store = write_sample(tmp_path / "data")
    (tmp_path / "tmp").mkdir()
    with running_server(store, HANSA_TOKEN=TOKEN, TMPDIR=str(tmp_path / "tmp")) as client:
        client.timeout = httpx.Timeout(90)
        yield store, client


def waiting(folder: Path, words: str) -> list[Path]:
    """Return the files outside of databases that hold these words."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    files = (path for path in found if "sqlite" not in path.name)
    return [path for path in files if words.encode() in path.read_bytes()]


def begin(client: httpx.Client, key: str, text: str = TEXT) -> dict[str, Any]:
    answer = client.post("/documents", json={"text": text, "sourceKey": key}, headers=KEEPER)
    (begun,) = entries(answer, 202)
    return begun


def ended(client: httpx.Client, begun: dict[str, Any]) -> dict[str, Any]:
    """Return what a document's reading tells without the token, when that has ended."""

    def told() -> dict[str, Any] | None:
        found: dict[str, Any] = client.get(f"/documents/{begun['id']}").json()
        return found if found["state"] in ("done", "failed") else None

    found: dict[str, Any] = until(told, seconds=60)
    return found


def test_a_text_longer_than_a_file_may_be_is_refused(own: tuple[Path, httpx.Client]) -> None:
    _, client = own
    body = json.dumps({"text": "Riga. " * 9_000_000, "sourceKey": "long"}).encode()
    answer = client.post("/documents", content=body, headers=JSON)
    problem = assert_problem(answer, 413, "content-too-large")
    assert "as a file" in str(problem["detail"])


def test_others_are_answered_while_a_long_text_comes(own: tuple[Path, httpx.Client]) -> None:
    _, client = own
    body = json.dumps({"text": "Riga. " * 8_000_000, "sourceKey": "a\nb"}).encode()
    pauses: list[float] = []
    has_ended = threading.Event()

    def look() -> None:
        with httpx.Client(base_url=client.base_url, timeout=60, trust_env=False) as other:
            while not has_ended.is_set():
                before = time.monotonic()
                other.get("/health/live").raise_for_status()
                pauses.append(time.monotonic() - before)

    client.get("/health/live").raise_for_status()
    looking = threading.Thread(target=look)
    looking.start()
    try:
        assert_problem(client.post("/documents", content=body, headers=JSON), 400, "bad-request")
    finally:
        has_ended.set()
        looking.join()
    assert max(pauses) < 1.5


def test_texts_wait_on_disk_and_leave_nothing(own: tuple[Path, httpx.Client]) -> None:
    store, client = own
    begun = [begin(client, f"press/{number}", f"{SECRET} {number}. {TEXT}") for number in range(3)]
    assert len(waiting(store / "spool", SECRET)) == 3
    assert [ended(client, each)["state"] for each in begun] == ["done"] * 3
    look = client.post("/documents/preview", files={"file": ("a.md", TEXT)}, headers=KEEPER)
    assert look.status_code == 200
    refused = {"text": "Riga.", "sourceKey": "a\nb"}
    assert_problem(post(client, refused, to="/documents/preview"), 400, "bad-request")
    (folder,) = [path for path in (store / "spool").iterdir() if path.is_dir()]
    assert [path.name for path in folder.iterdir()] == ["lock"]
    assert waiting(store.parent / "tmp", "") == []


def test_what_cleans_up_may_take_the_folder(own: tuple[Path, httpx.Client]) -> None:
    store, client = own
    for number in range(2):
        (read,) = entries(send(client, (f"{number}.md", TEXT.encode())))
        assert read["state"] == "done"
        for path in [*store.glob("spool"), *(store.parent / "tmp").iterdir()]:
            shutil.rmtree(path)


def test_no_path_is_told_where_a_file_has_gone(own: tuple[Path, httpx.Client]) -> None:
    store, client = own
    begun = [begin(client, f"press/{number}", f"{SECRET}. {TEXT}") for number in range(3)]
    for path in waiting(store.parent, SECRET):
        path.unlink()
    told = ended(client, begun[-1])
    assert told["state"] == "failed"
    assert "/" not in told["problem"]["detail"].replace("press/2", "")


def test_who_else_writes_is_not_told(own: tuple[Path, httpx.Client]) -> None:
    store, client = own
    with locked(store / "lock"):
        begun = begin(client, "press/1")

        def told() -> str | None:
            found = client.get(f"/documents/{begun['id']}").json()
            return str(found["waitingFor"]) if found["state"] == "writing" else None

        until(lambda: told() not in (None, "None"), seconds=60)
        assert told() == "another writer"
    assert ended(client, begun)["state"] == "done"


def test_what_a_killed_server_left_goes_with_the_next_start(tmp_path: Path) -> None:
    store = write_sample(tmp_path / "data")
    with Process(tmp_path, store, HANSA_TOKEN=TOKEN, TMPDIR=str(tmp_path)) as server:
        begin(server.client, "press/1", f"{SECRET}. {TEXT}")
        begin(server.client, "press/2", f"{SECRET}. {TEXT}")
        with running_server(store) as other:  # which leaves alone what another holds
            other.get("/health/live").raise_for_status()
        assert len(waiting(tmp_path, SECRET)) == 2
        server.process.kill()
    assert "left behind by a killed server" in hansa("check", "--store", store).stdout
    with running_server(store) as client:
        client.get("/health/live").raise_for_status()
        until(lambda: not waiting(tmp_path, SECRET))


@needs_root
def test_a_disk_that_is_full_is_told_as_such_and_not_by_its_path(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        store = write_sample(disk / "data")
        with running_server(store, HANSA_TOKEN=TOKEN, TMPDIR=str(disk)) as client:
            client.timeout = httpx.Timeout(90)
            begun = begin(client, "press/1")
            until(lambda: client.get(f"/documents/{begun['id']}").json()["state"] == "extracting")
            fill(disk)
            told = ended(client, begun)
            assert told["problem"]["type"].endswith("/disk-full")
            assert str(tmp_path) not in told["problem"]["detail"]
            body = {"text": TEXT * 2_000, "sourceKey": "press/2"}
            answer = client.post("/documents", json=body, headers=KEEPER)
            assert_problem(answer, 507, "disk-full")
            assert_problem(send(client, ("a.md", os.urandom(9_000))), 507, "disk-full")


@needs_root
def test_a_disk_without_room_for_names_is_full_too(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", size="64m,nr_inodes=300") as disk:
        store = write_sample(disk / "data")
        with running_server(store, HANSA_TOKEN=TOKEN, TMPDIR=str(disk)) as client:
            begun = begin(client, "press/1")  # by a process that has to be started
            with suppress(OSError):
                for number in range(300):
                    (disk / str(number)).touch()
            problem = ended(client, begun)["problem"]
            assert problem["type"].endswith("/disk-full")
            assert problem["detail"].startswith("the disk on which documents are read is full")
