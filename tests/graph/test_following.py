"""A standby has what the directory it follows has, each generation of it, and takes no writes."""

from __future__ import annotations

import errno
import os
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

from graph.backups.backup import back_up
from graph.backups.restoring import restore
from graph.checks.checking import check
from graph.errors import EmptyWorkspaceError, LockError, StandbyError, UnfollowableError
from graph.following.copying import fault_of
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


def test_nothing_to_follow_yet_is_said(workspace: Workspace, standby: Workspace) -> None:
    workspace.path.mkdir()
    with pytest.raises(EmptyWorkspaceError):
        follow(workspace.path, standby.path)


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


def test_a_directory_whose_quads_are_elsewhere_is_refused(
    workspace: Workspace, standby: Workspace
) -> None:
    fill(workspace, harbour_story())
    (workspace.generations().store(1) / "remote.json").write_text("{}")
    with pytest.raises(UnfollowableError, match="whose quads a SPARQL server holds"):
        follow(workspace.path, standby.path)


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
