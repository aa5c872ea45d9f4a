"""One writer at a time, and the second one is told who is first."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from graph.errors import LockError
from graph.keeping.lock import locked

HOLD = """
import sys
from pathlib import Path
from graph.keeping.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_writer_waits_and_says_for_whom(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == b"held\n"
        told: list[str] = []
        with pytest.raises(LockError, match=f"process {holder.pid} "), locked(path, timeout=0.2):
            pytest.fail("the lock was given twice")
        release = threading.Timer(0.3, holder.stdin.close)
        release.start()
        with locked(path, timeout=30, on_wait=told.append):
            assert len(told) == 1
            assert f"process {holder.pid} " in told[0]
        release.join()


def test_a_free_lock_is_given_without_waiting(tmp_path: Path) -> None:
    told: list[str] = []
    for _ in range(2):
        with locked(tmp_path / "lock", timeout=0, on_wait=told.append):
            assert str(os.getpid()) in (tmp_path / "lock").read_text()
    assert told == []


def test_the_lock_of_a_writer_that_failed_is_free(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), locked(tmp_path / "lock"):
        raise RuntimeError
    with locked(tmp_path / "lock", timeout=0):
        pass
