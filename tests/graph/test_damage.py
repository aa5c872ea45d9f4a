"""What is damaged in documents.sqlite is told and left out; everything else goes on."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from graph.curating.review import asserted
from graph.errors import GraphError
from graph.workspace import Workspace
from graph.writing.operations import purge, put, retract
from graph.writing.process import run_writer
from tests.graph.factories import harbour_story, large_story, tide_story
from tests.graph.test_checking import change
from tests.graph.test_purging import exported
from tests.graph.test_withholding import ring_story


@pytest.fixture
def damaged(workspace: Workspace) -> Workspace:
    """Return a data directory in which what was read in the tide story is no JSON any more."""
    with workspace.writer() as writer:
        for story in (harbour_story(), tide_story(), large_story(1, facts=3)):
            writer.put(*story.pair())
        writer.commit()
    with sqlite3.connect(workspace.path / "documents.sqlite") as connection:
        connection.execute("UPDATE extractions SET body = substr(body, 9) WHERE key = 'tide.md'")
    connection.close()
    return workspace


def without_tide(path: Path) -> bytes:
    other = Workspace(path)
    with other.writer() as writer:
        for story in (harbour_story(), large_story(1, facts=3)):
            writer.put(*story.pair())
        writer.commit()
    return exported(other)


def test_other_documents_change_as_if_nothing_were(damaged: Workspace) -> None:
    with damaged.writer() as writer:
        writer.put(*large_story(2, facts=3).pair())
        commit = writer.commit()
    assert commit.unreadable == ()
    assert b"Lantern Charter of Chapter 2" in exported(damaged)


def test_a_rebuild_leaves_it_out_and_says_so(damaged: Workspace, tmp_path: Path) -> None:
    with damaged.writer() as writer:
        (reason,) = writer.rebuild().unreadable
    assert "tide.md is left out" in reason
    assert "ingest it again" in reason
    assert exported(damaged) == without_tide(tmp_path / "other")


def test_where_it_has_to_be_written_again_it_is_left_out(
    damaged: Workspace, tmp_path: Path
) -> None:
    moved = harbour_story()
    moved.name("hcn", "Network", "Harbour Cities Network of the Baltic", "HCN")
    with damaged.writer() as writer:
        writer.put(*moved.pair())  # "HCN", of which the tide story speaks, goes elsewhere
        (reason,) = writer.commit().unreadable
        assert "tide.md is left out" in reason
        writer.put(*harbour_story().pair())
        writer.commit()
    assert exported(damaged) == without_tide(tmp_path / "other")


def test_it_is_whole_again_when_it_is_put_again(damaged: Workspace, tmp_path: Path) -> None:
    with damaged.writer() as writer:
        writer.rebuild()
        writer.put(*tide_story().pair())
        writer.commit()
    other = Workspace(tmp_path / "other")
    with other.writer() as writer:
        for story in (harbour_story(), tide_story(), large_story(1, facts=3)):
            writer.put(*story.pair())
        writer.commit()
    assert exported(damaged) == exported(other)


def test_a_purge_of_another_tells_of_it(damaged: Workspace) -> None:
    ring, withheld = ring_story()
    run_writer(damaged, [put(*ring.pair())])
    report = run_writer(damaged, [purge("harbour.txt")])
    (reason,) = report.commit.unreadable
    assert "tide.md is left out" in reason
    assert list(report.commit.withheld) == withheld
    assert run_writer(damaged, []).commit.unreadable == ()


def test_who_finishes_a_killed_writers_work_is_told_of_it(damaged: Workspace) -> None:
    change(damaged, "UPDATE meta SET value = 'of before' WHERE name = 'inputs'")
    commit = run_writer(damaged, [put(*large_story(2, facts=3).pair())]).commit
    assert ["tide.md is left out" in reason for reason in commit.unreadable] == [True]


def test_what_the_same_job_puts_again_is_not_told(damaged: Workspace) -> None:
    change(damaged, "UPDATE meta SET value = 'of before' WHERE name = 'inputs'")
    for operation in (put(*tide_story().pair()), retract("tide.md")):
        assert run_writer(damaged, [operation]).commit.unreadable == ()


def test_it_can_be_purged(damaged: Workspace, tmp_path: Path) -> None:
    with damaged.writer() as writer:
        assert writer.purge("tide.md").held == ()
    assert exported(damaged) == without_tide(tmp_path / "other")


def test_claims_of_others_can_be_judged(damaged: Workspace) -> None:
    with damaged.reader() as reader:
        claim = next(c for c in reader.claims() if "harbour" in c.document)
    assert asserted(damaged.documents, damaged.base)
    with damaged.writer() as writer:
        writer.decide([claim.iri], "reject")
        writer.commit()
    assert claim.iri not in {one.claim for one in asserted(damaged.documents, damaged.base)}


def test_a_source_key_with_control_characters_is_refused(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        for key in ("a\x1fb", "a\nb", "a\udc80"):
            with pytest.raises(GraphError, match="--id"):
                writer.put(*harbour_story(key).pair())


NAMES = '"names":["'
#: What flipped bits may make of an extraction, by the words that are replaced in it.
DAMAGES = {
    "a kind": ('"type":"', '"type":"X'),
    "a status": ("asserted", "dreamt"),
    "no name": (NAMES, '"names":[],"others":["'),
    "a name that is null": (NAMES, '"names":[null,"'),
    "a name that is a number": (NAMES, '"names":[7,"'),
    "a link that is a number": ('"names"', '"link":7,"names"'),
    "half a character": (NAMES, '"names":["\\ud800'),
}
TITLE = "UPDATE contents SET title = x'ff00' WHERE key = 'tide.md'"
BODY = "UPDATE extractions SET body = replace(body, ?, ?) WHERE key = 'tide.md'"


@pytest.mark.parametrize("kind", [*DAMAGES, "a title of bytes"])
def test_whatever_a_flipped_bit_makes_of_one_document_the_others_go_on(
    workspace: Workspace, tmp_path: Path, kind: str
) -> None:
    with workspace.writer() as writer:
        for story in (harbour_story(), tide_story(), large_story(1, facts=3)):
            writer.put(*story.pair())
        writer.commit()
    with sqlite3.connect(workspace.path / "documents.sqlite") as connection:
        before = connection.total_changes
        connection.execute(*((BODY, DAMAGES[kind]) if kind in DAMAGES else (TITLE,)))
        assert connection.total_changes == before + 1
    connection.close()
    with workspace.writer() as writer:
        (reason,) = writer.rebuild(helpers=0).unreadable
    assert "tide.md is left out" in reason
    assert exported(workspace) == without_tide(tmp_path / "other")
    with workspace.writer() as writer:
        writer.put(*large_story(2, facts=3).pair())
        writer.commit()
        writer.purge("tide.md")
