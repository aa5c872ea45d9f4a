"""Excel workbooks: sheets of RDF terms and plain values, written row by row.

Every cell is written as what it is: a number, a date, a truth value or a text. No text is ever
taken for a formula or a link, whatever it begins with. Rows go to disk as they come, so a workbook
costs memory for its longest row, not for its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from math import isfinite
from typing import Any, BinaryIO, Final

from pyoxigraph import Literal, NamedNode
from xlsxwriter import Workbook
from xlsxwriter.format import Format as CellFormat
from xlsxwriter.worksheet import Worksheet

from graph.formats import Format
from ontology.namespaces import PREFIXES

__all__ = ["XLSX", "Cell", "Sheet", "write_workbook"]

XLSX: Final = Format(
    "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ("application/vnd.ms-excel",),
)

#: What a cell may hold; None leaves it empty.
Cell = NamedNode | Literal | str | int | float | bool | date | None

#: Limits of Excel: UTF-16 units in a cell, and rows of a sheet, its heading among them.
_LONGEST: Final = 32_767
_ROWS: Final = 1_048_576
#: Excel takes 1900 for a leap year, so earlier days would be one off.
_FIRST_DAY: Final = date(1900, 3, 1)
#: Digits of a number that Excel keeps; of more, a text keeps them all.
_DIGITS: Final = 15
_XSD: Final = PREFIXES["xsd"]
_INTEGERS: Final = {
    _XSD + name
    for name in (
        *("integer", "int", "long", "short", "byte", "gYear", "nonNegativeInteger"),
        *("positiveInteger", "negativeInteger", "nonPositiveInteger"),
        *("unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"),
    )
}
_FRACTIONS: Final = {_XSD + "decimal", _XSD + "double", _XSD + "float"}
#: What XML cannot hold even escaped, and halves of surrogate pairs.
_IMPOSSIBLE: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
_CUT: Final = "… [cut here: {} characters in all, more than a cell of Excel can hold]"
_WIDTHS: Final = (8, 60)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its name, which has at most 25 characters, and its headings."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int] = field(default=())


def write_workbook(output: BinaryIO, sheets: Iterable[Sheet], *, title: str = "") -> None:
    """Write *sheets* to *output*, one after the other; longer ones go on on further sheets.

    The same sheets give the same bytes. Texts longer than Excel's 32,767 characters are cut, and
    say so at their end.
    """
    options: dict[str, Any] = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    book = Workbook(output, options)
    book.set_properties({"title": title, "created": datetime(2000, 1, 1, tzinfo=UTC)})
    formats = _Formats(
        heading=book.add_format({"bold": True, "bottom": 1}),
        date=book.add_format({"num_format": "yyyy-mm-dd"}),
        moment=book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    )
    for sheet in sheets:
        _write_sheet(book, sheet, formats)
    book.close()


@dataclass(frozen=True, slots=True)
class _Formats:
    heading: CellFormat
    date: CellFormat
    moment: CellFormat


def _write_sheet(book: Workbook, sheet: Sheet, formats: _Formats) -> None:
    waiting = iter(sheet.rows)
    part = 0
    first = next(waiting, None)
    while part == 0 or first is not None:
        part += 1
        page = book.add_worksheet(sheet.name if part == 1 else f"{sheet.name} ({part})")
        for column, width in enumerate(sheet.widths):
            page.set_column(column, column, min(max(width, _WIDTHS[0]), _WIDTHS[1]))
        page.freeze_panes(1, 0)
        for column, heading in enumerate(sheet.headings):
            page.write_string(0, column, _text(heading), formats.heading)
        for number, row in enumerate(_and_rest(first, waiting), start=1):
            for column, cell in enumerate(row):
                _write_cell(page, number, column, cell, formats)
        first = next(waiting, None)


def _and_rest(
    first: Sequence[Cell] | None, waiting: Iterator[Sequence[Cell]]
) -> Iterator[Sequence[Cell]]:
    if first is not None:
        yield first
        yield from islice(waiting, _ROWS - 2)


def _write_cell(page: Worksheet, row: int, column: int, cell: Cell, formats: _Formats) -> None:
    value = _value(cell)
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        page.write_number(row, column, value)
    elif isinstance(value, datetime):
        page.write_datetime(row, column, value, formats.moment)
    elif isinstance(value, date):
        page.write_datetime(row, column, value, formats.date)
    else:
        page.write_string(row, column, _text(value))


def _value(cell: Cell) -> str | int | float | bool | date | None:
    """Return what is written: a number or a date where Excel keeps all of it, else the text.

    >>> _value(Literal("0.50", datatype=NamedNode(_XSD + "decimal")))
    0.5
    >>> _value(Literal("12345678901234567", datatype=NamedNode(_XSD + "integer")))
    '12345678901234567'
    """
    if isinstance(cell, NamedNode):
        return cell.value
    if isinstance(cell, Literal):
        return _literal(cell.value, cell.datatype.value)
    if isinstance(cell, float) and not isfinite(cell):
        return str(cell)
    if isinstance(cell, date) and not isinstance(cell, datetime) and cell < _FIRST_DAY:
        return cell.isoformat()
    return cell


def _literal(text: str, datatype: str) -> str | int | float | bool | date:
    try:
        if datatype in _INTEGERS:
            return int(text) if _is_short(text) else text
        if datatype in _FRACTIONS:
            return float(text) if _is_short(text) and isfinite(float(text)) else text
        if datatype == _XSD + "date":
            day = date.fromisoformat(text)
            return day if day >= _FIRST_DAY else text
        if datatype == _XSD + "dateTime":
            moment = datetime.fromisoformat(text)
            has_place = moment.tzinfo is not None or moment.date() < _FIRST_DAY
            return text if has_place else moment  # Excel knows no time zones
    except ValueError:
        return text
    if datatype == _XSD + "boolean" and text in {"true", "false", "1", "0"}:
        return text in {"true", "1"}
    return text


def _is_short(text: str) -> bool:
    return sum(map(str.isdigit, re.split("[eE]", text)[0].lstrip("+-0."))) <= _DIGITS


def _text(text: str) -> str:
    """Return *text* as a cell can hold it.

    >>> _text("a\\uffffb"), len(_text("x" * 40_000))
    ('a�b', 32767)
    """
    text = _IMPOSSIBLE.sub("\ufffd", text)
    if len(text) <= _LONGEST // 2 or _units(text) <= _LONGEST:
        return text
    mark = _CUT.format(len(text))
    kept = text[: _LONGEST - len(mark)]
    while _units(kept) + len(mark) > _LONGEST:
        kept = kept[: len(kept) - (_units(kept) + len(mark) - _LONGEST + 1) // 2]
    return kept + mark


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
