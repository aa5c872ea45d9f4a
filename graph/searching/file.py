"""The SQLite file behind the search index: its layout, its connections, its transactions.

Every row says from which generation on it holds (``from_gen``) and in which it no longer does
(``to_gen``, NULL while it still does). The full-text tables have no content of their own, only
words by the number of a name or the place of a sentence; they cut at spaces, since what they are
given is folded already. The place of a sentence is its rank among all: they answer in its order,
so that nothing has to be sorted however many sentences hold a common word.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Final

from graph.errors import DamagedIndexError, StoreError
from graph.keeping.opening import code, connect, connect_to_read, trouble

#: Changes with the layout and with how words are folded; a file of another one is made anew.
_VERSION: Final = 2
_LAYOUT: Final = f"{_VERSION} {unicodedata.unidata_version}"
_INDEXES: Final = {
    "names_by_iri": "names (iri)",
    "names_by_folded": "names (is_alternative, folded, iri)",
    "quotes_by_place": "quotes (place)",
}
_WORDS: Final = "words, content = '', columnsize = 0, tokenize = 'ascii'"
_SCHEMA: Final = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE names (
    id INTEGER PRIMARY KEY, from_gen INTEGER NOT NULL, to_gen INTEGER,
    is_alternative INTEGER NOT NULL, kind TEXT NOT NULL, iri TEXT NOT NULL, name TEXT NOT NULL,
    language TEXT NOT NULL, folded TEXT NOT NULL);
CREATE INDEX names_ended ON names (to_gen) WHERE to_gen IS NOT NULL;
CREATE TABLE documents (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE);
CREATE TABLE quotes (
    id INTEGER PRIMARY KEY, from_gen INTEGER NOT NULL, to_gen INTEGER,
    place INTEGER NOT NULL, document INTEGER NOT NULL,
    quote TEXT NOT NULL, claims TEXT NOT NULL);
CREATE INDEX quotes_by_document ON quotes (document, to_gen);
CREATE INDEX quotes_ended ON quotes (to_gen) WHERE to_gen IS NOT NULL;
CREATE VIRTUAL TABLE names_words USING fts5({_WORDS});
CREATE VIRTUAL TABLE quotes_words USING fts5({_WORDS});
{"".join(f"CREATE INDEX {name} ON {columns};" for name, columns in _INDEXES.items())}
INSERT INTO meta VALUES ('layout', '{_LAYOUT}');
"""  # noqa: S608
#: Seconds to wait for whoever is in the way.
PATIENCE: Final = 60.0
#: Connections for reading that are kept open when nobody uses them.
_IDLE: Final = 4
_CACHE_KIB: Final = 16_384


class SearchFile:
    """An open search.sqlite. Readers each borrow a connection, so threads need not wait."""

    def __init__(self, path: Path, *, writable: bool, patience: float = PATIENCE) -> None:
        """Open *path*, making it when there is none or one of another layout and *writable*.

        Who is in the way is waited for, *patience* seconds.
        Raises StoreError when it cannot be opened, or is none of this version's and not writable.
        """
        self.path = path
        self._is_writable = writable
        self._patience = patience
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()
        try:
            layout = self._layout()
        except DamagedIndexError:
            if not writable:
                raise
            layout = ""
        if layout != _LAYOUT and writable:
            self.renew()
        elif layout != _LAYOUT:
            raise StoreError(f"{path} is of another version of Hansa; run hansa rebuild")

    def _layout(self) -> str | None:
        with self.connection() as connection:
            return _layout(connection)

    def renew(self) -> None:
        """Begin with an empty file: all in it can be had from the graph again.

        Who has the old one open goes on reading that.
        """
        self.close()
        for end in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + end).unlink(missing_ok=True)
        with self.connection() as connection:
            connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT")

    def mend(self) -> None:
        """Renew the file where it is damaged; this reads all of it."""
        try:
            with self.connection() as connection:
                ((said,),) = connection.execute("PRAGMA quick_check(1)")
                for table in ("names_words", "quotes_words"):
                    connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")  # noqa: S608
        except DamagedIndexError:
            said = "damaged"
        if said != "ok":
            self.renew()

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection; errors of SQLite leave this as StoreError."""
        with translated(self.path):
            connection = self._borrow()
            try:
                yield connection
            except BaseException:
                connection.close()  # this undoes what was begun, and an error may be the file's
                raise
            self._give_back(connection)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection for changes that are made whole or not at all."""
        with self.connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    def close(self) -> None:
        """Close the connections that nobody uses."""
        while (connection := self._waiting()) is not None:
            connection.close()

    def _borrow(self) -> sqlite3.Connection:
        return self._waiting() or _connect(
            self.path, writable=self._is_writable, patience=self._patience
        )

    def _waiting(self) -> sqlite3.Connection | None:
        try:
            return self._idle.get_nowait()
        except Empty:
            return None

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if self._idle.qsize() < _IDLE:
            self._idle.put(connection)
        else:
            connection.close()


def _connect(path: Path, *, writable: bool, patience: float) -> sqlite3.Connection:
    connection = (_to_write if writable else _to_read)(path, patience)
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    return connection


def _to_write(path: Path, patience: float) -> sqlite3.Connection:
    connection = connect(path, "mode=rwc", patience=patience)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA secure_delete = ON")
    # Else a power failure could take the last generation from the index, and nothing would be
    # found in it before the next commit.
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _to_read(path: Path, patience: float) -> sqlite3.Connection:
    try:
        return connect_to_read(path, patience=patience)
    except sqlite3.OperationalError:
        if not path.exists():
            raise
        # Where not even the file for the readers' marks may be made, nobody can be writing.
        return connect(path, "immutable=1", patience=patience)


def _layout(connection: sqlite3.Connection) -> str | None:
    """Return the layout the file says it has, None where it is empty."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
        return None
    row = connection.execute("SELECT value FROM meta WHERE name = 'layout'").fetchone()
    return str(row[0]) if row else None


def create_indexes(connection: sqlite3.Connection) -> None:
    """Make the indexes that a large load does without."""
    for name, columns in _INDEXES.items():
        connection.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {columns}")


def drop_indexes(connection: sqlite3.Connection) -> None:
    """Drop the indexes that are cheaper made at the end of a large load."""
    for name in _INDEXES:
        connection.execute(f"DROP INDEX IF EXISTS {name}")


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into StoreError, and into DamagedIndexError those of a broken file."""
    try:
        yield
    except sqlite3.Error as error:
        if code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise DamagedIndexError(f"cannot use {path}: {error}; run hansa rebuild") from error
        raise trouble(path, error, remedy="run hansa rebuild") from error
