"""Rows of a table of members that are no members any more, or not yet."""

from __future__ import annotations

import re

from ...folding import fold
from ...lexicon import words
from ...reading import Reading
from .grids import Table, sort_of

#: What a column of those who left holds for one that did not.
_NEVER = re.compile(
    r"^(?:|-|–|—|no|none|n/?a|present|current|today|now|active|ongoing|\?)$", re.IGNORECASE
)


def is_lapsed(reading: Reading, found: Table, row: int) -> bool:
    """Say whether a row's column "Withdrawn" is filled, or its status says that it left."""
    for column, header in found.headers.items():
        cell = found.cells.get((row, column))
        if cell is None:
            continue
        text = reading.layout.block_text(cell).strip()
        sort = sort_of(reading.layout.block_text(header))
        if sort == "left" and not _NEVER.match(text):
            return True
        if sort == "role" and set(fold(text).split()) & words("headers", "lapsed"):
            return True
    return False
