"""One writer at a time: an advisory lock that knows who holds it."""

from __future__ import annotations

import fcntl
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from graph.errors import LockError

_PAUSE: Final = 0.05


@contextmanager
def locked(
    path: Path,
    *,
    timeout: float | None = None,
    on_wait: Callable[[str], None] | None = None,
    on_pause: Callable[[], object] | None = None,
    holder: str | None = None,
) -> Iterator[None]:
    """Hold the lock file *path*, waiting for whoever has it.

    *on_wait* is told once, in a sentence, who is waited for; *on_pause* is called again and again
    meanwhile; *timeout* is in seconds, and without it the wait has no end. *holder* is who others
    are told to wait for, by default this process. Raises LockError when the time is up.
    """
    with path.open("a+") as file:
        deadline = None if timeout is None else time.monotonic() + timeout
        if not _try(file):
            _wait(file, deadline=deadline, on_wait=on_wait, on_pause=on_pause)
        _sign(file, holder or this_process())
        yield
        file.truncate(0)


def this_process() -> str:
    """Return the number and the command line of this process, as others are told of it."""
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])
    return f"process {os.getpid()} ({command[:200]})"


def _wait(
    file: IO[str],
    *,
    deadline: float | None,
    on_wait: Callable[[str], None] | None,
    on_pause: Callable[[], object] | None,
) -> None:
    told = False
    while not _try(file):
        message = f"{Path(file.name).parent} is being written by {_holder(file)}"
        if deadline is not None and time.monotonic() >= deadline:
            raise LockError(f"{message}; try again when it has finished")
        if on_wait and not told:
            on_wait(f"{message}; waiting for it to finish")
            told = True
        if on_pause:
            on_pause()
        time.sleep(_PAUSE)


def _try(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sign(file: IO[str], holder: str) -> None:
    file.truncate(0)
    with suppress(OSError):  # on a full disk the lock holds too; only nobody is told whose it is
        os.write(file.fileno(), f"{' '.join(holder.split())}\n".encode(errors="replace"))


def _holder(file: IO[str]) -> str:
    file.seek(0)
    return file.readline().strip() or "another process"
