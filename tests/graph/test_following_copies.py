"""What a standby copies is held to what it should be, and what is damaged never counts."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from graph.errors import StandbyError
from graph.following.copying import fault_of
from graph.following.following import follow
from graph.workspace import Workspace
from tests.graph.factories import fill, harbour_story, tide_story
from tests.graph.test_following import bare, exported


@pytest.fixture
def standby(tmp_path: Path) -> Workspace:
    """Return the place of a standby; nothing is there yet."""
    return Workspace(tmp_path / "standby")


def test_a_damaged_copy_never_counts(workspace: Workspace, standby: Workspace) -> None:
    fill(workspace, harbour_story())
    follow(workspace.path, standby.path)
    fill(workspace, tide_story())
    earlier = {path.name for path in workspace.generations().store(1).iterdir()}
    tables = [*workspace.generations().store(2).glob("*.sst")]
    right = {path: path.read_bytes() for path in tables if path.name not in earlier}
    for path in right:
        damage(path)
    with pytest.raises(StandbyError, match="it is copied anew the next time"):
        follow(workspace.path, standby.path)
    assert standby.generations().current() == 1
    assert not list((standby.path / "generations").glob(".following*"))
    for path, content in right.items():
        path.write_bytes(content)
    assert follow(workspace.path, standby.path).generation == 2


def damage(table: Path) -> None:
    """Turn one bit in the middle of a file, whose size and time stay."""
    times, content = table.stat(), bytearray(table.read_bytes())
    content[len(content) // 3] ^= 1
    table.write_bytes(content)
    os.utime(table, ns=(times.st_atime_ns, times.st_mtime_ns))


def test_a_table_that_was_damaged_here_is_not_believed_again(
    workspace: Workspace, standby: Workspace
) -> None:
    fill(workspace, harbour_story())
    follow(workspace.path, standby.path)
    for table in standby.generations().store(1).glob("*.sst"):
        damage(table)
    fill(workspace, tide_story())
    assert follow(workspace.path, standby.path).generation == 2
    assert exported(standby) == exported(workspace)


def test_what_was_broken_off_and_is_damaged_is_not_believed_again(
    workspace: Workspace, standby: Workspace
) -> None:
    fill(workspace, harbour_story())
    partial = standby.path / "generations" / ".following.1" / "store"
    shutil.copytree(workspace.generations().store(1), partial)
    for table in partial.glob("*.sst"):
        damage(table)
    (standby.path / "standby.json").write_text('{"source": ""}')
    follow(workspace.path, standby.path)
    assert exported(standby) == exported(workspace)


def test_a_disk_without_links_takes_copies(
    workspace: Workspace, standby: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    fill(workspace, harbour_story())
    follow(workspace.path, standby.path)
    fill(workspace, tide_story())
    monkeypatch.setattr("os.link", refuse)  # as exFAT does, which nobody may mount here
    follow(workspace.path, standby.path)
    monkeypatch.undo()
    assert exported(standby) == exported(workspace)


def test_an_older_generation_that_is_damaged_there_stops_nothing(
    workspace: Workspace, standby: Workspace
) -> None:
    fill(workspace, harbour_story())
    fill(workspace, tide_story())
    (workspace.generations().store(1) / "CURRENT").write_text("nothing\n")
    step = follow(workspace.path, standby.path)
    assert (step.generation, standby.generations().numbers()) == (2, [2])
    (told,) = step.left_out
    assert told.startswith("generation 1 is left out: the copy of generation 1 cannot be read")


@pytest.mark.parametrize("is_managed", [True, False])
def test_a_copy_that_lost_what_guests_wrote_never_counts(
    workspace: Workspace, *, is_managed: bool
) -> None:
    with workspace.writer() as writer:
        if is_managed:
            writer.put(*harbour_story().pair())
            writer.commit()
        else:
            writer.found()
        for number in range(2):
            text = f"INSERT DATA {{ GRAPH <urn:a> {{ <urn:s> <urn:p> {number} }} }}"
            writer.update(bare(text, is_managed=is_managed))
    generations = workspace.generations()
    newest, manifest = generations.directory(3), generations.manifest(3)
    assert fault_of(newest, newest, manifest) is None
    lost = {number: fault_of(generations.directory(number), newest, manifest) for number in (1, 2)}
    assert lost == {
        1: "has other graphs than that",
        2: "has something else in its graphs than that",
    }
