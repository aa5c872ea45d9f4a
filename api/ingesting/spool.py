"""Where what was sent waits until it is read: on disk, since much may wait at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Final
from uuid import uuid4

from graph.errors import StoreError
from graph.keeping.disks import full_disk, says_full
from graph.keeping.spools import HeldSpool, hold_spool, remove_left_over

#: Bytes of a body that is not worth a file.
_SHORT: Final = 100_000


class Spool:
    """A folder in the data directory, made on first use and when it has gone; safe for threads."""

    def __init__(self, directory: Path) -> None:
        """Make nothing in *directory* yet."""
        self._directory = directory.absolute()  # the process that reads is elsewhere
        self._held: HeldSpool | None = None
        self._lock = threading.Lock()
        #: Who takes a text out of a long body holds this: it takes several times its memory.
        self.unpacking = asyncio.Lock()

    def place(self) -> Path:
        """Return the path of a file that is not there yet.

        Raises DiskFullError, or StoreError, where there can be none.
        """
        return self._folder() / uuid4().hex

    def body(self) -> SpooledTemporaryFile[bytes]:
        """Return a file without a name, in memory while it is short; raises what ``place`` does."""
        return SpooledTemporaryFile(max_size=_SHORT, dir=str(self._folder()))

    def tidy(self) -> None:
        """Remove what servers that were killed have left."""
        remove_left_over(self._directory)

    def close(self) -> None:
        """Delete whatever is left."""
        with self._lock:
            self._let_go()

    def _folder(self) -> Path:
        with self._lock:
            if self._held is None or not self._held.is_there:
                self._let_go()
                with spooling():
                    self._held = hold_spool(self._directory)
            return self._held.path

    def _let_go(self) -> None:
        if self._held is not None:
            self._held.remove()
            self._held = None


@contextmanager
def spooling() -> Iterator[None]:
    """Raise DiskFullError or StoreError in the place of what the disk does in the block."""
    try:
        yield
    except OSError as error:
        if isinstance(error, ConnectionError | TimeoutError):  # which are of no disk
            raise
        if says_full(error):
            raise full_disk("the disk on which files wait to be read") from error
        raise StoreError(f"files cannot wait to be read: {error}") from error
