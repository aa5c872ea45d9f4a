"""Runs for the tests of backup and restore: a writer that never rests, and kills at any step.

``python -m tests.graph.keeping_run commit DIRECTORY`` commits documents until it is killed.
``python -m tests.graph.keeping_run back-up|restore FROM TO [STEP [COUNT]]``: with STEP, the process
kills itself with SIGKILL at that call out of the modules of backup and restore into C; with COUNT
it writes the number of such calls to that file at the end.
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from pathlib import Path
from types import FrameType

from graph.backup import back_up
from graph.restoring import restore
from graph.workspace import Workspace
from tests.graph.factories import large_story

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


def _kill_at(step: int) -> list[int]:
    calls = [0]

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "c_call" and frame.f_code.co_filename.endswith(_WATCHED):
            calls[0] += 1
            if calls[0] == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(note)
    return calls


def main() -> None:
    """Do what the command line says."""
    what, source, *rest = sys.argv[1:]
    if what == "commit":
        commit(Path(source))
    target, *rest = rest
    calls = _kill_at(int(rest[0])) if rest else [0]
    if what == "back-up":
        back_up(Workspace(Path(source)), Path(target))
    else:
        restore(Path(source), Path(target))
    sys.setprofile(None)
    if len(rest) > 1:
        Path(rest[1]).write_text(str(calls[0]))


if __name__ == "__main__":
    main()
