"""Graphs of guests outlive a purge, whenever its process is killed, and no purged word does."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graph.checks.checking import check
from graph.errors import UnknownDocumentError
from graph.store import Store
from graph.workspace import Workspace
from tests.graph.factories import harbour_story
from tests.graph.test_purging import SECRETS, exported, holding, secret_story

ROOT = Path(__file__).parents[2]
PARTS = 12
PUBLISHED, FRESH, LATER = (f"https://guest.example/{n}" for n in ("published", "fresh", "later"))
LINE = "<urn:s> <urn:p> <urn:o> ."


def run(directory: Path, step: int, count: Path) -> int:
    command = [sys.executable, "-m", "tests.graph.guest_run", *map(str, (directory, step, count))]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def invite(workspace: Workspace, graph: str) -> None:
    """Write a guest's graph to the store that the next generation will be made of."""
    store = Store.open(workspace.path / "store")
    store.apply({}, {graph: {LINE}})
    store.flush()


def guests(workspace: Workspace) -> dict[str, set[str]]:
    with workspace.generations().lease() as lease:
        store = Store.read_only(lease.path)
        return {graph: store.lines(graph) for graph in store.graphs() if "guest" in graph}


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return a data directory with a guest in its generations and one in the store alone."""
    workspace = Workspace(tmp_path_factory.mktemp("visited") / "data")
    with workspace.writer() as writer:
        writer.put(*harbour_story().pair())
        writer.commit()
    invite(workspace, PUBLISHED)
    with workspace.writer() as writer:
        writer.put(*secret_story().pair())
        writer.commit()
    invite(workspace, FRESH)
    return workspace


@pytest.fixture(scope="module")
def steps(visited: Workspace, tmp_path_factory: pytest.TempPathFactory) -> int:
    """Return how many calls a purge makes that nobody kills."""
    directory = tmp_path_factory.mktemp("steps")
    shutil.copytree(visited.path, directory / "data")
    assert run(directory / "data", 0, directory / "count") == 0
    return int((directory / "count").read_text())


@pytest.mark.parametrize("part", range(PARTS))
def test_a_purge_killed_at_any_step_loses_no_guest(
    visited: Workspace, tmp_path: Path, steps: int, part: int
) -> None:
    workspace = Workspace(tmp_path / "data")
    shutil.copytree(visited.path, workspace.path)
    step = max(1, (2 * part + 1) * steps // (2 * PARTS))
    assert run(workspace.path, step, tmp_path / "count") == -signal.SIGKILL
    with workspace.writer():
        pass
    expected = {PUBLISHED: {LINE}, FRESH: {LINE}}
    assert guests(workspace) == expected
    assert sorted(path.name for path in workspace.path.glob("store*")) == ["store"]
    invite(workspace, LATER)
    with workspace.writer() as writer:
        with pytest.raises(UnknownDocumentError):
            writer.purge("secret.txt")
        writer.rebuild()
    assert guests(workspace) == expected | {LATER: {LINE}}
    assert holding(workspace.path, *SECRETS) == []
    assert b"Harbour" in exported(workspace)
    assert check(workspace).faults == ()
