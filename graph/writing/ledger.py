"""published.sqlite: what became of IRIs that were published once and name nothing now.

It stands outside the graph and outside every comparison of graphs, for it is history: a graph
made anew from the documents cannot know what an earlier one held. IRIs are kept as their SHA-256
only, so that nothing of a text that was purged can be read here; successors, which are published
themselves, are kept as they are.

Each generation notes what went with it and what came back, so the ledger answers for older
generations too. The file has a rollback journal and no write-ahead log: writing is rare, and so
it can be read where nothing may be written.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.errors import WorkspaceVersionError
from graph.keeping.opening import trouble

#: The layout of the file; an older one is left alone and a newer one refused.
_VERSION: Final = 1
#: ``successors`` is a JSON list of IRIs, or NULL for an IRI that came back.
_SCHEMA: Final = f"""
BEGIN;
CREATE TABLE gone (
    iri BLOB NOT NULL, generation INTEGER NOT NULL, successors TEXT,
    PRIMARY KEY (iri, generation)) WITHOUT ROWID;
CREATE INDEX gone_by_generation ON gone (generation);
PRAGMA user_version = {_VERSION};
COMMIT;
"""
#: Seconds to wait for whoever just reads or writes.
_PATIENCE: Final = 30.0
#: More names than this for one thing were not given one after the other; something is wrong.
_STEPS: Final = 1000


@dataclass(frozen=True, slots=True)
class Gone:
    """An IRI that names nothing now: the generation it went in, and what took its place.

    Without ``successors`` it was retracted.
    """

    generation: int
    successors: tuple[str, ...] = ()


class Ledger:
    """The ledger of one data directory; opened for each use, so it may be shared by threads."""

    def __init__(self, path: Path, *, writable: bool = False, patience: float = _PATIENCE) -> None:
        """Use the file *path*; use ``open`` to get a ledger."""
        self.path = path
        self._writable = writable
        self._patience = patience

    @classmethod
    def open(cls, path: Path, *, writable: bool = False, patience: float = _PATIENCE) -> Ledger:
        """Return the ledger in *path*; with *writable*, make the file when there is none.

        Where there is none and nothing is written, nothing is known to have gone. Who just uses it
        is waited for, *patience* seconds. Raises StoreError when the file cannot be used,
        WorkspaceVersionError when a newer version wrote it.
        """
        ledger = cls(path, writable=writable, patience=patience)
        if writable or path.exists():
            with ledger._connected():
                pass
        return ledger

    def record(
        self,
        generation: int,
        gone: Mapping[str, Sequence[str]],
        returned: Iterable[str] = (),
    ) -> None:
        """Note the IRIs that went with *generation*, each with its successors, and those back.

        May be called again for a generation: only the last call counts, so a writer that was
        killed is finished by the next. Also what had never been published may be *returned*.
        """
        with self._transaction() as connection:
            connection.execute("DELETE FROM gone WHERE generation = ?", (generation,))
            connection.executemany(
                "INSERT INTO gone VALUES (?, ?, ?)",
                ((_key(iri), generation, _text(gone[iri])) for iri in sorted(gone)),
            )
            # Only what had gone can come back; all else that is new needs no row, and a first
            # build, of which everything is new, not even a look.
            if connection.execute("SELECT EXISTS (SELECT 1 FROM gone)").fetchone()[0]:
                connection.executemany(
                    "INSERT OR IGNORE INTO gone SELECT ?1, ?2, NULL WHERE EXISTS "
                    "(SELECT 1 FROM gone WHERE iri = ?1)",
                    ((_key(iri), generation) for iri in returned if iri not in gone),
                )

    def look_up(self, iri: str, *, generation: int | None = None) -> Gone | None:
        """Return what became of *iri*, as *generation* or the newest knows it.

        None: it never was published, or it is there. Successors that went themselves are
        followed to what is there in their place; where none is left, the IRI was retracted.
        """
        if not self.path.exists():
            return None
        with self._connected() as connection:
            found = _row(connection, iri, generation)
            if found is None:
                return None
            return Gone(found.generation, tuple(_followed(connection, iri, found, generation)))

    def shorten(self, is_there: Callable[[str], bool]) -> None:
        """Let every successor be one that is there, leaving out those on the way to it."""
        with self._transaction() as connection:
            rows = connection.execute(
                "SELECT iri, generation, successors FROM gone WHERE successors <> '[]'"
            ).fetchall()
            shortened = [(_text(_there(connection, text, is_there)), *row) for *row, text in rows]
            connection.executemany(
                "UPDATE gone SET successors = ? WHERE iri = ? AND generation = ?", shortened
            )

    def erase(self, iris: Iterable[str]) -> None:
        """Let no byte of these IRIs be left in the file; that they are gone is known still."""
        erased = frozenset(iris)
        with self._transaction() as connection:
            rows = connection.execute("SELECT iri, generation, successors FROM gone").fetchall()
            for key, generation, text in rows:
                kept = [each for each in json.loads(text or "[]") if each not in erased]
                if text is not None and _text(kept) != text:
                    connection.execute(
                        "UPDATE gone SET successors = ? WHERE iri = ? AND generation = ?",
                        (_text(kept), key, generation),
                    )
        with self._connected() as connection:
            connection.execute("VACUUM")

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        mode = "rwc" if self._writable else "ro"
        try:
            with closing(
                sqlite3.connect(
                    f"{self.path.absolute().as_uri()}?mode={mode}",
                    uri=True,
                    timeout=self._patience,
                    isolation_level=None,
                )
            ) as connection:
                self._prepare(connection)
                yield connection
        except sqlite3.Error as error:
            raise trouble(self.path, error, remedy="is it a data directory of Hansa?") from error

    def _prepare(self, connection: sqlite3.Connection) -> None:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0 and self._writable:
            connection.executescript(_SCHEMA)
        elif version != _VERSION:
            raise WorkspaceVersionError(
                f"{self.path} has layout {version}, this version of Hansa reads {_VERSION}; use "
                "the version that wrote it"
            )
        # What is deleted is overwritten, so that a purge leaves nothing behind.
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA synchronous = FULL")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection  # closing undoes what is not committed
            connection.execute("COMMIT")


def _key(iri: str) -> bytes:
    return hashlib.sha256(iri.encode()).digest()


def _text(successors: Iterable[str]) -> str:
    return json.dumps(sorted(set(successors)), ensure_ascii=False)


def _row(connection: sqlite3.Connection, iri: str, generation: int | None) -> Gone | None:
    """Return what stands of *iri* itself, its successors as they were when it went."""
    row = connection.execute(
        "SELECT generation, successors FROM gone WHERE iri = ?1 "
        "AND (?2 IS NULL OR generation <= ?2) ORDER BY generation DESC LIMIT 1",
        (_key(iri), generation),
    ).fetchone()
    if row is None or row[1] is None:
        return None
    return Gone(row[0], tuple(json.loads(row[1])))


def _there(
    connection: sqlite3.Connection, text: str, is_there: Callable[[str], bool]
) -> Iterator[str]:
    """Yield the successors that are there, or what those that are not lead to."""
    for each in json.loads(text):
        if is_there(each):
            yield each
        elif found := _row(connection, each, None):
            yield from filter(is_there, _followed(connection, each, found, None))


def _followed(
    connection: sqlite3.Connection, iri: str, found: Gone, generation: int | None
) -> list[str]:
    """Return the successors that are there, and those of successors that are not."""
    seen, waiting = {iri}, [*found.successors]
    alive: list[str] = []
    while waiting and len(seen) < _STEPS:
        here = waiting.pop(0)
        if here in seen:
            continue
        seen.add(here)
        gone = _row(connection, here, generation)
        if gone is None:
            alive.append(here)
        else:
            waiting += gone.successors
    return sorted(alive)
