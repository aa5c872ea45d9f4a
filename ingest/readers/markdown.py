"""Writing Markdown: the one form of headings, lists and tables that every reader gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SPACE = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\n{3,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\ufeff\u200b\u2060\u2028\u2029\ud800-\udfff]")


def one_line(text: str) -> str:
    """Return *text* with every run of white space, and characters nobody sees, made one space.

    >>> one_line(" City\\n of\\u00a0 Riga ")
    'City of Riga'
    """
    return _SPACE.sub(" ", _CONTROL.sub(" ", text.replace("\xad", ""))).strip()


def heading(text: str, *, level: int) -> str:
    """Return an ATX heading; levels beyond six, which Markdown does not have, become six."""
    return f"{'#' * min(max(level, 1), 6)} {one_line(text)}"


def item(text: str, *, depth: int = 0, number: int | None = None) -> str:
    """Return a list item, indented by four spaces for each level it is nested.

    >>> item("Riga", depth=1)
    '    - Riga'
    """
    marker = "-" if number is None else f"{number}."
    return f"{'    ' * min(depth, 8)}{marker} {one_line(text)}"


def table(rows: Iterable[Sequence[str]]) -> str:
    """Return *rows*, the first being the header, as a pipe table; empty rows are left out.

    >>> print(table([["City", "Country"], ["Riga", "Latvia"]]))
    | City | Country |
    | --- | --- |
    | Riga | Latvia |
    """
    cells = [[one_line(cell).replace("|", "\\|") for cell in row] for row in rows]
    cells = [row for row in cells if any(row)]
    if not cells:
        return ""
    width = max(len(row) for row in cells)
    full = [row + [""] * (width - len(row)) for row in cells]
    lines = [f"| {' | '.join(row)} |" for row in full]
    return "\n".join([lines[0], f"| {' | '.join(['---'] * width)} |", *lines[1:]])


def join_blocks(blocks: Iterable[str]) -> str:
    """Return *blocks* parted by blank lines, except list items, which stay together."""
    text = ""
    previous_item = False
    for block in blocks:
        if not block.strip():
            continue
        is_item = re.match(r" *(?:-|\d+\.) ", block) is not None
        text += ("" if not text else "\n" if is_item and previous_item else "\n\n") + block
        previous_item = is_item
    return text + "\n" if text else ""


def tidy(text: str) -> str:
    """Return Markdown made by a converter without trailing spaces and heaps of blank lines."""
    lines = (_CONTROL.sub("", line).replace("\xa0", " ").rstrip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n") + "\n"


def first_heading(text: str) -> str | None:
    """Return the first heading of the highest level in Markdown *text*, without its marks.

    >>> first_heading("## Press release\\n\\n# Riga joins\\n")
    'Riga joins'
    """
    found = re.findall(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*$", text, re.MULTILINE)
    setext = re.search(r"^(?![>#|\-*+ \t])(\S.*)\n={3,}[ \t]*$", text, re.MULTILINE)
    if setext and not any(marks == "#" for marks, _ in found):
        return plain(setext[1]) or None
    named = [(len(marks), plain(words)) for marks, words in found if plain(words)]
    return min(named, key=lambda one: one[0])[1] if named else None


def plain(text: str) -> str:
    """Return one line of Markdown without emphasis and link targets.

    >>> plain("**Joint** [statement](https://example.org)")
    'Joint statement'
    """
    return one_line(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("**", "").strip("*_ "))
