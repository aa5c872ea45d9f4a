"""A purge that the tests of guests' graphs kill.

``python -m tests.graph.guest_run DIRECTORY STEP COUNT``: the process kills itself with SIGKILL at
that call out of what sets the store aside and removes files; else it writes the number of such
calls to the file COUNT.
"""

from __future__ import annotations

import sys
from pathlib import Path

from graph.workspace import Workspace
from tests.graph.crash_run import kill_at

_WATCHED = ("guests.py", "shutil.py", "erasing.py")


def main() -> None:
    """Do what the command line says."""
    directory, step, count = sys.argv[1:]
    with Workspace(Path(directory)).writer() as writer:
        calls = kill_at(int(step), _WATCHED)
        writer.purge("secret.txt")
        sys.setprofile(None)
    Path(count).write_text(str(calls[0]))


if __name__ == "__main__":
    main()
