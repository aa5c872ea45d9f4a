"""What the search index does besides following: it comes level with a whole graph, and forgets."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Final

from graph.quads import GraphName

from .changes import Change, chunks, drop_rows
from .rows import NameRow, QuoteRow, rows_of

_TABLES: Final = ("names", "quotes")
_NAME: Final = "iri, kind, name, language, is_alternative"
_NAMES_NOW: Final = f"SELECT {_NAME} FROM names WHERE to_gen IS NULL"  # noqa: S608
_NAMES_WANTED: Final = f"SELECT {_NAME} FROM wanted_names"  # noqa: S608


def undo(connection: sqlite3.Connection, generation: int) -> None:
    """Take out what began in *generation* or later; what ended then goes on."""
    for table in _TABLES:
        drop_rows(connection, table, "from_gen >= ?", generation)
        connection.execute(
            f"UPDATE {table} SET to_gen = NULL WHERE to_gen >= ?",  # noqa: S608
            (generation,),
        )


def come_level(
    connection: sqlite3.Connection, change: Change, lines: Iterable[tuple[GraphName, str]]
) -> None:
    """Change the index to what a whole graph says, whose lines come in any order."""
    _spool(connection, lines)
    change.end_names(_names(connection, f"{_NAMES_NOW} EXCEPT {_NAMES_WANTED}"))
    change.begin_names(_names(connection, f"{_NAMES_WANTED} EXCEPT {_NAMES_NOW}"))
    gone = "SELECT iri FROM documents WHERE iri NOT IN (SELECT document FROM wanted_quotes)"
    for (document,) in connection.execute(gone).fetchall():
        change.set_quotes(document, ())
    wanted = connection.execute("SELECT * FROM wanted_quotes ORDER BY document")
    for document, rows in groupby(wanted, key=itemgetter(0)):
        change.set_quotes(document, (QuoteRow(*row) for row in rows))
    for table in _TABLES:
        connection.execute(f"DROP TABLE wanted_{table}")


def _spool(connection: sqlite3.Connection, lines: Iterable[tuple[GraphName, str]]) -> None:
    """Write what can be searched among *lines* to tables that only this connection has."""
    connection.execute(f"CREATE TEMP TABLE wanted_names ({_NAME})")
    connection.execute("CREATE TEMP TABLE wanted_quotes (document, quote, claim)")
    for chunk in chunks(_rows(lines)):
        names = [row for row in chunk if isinstance(row, NameRow)]
        quotes = [row for row in chunk if isinstance(row, QuoteRow)]
        connection.executemany(
            "INSERT INTO wanted_names VALUES (?, ?, ?, ?, ?)",
            ((row.iri, row.kind, row.name, row.language, row.is_alternative) for row in names),
        )
        connection.executemany(
            "INSERT INTO wanted_quotes VALUES (?, ?, ?)",
            ((row.document, row.quote, row.claim) for row in quotes),
        )


def _rows(lines: Iterable[tuple[GraphName, str]]) -> Iterator[NameRow | QuoteRow]:
    for graph, pairs in groupby(lines, key=itemgetter(0)):
        yield from rows_of(graph, (line for _, line in pairs))


def _names(connection: sqlite3.Connection, sql: str) -> Iterator[NameRow]:
    for iri, kind, name, language, is_alternative in connection.execute(sql):
        yield NameRow(iri, kind, name, language, bool(is_alternative))


def forget(connection: sqlite3.Connection, kept: Collection[int]) -> None:
    """Delete the rows that have ended and hold in none of the generations *kept*."""
    connection.execute("CREATE TEMP TABLE kept (generation INTEGER PRIMARY KEY)")
    connection.executemany("INSERT OR IGNORE INTO kept VALUES (?)", ((each,) for each in kept))
    _forget(
        connection,
        "to_gen IS NOT NULL AND NOT EXISTS (SELECT 1 FROM kept "
        "WHERE generation >= from_gen AND generation < to_gen)",
    )
    connection.execute("DROP TABLE kept")


def forget_before(connection: sqlite3.Connection, generation: int) -> None:
    """Delete the rows that ended before *generation* or in it."""
    _forget(connection, "to_gen <= ?", generation)


def _forget(connection: sqlite3.Connection, condition: str, *values: int) -> None:
    """Delete rows, and the documents that are left without one; costs what goes."""
    sql = f"SELECT document FROM quotes WHERE {condition}"  # noqa: S608
    documents = {*connection.execute(sql, values)}
    for table in _TABLES:
        drop_rows(connection, table, condition, *values)
    connection.executemany(
        "DELETE FROM documents WHERE id = ? "
        "AND NOT EXISTS (SELECT 1 FROM quotes WHERE document = documents.id)",
        documents,
    )


def scrub(connection: sqlite3.Connection) -> None:
    """Write the file anew without anything that was deleted; its log holds that still.

    Deleted words stay in the full-text tables until these are merged.
    """
    for table in _TABLES:
        connection.execute(f"INSERT INTO {table}_words ({table}_words) VALUES ('optimize')")  # noqa: S608
    connection.execute("VACUUM")


def cut_log(connection: sqlite3.Connection) -> bool:
    """Bring the write-ahead log into the file and empty it; tell whether nobody was in the way."""
    ((busy, *_),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return not busy
