"""The SQLite file behind documents.sqlite: opening, its layout, transactions and rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from ontology.iris import CLAIM_DIGITS

from .errors import StoreError, WorkspaceVersionError
from .opening import connect, connect_to_read, options_to_read, trouble

View = TypeVar("View", bound="Database")

#: Seconds to wait for another process that just reads or writes what is wanted.
_PATIENCE: Final = 60.0
#: The layout of documents.sqlite; it changes only together with a migration.
SCHEMA_VERSION: Final = 5
#: Verdicts by the digest of the claim and the key they were given on, in the order given, by whom
#: and when; and which claims are read under which key, for what is ``indexed``.
_REVIEW: Final = """
CREATE TABLE verdicts (
    given INTEGER PRIMARY KEY, claim TEXT NOT NULL UNIQUE, key TEXT NOT NULL,
    verdict TEXT NOT NULL, who TEXT, at TEXT);
CREATE INDEX verdicts_by_key ON verdicts (key);
CREATE TABLE claims (claim TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX claims_by_key ON claims (key);
CREATE TABLE indexed (
    key TEXT PRIMARY KEY, sha256 TEXT NOT NULL, pipeline TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX contents_by_sha256 ON contents (sha256, key);
"""
#: What curators decided of entities, in the order given; see ``graph.curation``.
_CURATION: Final = """
CREATE TABLE decisions (
    given INTEGER PRIMARY KEY, act TEXT NOT NULL, one TEXT NOT NULL, other TEXT, name TEXT,
    language TEXT, who TEXT NOT NULL, at TEXT NOT NULL, anchors TEXT NOT NULL, called TEXT);
"""
#: The documents in the graph, counted by the pipeline that read them.
_PIPELINES: Final = (
    "pipelines (pipeline TEXT PRIMARY KEY, documents INTEGER NOT NULL) WITHOUT ROWID"
)
#: What the graph of the last revision was made of: the documents that speak, their nodes, the
#: sums over the nodes of each atom, where atoms went; what each document and entity shares in
#: the common graphs, and how many share in each line; what is still to be done to the store.
_INDEX: Final = f"""
CREATE TABLE spoken (
    key TEXT PRIMARY KEY, sha256 TEXT NOT NULL, pipeline TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX spoken_by_sha256 ON spoken (sha256);
CREATE TABLE {_PIPELINES};
CREATE TABLE nodes (
    key TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, atom TEXT NOT NULL,
    body TEXT NOT NULL, PRIMARY KEY (key, kind, name)) WITHOUT ROWID;
CREATE INDEX nodes_by_atom ON nodes (atom);
CREATE TABLE votes (
    atom TEXT NOT NULL, kind TEXT NOT NULL, claims INTEGER NOT NULL, nodes INTEGER NOT NULL,
    PRIMARY KEY (atom, kind)) WITHOUT ROWID;
CREATE TABLE names (
    atom TEXT NOT NULL, text TEXT NOT NULL, language TEXT NOT NULL, nodes INTEGER NOT NULL,
    firsts INTEGER NOT NULL, PRIMARY KEY (atom, text, language)) WITHOUT ROWID;
CREATE TABLE keys (
    role TEXT NOT NULL, family TEXT NOT NULL, name TEXT NOT NULL, atom TEXT NOT NULL,
    nodes INTEGER NOT NULL, PRIMARY KEY (role, family, name, atom)) WITHOUT ROWID;
CREATE INDEX keys_by_atom ON keys (atom);
CREATE TABLE placed (
    atom TEXT PRIMARY KEY, iri TEXT NOT NULL, own TEXT NOT NULL,
    country TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX placed_by_iri ON placed (iri);
CREATE INDEX placed_by_own ON placed (own);
CREATE INDEX placed_by_country ON placed (country);
CREATE TABLE shares (name TEXT PRIMARY KEY, lines BLOB NOT NULL);
CREATE TABLE supports (line BLOB PRIMARY KEY, shares INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE journal (one INTEGER PRIMARY KEY CHECK (one = 1), body BLOB NOT NULL);
CREATE TABLE changed (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE turnover (iri TEXT PRIMARY KEY, successors TEXT) WITHOUT ROWID;
"""
_SCHEMA: Final = f"""
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
CREATE TABLE places (link TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
{_REVIEW}{_CURATION}{_INDEX}"""
_LAYOUT_5: Final = f"""
DROP TABLE IF EXISTS graphs;
{_CURATION}{_INDEX}
INSERT OR REPLACE INTO meta VALUES ('anew', 'yes');
"""  # noqa: S608
#: What brings an older layout to this one: layout 1 had no verdicts, layout 2 named their
#: claims by whole IRIs, and repeated the words; layout 3 did not say who gave them, and had no
#: index; layout 4 did not say what things were called when they were decided on, and at first did
#: not count documents by pipeline. Layout 2 did not tell which verdict was given last; the last
#: written here is what had effect: of the IRIs of a claim that of the base in use,
#: of the keys with the same bytes the smallest that is current.
_MIGRATIONS: Final = {
    1: f"{_REVIEW}{_LAYOUT_5}",
    3: f"""
ALTER TABLE verdicts ADD COLUMN who TEXT;
ALTER TABLE verdicts ADD COLUMN at TEXT;
{_LAYOUT_5}""",
    2: f"""
ALTER TABLE verdicts RENAME TO verdicts_2;
DROP INDEX verdicts_by_key;
{_REVIEW}
INSERT OR REPLACE INTO verdicts (claim, key, verdict)
    SELECT substr(claim, -{CLAIM_DIGITS}), key, verdict FROM verdicts_2
    LEFT JOIN meta ON meta.name = 'base'
    ORDER BY key IN (SELECT key FROM current), key DESC,
        claim IS meta.value || 'claim/' || substr(claim, -{CLAIM_DIGITS}), claim;
DROP TABLE verdicts_2;
{_LAYOUT_5}""",  # noqa: S608
    4: f"""
ALTER TABLE decisions ADD COLUMN called TEXT;
CREATE TABLE IF NOT EXISTS {_PIPELINES};
INSERT OR IGNORE INTO pipelines SELECT pipeline, count(*) FROM spoken GROUP BY pipeline;
""",  # noqa: S608
}


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
            self._lay_out(_SCHEMA)
        elif version in _MIGRATIONS and writable:
            self._migrate(version)
        elif version != SCHEMA_VERSION:
            raise WorkspaceVersionError(self._refusal(version))
        if writable:
            self._connection.execute("PRAGMA synchronous = FULL")

    def _migrate(self, version: int) -> None:
        try:
            self._lay_out(_MIGRATIONS[version])
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
        if version in _MIGRATIONS:
            return f"{self.path} has the layout of an older version of Hansa; run hansa rebuild"
        age = "a newer" if version > SCHEMA_VERSION else "an older"
        return (
            f"{self.path} was written by {age} version of Hansa (layout {version}, this one "
            f"reads {SCHEMA_VERSION}); use that version, or ingest into an empty directory"
        )

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
