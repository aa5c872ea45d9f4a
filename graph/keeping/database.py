"""The SQLite file behind documents.sqlite: opening, its layout, transactions and rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from graph.errors import StoreError, WorkspaceVersionError

from .layouts import MIGRATIONS, SCHEMA, SCHEMA_VERSION, add_functions
from .opening import connect, connect_to_read, options_to_read, trouble

View = TypeVar("View", bound="Database")

#: Seconds to wait for another process that just reads or writes what is wanted.
_PATIENCE: Final = 60.0
#: Steps of SQLite's machine, some hundredths of a second, after which it is asked whether to go on.
_STEPS: Final = 100_000


@dataclass(frozen=True, slots=True, order=True)
class Current:
    """What is current under a source key: the digests of its bytes and of the pipeline."""

    key: str
    sha256: str
    pipeline: str


class Database:
    """One SQLite file of a data directory. Reading is safe beside a writer, and from threads."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Hold an open database; use ``open`` to get one."""
        self._connection = connection
        self.path = path

    @classmethod
    def open(cls, path: Path, *, writable: bool = False) -> Self:
        """Open *path*; with *writable*, make it when there is none.

        Raises StoreError when it cannot be opened, or cannot be brought to this version's layout
        and so is left as it was; WorkspaceVersionError when it was written in another layout.
        """
        with _translated(path):
            connection = (
                connect(path, "mode=rwc", patience=_PATIENCE)
                if writable
                else connect_to_read(path, options_to_read(path), patience=_PATIENCE)
            )
            store = cls(connection, path)
            try:
                store._prepare(writable=writable)
            except BaseException:
                connection.close()
                raise
        return store

    def view(self, kind: type[View]) -> View:
        """Return another face of the same open file, sharing its transaction."""
        return kind(self._connection, self.path)

    def _prepare(self, *, writable: bool) -> None:
        (version,) = self._row("PRAGMA user_version") or (0,)
        if version == 0 and writable:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._lay_out(SCHEMA)
        elif version in MIGRATIONS and writable:
            self._migrate(version)
        elif version != SCHEMA_VERSION:
            raise WorkspaceVersionError(self._refusal(version))
        if writable:
            self._connection.execute("PRAGMA synchronous = FULL")

    def _migrate(self, version: int) -> None:
        add_functions(self._connection)
        try:
            self._lay_out(MIGRATIONS[version])
        except sqlite3.Error as error:
            raise StoreError(
                f"{self.path} has the layout of an older version of Hansa, and bringing it to this "
                f"one's failed: {error}; it is left as it was, for the version that wrote it"
            ) from error

    def _lay_out(self, script: str) -> None:
        """Run a script that ends in this version's layout; closing undoes what it left undone."""
        self._connection.executescript(
            f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT"
        )

    def close(self) -> None:
        """Close the database; an unfinished transaction is undone."""
        self._connection.close()

    def _refusal(self, version: int) -> str:
        if version in MIGRATIONS:
            return f"{self.path} has the layout of an older version of Hansa; run hansa rebuild"
        age = "a newer" if version > SCHEMA_VERSION else "an older"
        return (
            f"{self.path} was written by {age} version of Hansa (layout {version}, this one "
            f"reads {SCHEMA_VERSION}); use that version, or ingest into an empty directory"
        )

    @contextmanager
    def checked(self, check: Callable[[], None]) -> Iterator[None]:
        """Let *check*, which raises what is to end the work, be called while SQLite works.

        Only for a connection that nobody shares: what others read would end too.
        """

        def ends() -> bool:
            try:
                check()
            except Exception:  # it is raised again once SQLite has stopped
                return True
            return False

        self._connection.set_progress_handler(ends, _STEPS)
        try:
            yield
        except StoreError:
            check()
            raise
        finally:
            self._connection.set_progress_handler(None, 0)

    def version(self) -> int:
        """Return a number that is another after each commit of another connection."""
        return int(self._row("PRAGMA data_version")[0])

    def begin(self) -> None:
        """Begin a transaction, unless one has begun."""
        if not self._connection.in_transaction:
            self._write("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make everything written since ``begin`` durable and visible."""
        if self._connection.in_transaction:
            self._write("COMMIT")

    def rollback(self) -> None:
        """Undo everything written since ``begin``."""
        if self._connection.in_transaction:
            self._write("ROLLBACK")

    @contextmanager
    def _patient(self, seconds: float) -> Iterator[None]:
        """Wait for other processes so many seconds only."""
        self._row(f"PRAGMA busy_timeout = {round(seconds * 1000)}")
        try:
            yield
        finally:
            self._row(f"PRAGMA busy_timeout = {round(_PATIENCE * 1000)}")

    def _replace(self, table: str, row: tuple[str | None, ...]) -> bool:
        """Write *row* unless the very same row is there; say whether it was written."""
        columns = [name for _, name, *_ in self._rows(f"PRAGMA table_info({table})")]
        same = " AND ".join(f"{column} IS ?" for column in columns)
        if self._row(f"SELECT 1 FROM {table} WHERE {same}", *row):  # noqa: S608
            return False
        marks = ", ".join("?" * len(row))
        self._write(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", *row)  # noqa: S608
        return True

    def _row(self, sql: str, *values: object) -> Any:
        return next(iter(self._rows(sql, *values)), None)

    def _rows(self, sql: str, *values: object) -> list[Any]:
        with _translated(self.path):
            return self._connection.execute(sql, values).fetchall()

    def _each(self, sql: str, *values: object) -> Generator[Any, None, None]:
        """Yield rows as they are found, for whoever may have enough of them before the last."""
        with _translated(self.path):
            yield from self._connection.execute(sql, values)

    def _beginning(self, table: str, column: str, text: str) -> list[Any]:
        """Return the rows of which an indexed column begins with *text*."""
        # No letter is written with the byte FF, so it comes after all that may follow.
        asked = f"{column} >= ?1 AND {column} < ?1 || CAST(x'ff' AS TEXT)"
        return self._rows(f"SELECT * FROM {table} WHERE {asked} ORDER BY {column}", text)  # noqa: S608

    def _write(self, sql: str, *values: object) -> None:
        with _translated(self.path):
            self._connection.execute(sql, values)

    def _write_all(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        with _translated(self.path):
            self._connection.executemany(sql, rows)


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise trouble(path, error, remedy="is it a data directory of Hansa?") from error
