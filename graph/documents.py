"""documents.sqlite: the documents, what was read in them, and so the truth behind the graph.

The graph is made from the *current map*: for each source key the digest of its bytes and of the
pipeline that read it. Texts and extractions of earlier contents stay, so that nothing is computed
twice and an older generation can still show its sentences. Where two keys have the same bytes,
the smallest key (by code point) speaks and the others are duplicates; which came first does not
matter, and when the smallest goes the next takes its place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ontology.iris import Base
from ontology.model import Document, Extraction
from ontology.serialisation import dumps, loads

from .errors import StoreError, UnknownDocumentError, WorkspaceVersionError

#: The layout of documents.sqlite; it changes only together with a migration.
SCHEMA_VERSION: Final = 1
_SCHEMA: Final = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE contents (
    key TEXT NOT NULL, text TEXT NOT NULL, sha256 TEXT NOT NULL, media_type TEXT NOT NULL,
    language TEXT NOT NULL, title TEXT, publisher TEXT, date TEXT, PRIMARY KEY (key, sha256));
CREATE TABLE extractions (
    key TEXT NOT NULL, sha256 TEXT NOT NULL, pipeline TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (key, sha256, pipeline));
CREATE TABLE current (
    key TEXT PRIMARY KEY, sha256 TEXT NOT NULL, pipeline TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX current_by_sha256 ON current (sha256, key);
CREATE TABLE graphs (name TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE places (link TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
"""
_CONTENT_COLUMNS: Final = "key, text, sha256, media_type, language, title, publisher, date"
#: The keys that speak: of those with equal bytes, the smallest.
_SPEAKING: Final = "SELECT min(key) AS key FROM current GROUP BY sha256"


@dataclass(frozen=True, slots=True, order=True)
class Current:
    """What is current under a source key: the digests of its bytes and of the pipeline."""

    key: str
    sha256: str
    pipeline: str


class DocumentStore:
    """The documents of one data directory. Reading is safe beside a writer, and from threads."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Hold an open database; use ``open`` to get one."""
        self._connection = connection
        self.path = path

    @classmethod
    def open(cls, path: Path, *, writable: bool = False) -> DocumentStore:
        """Open *path*; with *writable*, make it when there is none.

        Raises StoreError when it cannot be opened, WorkspaceVersionError when it was written
        in another layout than this version's.
        """
        with _translated(path):
            connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={'rwc' if writable else 'rw'}",
                uri=True,
                timeout=60,
                isolation_level=None,
                check_same_thread=False,
            )
            store = cls(connection, path)
            store._prepare(writable=writable)
        return store

    def _prepare(self, *, writable: bool) -> None:
        (version,) = self._row("PRAGMA user_version") or (0,)
        if version == 0 and writable:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.executescript(
                f"BEGIN; {_SCHEMA} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT"
            )
        elif version != SCHEMA_VERSION:
            age = "a newer" if version > SCHEMA_VERSION else "an older"
            raise WorkspaceVersionError(
                f"{self.path} was written by {age} version of Hansa (layout {version}, this one "
                f"reads {SCHEMA_VERSION}); use that version, or ingest into an empty directory"
            )
        mode = "synchronous = FULL" if writable else "query_only = ON"
        self._connection.execute(f"PRAGMA {mode}")

    def close(self) -> None:
        """Close the database; an unfinished transaction is undone."""
        self._connection.close()

    # Reading

    def keys(self) -> list[str]:
        """Return the source keys of all current documents, duplicates too, sorted."""
        return [key for (key,) in self._rows("SELECT key FROM current ORDER BY key")]

    def speaking(self) -> list[Current]:
        """Return what is current under the keys that speak in the graph, sorted."""
        rows = self._rows(
            f"SELECT key, sha256, pipeline FROM current JOIN ({_SPEAKING}) USING (key) ORDER BY key"  # noqa: S608
        )
        return [Current(*row) for row in rows]

    def duplicates(self) -> dict[str, str]:
        """Return, for each key whose bytes another speaks for, that other key."""
        rows = self._rows(
            "SELECT current.key, first.key FROM current JOIN "
            "(SELECT sha256, min(key) AS key FROM current GROUP BY sha256) AS first "
            "USING (sha256) WHERE current.key <> first.key ORDER BY current.key"
        )
        return dict(rows)

    def current(self, key: str) -> Current | None:
        """Return what is current under *key*, or None for a key that is not known."""
        row = self._row("SELECT key, sha256, pipeline FROM current WHERE key = ?", key)
        return Current(*row) if row else None

    def twin(self, key: str, sha256: str) -> str | None:
        """Return the smallest other current key with these bytes, if there is one."""
        row = self._row(
            "SELECT min(key) FROM current WHERE sha256 = ? AND key <> ?", sha256, key
        ) or (None,)
        return row[0] if isinstance(row[0], str) else None

    def twins(self, name: str, *, base: Base) -> list[str]:
        """Return the other current keys with the bytes of the document that *name* means.

        Raises UnknownDocumentError when it means none, or several.
        """
        key = self.find(name, base=base)
        rows = self._rows(
            "SELECT other.key FROM current JOIN current AS other USING (sha256) "
            "WHERE current.key = ? AND other.key <> current.key ORDER BY other.key",
            key,
        )
        return [other for (other,) in rows]

    def document(self, key: str, *, sha256: str | None = None) -> Document:
        """Return the document under *key*: the current one, or the one with that digest.

        Raises UnknownDocumentError when there is none.
        """
        wanted = sha256 or getattr(self.current(key), "sha256", None)
        row = self._row(
            f"SELECT {_CONTENT_COLUMNS} FROM contents WHERE key = ? AND sha256 = ?",  # noqa: S608
            key,
            wanted,
        )
        if row is None:
            raise UnknownDocumentError(
                f"no document {key!r} in {self.path}; hansa documents lists them"
            )
        return Document(**dict(zip(_CONTENT_COLUMNS.split(", "), row, strict=True)))

    def extraction(self, key: str, sha256: str, pipeline: str) -> Extraction | None:
        """Return what that pipeline read in those bytes, or None when it has not read them."""
        row = self._row(
            "SELECT body FROM extractions WHERE key = ? AND sha256 = ? AND pipeline = ?",
            key,
            sha256,
            pipeline,
        )
        return loads(row[0]) if row else None

    def find(self, name: str, *, base: Base) -> str:
        """Return the key of the current document that *name* means.

        *name* is a source key, a document's IRI, or the end of exactly one key.
        Raises UnknownDocumentError when it means none, or several.
        """
        keys = self.keys()
        if name in keys:
            return name
        found = [key for key in keys if base.document(key) == name] or [
            key for key in keys if name and key.endswith(name)
        ]
        if len(found) == 1:
            return found[0]
        trouble = f"{len(found)} documents end in" if found else "no document goes by"
        raise UnknownDocumentError(
            f"{trouble} {name!r} in {self.path}; give one of the keys that hansa documents lists",
            candidates=found,
        )

    # Writing, by the holder of the lock only

    def begin(self) -> None:
        """Begin a transaction, unless one has begun."""
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make everything written since ``begin`` durable and visible."""
        if self._connection.in_transaction:
            with _translated(self.path):
                self._connection.execute("COMMIT")

    def rollback(self) -> None:
        """Undo everything written since ``begin``."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def put(self, document: Document, extraction: Extraction) -> bool:
        """Make them current under the document's key; say whether anything changed."""
        key, sha256, pipeline = document.key, document.sha256, extraction.pipeline
        row = (key, document.text, sha256, document.media_type, document.language)
        return any(
            [
                self._replace(
                    "contents", (*row, document.title, document.publisher, document.date)
                ),
                self._replace("extractions", (key, sha256, pipeline, dumps(extraction))),
                self._replace("current", (key, sha256, pipeline)),
            ]
        )

    def remove(self, key: str) -> None:
        """Take *key* out of the current map; its text and extractions stay."""
        self._write("DELETE FROM current WHERE key = ?", key)

    def meta(self, name: str) -> str | None:
        """Return a value the writer noted about the data directory."""
        row = self._row("SELECT value FROM meta WHERE name = ?", name)
        return row[0] if row else None

    def set_meta(self, name: str, value: str) -> None:
        """Note a value about the data directory."""
        self._replace("meta", (name, value))

    def fingerprints(self) -> dict[str, str]:
        """Return, for each document's graph in the store, the digest of what it was made from."""
        return dict(self._rows("SELECT name, fingerprint FROM graphs"))

    def set_fingerprints(self, fingerprints: Mapping[str, str]) -> None:
        """Replace all fingerprints by these."""
        self._write("DELETE FROM graphs")
        self._write_all("INSERT INTO graphs VALUES (?, ?)", sorted(fingerprints.items()))

    def places(self) -> dict[str, str]:
        """Return the gazetteer records looked up so far, as JSON by link."""
        return dict(self._rows("SELECT link, record FROM places"))

    def add_places(self, records: Mapping[str, str]) -> None:
        """Keep gazetteer records, as JSON by link."""
        self._write_all("INSERT OR REPLACE INTO places VALUES (?, ?)", sorted(records.items()))

    def clear_places(self) -> None:
        """Forget the gazetteer records, because the gazetteer has another version now."""
        self._write("DELETE FROM places")

    def _replace(self, table: str, row: tuple[str | None, ...]) -> bool:
        """Write *row* unless the very same row is there; say whether it was written."""
        columns = [name for _, name, *_ in self._rows(f"PRAGMA table_info({table})")]
        same = " AND ".join(f"{column} IS ?" for column in columns)
        if self._row(f"SELECT 1 FROM {table} WHERE {same}", *row):  # noqa: S608
            return False
        marks = ", ".join("?" * len(row))
        self._write(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", *row)  # noqa: S608
        return True

    def _row(self, sql: str, *values: str | None) -> Any:
        return next(iter(self._rows(sql, *values)), None)

    def _rows(self, sql: str, *values: str | None) -> list[Any]:
        with _translated(self.path):
            return self._connection.execute(sql, values).fetchall()

    def _write(self, sql: str, *values: str | None) -> None:
        with _translated(self.path):
            self._connection.execute(sql, values)

    def _write_all(self, sql: str, rows: Iterable[tuple[str, str]]) -> None:
        with _translated(self.path):
            self._connection.executemany(sql, rows)


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"cannot use {path}: {error}; is it a data directory of Hansa?") from error
