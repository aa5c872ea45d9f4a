"""Taking the lines and ruled tables off the pages of a PDF, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pdfminer.layout import LTChar, LTTextContainer, LTTextLine

from ingest.readers.markdown import one_line, table

#: How pdfminer writes a glyph that the font gives no character for.
_UNMAPPED = re.compile(r"\(cid:\d+\)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text or a finished table; lengths in points, ``top`` from the top of the page."""

    text: str
    page: int
    top: float
    bottom: float
    left: float
    right: float
    size: float
    is_bold: bool = False
    is_table: bool = False


def page_lines(page: Any) -> list[Line]:
    """Return the lines of one page in reading order, each table in the place of its lines."""
    tables = [found for found in page.find_tables() if len(found.rows) > 1 and _wide(found)]
    lines = list(_lines(page))
    for found in tables:
        left, top, right, bottom = found.bbox
        inside = [
            n
            for n, line in enumerate(lines)
            if not line.is_table
            and left - 2 <= (line.left + line.right) / 2 <= right + 2
            and top - 2 <= (line.top + line.bottom) / 2 <= bottom + 2
        ]
        if inside:
            markdown = table([[cell or "" for cell in row] for row in found.extract()])
            place = Line(markdown, page.page_number, top, bottom, left, right, 0, is_table=True)
            lines[inside[0]] = place
            for n in reversed(inside[1:]):
                del lines[n]
    page.close()  # frees the letters of the page; a report has millions
    return lines


def _wide(found: Any) -> bool:
    return max(len([cell for cell in row.cells if cell]) for row in found.rows) > 1


def _lines(page: Any) -> Iterator[Line]:
    for box in page.layout:
        if not isinstance(box, LTTextContainer):
            continue
        lines = [one for one in box if isinstance(one, LTTextLine) and one.get_text().strip()]
        # Justified lines with wide spaces come in pieces; those at one height are one line.
        for _, pieces in groupby(lines, key=lambda one: round(one.y0)):
            yield _line(sorted(pieces, key=lambda one: one.x0), page)


def _line(pieces: list[LTTextLine], page: Any) -> Line:
    letters = [
        letter
        for piece in pieces
        for letter in piece
        if isinstance(letter, LTChar) and not letter.get_text().isspace()
    ]
    return Line(
        text=one_line(_UNMAPPED.sub("", " ".join(piece.get_text() for piece in pieces))),
        page=page.page_number,
        top=page.height - max(piece.y1 for piece in pieces),
        bottom=page.height - min(piece.y0 for piece in pieces),
        left=pieces[0].x0,
        right=max(piece.x1 for piece in pieces),
        size=round(_middle([letter.size for letter in letters]), 1),
        is_bold=all("bold" in letter.fontname.lower() for letter in letters),
    )


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2] if values else 0.0
