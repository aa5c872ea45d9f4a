"""The history of ``crash_run`` with the quads at a server, for the tests that kill.

``python -m tests.graph.remote.remote_run DIRECTORY ADDRESS``
"""

from __future__ import annotations

import sys
from pathlib import Path

from graph.remote.addresses import remote_at
from graph.workspace import Workspace
from tests.graph.crash_run import history


def main() -> None:
    """Run the history once."""
    directory, address = sys.argv[1:]
    remote = remote_at(address, patience=30.0)
    with Workspace(Path(directory), remote=remote).writer() as writer:
        history(writer)


if __name__ == "__main__":
    main()
