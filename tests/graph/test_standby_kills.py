"""A step that is killed at any place: the standby goes on, and can be promoted as it is."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graph.backups.backup import back_up
from graph.backups.restoring import restore
from graph.checks.checking import check
from graph.errors import BackupError
from graph.following.following import follow
from graph.following.promoting import promote
from graph.following.standby import standby_of
from graph.workspace import Workspace
from tests.graph.factories import fill, harbour_story, large_story, tide_story
from tests.graph.test_following import bare, exported

ROOT = Path(__file__).parents[2]
#: Follows once, and is killed right after so many calls of a method.
KILLED = """
import os, signal, sys
from importlib import import_module
from pathlib import Path
source, directory, where, calls = sys.argv[1:]
module, owner, name = where.rsplit(".", 2)
owner = getattr(import_module(module), owner)
before, left = getattr(owner, name), [int(calls)]
def killing(*arguments, **options):
    result = before(*arguments, **options)
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    return result
setattr(owner, name, killing)
from graph.following.following import follow
follow(Path(source), Path(directory))
"""
COPY = "graph.backups.snapshots.Snapshot.copy_into"
FILES = 3  # search.sqlite, published.sqlite, documents.sqlite, in this order


def killed(source: Workspace, standby: Workspace, calls: int, where: str = COPY) -> None:
    arguments = [str(source.path), str(standby.path), where, str(calls)]
    done = subprocess.run([sys.executable, "-c", KILLED, *arguments], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL


@pytest.fixture
def standby(workspace: Workspace, tmp_path: Path) -> Workspace:
    """Return a standby at generation 1 of a source that is at 2."""
    found = Workspace(tmp_path / "standby")
    fill(workspace, harbour_story())
    follow(workspace.path, found.path)
    fill(workspace, tide_story())
    return found


@pytest.mark.parametrize("calls", [*range(1, FILES + 1)])
def test_promoted_in_the_middle_of_a_step_nothing_is_lost(
    workspace: Workspace, standby: Workspace, calls: int
) -> None:
    killed(workspace, standby, calls)
    assert promote(standby.path)
    fill(standby, tide_story(), large_story(1))  # sent again, since nobody knows what came over
    fill(workspace, large_story(1))
    assert exported(standby) == exported(workspace)
    assert check(standby, every=True, deep=True).faults == ()
    with standby.reader() as ours, workspace.reader() as theirs:
        assert ours.search is not None
        assert theirs.search is not None
        found = ours.search.find("harbour", generation=ours.generation)
        assert found
        assert found == theirs.search.find("harbour", generation=theirs.generation)


def test_promoted_with_a_damaged_note_in_the_middle_nothing_is_lost(
    workspace: Workspace, standby: Workspace
) -> None:
    killed(workspace, standby, FILES)
    (standby.path / "standby.json").write_text("{")
    assert promote(standby.path)
    fill(standby, tide_story())
    assert exported(standby) == exported(workspace)
    assert check(standby, every=True, deep=True).faults == ()


def test_promoted_where_what_the_step_was_bound_for_is_gone_nothing_is_lost(
    workspace: Workspace, standby: Workspace
) -> None:
    killed(workspace, standby, FILES)
    shutil.rmtree(standby.generations().directory(2))
    assert promote(standby.path)
    fill(standby, tide_story())
    assert exported(standby) == exported(workspace)
    assert check(standby, every=True, deep=True).faults == ()


def test_a_whole_step_that_only_was_not_named_is_taken(
    workspace: Workspace, standby: Workspace
) -> None:
    killed(workspace, standby, FILES)
    assert standby.generations().current() == 1
    assert promote(standby.path)
    assert standby.generations().current() == 2
    assert exported(standby) == exported(workspace)


def test_promoted_while_a_generation_is_copied_nothing_is_made_anew(
    workspace: Workspace, standby: Workspace
) -> None:
    before = exported(standby)
    killed(workspace, standby, 1, "graph.following.copying.shutil.copyfile")
    assert promote(standby.path)
    assert (standby.generations().current(), exported(standby)) == (1, before)
    assert fill(standby, tide_story()).generation == 2
    assert exported(standby) == exported(workspace)


def test_a_bare_directory_is_promoted_in_the_middle_of_a_step(tmp_path: Path) -> None:
    source, standby = Workspace(tmp_path / "bare"), Workspace(tmp_path / "standby")
    with source.writer() as writer:
        writer.found()
        for number in range(2):
            follow(source.path, standby.path)
            writer.update(
                bare(f"INSERT DATA {{ GRAPH <urn:mine> {{ <urn:s> <urn:p> {number} }} }}")
            )
    killed(source, standby, 1)
    assert promote(standby.path)
    assert exported(standby) == exported(source)
    with standby.writer() as writer:
        writer.update(bare("DROP GRAPH <urn:mine>"))
    assert exported(standby) == b""


@pytest.mark.parametrize("calls", [1, FILES])
def test_a_killed_step_is_taken_again(workspace: Workspace, standby: Workspace, calls: int) -> None:
    killed(workspace, standby, calls)
    assert follow(workspace.path, standby.path).generation == 2
    assert exported(standby) == exported(workspace)
    assert check(standby, every=True).faults == ()


@pytest.mark.parametrize("calls", [1, FILES])
def test_in_the_middle_of_a_step_there_is_nothing_to_back_up(
    workspace: Workspace, standby: Workspace, tmp_path: Path, calls: int
) -> None:
    killed(workspace, standby, calls)
    with pytest.raises(BackupError, match="its last step was broken off; let hansa follow"):
        back_up(standby, tmp_path / "backup")
    assert [each for each in check(standby).faults if "hansa follow" not in each] == []
    follow(workspace.path, standby.path)
    back_up(standby, tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "restored")
    assert exported(Workspace(tmp_path / "restored")) == exported(workspace)


@pytest.mark.parametrize("calls", [1, 2])
def test_a_first_step_that_is_killed_at_its_note_goes_on(
    workspace: Workspace, tmp_path: Path, calls: int
) -> None:
    fill(workspace, harbour_story())
    standby = Workspace(tmp_path / "standby")
    killed(workspace, standby, calls, "graph.following.standby.write")
    (standby.path / "spool").mkdir()  # of a server that was started first
    follow(workspace.path, standby.path)
    assert standby_of(standby.path) is not None
    assert exported(standby) == exported(workspace)
