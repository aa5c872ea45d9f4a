"""A data directory is opened when it is needed, and says what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import EmptyWorkspaceError, LockError, StoreError
from graph.workspace import Workspace
from tests.graph.factories import harbour_story, tide_story


def test_an_empty_directory_says_what_to_do(workspace: Workspace) -> None:
    with pytest.raises(EmptyWorkspaceError, match="hansa ingest"):
        _ = workspace.documents
    with pytest.raises(EmptyWorkspaceError, match="hansa ingest"), workspace.reader():
        pytest.fail("a reader of nothing")


def test_reading_makes_no_directory(workspace: Workspace) -> None:
    with pytest.raises(EmptyWorkspaceError), workspace.reader():
        pytest.fail("a reader of nothing")
    assert not workspace.path.exists()


def test_a_reader_keeps_its_generation_while_others_are_written(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        writer.put(*harbour_story().pair())
        writer.commit()
        with workspace.reader() as reader:
            before = b"".join(reader.export())
            for number in range(5):
                writer.put(*tide_story(f"{number}.md").pair())
                story = tide_story(f"{number}.md")
                story.say(f"Line {number}.")
                writer.put(*story.pair())
                writer.commit()
            assert reader.generation == 1
            assert b"".join(reader.export()) == before
    with workspace.reader() as reader:
        assert reader.generation == 6


def test_an_older_generation_can_be_read_with_its_own_texts(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        writer.put(*harbour_story().pair())
        writer.commit()
        writer.retract("harbour.txt")
        writer.put(*tide_story().pair())
        writer.commit()
    with workspace.reader(generation=1) as reader:
        (row,) = reader.documents()
        assert reader.document_text(row.iri) == harbour_story().text


def test_a_generation_that_is_not_kept_is_refused(sample: Workspace) -> None:
    with pytest.raises(StoreError, match="there are: 1"), sample.reader(generation=9):
        pytest.fail("a reader of nothing")


def test_a_second_writer_is_told_who_writes(workspace: Workspace) -> None:
    told: list[str] = []
    with (
        workspace.writer(),
        pytest.raises(LockError, match="being written by process"),
        workspace.writer(timeout=0.1, on_wait=told.append),
    ):
        pytest.fail("a second writer")
    assert len(told) == 1


def test_a_data_directory_works_wherever_it_is(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "Ørsted's data #1?" / "hansa data")
    with workspace.writer() as writer:
        writer.put(*harbour_story().pair())
        writer.commit()
    with workspace.reader() as reader:
        assert reader.document_text(reader.documents()[0].iri) == harbour_story().text
