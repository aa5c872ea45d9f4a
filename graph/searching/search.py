"""Full-text search over names and quotes, in ``search.sqlite`` of the data directory.

One file serves every generation that is kept: its rows say from which generation on they hold,
and until which. So what is found is consistent with the generation that is asked, whatever was
committed since.
"""

from __future__ import annotations

import sqlite3
import sys
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from contextlib import closing, contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import Literal, Protocol

from graph.errors import DamagedIndexError, StoreError
from graph.quads import GraphName

from .changes import Change
from .file import PATIENCE, SearchFile
from .ranking import HOLDS, Hit, Match, NameSearch, QuoteSearch
from .rows import NameRow, QuoteRow, kind_of, names_of, quotes_of, rows_of
from .upkeep import come_level, cut_log, forget, forget_before, scrub, undo
from .words import parse_query

__all__ = ["Hit", "Match", "NameRow", "QuoteRow", "SearchIndex", "rows_of"]

#: The name of the file in the data directory.
FILE = "search.sqlite"

What = Literal["names", "quotes", "both"]

_NAME_ROWS = f"SELECT iri, kind, name, language, is_alternative FROM names WHERE {HOLDS}"  # noqa: S608
_QUOTE_ROWS = (
    "SELECT iri, quote, claims FROM quotes JOIN documents ON documents.id = document "  # noqa: S608
    f"WHERE {HOLDS}"
)


class Lines(Protocol):
    """What is asked of a difference: canonical N-Triples lines by graph."""

    @property
    def removed(self) -> Mapping[GraphName, Set[str]]:
        """The lines to remove."""

    @property
    def added(self) -> Mapping[GraphName, Set[str]]:
        """The lines to add."""


class SearchIndex:
    """Names and quotes by their words. Safe to share between threads, and beside a writer."""

    def __init__(self, file: SearchFile) -> None:
        """Hold an open file; use ``open`` to get one."""
        self._file = file

    @classmethod
    def open(cls, path: Path, *, writable: bool = False, patience: float = PATIENCE) -> SearchIndex:
        """Open *path*; with *writable*, make it when there is none or one of another version.

        Who is in the way is waited for, *patience* seconds. Raises StoreError when it cannot be
        opened, or is of another version and not *writable*.
        """
        return cls(SearchFile(path, writable=writable, patience=patience))

    @classmethod
    def covering(cls, path: Path, generation: int) -> SearchIndex | None:
        """Open *path* to search *generation*; None where there is no index, or none of that."""
        with suppress(StoreError):
            if path.exists():
                index = cls.open(path)
                if generation in index.generations:
                    return index
                index.close()
        return None

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    @property
    def generations(self) -> range:
        """The generations that the index is complete for; empty before the first."""
        with self._file.connection() as connection:
            return _covered(connection)

    # Searching

    def find(
        self,
        text: str,
        *,
        generation: int,
        kinds: Collection[str] | None = None,
        what: What = "both",
        limit: int | None = 50,
        offset: int = 0,
    ) -> list[Hit]:
        """Return what meets *text* in *generation*, best first; names before quotes.

        At most *limit* hits after the first *offset*, or all of them where it is None.

        *text* is what a person typed: words of which the last may be unfinished, and phrases
        between quotation marks. *kinds* are those of things; ``Document`` finds titles.
        """
        phrases = parse_query(text)
        most = sys.maxsize if limit is None else offset + limit
        with self._file.connection() as connection:
            names = NameSearch(connection, phrases, generation, kinds)
            quotes = QuoteSearch(connection, phrases, generation)
            with closing(names.hits()) as things, closing(quotes.hits(most)) as sentences:
                found = {"names": things, "quotes": sentences}.get(what, chain(things, sentences))
                page = [*islice(found, offset, most)]
        return [quotes.with_marks(hit) if hit.claims else hit for hit in page]

    def count(self, text: str, *, generation: int, kinds: Collection[str] | None = None) -> int:
        """Return how many things ``find`` finds by their names in all."""
        with self._file.connection() as connection:
            return NameSearch(connection, parse_query(text), generation, kinds).total()

    def rows(self, generation: int) -> Iterator[NameRow | QuoteRow]:
        """Iterate over all that can be found in *generation*, in no order.

        ``rows_of`` yields the same from the lines of the store.
        """
        with self._file.connection() as connection:
            names = connection.execute(_NAME_ROWS, {"generation": generation})
            for iri, kind, name, language, is_alternative in names:
                yield NameRow(iri, kind, name, language, bool(is_alternative))
            quotes = connection.execute(_QUOTE_ROWS, {"generation": generation})
            for document, quote, claims in quotes:
                yield from (QuoteRow(document, quote, claim) for claim in claims.split())

    # Following the graph

    def apply(self, generation: int, differences: Iterable[Lines], *, whole: bool = False) -> bool:
        """Follow the graph to *generation*; what was done for it before is undone first.

        Each generation has to be applied after the one before, even where nothing changed. Number
        1, and any of which *whole* is said, comes with the whole graph as what is added. Returns
        whether the index now holds *generation*; if not, nothing was done, and it needs
        ``rebuild``. The differences are taken one by one in any case, so that they may do work of
        their own; where that fails, the index is left as it was.
        """
        waiting = iter(differences)
        try:
            if whole:
                self._file.mend()
            has_followed = self._apply(generation, waiting, whole=whole)
        except DamagedIndexError:
            self._file.renew()
            has_followed = False
        deque(waiting, maxlen=0)
        return has_followed

    def _apply(self, generation: int, differences: Iterable[Lines], *, whole: bool) -> bool:
        with self._file.transaction() as connection:
            covered = _covered(connection)
            if not (whole or generation == 1 or _is_next(generation, covered)):
                return False
            with _changing(connection, generation, covered) as change:
                if whole and not change.is_first:
                    come_level(connection, change, _lines(differences))
                else:
                    for difference in differences:
                        _follow(change, difference)
        return True

    def rebuild(self, generation: int, lines: Iterable[tuple[GraphName, str]]) -> None:
        """Bring the index to exactly these lines, those of the whole graph in any order.

        What it knows of the generations before stays, if it knows the last of them and is sound.
        """
        self._file.mend()
        with (
            self._file.transaction() as connection,
            _changing(connection, generation, _covered(connection)) as change,
        ):
            come_level(connection, change, lines)

    def forget_before(self, generation: int) -> None:
        """Delete the rows that ended before *generation*, the oldest that is kept."""
        with suppress(DamagedIndexError), self._file.transaction() as connection:
            covered = _covered(connection)
            forget_before(connection, generation)
            _note(connection, "first", max(covered.start, generation))

    def erase(self, kept: Collection[int]) -> None:
        """Leave nothing in the file of what can be found in none of the generations *kept*.

        Its log holds that until it is cut off.
        """
        self._file.mend()
        with self._file.transaction() as connection:
            forget(connection, kept)
        with self._file.connection() as connection:
            scrub(connection)

    def cut_log(self) -> bool:
        """Empty the log of the file; False where someone reads from before for too long."""
        with self._file.connection() as connection:
            return cut_log(connection)


@contextmanager
def _changing(connection: sqlite3.Connection, generation: int, covered: range) -> Iterator[Change]:
    """Change what holds in *generation*, and note that the index is complete for it."""
    if generation <= _noted(connection, "changed"):  # else there is nothing to be looked for
        undo(connection, generation)
    before = connection.total_changes
    change = Change(connection, generation)
    yield change
    change.finish()
    if connection.total_changes > before:
        _note(connection, "changed", generation)
    _note(connection, "first", covered.start if _is_next(generation, covered) else generation)
    _note(connection, "last", generation)


def _follow(change: Change, difference: Lines) -> None:
    removed, added = difference.removed, difference.added
    change.end_names(names_of(removed.get(None, ())))
    change.begin_names(names_of(added.get(None, ())))
    for graph in sorted(graph for graph in removed.keys() | added.keys() if graph is not None):
        if kind_of(graph) != "Document":
            continue
        gone = [*quotes_of(graph, removed.get(graph, ()))]
        new = [*quotes_of(graph, added.get(graph, ()))]
        if gone or new:
            change.change_quotes(graph, removed=gone, added=new)


def _lines(differences: Iterable[Lines]) -> Iterator[tuple[GraphName, str]]:
    for difference in differences:
        for graph, lines in difference.added.items():
            yield from ((graph, line) for line in lines)


def _is_next(generation: int, covered: range) -> bool:
    """Tell whether the index has the generation before, which it is to follow from."""
    return covered.start < generation <= covered.stop


def _covered(connection: sqlite3.Connection) -> range:
    return range(_noted(connection, "first") or 1, _noted(connection, "last") + 1)


def _noted(connection: sqlite3.Connection, name: str) -> int:
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return int(row[0]) if row else 0


def _note(connection: sqlite3.Connection, name: str, value: int) -> None:
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))
