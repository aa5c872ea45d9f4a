"""SQLite files of a data directory at one moment, beside a writer that goes on.

A snapshot is a read transaction: it sees the file as it was when the snapshot was taken, for as
long as it is open, and copies exactly that.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from graph.errors import StoreError
from graph.keeping.opening import connect, connect_to_read, trouble

#: Seconds to wait for readers who need the log of a file.
_READERS: Final = 1.0


class Snapshot:
    """One SQLite file as it was at one moment."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Hold an open read transaction; use ``taken`` to get one."""
        self._connection = connection
        self.path = path

    def rows(self, sql: str, *values: str | int) -> Iterator[tuple[Any, ...]]:
        """Iterate over the rows of a query. Raises StoreError when the file cannot be read."""
        with _translated(self.path):
            yield from self._connection.execute(sql, values)

    def value(self, sql: str, *values: str | int) -> Any:
        """Return the first value of the first row, or None where there is no row."""
        return next(self.rows(sql, *values), (None,))[0]

    def has_table(self, name: str) -> bool:
        """Return whether there is a table of that name."""
        return self.value("SELECT 1 FROM sqlite_master WHERE name = ?", name) is not None

    def damage(self, *, limit: int = 5) -> list[str]:
        """Return what SQLite's own check finds wrong, at most *limit* lines."""
        try:
            found = [str(told) for (told,) in self.rows(f"PRAGMA integrity_check({limit:d})")]
        except StoreError as error:
            return [str(error.__cause__)]
        lines = [line for told in found for line in told.splitlines() if "***" not in line]
        return [] if lines == ["ok"] else lines

    def copy(self, target: Path) -> None:
        """Write the snapshot to the new file *target*, as one file that needs no others.

        Raises StoreError when it cannot be read or *target* cannot be written.
        """
        try:
            with closing(sqlite3.connect(target)) as copy:
                self._connection.backup(copy)
        except sqlite3.Error as error:
            raise StoreError(f"cannot copy {self.path} to {target}: {error}") from error

    def copy_into(self, target: Path) -> None:
        """Write the snapshot over the SQLite file *target*, in one transaction of its readers.

        Raises StoreError when it cannot be read or *target* cannot be written.
        """
        self.copy(target)
        cut_log(target)

    def close(self) -> None:
        """Let the moment go."""
        self._connection.close()


def cut_log(path: Path) -> bool:
    """Bring the log of an SQLite file into it and empty it; say whether no reader was in the way.

    Raises StoreError when that cannot be done.
    """
    with _translated(path), closing(connect(path, "mode=rw", patience=_READERS)) as file:
        (is_busy, *_) = file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_busy


@contextmanager
def taken(path: Path) -> Iterator[Snapshot]:
    """Take a snapshot of an SQLite file and hold it.

    A file without a write-ahead log is copied into memory: a read transaction on it would keep
    every writer waiting. Raises StoreError when there is no such file or it cannot be read.
    """
    with _translated(path):
        connection = _connect(path)
        if not _has_log(connection):
            connection = _in_memory(connection)
    with closing(connection):
        yield Snapshot(connection, path)


def _connect(path: Path) -> sqlite3.Connection:
    """Open *path* and begin reading, so that nothing is left behind or written for good.

    Where a log is, the file is opened for reading only: the last to close a file that is open for
    writing brings its log into it. Where none is, it has to be open for writing, so that the log
    which even a reader makes goes away again; where that is not allowed, there is no writer.
    """
    log = path.with_name(f"{path.name}-wal")
    try:
        connection = connect_to_read(path, "mode=ro" if _has_content(log) else "mode=rw")
    except sqlite3.OperationalError:
        if not path.is_file() or _has_content(log):
            raise
        connection = connect(path, "mode=ro&immutable=1")
    return _begun(connection)


def _has_log(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal")


def _in_memory(connection: sqlite3.Connection) -> sqlite3.Connection:
    with closing(connection):
        copy = sqlite3.connect(":memory:", isolation_level=None)
        connection.backup(copy)
    return copy


def _has_content(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False


def _begun(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Begin to read, so that the snapshot is taken."""
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise trouble(path, error, remedy="is it a data directory of Hansa?") from error
