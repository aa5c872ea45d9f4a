"""A standby has what the directory it follows has, each generation of it, and takes no writes."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.checks.checking import check
from graph.errors import EmptyWorkspaceError, StandbyError
from graph.following.following import follow, promote
from graph.following.standby import standby_of
from graph.workspace import Workspace
from graph.writing.operations import put
from graph.writing.process import run_writer
from tests.graph.crash_run import history
from tests.graph.factories import fill, harbour_story, large_story, sample_stories, tide_story

ROOT = Path(__file__).parents[2]


def exported(workspace: Workspace, generation: int | None = None) -> bytes:
    with workspace.reader(generation) as reader:
        return b"".join(reader.export())


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


def test_a_source_that_is_another_or_was_put_back_is_refused(
    workspace: Workspace, standby: Workspace, tmp_path: Path
) -> None:
    fill(workspace, harbour_story())
    fill(workspace, tide_story())
    follow(workspace.path, standby.path)
    before = exported(standby)
    other = Workspace(tmp_path / "other")
    fill(other, tide_story())
    with pytest.raises(StandbyError, match="its newest generation is 1, and here is 2"):
        follow(other.path, standby.path)
    fill(other, large_story(1))
    with pytest.raises(StandbyError, match="its generation 2 is another"):
        follow(other.path, standby.path)
    assert exported(standby) == before


def test_a_place_with_something_else_is_left_alone(
    workspace: Workspace, standby: Workspace
) -> None:
    fill(workspace, harbour_story())
    fill(standby, tide_story())
    before = exported(standby)
    with pytest.raises(StandbyError, match="follows nobody; name an empty place"):
        follow(workspace.path, standby.path)
    with pytest.raises(StandbyError, match="one in the other"):
        follow(workspace.path, workspace.path / "inside")
    assert exported(standby) == before


def test_nothing_to_follow_yet_is_said(workspace: Workspace, standby: Workspace) -> None:
    workspace.path.mkdir()
    with pytest.raises(EmptyWorkspaceError):
        follow(workspace.path, standby.path)


def test_a_damaged_copy_never_counts(workspace: Workspace, standby: Workspace) -> None:
    fill(workspace, harbour_story())
    follow(workspace.path, standby.path)
    fill(workspace, tide_story())
    manifest = workspace.generations().directory(2) / "manifest.json"
    right = manifest.read_text()
    manifest.write_text(right.replace('"digest": "', '"digest": "0'))
    with pytest.raises(StandbyError, match="it is copied anew the next time"):
        follow(workspace.path, standby.path)
    assert standby.generations().current() == 1
    manifest.write_text(right)
    assert follow(workspace.path, standby.path).generation == 2


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
