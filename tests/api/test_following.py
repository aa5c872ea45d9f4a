"""``hansa follow`` beside a real server of the standby, which answers what the other one has."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

import httpx

from graph.workspace import Workspace
from tests.api.command_line import hansa
from tests.api.server import ROOT, running_server
from tests.graph.factories import fill, harbour_story, tide_story

from .test_live import _serving

PATIENCE = 30.0
HOST = {"Host": "hansa.example"}  # which a proxy before both passes on
TOKEN = "sesame-of-the-standby-0123456789"


def test_a_server_of_a_standby_follows_and_takes_no_writes(tmp_path: Path) -> None:
    primary, standby = Workspace(tmp_path / "primary"), tmp_path / "standby"
    fill(primary, harbour_story())
    arguments = [str(primary.path), "--every", "0.2", "--store", str(standby)]
    command = [sys.executable, "-m", "api.cli", "follow", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as following:
        try:
            assert following.stdout is not None
            assert following.stdout.readline().startswith("generation 1 is here")
            with _serving(standby) as server, server.client() as client:
                fill(primary, tide_story())
                assert _documents(client, 2) == 2
                page = client.get("/documents", headers={"Accept": "text/html"})
                assert (page.status_code, page.headers["hansa-generation"]) == (200, "2")
        finally:
            following.send_signal(signal.SIGINT)
            assert following.wait(PATIENCE) == 130


def _documents(client: httpx.Client, wanted: int) -> int:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = len(client.get("/documents").json()["documents"])
        if found == wanted:
            return found
        time.sleep(0.1)
    return found


def test_each_mistake_is_one_sentence(tmp_path: Path) -> None:
    primary, standby = Workspace(tmp_path / "primary"), tmp_path / "standby"
    fill(primary, harbour_story())
    nowhere = hansa("follow", tmp_path / "nowhere", "--once", "--store", standby)
    assert (nowhere.returncode, nowhere.stderr.count("\n")) == (2, 1)
    once = hansa("follow", primary.path, "--once", "--store", standby)
    assert once.stdout.startswith("generation 1 is here, ")
    again = hansa("follow", primary.path, "--once", "--store", standby)
    assert (again.returncode, again.stdout) == (0, "")
    refused = hansa("retract", "harbour.txt", "--store", standby)
    assert refused.returncode == 1
    assert "is only read; write there, or make this one independent" in refused.stderr
    assert hansa("promote", "--store", standby).stdout.endswith("takes writes\n")
    assert hansa("promote", "--store", standby).returncode == 2
    assert hansa("retract", "harbour.txt", "--store", standby).returncode == 0


def test_no_door_of_a_standby_takes_a_write(tmp_path: Path) -> None:
    primary, standby = Workspace(tmp_path / "primary"), tmp_path / "standby"
    fill(primary, harbour_story())
    assert hansa("follow", primary.path, "--once", "--store", standby).returncode == 0
    form = {"Content-Type": "application/sparql-update"}
    with running_server(standby, HANSA_TOKEN=TOKEN) as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        answers = [
            client.delete("/documents", params={"key": "harbour.txt"}),
            client.post("/sparql/update", content="CREATE GRAPH <urn:a>", headers=form),
            client.post("/documents", json={"text": "Riga joined.", "sourceKey": "a.txt"}),
        ]
    for answer in answers:
        assert answer.status_code == 409, answer.text
        assert answer.json()["type"].endswith("standby")
        assert str(tmp_path) not in answer.text
    assert not (standby / "store").exists()


def test_following_goes_on_after_what_passes_and_ends_with_what_stays(tmp_path: Path) -> None:
    primary, standby = Workspace(tmp_path / "primary"), tmp_path / "standby"
    fill(primary, harbour_story())
    with _following(primary.path, standby) as (following, said):
        _until(said, "generation 1 is here")
        with closing(sqlite3.connect(primary.path / "documents.sqlite")) as documents:
            documents.execute("INSERT OR REPLACE INTO meta VALUES ('anew', 'yes')")
            documents.commit()  # as a writer that is killed in the middle leaves it
        _until(said, "is in the middle of a commit; follow later; trying again")
        fill(primary, tide_story())
        _until(said, "is here")
        assert following.poll() is None
        shutil.rmtree(primary.path)
        fill(primary, tide_story())
        _until(said, "follow into an empty place")
        assert following.wait(PATIENCE) == 1


@contextmanager
def _following(source: Path, standby: Path) -> Iterator[tuple[subprocess.Popen[str], IO[str]]]:
    arguments = [str(source), "--every", "0.2", "--store", str(standby)]
    command = [sys.executable, "-m", "api.cli", "follow", *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as following:
        try:
            assert following.stdout is not None
            yield following, following.stdout
        finally:
            following.kill()


def _until(said: IO[str], words: str) -> None:
    lines = []
    for line in said:
        lines.append(line)
        if words in line:
            return
    raise AssertionError(f"{words!r} is not in {lines}")


def test_servers_of_one_directory_follow_each_by_itself(tmp_path: Path) -> None:
    store = tmp_path / "data"
    fill(Workspace(store), harbour_story())
    with (
        _serving(store) as one,
        _serving(store) as other,
        one.client() as first,
        other.client() as second,
    ):
        tags = {each.get("/documents", headers=HOST).headers["etag"] for each in (first, second)}
        assert len(tags) == 1  # so that a proxy may ask either
        fill(Workspace(store), tide_story())
        assert (_documents(first, 2), _documents(second, 2)) == (2, 2)
        one.process.kill()
        one.process.wait()
        assert _documents(second, 2) == 2
