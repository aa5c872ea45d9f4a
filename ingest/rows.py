"""Rows of tables: where their cells are, and whether the first one names the columns."""

from __future__ import annotations

import re

from .lines import Line

_OPENING = re.compile(r"\s*+(?:[-*+]\s++)?\|")
_NUMBERED = re.compile(r"\s*+\d{1,3}[.)]\s++(?=\S)")
#: Words that name columns in tables that are typed without a line below their first row.
_NAMES = re.compile(
    r"(?:(?:the )?(?:name|title|role|type|status|year|date|time|no|nr|country|countries|state"
    r"|region|cit(?:y|ies)|town|towns|municipality|organi[sz]ations?|institution|affiliation|company"
    r"|members?|partners?|projects?|programmes?|initiatives?|participants?|speakers?|topic|session|position"
    r"|function|contact|e-?mail|website|since|joined|location|venue|budget|amount|description)"
    r"(?: (?:name|of \w+|since|\w+))?)$",
    re.IGNORECASE,
)


def cell_spans(source: str, line: Line) -> list[tuple[int, int]]:
    """Return the span of each cell of a row, without a list marker or number of its own.

    >>> cell_spans("| 1. Riga | Latvia", Line("row", 0, 18))
    [(5, 10), (11, 18)]
    """
    start = line.start
    sign = "|" if "|" in source[line.start : line.end] else "\t"
    opening = _OPENING.match(source, start, line.end)
    start = opening.end() if opening else start
    spans: list[tuple[int, int]] = []
    for part in source[start : line.end].split(sign):
        number = _NUMBERED.match(part)
        spans.append((start + (number.end() if number else 0), start + len(part)))
        start += len(part) + 1
    return spans


def names_columns(texts: list[str]) -> bool:
    """Say whether the cells of a table's first row can only be the names of its columns.

    >>> names_columns(["City", "Country"]), names_columns(["Riga", "Latvia"])
    (True, False)
    """
    named = [bool(_NAMES.match(text.strip(" *_:|"))) for text in texts if text.strip()]
    return len(named) > 1 and all(named)
