"""On a full disk everything can be read, writing says that it is full, and room is all it takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.backups.snapshots import taken
from graph.checks.checking import check
from graph.searching.search import FILE, SearchIndex
from graph.workspace import Workspace
from graph.writing import operations
from graph.writing.process import run_writer
from tests.api.command_line import hansa
from tests.graph.factories import harbour_story, large_story, tide_story

from .disks import fill, needs_root, small_disk
from .sample import write_sample
from .server import running_server

pytestmark = needs_root

SAYS = (
    "hansa: the disk that holds {} is full; make room and run the command again, which undoes or "
    "finishes what was begun\n"
)


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """Return a data directory on a small disk that was filled afterwards."""
    with small_disk(tmp_path / "disk") as disk:
        write_sample(disk / "data")
        fill(disk)
        yield disk / "data"


def test_it_is_read_as_ever(full: Path, tmp_path: Path) -> None:
    for words, said in (
        (["documents"], "news/quay.md"),
        (["ask", "networks"], "Baltic Sea League"),
        (["query", "ASK {}"], "yes"),
        (["check"], "generation 1 is sound"),
        (["validate"], "generation 1 conforms"),
        (["review"], "claim"),
        (["curate", "list"], "number"),
        (["generations"], "generation"),
        (["export", "-"], "Baltic Sea League"),
        (["backup", tmp_path / "monday"], "generation 1 is backed up"),
    ):
        done = hansa(*words, "--store", full)
        assert (done.returncode, done.stderr) == (0, ""), words
        assert said in done.stdout


def test_it_is_served(full: Path) -> None:
    with running_server(full) as client:
        for path in ("/documents", "/sparql?query=ASK%7B%7D", "/search?q=riga", "/health/ready"):
            answer = client.get(path)
            assert (answer.status_code, answer.headers["hansa-generation"]) == (200, "1")


def test_what_would_write_says_that_it_is_full_and_succeeds_when_there_is_room(full: Path) -> None:
    before = hansa("export", "-", "--store", full).stdout
    for words in (["retract", "quay.md"], ["rebuild"], ["curate", "rename", "Riga", "Rīga"]):
        done = hansa(*words, "--store", full)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == SAYS.format(full)
    pinned = hansa("generations", "pin", "1", "--note", "why", "--store", full)
    assert (pinned.returncode, pinned.stderr) == (1, SAYS.format(full))
    assert not list(full.glob("generations/1/pin*"))
    assert hansa("export", "-", "--store", full).stdout == before
    (full.parent / "filler").unlink()
    assert hansa("retract", "quay.md", "--store", full).returncode == 0
    assert hansa("check", "--deep", "--store", full).returncode == 0


def test_who_began_to_read_it_sees_what_is_written_when_there_is_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        workspace = Workspace(disk / "data")
        _write(workspace, 0)
        filler = fill(disk)
        reader = Workspace(disk / "data").documents
        search = SearchIndex.open(disk / "data" / FILE)
        with taken(disk / "data" / "documents.sqlite") as snapshot:
            assert _seen(reader.keys(), search) == (2, range(1, 2))
            filler.unlink()
            for number in range(1, 4):
                _write(workspace, number)
                assert _seen(reader.keys(), search) == (2 + number, range(1, 2 + number))
            assert snapshot.value("SELECT count(*) FROM current") == 2
            assert snapshot.damage() == []
        search.close()
        reader.close()
        assert check(workspace, every=True, deep=True).faults == ()


def _seen(keys: list[str], search: SearchIndex) -> tuple[int, range]:
    return len(keys), search.generations


def _write(workspace: Workspace, number: int) -> None:
    """Write two documents, or one more."""
    stories = [harbour_story(), tide_story()] if not number else [large_story(number, facts=200)]
    run_writer(workspace, [operations.put(*story.pair()) for story in stories])


def test_writing_over_http_says_that_it_is_full(full: Path) -> None:
    token = "full"
    with running_server(full, HANSA_TOKEN=token) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        for answer in (
            client.put("/data?graph=urn:g", content="", headers={"Content-Type": "text/turtle"}),
            client.post("/sparql/update", data={"update": "CREATE GRAPH <urn:g>"}),
        ):
            assert answer.status_code == 507, answer.text
            assert answer.json()["type"].endswith("/problem/disk-full")
