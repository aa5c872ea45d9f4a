"""``current``, the file that names the newest generation, and moves by an atomic rename."""

from __future__ import annotations

import os
from pathlib import Path

from graph.errors import StoreError
from graph.keeping.durable import sync, write


class Pointer:
    """The pointer of one data directory."""

    def __init__(self, directory: Path) -> None:
        """Look after ``current`` in the data directory *directory*."""
        self._path = directory / "current"
        self.prepared = self._path.with_suffix(".new")
        self._read: tuple[tuple[int, int], int] | None = None

    def read(self) -> int | None:
        """Return the number it names, None before the first.

        A file that was read is not read again: to move is to put another one in its place. Raises
        StoreError when it is damaged.
        """
        try:
            found = os.stat(self._path)
            file = found.st_ino, found.st_mtime_ns
            if self._read is None or self._read[0] != file:
                self._read = file, int(self._path.read_text())
            return self._read[1]
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise StoreError(f"{self._path} is damaged; run hansa rebuild") from error

    def prepare(self, number: int) -> None:
        """Write what it is to name beside it, to be made durable by the caller."""
        write(self.prepared, f"{number}\n")

    def move(self) -> None:
        """Let it name what was prepared."""
        self.prepared.replace(self._path)
        sync(self._path.parent)
