"""Folders of a data directory in which files wait to be read, each as long as its process lives.

They are not in the system's own place for such files: what cleans that up removes what waits, it is
often memory, and no purge reaches it. A process holds a lock in its folder, which the operating
system takes away with the process, however that ended; what nobody holds is left over, and may go.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final
from uuid import uuid4

from .lock import locked

#: Where they are in a data directory, and the lock in the place and in each of them.
_PLACE: Final = "spool"
_LOCK: Final = "lock"
#: Seconds to wait for another process that makes one, or removes what is left over.
_PATIENCE: Final = 5.0


@dataclass(frozen=True, slots=True)
class HeldSpool:
    """A folder that is this process's own until it is let go."""

    path: Path
    lock: IO[str]

    @property
    def is_there(self) -> bool:
        """Whether nobody has removed it."""
        return self.path.is_dir()

    def remove(self) -> None:
        """Remove it with all that is in it, and let it go."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.lock.close()


def hold_spool(directory: Path) -> HeldSpool:
    """Make a folder in the data directory *directory* that only this user may look into.

    Raises OSError where there can be none, and LockError where that cannot be told in seconds.
    """
    place = directory / _PLACE
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    # So that nobody takes it for left over before it is held.
    with locked(place / _LOCK, timeout=_PATIENCE):
        path = place / uuid4().hex
        path.mkdir(mode=0o700)
        lock = (path / _LOCK).open("a")
        fcntl.flock(lock, fcntl.LOCK_SH)
    return HeldSpool(path, lock)


def left_over(directory: Path) -> list[Path]:
    """Return the folders whose process has ended without removing them."""
    found = []
    for path in _spools(directory):
        with _free(path) as is_free:
            if is_free:
                found.append(path)
    return found


def remove_left_over(directory: Path) -> None:
    """Remove the folders whose process has ended without removing them.

    What cannot be removed, as on a disk that nobody can write to, ``left_over`` goes on telling.
    """
    if not _spools(directory):
        return
    with suppress(OSError), locked(directory / _PLACE / _LOCK):
        for path in _spools(directory):
            with _free(path) as is_free:
                if is_free:
                    shutil.rmtree(path, ignore_errors=True)


def _spools(directory: Path) -> list[Path]:
    place = directory / _PLACE
    return sorted(path for path in place.iterdir() if path.is_dir()) if place.is_dir() else []


@contextmanager
def _free(path: Path) -> Iterator[bool]:
    """Tell whether nobody holds a folder, and keep everybody from it meanwhile."""
    try:
        lock = (path / _LOCK).open("r+")
    except FileNotFoundError:  # its process was ended before it could hold it
        yield path.is_dir()
        return
    except OSError:
        yield False
        return
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
