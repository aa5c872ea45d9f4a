"""A table as rows and columns of names, and what the header of a column says it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from ...folding import fold
from ...lexicon import table
from ..relations.chains import Atom


@dataclass(slots=True)
class Table:
    """The names at the head of each cell, by row and column, and the sort of each column."""

    cells: dict[tuple[int, int], int] = field(default_factory=dict)
    heads: dict[tuple[int, int], list[Atom]] = field(default_factory=dict)
    headers: dict[int, int] = field(default_factory=dict)

    def by_row(self) -> dict[int, list[int]]:
        """Return the columns of the filled cells of each row below the header, in order."""
        found: dict[int, list[int]] = {}
        for row, column in sorted(self.cells):
            found.setdefault(row, []).append(column)
        return found

    def by_column(self) -> dict[int, list[list[Atom]]]:
        """Return the names of each cell of each column, in order."""
        found: dict[int, list[list[Atom]]] = {}
        for row, column in sorted(self.cells, key=lambda place: place[::-1]):
            found.setdefault(column, []).append(self.heads[row, column])
        return found


@cache
def _sorts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(words)) for name, words in table("headers")["columns"].items())


@lru_cache(maxsize=1024)
def sort_of(header: str) -> str | None:
    """Return what a column of that header holds, or None.

    >>> sort_of("Lead partner"), sort_of("Host city"), sort_of("Budget")
    ('lead', 'lead', None)
    """
    folded = fold(header)
    return next((name for name, words in _sorts() if words.search(folded)), None)
