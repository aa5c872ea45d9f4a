"""How the search index follows the graph: rows that end in a generation, rows that begin in it.

A name is a row. A sentence of a document is a row with all claims that come from it, so that it
is found once; where its claims change, one row ends and another begins. Everything happens in the
transaction of a caller, and keeps the full-text tables in step with the rows.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count, islice
from typing import Final, TypeVar

from .file import create_indexes, drop_indexes
from .rows import NameRow, QuoteRow
from .words import fold, fold_name, name_words

#: How many rows are held in memory at a time.
_CHUNK: Final = 10_000
_IS_NAME: Final = "iri = ? AND name = ? AND language = ? AND is_alternative = ? AND to_gen IS NULL"

#: By what number a row is known to its full-text table, and from what its words are made.
_NUMBERS: Final = {"names": ("id, name", name_words), "quotes": ("place, quote", fold)}
#: No longer sentence is told from it by its length, in characters.
_LONGEST: Final = 8_191

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence that is in the index: its row, since when, and the claims that come from it."""

    row: int
    since: int
    claims: frozenset[str]


class Change:
    """The rows of one generation on their way into the index."""

    def __init__(self, connection: sqlite3.Connection, generation: int) -> None:
        """Change what holds in *generation*; what it changed before has to be undone."""
        self._connection = connection
        self._generation = generation
        self._numbers = count(self._last("names") + 1)
        #: Whether nothing was in the index, so that no row need be looked for.
        self.is_first = not self._last("names") and not self._last("quotes")
        if self.is_first:
            drop_indexes(connection)

    def _last(self, table: str) -> int:
        ((last,),) = self._connection.execute(f"SELECT max(id) FROM {table}")  # noqa: S608
        return last or 0

    def end_names(self, rows: Iterable[NameRow]) -> None:
        """End the rows of names that are no more."""
        self._connection.executemany(
            f"UPDATE names SET to_gen = ? WHERE {_IS_NAME}",  # noqa: S608
            ((self._generation, *_identity(row)) for row in rows),
        )

    def begin_names(self, rows: Iterable[NameRow]) -> None:
        """Begin rows for names, except those that have one."""
        for chunk in chunks(row for row in rows if self.is_first or not self._has(row)):
            numbered = {next(self._numbers): row for row in chunk}
            self._connection.executemany(
                "INSERT INTO names (id, folded, from_gen, iri, name, language, is_alternative, "
                "kind) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (number, fold_name(row.name), self._generation, *_identity(row), row.kind)
                    for number, row in numbered.items()
                ),
            )
            self._connection.executemany(
                "INSERT INTO names_words (rowid, words) VALUES (?, ?)",
                ((number, name_words(row.name)) for number, row in numbered.items()),
            )

    def _has(self, row: NameRow) -> bool:
        sql = f"SELECT 1 FROM names WHERE {_IS_NAME}"  # noqa: S608
        return self._connection.execute(sql, _identity(row)).fetchone() is not None

    def set_quotes(self, document: str, rows: Iterable[QuoteRow]) -> None:
        """Let these be all the quotes of the document with that IRI."""
        wanted = {*rows}
        number = self._number(document)
        known = {
            QuoteRow(document, quote, claim)
            for quote, sentence in self._sentences(number).items()
            for claim in sentence.claims
        }
        self.change_quotes(document, removed=known - wanted, added=wanted - known)

    def change_quotes(
        self, document: str, *, removed: Collection[QuoteRow], added: Collection[QuoteRow]
    ) -> None:
        """Change which claims come from which sentences of the document with that IRI."""
        number = self._number(document)
        known = self._sentences(number)
        before = {quote: set(sentence.claims) for quote, sentence in known.items()}
        after = {row.quote: set(before.get(row.quote, ())) for row in (*removed, *added)}
        for row in removed:
            after[row.quote].discard(row.claim)
        for row in added:
            after[row.quote].add(row.claim)
        changed = {
            quote: claims for quote, claims in after.items() if claims != before.get(quote, set())
        }
        self._end_sentences(known[quote] for quote in changed if quote in known)
        left = {quote: claims for quote, claims in changed.items() if claims}
        self._begin_sentences(number, document, left)

    def _number(self, document: str) -> int:
        """Return the number of the document with that IRI, a new one if it has none yet."""
        run = self._connection.execute
        run("INSERT OR IGNORE INTO documents (iri) VALUES (?)", (document,))
        ((number,),) = run("SELECT id FROM documents WHERE iri = ?", (document,))
        return int(number)

    def _sentences(self, document: int) -> dict[str, _Sentence]:
        """Return the sentences that the document with that number has now."""
        rows = self._connection.execute(
            "SELECT quote, id, from_gen, claims FROM quotes WHERE document = ? AND to_gen IS NULL",
            (document,),
        )
        return {
            quote: _Sentence(row, since, frozenset(claims.split()))
            for quote, row, since, claims in rows
        }

    def _end_sentences(self, sentences: Iterable[_Sentence]) -> None:
        """End these rows; what began in this very generation goes altogether."""
        for each in sentences:
            if self.is_first:
                self._connection.execute("DELETE FROM quotes WHERE id = ?", (each.row,))
            elif each.since == self._generation:
                drop_rows(self._connection, "quotes", "id = ?", each.row)
            else:
                self._connection.execute(
                    "UPDATE quotes SET to_gen = ? WHERE id = ?", (self._generation, each.row)
                )

    def _begin_sentences(
        self, number: int, document: str, claims: Mapping[str, Collection[str]]
    ) -> None:
        """Begin rows for these sentences; those of a first load get their words in ``finish``."""
        # The full-text table is cheap to add to only in the order of places.
        ranked = sorted((_place(document, quote), quote) for quote in claims)
        if not self.is_first:
            ranked = self._parted(ranked)
            self._index_quotes(ranked)
        self._connection.executemany(
            "INSERT INTO quotes (from_gen, place, document, quote, claims) VALUES (?, ?, ?, ?, ?)",
            (
                (self._generation, place, number, quote, " ".join(sorted(claims[quote])))
                for place, quote in ranked
            ),
        )

    def _index_quotes(self, places: Iterable[tuple[int, str]]) -> None:
        self._connection.executemany(
            "INSERT INTO quotes_words (rowid, words) VALUES (?, ?)",
            ((place, fold(quote)) for place, quote in places),
        )

    def _parted(self, ranked: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
        """Return sentences at places that no row has, in the order of places."""
        last, parted = -1, []
        for place, quote in ranked:
            last = self._free(max(place, last + 1))
            parted.append((last, quote))
        return parted

    def _free(self, place: int) -> int:
        """Return the first place from *place* on that no sentence has, nor had."""
        taken = "SELECT 1 FROM quotes WHERE place = ?"
        while self._connection.execute(taken, (place,)).fetchone():
            place += 1
        return place

    def finish(self) -> None:
        """Do what a first load leaves for its end."""
        if self.is_first:
            create_indexes(self._connection)
            twice = "SELECT place FROM quotes GROUP BY place HAVING count(*) > 1"
            for (place,) in self._connection.execute(twice).fetchall():
                self._part(place)
            self._index_quotes(
                self._connection.execute("SELECT place, quote FROM quotes ORDER BY place")
            )

    def _part(self, place: int) -> None:
        """Give sentences that share a place by chance places of their own."""
        sharing = self._connection.execute(
            "SELECT id FROM quotes WHERE place = ? ORDER BY quote, document", (place,)
        )
        for (row,) in sharing.fetchall()[1:]:
            self._connection.execute(
                "UPDATE quotes SET place = ? WHERE id = ?", (self._free(place), row)
            )


def _place(document: str, quote: str) -> int:
    """Return where a sentence ranks: shorter ones first, then by a digest.

    The lowest bits are zero, so that sentences that share a digest, or the rows that one sentence
    has in several generations, find places beside each other.
    """
    named = hashlib.blake2b(f"{document} {quote}".encode(), digest_size=8).digest()
    return min(len(quote), _LONGEST) << 50 | int.from_bytes(named) >> 20 << 6


def drop_rows(connection: sqlite3.Connection, table: str, condition: str, *values: int) -> None:
    """Delete the rows of *table* for which *condition* holds, and their words."""
    columns, words = _NUMBERS[table]
    chosen = connection.execute(
        f"SELECT {columns} FROM {table} WHERE {condition}",  # noqa: S608
        values,
    )
    for chunk in chunks(chosen):
        connection.executemany(
            f"INSERT INTO {table}_words ({table}_words, rowid, words) "  # noqa: S608
            "VALUES ('delete', ?, ?)",
            ((number, words(text)) for number, text in chunk),
        )
    connection.execute(f"DELETE FROM {table} WHERE {condition}", values)  # noqa: S608


def chunks(rows: Iterable[T]) -> Iterator[list[T]]:
    """Yield *rows* in lists of a bounded length."""
    waiting = iter(rows)
    while chunk := [*islice(waiting, _CHUNK)]:
        yield chunk


def _identity(row: NameRow) -> tuple[str, str, str, bool]:
    return row.iri, row.name, row.language, row.is_alternative
