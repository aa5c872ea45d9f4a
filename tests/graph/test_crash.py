"""Killed with SIGKILL at any moment, the graph ends as if nothing had happened."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.workspace import Workspace
from tests.graph.search_lines import check_search

ROOT = Path(__file__).parents[2]
KILLS = 10


def command(directory: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "tests.graph.crash_run", str(directory), *arguments]


def run(directory: Path, *arguments: str) -> int:
    return subprocess.run(command(directory, *arguments), cwd=ROOT, check=False).returncode


def exported(workspace: Workspace) -> bytes:
    with workspace.reader() as reader:
        return b"".join(reader.export())


def from_scratch(workspace: Workspace, scratch: Path) -> bytes:
    """Return the export of a graph built anew from a copy of the same documents.sqlite."""
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    for path in workspace.path.glob("documents.sqlite*"):
        shutil.copy(path, scratch)
    other = Workspace(scratch)
    with other.writer() as writer:
        writer.rebuild()
    return exported(other)


def check_recovery(workspace: Workspace, scratch: Path) -> None:
    """Open a writer, which recovers, and hold the graph to the documents."""
    if (workspace.path / "current").exists():
        exported(workspace)  # what the dead writer left can be read as it is
    with workspace.writer():
        pass
    if workspace.documents.meta("revision") is not None:
        assert exported(workspace) == from_scratch(workspace, scratch)
        check_search(workspace)
    assert not list((workspace.path / "generations").glob(".*"))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, int, float]:
    """Return the export, the number of steps and the duration of a run that nobody kills."""
    directory = tmp_path_factory.mktemp("undisturbed")
    assert run(directory / "data", "0", str(directory / "steps")) == 0
    start = time.monotonic()
    assert run(directory / "timed") == 0
    duration = time.monotonic() - start
    steps = int((directory / "steps").read_text())
    return exported(Workspace(directory / "data")), steps, duration


def test_a_run_killed_again_and_again_ends_like_an_undisturbed_one(
    tmp_path: Path, undisturbed: tuple[bytes, int, float]
) -> None:
    expected, _, duration = undisturbed
    dice = random.Random(20)
    workspace = Workspace(tmp_path / "data")
    killed = 0
    while killed < KILLS:
        with subprocess.Popen(command(workspace.path), cwd=ROOT) as process:
            try:
                process.wait(dice.uniform(0.2, 0.9) * duration)
                duration *= 0.8  # it was faster than when it was timed: kill earlier
            except subprocess.TimeoutExpired:
                process.kill()
            killed += process.wait() == -signal.SIGKILL
    check_recovery(workspace, tmp_path / "scratch")
    assert run(workspace.path) == 0
    assert exported(workspace) == expected


@pytest.mark.parametrize("part", range(8))
def test_a_writer_killed_at_any_step_is_finished_by_the_next(
    tmp_path: Path, undisturbed: tuple[bytes, int, float], part: int
) -> None:
    expected, steps, _ = undisturbed
    workspace = Workspace(tmp_path / "data")
    step = max(1, (2 * part + 1) * steps // 16)
    assert run(workspace.path, str(step)) == -signal.SIGKILL
    check_recovery(workspace, tmp_path / "scratch")
    assert run(workspace.path) == 0
    assert exported(workspace) == expected
