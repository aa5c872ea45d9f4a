"""readings.sqlite: which texts are known to come of which bytes, so that none is made twice.

A set of digests and nothing else: each is of bytes, of all that makes a text of them, and of the
document they made. It is a cache. Where it is missing or damaged, documents are converted once more
and noted again, and nothing else happens. Only the holder of the writer's lock writes to it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

#: The name of the file in a data directory.
NAME: Final = "readings.sqlite"


class Readings:
    """The noted readings of one data directory."""

    def __init__(self, directory: Path) -> None:
        """Look after the file in *directory*; it need not be there."""
        self._path = directory / NAME
        self._connection: sqlite3.Connection | None = None

    def holds(self, digest: str) -> bool:
        """Return whether that reading was noted; what cannot be read holds nothing."""
        try:
            found = self._open().execute("SELECT 1 FROM readings WHERE digest = ?", (digest,))
            return found.fetchone() is not None
        except sqlite3.Error:
            return False

    def note(self, digests: Iterable[str]) -> None:
        """Note readings, by the holder of the writer's lock.

        A damaged file is made anew; on a full disk nothing is noted.
        """
        rows = [(digest,) for digest in digests]
        try:
            self._write(rows)
        except sqlite3.OperationalError:
            return
        except sqlite3.DatabaseError:
            self._path.unlink(missing_ok=True)
            with suppress(sqlite3.Error):  # without a cache everything works, only slower
                self._write(rows)

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._connect("ro")
        return self._connection

    def _write(self, rows: list[tuple[str]]) -> None:
        with closing(self._connect("rwc")) as connection, connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS readings (digest TEXT PRIMARY KEY) WITHOUT ROWID"
            )
            connection.executemany("INSERT OR IGNORE INTO readings VALUES (?)", rows)

    def _connect(self, mode: str) -> sqlite3.Connection:
        return sqlite3.connect(
            f"{self._path.absolute().as_uri()}?mode={mode}", uri=True, timeout=60
        )
