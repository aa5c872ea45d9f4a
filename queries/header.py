"""Reading the header of a question's file: the lines that begin with ``#+``.

The header is a small part of YAML, so that other tools for annotated queries read it too:
``key: value`` lines, two spaces of indentation for a mapping inside another, plain or
double-quoted values, and ``>-`` before an indented paragraph that is folded into one line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from .errors import CatalogueError

MARK: Final = "#+"
_INDENT: Final = "  "
_ENTRY: Final = re.compile(r"([A-Za-z][A-Za-z0-9-]*):(?: (.*))?\Z")

Header = dict[str, "str | Header"]


def split(text: str) -> tuple[list[str], str]:
    """Return the header's lines, without their marks, and the query below it.

    >>> split("#+ summary: All\\nSELECT * {}\\n")
    (['summary: All'], 'SELECT * {}\\n')
    """
    lines = text.splitlines(keepends=True)
    header = [line for line in lines if line.startswith(MARK)]
    query = "".join(line for line in lines if not line.startswith(MARK))
    return [line[len(MARK) :].removeprefix(" ").rstrip() for line in header], query.lstrip("\n")


def parse(lines: list[str], *, where: str) -> Header:
    """Return the mapping that the header's lines write.

    Raises CatalogueError, naming *where* and the line, for anything outside the small grammar.

    >>> parse(["summary: Who?", "example:", "  city: Riga"], where="x.rq")
    {'summary': 'Who?', 'example': {'city': 'Riga'}}
    """
    waiting = list(reversed([line for line in lines if line]))
    found = _mapping(waiting, "", where)
    if waiting:
        raise CatalogueError(f"{where}: the header line {waiting[-1]!r} is indented by surprise")
    return found


def _mapping(waiting: list[str], indent: str, where: str) -> Header:
    found: Header = {}
    while waiting and _is_at(waiting[-1], indent):
        line = waiting.pop()
        entry = _ENTRY.match(line[len(indent) :])
        if entry is None or entry[1] in found:
            raise CatalogueError(f"{where}: the header line {line!r} is not a new 'key: value'")
        found[entry[1]] = _value(entry[2] or "", waiting, indent + _INDENT, where)
    return found


def _value(text: str, waiting: list[str], indent: str, where: str) -> str | Header:
    if text == ">-":
        return " ".join(_paragraph(waiting, indent))
    if text.startswith('"'):
        return _unquoted(text, where)
    return text or _mapping(waiting, indent, where)


def _paragraph(waiting: list[str], indent: str) -> Iterator[str]:
    while waiting and waiting[-1].startswith(indent):
        yield waiting.pop().strip()


def _unquoted(text: str, where: str) -> str:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise CatalogueError(f"{where}: the header value {text} is not well quoted") from error
    return str(value)


def _is_at(line: str, indent: str) -> bool:
    return line.startswith(indent) and not line[len(indent) :].startswith(" ")
