"""A standby has what the directory it follows has, each generation of it, and takes no writes."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from graph.checks.checking import check
from graph.errors import EmptyWorkspaceError, LockError, StandbyError
from graph.following.following import follow
from graph.following.promoting import promote
from graph.following.standby import standby_of
from graph.foreign.jobs import Limits
from graph.foreign.updates import ForeignUpdate, UpdateStep
from graph.keeping.lock import locked
from graph.keeping.scores import keep_scores, require_place
from graph.workspace import Workspace
from graph.writing.operations import put
from graph.writing.process import run_writer
from tests.graph.crash_run import history
from tests.graph.factories import fill, harbour_story, large_story, sample_stories, tide_story

ROOT = Path(__file__).parents[2]


def exported(workspace: Workspace, generation: int | None = None) -> bytes:
    with workspace.reader(generation) as reader:
        return b"".join(reader.export())


def bare(text: str, *, is_managed: bool = False) -> ForeignUpdate:
    return ForeignUpdate((UpdateStep(text, "urn:"),), Limits(), is_managed=is_managed)


@pytest.fixture
def standby(tmp_path: Path) -> Workspace:
    """Return the place of a standby; nothing is there yet."""
    return Workspace(tmp_path / "standby")


def test_it_has_each_generation_with_its_texts_names_and_history(
    workspace: Workspace, standby: Workspace
) -> None:
    with workspace.writer() as writer:
        for story in sample_stories():
            writer.put(*story.pair())
            number = writer.commit().generation
            step = follow(workspace.path, standby.path)
            assert (step.generation, step.is_new) == (number, True)
    assert exported(standby) == exported(workspace)
    assert exported(standby, 1) == exported(workspace, 1)
    assert standby.generations().numbers() == workspace.generations().numbers()
    with standby.reader() as ours, workspace.reader() as theirs:
        assert ours.documents() == theirs.documents()
        for row in theirs.documents():
            assert ours.document_text(row.iri) == theirs.document_text(row.iri)
        assert ours.search is not None
    follow(workspace.path, standby.path)  # the writer, when it ended, tidied its files
    assert follow(workspace.path, standby.path).size == 0


def test_a_reader_that_is_open_sees_what_comes(workspace: Workspace, standby: Workspace) -> None:
    fill(workspace, harbour_story())
    follow(workspace.path, standby.path)
    with standby.reader() as before:
        documents = standby.documents
        fill(workspace, tide_story())
        follow(workspace.path, standby.path)
        assert len(before.documents()) == 1
    with standby.reader() as after:
        texts = [after.document_text(row.iri) for row in after.documents()]
    assert len(texts) == 2
    assert standby.documents is documents


def test_only_what_is_new_is_copied(workspace: Workspace, standby: Workspace) -> None:
    fill(workspace, *(large_story(number, facts=40) for number in range(30)))
    first = follow(workspace.path, standby.path)
    fill(workspace, harbour_story())
    follow(workspace.path, standby.path)
    tables = [
        path
        for number in (first.generation, first.generation + 1)
        for path in (standby.generations().store(number)).glob("*.sst")
    ]
    assert len({path.stat().st_ino for path in tables}) < len(tables)


def test_nobody_writes_to_it_until_it_is_promoted(workspace: Workspace, standby: Workspace) -> None:
    fill(workspace, harbour_story())
    follow(workspace.path, standby.path)
    with pytest.raises(StandbyError, match="is only read; write there, or"):
        fill(standby, tide_story())
    with pytest.raises(StandbyError, match="hansa promote"):
        run_writer(standby, [put(*tide_story().pair())])
    assert promote(standby.path)
    assert not promote(standby.path)
    fill(standby, tide_story())
    assert check(standby, every=True, deep=True).faults == ()
    fill(workspace, tide_story())
    assert exported(standby) == exported(workspace)


def test_what_is_purged_there_is_gone_here(workspace: Workspace, standby: Workspace) -> None:
    fill(workspace, harbour_story())
    fill(workspace, tide_story())
    follow(workspace.path, standby.path)
    secret = b"tide.md"
    with workspace.writer() as writer:
        writer.purge("tide.md")
    follow(workspace.path, standby.path)
    files = [path for path in standby.path.rglob("*") if path.is_file()]
    assert [path for path in files if secret in path.read_bytes()] == []
    assert check(standby, every=True).faults == ()


def test_pins_come_and_go(workspace: Workspace, standby: Workspace) -> None:
    fill(workspace, harbour_story())
    workspace.generations().pin(1, "cited")
    fill(workspace, tide_story())
    follow(workspace.path, standby.path)
    assert standby.generations().pins() == {1: "cited"}
    workspace.generations().unpin(1)
    follow(workspace.path, standby.path)
    assert standby.generations().pins() == {}


def test_nothing_to_follow_yet_is_said(workspace: Workspace, standby: Workspace) -> None:
    workspace.path.mkdir()
    with pytest.raises(EmptyWorkspaceError):
        follow(workspace.path, standby.path)


def test_a_damaged_note_lets_nobody_write(workspace: Workspace, standby: Workspace) -> None:
    fill(workspace, harbour_story())
    follow(workspace.path, standby.path)
    (standby.path / "standby.json").write_text("{")
    with pytest.raises(StandbyError):
        fill(standby, tide_story())
    with pytest.raises(StandbyError, match="cannot be read"):
        standby_of(standby.path)
    assert promote(standby.path)
    fill(standby, tide_story())


def test_followed_while_everything_is_written_and_killed_again_and_again(
    workspace: Workspace, standby: Workspace
) -> None:
    dice = random.Random(3)
    fill(workspace, *(large_story(number, facts=20) for number in range(20)))
    command = [sys.executable, "-m", "api.cli", "follow", str(workspace.path), "--every", "0.1"]
    kills = 0
    with workspace.writer() as writer:
        history(writer)
        for number in range(8):
            with subprocess.Popen([*command, "--store", str(standby.path)], cwd=ROOT) as process:
                writer.put(*large_story(100 + number, facts=20).pair())
                writer.commit()
                time.sleep(dice.uniform(0.6, 2.0))
                process.kill()
                kills += process.wait() == -signal.SIGKILL
            if (standby.path / "current").exists():
                exported(standby)  # whatever is there is whole
    assert kills == 8
    follow(workspace.path, standby.path)
    assert exported(standby) == exported(workspace)
    assert check(standby, every=True).faults == ()
    assert not list((standby.path / "generations").glob(".following*"))


def test_a_source_that_goes_away_leaves_the_standby_as_it_is(
    workspace: Workspace, standby: Workspace
) -> None:
    fill(workspace, harbour_story())
    follow(workspace.path, standby.path)
    before = exported(standby)
    shutil.rmtree(workspace.path)
    with pytest.raises((EmptyWorkspaceError, StandbyError)):
        follow(workspace.path, standby.path)
    assert exported(standby) == before


def test_all_that_is_kept_there_is_brought(workspace: Workspace, standby: Workspace) -> None:
    for number in range(3):
        fill(workspace, large_story(number, facts=3))
    follow(workspace.path, standby.path)
    for number in range(3, 6):
        fill(workspace, large_story(number, facts=3))
    follow(workspace.path, standby.path)
    assert standby.generations().numbers() == [1, 2, 3, 4, 5, 6]
    assert exported(standby, 5) == exported(workspace, 5)


def test_what_was_purged_is_told_while_a_reader_holds_it(
    workspace: Workspace, standby: Workspace
) -> None:
    fill(workspace, harbour_story())
    fill(workspace, tide_story())
    follow(workspace.path, standby.path)
    with closing(sqlite3.connect(standby.path / "documents.sqlite")) as reading:
        reading.execute("BEGIN")
        reading.execute("SELECT * FROM meta").fetchall()
        with workspace.writer() as writer:
            writer.purge("tide.md")
        assert follow(workspace.path, standby.path).held == ("documents.sqlite",)
        assert follow(workspace.path, standby.path).held == ("documents.sqlite",)
    assert follow(workspace.path, standby.path).held == ()
    files = [path for path in standby.path.rglob("*") if path.is_file()]
    assert [path for path in files if b"tide.md" in path.read_bytes()] == []


def test_where_nothing_has_changed_nothing_is_opened_or_written(
    workspace: Workspace, standby: Workspace
) -> None:
    fill(workspace, harbour_story())
    follow(workspace.path, standby.path)
    (workspace.path / "evaluation.json").write_text("{}")
    follow(workspace.path, standby.path)
    follow(workspace.path, standby.path)
    before = times_of(standby.path)
    follow(workspace.path, standby.path)
    assert times_of(standby.path) == before
    (workspace.path / "evaluation.json").unlink()
    follow(workspace.path, standby.path)
    assert not (standby.path / "evaluation.json").exists()


def times_of(directory: Path) -> dict[str, int]:
    files = [path for path in directory.rglob("*") if path.is_file() and path.name != "lock"]
    return {str(path): path.stat().st_mtime_ns for path in files}


def test_nobody_pins_or_keeps_figures_in_it(workspace: Workspace, standby: Workspace) -> None:
    fill(workspace, harbour_story())
    follow(workspace.path, standby.path)
    generations = standby.generations()
    for write in (
        lambda: generations.pin(1, "cited"),
        lambda: generations.unpin(1),
        lambda: keep_scores(standby.path, {}),
        lambda: require_place(standby.path),
    ):
        with pytest.raises(StandbyError, match="is only read"):
            write()
    assert generations.pins() == {}


def test_who_writes_to_it_is_refused_while_it_is_brought(
    workspace: Workspace, standby: Workspace
) -> None:
    fill(workspace, harbour_story())
    follow(workspace.path, standby.path)
    with locked(standby.path / "lock"):  # as a step does, for as long as the copying takes
        with pytest.raises(StandbyError), standby.writer(timeout=5):
            pass
        with pytest.raises(StandbyError):
            run_writer(standby, [put(*tide_story().pair())], on_wait=pytest.fail)
        with pytest.raises(LockError):
            promote(standby.path)


def test_a_place_that_is_no_directory_is_not_taken_for_a_standby(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(FileExistsError), Workspace(tmp_path / "file").writer():
        pass
