"""Runs for the tests of backup and restore: a writer that never rests, and kills at any step.

``python -m tests.graph.keeping_run commit DIRECTORY`` commits documents until it is killed.
``python -m tests.graph.keeping_run back-up|restore FROM TO [STEP [COUNT]]``: with STEP, the process
kills itself with SIGKILL at that call out of the modules of backup and restore into C; with COUNT
it writes the number of such calls to that file at the end.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from graph.backups.backup import back_up
from graph.backups.restoring import restore
from graph.workspace import Workspace
from tests.graph.crash_run import kill_at
from tests.graph.factories import fill, harbour_story, large_story

ROOT = Path(__file__).parents[2]

_WATCHED = ("backup.py", "restoring.py", "moments.py", "snapshots.py", "digest.py")


def commit(directory: Path) -> None:
    """Put, change and retract documents, each in its own commit, as fast as it goes."""
    workspace = Workspace(directory)
    for number in count():
        with workspace.writer() as writer:
            writer.put(*large_story(number % 20, facts=3 + number % 5).pair())
            writer.commit()
        if number % 7 == 6:
            with workspace.writer() as writer:
                writer.retract(large_story(number % 20).key)
                writer.commit()


@contextmanager
def never_resting(workspace: Workspace) -> Iterator[None]:
    """Commit documents in another process, as fast as it goes, until the block ends."""
    fill(workspace, harbour_story())
    command = [sys.executable, "-m", "tests.graph.keeping_run", "commit", str(workspace.path)]
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            yield
            assert process.poll() is None
        finally:
            process.kill()


def wait_for(workspace: Workspace, *, above: int) -> None:
    """Wait until a later generation is published."""
    deadline = time.monotonic() + 60
    while (workspace.generations().current() or 0) <= above:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def main() -> None:
    """Do what the command line says."""
    what, source, *rest = sys.argv[1:]
    if what == "commit":
        commit(Path(source))
    target, *rest = rest
    calls = kill_at(int(rest[0]), _WATCHED) if rest else [0]
    if what == "back-up":
        back_up(Workspace(Path(source)), Path(target))
    else:
        restore(Path(source), Path(target))
    sys.setprofile(None)
    if len(rest) > 1:
        Path(rest[1]).write_text(str(calls[0]))


if __name__ == "__main__":
    main()
