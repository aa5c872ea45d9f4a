"""Readers are shared while their generation is the newest and closed after their last request."""

from __future__ import annotations

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.shelf import Shelf
from graph.errors import (
    EmptyWorkspaceError,
    GenerationGoneError,
    StoreError,
    UnknownGenerationError,
)
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


@pytest.fixture
def published(tmp_path: Path) -> Workspace:
    """Return a workspace with generations 1, 2 and 3."""
    workspace = Workspace(tmp_path / "data")
    _publish(workspace, 0)
    _publish(workspace, 1)
    _rebuild(workspace)
    return workspace


def _rebuild(workspace: Workspace) -> None:
    with workspace.writer() as writer:
        writer.rebuild()


def _is_leased(workspace: Workspace, number: int) -> bool:
    return not workspace.generations().remove(number)


def test_an_older_generation_is_lent_by_its_number(published: Workspace) -> None:
    shelf = Shelf(published)
    with shelf.reader(1) as older, shelf.reader() as newest, shelf.reader(1) as same:
        assert older is same
        assert (older.generation, newest.generation) == (1, 3)
        assert (len(older.documents()), len(newest.documents())) == (1, 2)
    shelf.close()


def test_what_cannot_be_lent_is_told_apart(published: Workspace) -> None:
    published.generations().remove(1)
    shelf = Shelf(published)
    with pytest.raises(GenerationGoneError, match="2, 3"):
        shelf.reader(1).__enter__()
    for number in (0, 4):
        with pytest.raises(UnknownGenerationError, match="2, 3"):
            shelf.reader(number).__enter__()
    shelf.close()


def test_few_older_generations_stay_open_and_not_for_long(published: Workspace) -> None:
    shelf = Shelf(published, older=1)
    for number in (1, 2):
        with shelf.reader(number):
            pass
    assert not _is_leased(published, 1)
    assert _is_leased(published, 2)
    shelf.close()
    shelf = Shelf(published, idle=0)
    with shelf.reader(2):
        assert _is_leased(published, 2)
    assert not _is_leased(published, 2)
    shelf.close()


def test_tidying_opens_the_newer_and_lets_go_of_the_older(published: Workspace) -> None:
    shelf = Shelf(published)
    shelf.tidy()
    assert published.generations().holders(3) == []
    with shelf.reader():
        pass
    _rebuild(published)
    shelf.tidy()
    assert not _is_leased(published, 3)
    if Path("/proc/locks").exists():
        assert published.generations().holders(4)
    shelf.close()


def test_a_newest_that_was_removed_by_hand_is_missed_until_another_comes(
    published: Workspace,
) -> None:
    shelf = Shelf(published)
    with shelf.reader():
        pass
    shutil.rmtree(published.path / "generations" / "3")
    for number in (None, 3):
        with pytest.raises(StoreError, match="hansa rebuild"):
            shelf.reader(number).__enter__()
    shelf.tidy()
    with shelf.reader(2) as older:
        assert len(older.documents()) == 2
    _rebuild(published)
    with shelf.reader() as newest:
        assert newest.generation == 4
    shelf.close()


def test_many_threads_share_one_reader_of_each_generation(published: Workspace) -> None:
    shelf = Shelf(published)
    start, together = threading.Barrier(12), threading.Barrier(12)

    def borrow(turn: int) -> tuple[int, int]:
        start.wait()
        with shelf.reader((None, 1, 2)[turn % 3]) as reader:
            together.wait()
            return reader.generation, id(reader)

    with ThreadPoolExecutor(12) as pool:
        readers = set(pool.map(borrow, range(12)))
    assert sorted(number for number, _ in readers) == [1, 2, 3]
    shelf.close()
    assert not _is_leased(published, 1)
    assert not _is_leased(published, 2)
