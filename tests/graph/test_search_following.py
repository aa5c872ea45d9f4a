"""The search index of a data directory follows its graph through everything that happens to it."""

from __future__ import annotations

import shutil
from pathlib import Path

from graph.search import FILE
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
