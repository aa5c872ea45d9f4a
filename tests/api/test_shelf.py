"""Readers are shared while their generation is the newest and closed after their last request."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.shelf import Shelf
from graph.errors import EmptyWorkspaceError
from graph.workspace import Workspace

from .sample import first, second


def _publish(workspace: Workspace, number: int) -> None:
    with workspace.writer() as writer:
        writer.put(*(first, second)[number]())
        writer.commit()


def test_an_empty_workspace_has_generation_nought(tmp_path: Path) -> None:
    shelf = Shelf(Workspace(tmp_path / "data"))
    assert shelf.generation() == 0
    with pytest.raises(EmptyWorkspaceError), shelf.reader():
        pass


def test_requests_share_a_reader_and_keep_theirs_when_a_newer_comes(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    _publish(workspace, 0)
    shelf = Shelf(workspace)
    with shelf.reader() as older, shelf.reader() as same:
        assert older is same
        _publish(workspace, 1)
        with shelf.reader() as newer:
            assert newer.generation == older.generation + 1
            assert len(older.documents()) == 1
            assert len(newer.documents()) == 2
    shelf.close()


def test_a_generation_is_held_only_while_somebody_reads_it(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    _publish(workspace, 0)
    _publish(workspace, 1)
    shelf = Shelf(workspace)
    with shelf.reader() as reader:
        held = reader.generation
        shelf.close()
        with workspace.writer() as writer:
            writer.rebuild()
        assert held not in workspace.generations().collect(keep=1)
        assert len(reader.documents()) == 2
    assert held in workspace.generations().collect(keep=1)
