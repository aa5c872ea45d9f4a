"""What each source line is: the first, line-based half of the block splitter.

CommonMark alone does not do for text that came out of converters: tables start inside list items,
rows are not indented, slide markers stand between sentences. So lines are judged one by one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

_ATX = re.compile(r"\s{0,3}+(#{1,6}+)(?:\s++|(?=[*\w]))")
_SETEXT = re.compile(r"(={3,}|-{3,}|~{3,}|\^{3,})\s*$")
_RULE = re.compile(r"\s*+(?:(?:\*\s*+){3,}+|(?:-\s*+){3,}+|(?:_\s*+){3,}+|={3,}+)$")
_ITEM = re.compile(r"(\s*)((?:[-*+•▪◦‣·–]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\s+)(?=\S)")
_BARE_ITEM = re.compile(r"\s*[-*+•▪◦‣·]\s*$")
_SEPARATOR = re.compile(r"\s*+(?:\*\s++)?+[\s:|+-]++$")
_SLIDE = re.compile(r"\s*(?:\[\s*slide\b[^\]\n]*\]|slide\s+\d+[:.]?)\s*$", re.IGNORECASE)
_BOLD = re.compile(r"\s*(\*\*|__)(?=\S)(?P<text>[^*\n]{2,100}?)\1:?\s*$")
_QUOTE = re.compile(r"\s{0,3}(?:>\s?)+")
_YAML = re.compile(r"[A-Za-z_][\w -]*+:|\s|-\s|$")
_DIRECTIVE = re.compile(r"\s*(?:\.\. |:[a-z-]+:|\[[^\]]+\]:\s*\S|```|~~~|<!--.*-->\s*$)")


@dataclass(frozen=True, slots=True)
class Line:
    """One source line: its kind, the span of its content, its level or indentation.

    ``kind`` is one of blank, heading, item, row, separator, underline, skip, text.
    """

    kind: str
    start: int
    end: int
    level: int = 0


def classify(source: str) -> list[Line]:
    """Return one Line for each line of *source*, with offsets into it.

    >>> [line.kind for line in classify("# Members\\n\\n- Oslo\\n- Bergen\\n")]
    ['heading', 'blank', 'item', 'item']
    """
    lines: list[Line] = []
    start = _after_front_matter(source)
    while start < len(source):
        end = source.find("\n", start)
        end = len(source) if end < 0 else end
        lines.append(_line(source, start, end))
        start = end + 1
    return _with_tabbed_rows(source, lines)


def _with_tabbed_rows(source: str, lines: list[Line]) -> list[Line]:
    """Turn runs of lines with the same number of tabs inside into rows of a table."""
    tabs = [
        source.count("\t", line.start, line.end) if line.kind == "text" and not line.level else 0
        for line in lines
    ]
    alike = [0, *(int(a == b > 0) for a, b in pairwise(tabs)), 0]
    return [
        replace(line, kind="row") if alike[i] or alike[i + 1] else line
        for i, line in enumerate(lines)
    ]


def _after_front_matter(source: str) -> int:
    """Return where the text begins after a YAML block fenced by lines of three hyphens."""
    if not source.startswith("---\n"):
        return 0
    start = 4
    while (end := source.find("\n", start)) >= 0:
        line = source[start:end]
        if line in {"---", "..."}:
            return end + 1 if start > 4 else 0
        if not _YAML.match(line):
            return 0
        start = end + 1
    return 0


def _line(source: str, start: int, end: int) -> Line:
    """Judge one line; the order of the tests is the order of precedence."""
    quoted = _QUOTE.match(source, start, end)
    start = quoted.end() if quoted else start
    text = source[start:end]
    if not text.strip() or _BARE_ITEM.match(text):
        return Line("blank", start, end)
    if _SLIDE.match(text) or _DIRECTIVE.match(text):
        return Line("skip", start, end)
    if "|" in text and (row := _row(text)):
        return Line(row, start, end)
    if _SETEXT.match(text):
        return Line("underline", start, end, 1 if text.startswith("=") else 2)
    if _RULE.match(text):
        return Line("skip", start, end)
    if atx := _ATX.match(text):
        length = len(text.rstrip().rstrip("#").rstrip())
        return Line("heading", start + atx.end(), start + max(length, atx.end()), len(atx[1]))
    if bold := _BOLD.match(text):
        return Line("heading", start + bold.start("text"), start + bold.end("text"), 7)
    if item := _ITEM.match(text):
        return Line("item", start + item.end(), end, len(item[1].expandtabs(4)))
    return Line("text", start, end, len(text) - len(text.lstrip()))


def _row(text: str) -> str | None:
    """Return ``row`` or ``separator`` for a line of a pipe table, else None."""
    if "--" in text and _SEPARATOR.match(text):
        return "separator"
    body = re.sub(r"^\s*[-*+]\s+(?=\|)", "", text).strip()
    return "row" if body.startswith("|") or body.count("|") >= 2 else None
