"""The command line within the tests' own process: what starting another costs is most of its time.

``tests.api.test_cli`` holds the real command to the same. What writes is a process of its own here
too.
"""

from __future__ import annotations

import os
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryFile
from unittest.mock import patch

from tests.api.test_cli import ROOT


def hansa(*words: str | Path, cwd: Path = ROOT, **environment: str) -> CompletedProcess[str]:
    """Run ``hansa`` with these words in *cwd*, and return what came of it."""
    from api.commands.command_line import run

    typed = ["hansa", *map(str, words)]
    known = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), **environment}
    with (
        TemporaryFile("w+", encoding="utf-8") as out,
        TemporaryFile("w+", encoding="utf-8") as err,
        patch.dict(os.environ, known, clear=True),
        patch.object(sys, "argv", typed),
        chdir(cwd),
    ):
        with redirect_stdout(out), redirect_stderr(err):
            status = run()
        out.seek(0)
        err.seek(0)
        return CompletedProcess(typed, int(status or 0), out.read(), err.read())
