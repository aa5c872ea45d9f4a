"""The search index of a data directory follows its graph through everything that happens to it."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from graph.searching.search import FILE
from graph.workspace import Workspace

from .crash_run import changed
from .factories import harbour_story, large_story, tide_story
from .search_lines import check_search, in_index, in_store


def test_every_generation_that_is_kept_can_be_searched(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    for story in (harbour_story(), tide_story(), changed(harbour_story()), large_story(1)):
        with workspace.writer() as writer:
            writer.put(*story.pair())
            writer.commit()
        check_search(workspace)
    with workspace.writer() as writer:
        writer.retract("tide.md")
        writer.commit()
        check_search(workspace)
        writer.rebuild()
        check_search(workspace)
        writer.put(*tide_story().pair())
        writer.commit()
    check_search(workspace)
    with workspace.reader() as reader:
        assert reader.search is not None
        (hit,) = reader.search.find("now counts", generation=reader.generation)
        assert hit.text == "HCN now counts 30 members."
        assert hit.document == reader.base.document("tide.md")


def test_an_index_that_is_lost_comes_back_with_the_next_commit(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    with workspace.writer() as writer:
        writer.put(*harbour_story().pair())
        writer.commit()
    for path in workspace.path.glob(f"{FILE}*"):
        path.unlink()
    with workspace.reader() as reader:
        assert reader.search is None
    with workspace.writer() as writer:
        writer.put(*tide_story().pair())
        newest = writer.commit().generation
    assert in_index(workspace, newest) == in_store(workspace, newest)


def test_an_index_of_another_time_comes_level_with_the_next_commit(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    for number in range(4):
        with workspace.writer() as writer:
            writer.put(*large_story(number, facts=3).pair())
            writer.commit()
        if number == 0:
            shutil.copy(workspace.path / FILE, tmp_path / "old")
    shutil.copy(tmp_path / "old", workspace.path / FILE)
    with workspace.reader() as reader:
        assert reader.search is None
    with workspace.writer() as writer:
        writer.retract("large/00000.txt")
        newest = writer.commit().generation
    assert in_index(workspace, newest) == in_store(workspace, newest)


@pytest.mark.parametrize("place", range(5))
def test_a_damaged_index_hinders_no_commit_and_a_rebuild_mends_it(
    tmp_path: Path, place: int
) -> None:
    workspace = Workspace(tmp_path / "data")
    for number in range(3):
        with workspace.writer() as writer:
            writer.put(*large_story(number, facts=12).pair())
            writer.commit()
    path = workspace.path / FILE
    pages = path.stat().st_size // 4096
    with path.open("r+b") as file:
        file.seek(4096 * (pages * place // 5))
        file.write(random.Random(place).randbytes(4096))
    with workspace.writer() as writer:
        writer.put(*changed(large_story(1, facts=12)).pair())
        writer.retract("large/00002.txt")
        writer.commit()
        writer.rebuild()
    newest = workspace.generations().numbers()[-1]
    assert in_index(workspace, newest) == in_store(workspace, newest)
    with workspace.reader() as reader:
        assert reader.search is not None
        assert len(reader.search.find("takes part", generation=newest, limit=None)) == 24
