"""A long text in segments: each is read on its own, so that memory hangs on none but the longest.

Segments are cut before headings of the highest level there is, else between paragraphs, else
between items or rows, and within a line only where a line alone is too long. What a segment needs
to be understood stands before it again: the head of the document, the headings it stands under,
and the lead-in and column names of a list or table that was cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from .lines import Line, classify

#: Characters from the top of a document that are read again with each segment, at most.
HEAD = 1500
#: Characters of a lead-in or of column names that are read again, at most.
_LEAD = 2000
#: What remains goes to the last segment if it is no more than this share of one.
_REST = 0.25

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """Pieces of a source in its order, of which the last is new and the others are context."""

    source: str = field(repr=False)
    pieces: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The pieces as one Markdown text, with blank lines between, but not in a table."""
        return "".join(self.source[start:end] + self._glue(end) for start, end in self.pieces)

    def _glue(self, end: int) -> str:
        """Return what follows a piece: column names, cut after their line, touch their rows."""
        touches = end == self.pieces[-1][1] or self.source[end - 1] == "\n"
        return "" if touches else "\n\n"

    def locate(self, start: int, end: int) -> Span | None:
        """Return where *start* to *end* of the text stand in the source; None if in no one piece.

        >>> segment = Segment("# Pact\\nold\\nnew", ((0, 6), (11, 14)))
        >>> segment.text, segment.locate(8, 11), segment.locate(2, 11)
        ('# Pact\\n\\nnew', (11, 14), None)
        """
        passed = 0
        for first, last in self.pieces:
            if passed <= start and end <= passed + last - first:
                return first + start - passed, first + end - passed
            passed += last - first + len(self._glue(last))
        return None

    def is_new(self, start: int) -> bool:
        """Say whether offset *start* of the source lies in what is new in this segment."""
        return self.pieces[-1][0] <= start < self.pieces[-1][1]


def cut(source: str, *, size: int) -> Iterator[Segment]:
    """Yield the segments of *source*, each with about *size* characters of its own at most.

    >>> [segment.text for segment in cut("# A\\n\\nOne.\\n\\n# B\\n\\nTwo.\\n", size=12)]
    ['# A\\n\\nOne.\\n\\n', '# A\\n\\n# B\\n\\nTwo.\\n']
    """
    cutter = _Cutter(source, size)
    while cutter.start < len(source):
        yield cutter.next()


class _Cutter:
    """What stands over the place in a source that was reached."""

    def __init__(self, source: str, size: int) -> None:
        self.source = source
        self.size = size
        self.start = 0
        self.head: list[Span] = []
        self.headings: list[tuple[int, Span]] = []  # level, place
        self.group: list[Span] = []

    def next(self) -> Segment:
        """Return the next segment and go behind it."""
        start = self.start
        context = [place for place in self._context() if place[1] <= start]
        rest = len(self.source) - start
        if rest <= self.size * (1 + _REST):
            self.start = len(self.source)
        else:
            self._advance(_with_headings(self._lines(start)))
        return Segment(self.source, (*context, (start, self.start)))

    def _context(self) -> list[Span]:
        """Return what is read again, in order and nothing twice."""
        places = sorted({*self.head, *(place for _, place in self.headings), *self.group})
        kept: list[Span] = []
        for place in places:
            if not kept or place[0] >= kept[-1][1]:
                kept.append(place)
        return kept

    def _lines(self, start: int) -> list[Line]:
        """Return the lines of the next *size* characters with places in the whole source."""
        window = self.source[start : start + self.size]
        lines = classify(window)
        return [Line(one.kind, one.start + start, one.end + start, one.level) for one in lines]

    def _advance(self, lines: list[Line]) -> None:
        """Set where the segment ends, and note what will stand over the next one."""
        number = _best(self.source, lines, self.start + self.size // 2)
        passed = lines if number is None else lines[:number]
        if not self.start:
            self.head = self._head(passed)
        for line in passed:
            if line.kind == "heading":
                self._under(line)
        if number is None:
            self.start = _within_line(self.source, self.start, self.start + self.size)
            self.group = []
            return
        cut_before = lines[number]
        while cut_before.kind == "heading" and self._is_over(cut_before.level):
            self.headings.pop()
        self.group = self._lead(lines, number)
        self.start = self._line_start(cut_before)

    def _line_start(self, line: Line) -> int:
        return self.source.rfind("\n", 0, line.start) + 1

    def _under(self, line: Line) -> None:
        while self._is_over(line.level):
            self.headings.pop()
        if line.end - line.start <= _LEAD:
            self.headings.append((line.level, (self._line_start(line), line.end)))

    def _is_over(self, level: int) -> bool:
        """Say whether a heading of *level* ends what stands under the last one."""
        return bool(self.headings) and self.headings[-1][0] >= level

    def _head(self, lines: list[Line]) -> list[Span]:
        """Return the lines that a document begins with, up to a blank one."""
        end = 0
        for before, line in pairwise(lines):
            if line.end > HEAD:
                break
            if line.kind == "blank" and before.kind != "blank":
                end = before.end
        return [(0, end)] if end else []

    def _lead(self, lines: list[Line], number: int) -> list[Span]:
        """Return what introduces the list or table that is cut before line *number*."""
        kind = lines[number].kind
        if kind not in {"item", "row"}:
            return []
        first = number
        while first and (lines[first - 1].kind == kind or _belongs(lines[first - 1])):
            first -= 1
        if not first:
            return self.group  # the list was cut before
        found: list[Span] = []
        before = lines[first - 1]
        if before.kind == "text" and before.end - before.start <= _LEAD:
            found.append((before.start, before.end))
        if kind == "row":
            rows = [one for one in lines[first:number] if one.kind in {"row", "separator"}][:2]
            named = len(rows) == 2 and rows[1].kind == "separator"
            place = self._line_start(rows[0]), (rows[1] if named else rows[0]).end + 1
            if place[1] - place[0] <= _LEAD:
                found.append(place)
        return found


def _belongs(line: Line) -> bool:
    """Say whether a line may stand between two items or rows of one group."""
    return line.kind in {"blank", "separator", "skip"} or (line.kind == "text" and line.level > 0)


def _with_headings(lines: list[Line]) -> list[Line]:
    """Turn lines that are underlined into headings."""
    found: list[Line] = []
    for line in lines:
        if line.kind == "underline" and found and found[-1].kind == "text":
            text = found.pop()
            found.append(Line("heading", text.start, line.end, line.level))
        else:
            found.append(line)
    return found


def _best(source: str, lines: list[Line], least: int) -> int | None:
    """Return the number of the line best to cut before, of those from *least* on but the last.

    Of equals the last is best, so that segments are few.
    """
    worths = [
        (_worth(source, lines, number), -number)
        for number in range(1, len(lines))
        if lines[number].start >= least
    ]
    worth, number = min(worths, default=((3, 0), 0))
    return None if worth[0] == 3 else -number


def _worth(source: str, lines: list[Line], number: int) -> tuple[int, int]:
    """Return how bad it is to cut before a line: the sort of place, and how deep it lies."""
    line, before = lines[number], lines[number - 1]
    if line.kind == "heading":
        return 0, line.level
    if line.kind == "text" and before.kind == "blank" and not line.level:
        return (1, 0) if source[line.start].isupper() else (1, 1)
    if line.kind == before.kind and line.kind in {"item", "row"}:
        return 2, line.level
    return (2, 1000) if line.kind == "text" else (3, 0)


def _within_line(source: str, start: int, end: int) -> int:
    """Return the end of the last sentence, else word, between two places; else the second."""
    for mark in (". ", " "):
        place = source.rfind(mark, (start + end) // 2, end)
        if place >= 0:
            return place + len(mark)
    return end
