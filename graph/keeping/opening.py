"""Opening SQLite files so that reading them works beside a writer and on any disk.

Every reader leaves marks for the writer in a file of SQLite's own beside the database, which the
first of them makes. Where there is no room for it SQLite can keep its marks in memory, reads what
is there, and looks before each transaction whether a writer has come
(https://www.sqlite.org/wal.html, "Read-Only Databases").
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Final

from graph.errors import StoreError

from .disks import full_disk, is_full

#: Seconds to wait for others who have the file.
PATIENCE: Final = 60.0
#: What SQLite says where it cannot make or enlarge the file for the marks.
_NO_MARKS: Final = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN}
#: What it says of files that are none of its own, or damaged.
_NO_DATABASE: Final = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_NOTADB,
}
#: What helps where a file of that name is damaged; the others are made anew by a rebuild.
_REPLACED: Final = {
    "documents.sqlite": "restore a backup, or ingest the documents elsewhere",
}


def connect(path: Path, options: str, *, patience: float = PATIENCE) -> sqlite3.Connection:
    """Open *path* with the options of a SQLite URI, for any thread, without implicit transactions.

    Waits *patience* seconds for others. Raises sqlite3.Error where it cannot be opened.
    """
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?{options}",
        uri=True,
        timeout=patience,
        isolation_level=None,
        check_same_thread=False,
    )


def connect_to_read(
    path: Path, options: str = "mode=rw", *, patience: float = PATIENCE
) -> sqlite3.Connection:
    """Open *path* for reading only, with *options* if that can be, also on a full disk.

    Waits *patience* seconds for others. Raises sqlite3.Error where it cannot be read.
    """
    try:
        return _reading(path, options, patience)
    except sqlite3.OperationalError as error:
        if code(error) not in _NO_MARKS or not path.is_file():
            raise
        with suppress(OSError, sqlite3.Error):
            return _without_marks(path, patience)
        raise


def _without_marks(path: Path, patience: float) -> sqlite3.Connection:
    for end in ("-wal", "-shm"):  # without contents they need no room
        path.with_name(path.name + end).touch()
    return _reading(path, "mode=ro&readonly_shm=1", patience)


def _reading(path: Path, options: str, patience: float) -> sqlite3.Connection:
    connection = connect(path, options, patience=patience)
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def options_to_read(path: Path) -> str:
    """Return how to open *path* for reading.

    On a disk that nobody can write to there is no place for marks, and nothing changes, so that
    none are needed.
    """
    log = path.with_name(f"{path.name}-wal")
    is_fixed = path.exists() and os.statvfs(path).f_flag & os.ST_RDONLY
    return "mode=ro&immutable=1" if is_fixed and not log.exists() else "mode=rw"


def code(error: sqlite3.Error) -> int:
    """Return SQLite's primary code of an error, 0 where it has none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def trouble(path: Path, error: sqlite3.Error, *, remedy: str) -> StoreError:
    """Return what to tell of an error of SQLite: a full disk, or the *remedy* for a bad file.

    A file of SQLite's that is damaged is named so, and can only be replaced.
    """
    is_write = code(error) in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
    if code(error) == sqlite3.SQLITE_FULL or (is_write and is_full(path.parent)):
        return full_disk(f"the disk that holds {path.parent}")
    if code(error) == sqlite3.SQLITE_CORRUPT:
        again = _REPLACED.get(path.name, "remove the file and run hansa rebuild")
        return StoreError(f"{path} is damaged: {error}; {again}")
    hint = f"; {remedy}" if code(error) in _NO_DATABASE else ""
    return StoreError(f"cannot use {path}: {error}{hint}")
