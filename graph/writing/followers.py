"""The files beside the store that follow it from generation to generation."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from graph.deriving.turnover import Turnover
from graph.lines.difference import Difference
from graph.quads import QuadReader
from graph.searching.search import FILE as SEARCH
from graph.searching.search import Lines, SearchIndex

from .ledger import Ledger

#: The name of the ledger in a data directory.
LEDGER: Final = "published.sqlite"


class Followers:
    """The search index and the ledger of a data directory, told what the store is told."""

    def __init__(self, directory: Path, turnover: Turnover) -> None:
        """Work in *directory*; nothing is opened before it is needed."""
        self._search = directory / SEARCH
        self._ledger = directory / LEDGER
        self._turnover = turnover

    def follow(
        self,
        number: int,
        differences: Iterator[Difference],
        store: QuadReader,
        *,
        is_resumed: bool,
    ) -> None:
        """Take *differences* one by one on the way to the generation with that number.

        Where the work *is_resumed*, a killed writer may have taken some of them, which are not
        told again; then the index is brought after the store itself.
        """
        with closing(SearchIndex.open(self._search, writable=True)) as search:
            has_followed = not is_resumed and search.apply(number, differences)
            deque(differences, maxlen=0)
            if not has_followed:
                search.rebuild(number, store.all_lines())

    def is_behind(self, number: int) -> bool:
        """Whether the index does not know the newest generation, as after a loss of power."""
        search = SearchIndex.covering(self._search, number)
        if search is not None:
            search.close()
        return search is None

    def catch_up(self, number: int, store: QuadReader) -> None:
        """Bring the index after the store itself, which holds that generation."""
        with closing(SearchIndex.open(self._search, writable=True)) as search:
            search.rebuild(number, store.all_lines())

    def follow_anew(self, number: int, parts: Iterator[Lines]) -> None:
        """Take the whole graph in *parts*."""
        with closing(SearchIndex.open(self._search, writable=True)) as search:
            search.apply(number, parts, whole=True)

    def settle(self, number: int) -> None:
        """Note in the ledger what came and went, before the generation is published."""
        ledger = Ledger.open(self._ledger, writable=True)
        ledger.record(number, self._turnover.gone(), self._turnover.came())

    def forget_before(self, number: int) -> None:
        """Let go of what only older generations need."""
        with closing(SearchIndex.open(self._search, writable=True)) as search:
            search.forget_before(number)
