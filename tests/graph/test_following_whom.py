"""A standby follows the directory that it followed, as it was and went on, and no other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from graph.backups.backup import back_up
from graph.backups.restoring import restore
from graph.errors import StandbyError, UnfollowableError
from graph.following.following import follow
from graph.workspace import Workspace
from tests.graph.factories import fill, harbour_story, large_story, tide_story
from tests.graph.test_following import bare, exported


@pytest.fixture
def standby(tmp_path: Path) -> Workspace:
    """Return the place of a standby; nothing is there yet."""
    return Workspace(tmp_path / "standby")


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
    with pytest.raises(StandbyError, match="its generation 1 is another"):
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


def test_another_directory_is_refused_also_where_it_has_collected_what_is_here(
    workspace: Workspace, standby: Workspace, tmp_path: Path
) -> None:
    fill(workspace, harbour_story())
    follow(workspace.path, standby.path)
    before = exported(standby)
    other = Workspace(tmp_path / "other")
    for number in range(3):
        fill(other, large_story(number, facts=3))
    other.generations().collect(keep=1)
    with pytest.raises(UnfollowableError, match="is not known to be the same directory"):
        follow(other.path, standby.path)
    for number in range(3):
        fill(workspace, large_story(number, facts=3))
    workspace.generations().collect(keep=1)
    assert exported(standby) == before
    assert follow(workspace.path, standby.path).generation == 4


def test_one_that_was_put_back_is_refused_also_where_it_has_come_further(
    workspace: Workspace, standby: Workspace, tmp_path: Path
) -> None:
    fill(workspace, harbour_story())
    back_up(workspace, tmp_path / "backup")
    fill(workspace, tide_story())
    follow(workspace.path, standby.path)
    shutil.rmtree(workspace.path)
    restore(tmp_path / "backup", workspace.path)
    for number in range(3):
        fill(workspace, large_story(number, facts=3))
    workspace.generations().collect(keep=1)
    with pytest.raises(UnfollowableError, match="is not known to be the same directory"):
        follow(workspace.path, standby.path)


def test_a_directory_without_documents_is_held_to_what_it_has(
    workspace: Workspace, standby: Workspace, tmp_path: Path
) -> None:
    other = Workspace(tmp_path / "other")
    for each, graphs in ((workspace, ["urn:a", "urn:b"]), (other, ["urn:c", "urn:d", "urn:e"])):
        with each.writer() as writer:
            writer.found()
            for graph in graphs:
                writer.update(bare(f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:s> <urn:p> 1 }} }}"))
    follow(workspace.path, standby.path)
    assert exported(standby) == exported(workspace)
    other.generations().collect(keep=1)
    with pytest.raises(UnfollowableError):
        follow(other.path, standby.path)
    assert exported(standby) == exported(workspace)


def test_a_directory_whose_quads_are_elsewhere_is_refused(
    workspace: Workspace, standby: Workspace
) -> None:
    fill(workspace, harbour_story())
    (workspace.generations().store(1) / "remote.json").write_text("{}")
    with pytest.raises(UnfollowableError, match="whose quads a SPARQL server holds"):
        follow(workspace.path, standby.path)


def test_what_was_followed_is_sent_on_and_followed_there(
    workspace: Workspace, standby: Workspace, tmp_path: Path
) -> None:
    sent, third = tmp_path / "sent", Workspace(tmp_path / "third")
    for number in range(3):
        fill(workspace, large_story(number, facts=3))
        workspace.generations().collect(keep=1)
        follow(workspace.path, standby.path)
        send(standby.path, sent)
        assert follow(sent, third.path).generation == number + 1
        assert exported(third) == exported(workspace)


def test_what_was_sent_in_part_never_counts(
    workspace: Workspace, standby: Workspace, tmp_path: Path
) -> None:
    sent, third = tmp_path / "sent", Workspace(tmp_path / "third")
    fill(workspace, harbour_story())
    follow(workspace.path, standby.path)
    send(standby.path, sent)
    follow(sent, third.path)
    before = exported(third)
    fill(workspace, tide_story())
    follow(workspace.path, standby.path)
    shutil.copy2(standby.path / "documents.sqlite", sent)
    with pytest.raises(StandbyError, match="are not those of its generation 1"):
        follow(sent, third.path)
    send(standby.path, sent)
    tables = (sent / "generations" / "2" / "store").glob("*.sst")
    kept = third.path / "generations" / "1" / "store"  # of which nothing has to come again
    next(table for table in tables if not (kept / table.name).exists()).unlink()
    with pytest.raises(StandbyError):
        follow(sent, third.path)
    assert exported(third) == before
    send(standby.path, sent)
    follow(sent, third.path)
    assert exported(third) == exported(workspace)


def send(directory: Path, to: Path) -> None:
    """Leave a copy as rsync leaves it, times of files included."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(directory, to)
