"""A table as rows and columns of names, and what the header of a column says it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from ...folding import fold
from ...lexicon import table
from ..relations.chains import Atom


@dataclass(slots=True)
class Table:
    """The names at the head of each cell, by row and column, and the sort of each column."""

    cells: dict[tuple[int, int], int] = field(default_factory=dict)
    heads: dict[tuple[int, int], list[Atom]] = field(default_factory=dict)
    headers: dict[int, int] = field(default_factory=dict)

    @property
    def rows(self) -> list[int]:
        """The numbers of the rows below the header."""
        return sorted({row for row, _ in self.cells})

    @property
    def columns(self) -> list[int]:
        """The numbers of the columns."""
        return sorted({column for _, column in self.cells})


@cache
def _sorts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(words)) for name, words in table("headers")["columns"].items())


def sort_of(header: str) -> str | None:
    """Return what a column of that header holds, or None.

    >>> sort_of("Lead partner"), sort_of("Host city"), sort_of("Budget")
    ('lead', 'lead', None)
    """
    folded = fold(header)
    return next((name for name, words in _sorts() if words.search(folded)), None)
