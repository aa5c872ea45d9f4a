"""Leases: who reads a generation holds a shared lock on a file in it.

The operating system takes the lock away with the process that held it, however that ended, so no
lease is ever left behind. A child that a reader starts (the sandbox's) holds none of its own: it
lives no longer than its parent waits for it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

#: Where Linux lists the locks that are held; other systems have no such list.
_LOCKS: Final = Path("/proc/locks")


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that reads a generation, and its command as far as it may be seen."""

    process: int
    command: str


def shared(lease: Path) -> IO[str] | None:
    """Open and lock a lease, or return None when its generation is gone or just going."""
    with suppress(FileNotFoundError, NotADirectoryError):
        file = lease.open()
        try:
            fcntl.flock(file, fcntl.LOCK_SH)
            if lease.exists():  # else the collector renamed it between open and lock
                return file
        except BaseException:
            file.close()
            raise
        file.close()
    return None


@contextmanager
def exclusive(lease: Path) -> Iterator[bool]:
    """Try to lock a lease against all readers, without waiting; tell whether that succeeded."""
    with lease.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def holders(lease: Path) -> list[Holder]:
    """Return who holds a lease, by process number; nobody where the system does not tell."""
    try:
        status = lease.stat()
        listed = _LOCKS.read_text().splitlines()
    except OSError:
        return []
    device = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
    found = {
        int(fields[4])
        for fields in map(str.split, listed)
        if len(fields) == 8 and fields[1] == "FLOCK" and fields[5] == device
    }
    return [Holder(process, _command(process)) for process in sorted(found)]


def _command(process: int) -> str:
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    return b" ".join(words).decode(errors="replace").strip()
