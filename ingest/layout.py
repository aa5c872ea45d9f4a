"""Markdown to blocks: headings, paragraphs, list items and table cells, with a map to the source.

Lists and tables carry most facts of a statement, and only together with the header or sentence
that introduces them; so each block knows its heading, its group and its lead-in.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from .inline import Mapped, plain
from .lines import Line, classify

_CELL = re.compile(r"[^|\n]+")
_NUMBERED = re.compile(r"\s*\d{1,3}[.)]\s+(?=\S)")
_ENDS = re.compile(r"[.!?:;]['\"”’)*_]*\s*$")
_LABEL = re.compile(r"\s*[*_]{0,3}[A-Z][\w /&'-]{1,40}[*_]{0,3}:")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of plain text that is read as one.

    ``kind`` is heading, paragraph, item or cell; ``start`` and ``end`` are offsets into the plain
    text; ``level`` is the heading's depth (7: a line in bold) or the item's nesting depth from 0;
    ``heading`` is the index of the nearest heading above; ``group`` numbers the list or table it
    belongs to; ``lead_in`` is the index of the paragraph or heading just before that group;
    ``parent`` is the index of the item it is nested in; ``row``/``column`` place a cell and
    ``header`` is the index of its column's header cell.
    """

    kind: str
    start: int
    end: int
    level: int = 0
    heading: int | None = None
    group: int | None = None
    lead_in: int | None = None
    parent: int | None = None
    row: int | None = None
    column: int | None = None
    header: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A document's plain text, cut into blocks that are joined by single spaces."""

    source: str
    text: str
    offsets: tuple[int, ...]
    blocks: tuple[Block, ...]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the source that plain characters *start* to *end* were read from."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def plain_offset(self, offset: int) -> int:
        """Return the first plain offset that was read from source offset *offset* or later."""
        return min(bisect_left(self.offsets, offset), max(0, len(self.offsets) - 1))

    def block_at(self, offset: int) -> int:
        """Return the index of the block that holds plain offset *offset*."""
        return bisect_right(self.blocks, offset, key=lambda block: block.start) - 1

    def block_text(self, index: int) -> str:
        """Return the plain text of the block with that index."""
        return self.text[self.blocks[index].start : self.blocks[index].end]

    def headings(self, index: int) -> list[int]:
        """Return the indices of the headings above a block, nearest first, each less deep."""
        path: list[int] = []
        above = self.blocks[index].heading
        while above is not None:
            if not path or self.blocks[above].level < self.blocks[path[-1]].level:
                path.append(above)
            above = self.blocks[above].heading
        return path


def parse(source: str) -> Layout:
    """Cut Markdown *source* into blocks.

    >>> layout = parse("# Members\\n\\n- **Oslo**, Norway\\n- Riga, Latvia\\n")
    >>> [(block.kind, layout.block_text(i)) for i, block in enumerate(layout.blocks)]
    [('heading', 'Members'), ('item', 'Oslo, Norway'), ('item', 'Riga, Latvia')]
    """
    builder = _Builder(source)
    for chunk in _chunks(classify(source)):
        builder.add(chunk)
    return builder.layout()


def _chunks(lines: list[Line]) -> list[list[Line]]:
    """Group lines that make one block or one table, underlines turned into headings."""
    chunks: list[list[Line]] = []
    previous = "blank"
    for line in lines:
        kind = line.kind
        if kind == "underline":
            if previous == "text" and len(chunks[-1]) == 1:
                text = chunks[-1][0]
                chunks[-1] = [Line("heading", text.start, text.end, line.level)]
            previous = "blank"
            continue
        table = kind in ("row", "separator") and previous in ("row", "separator")
        if table or (kind == "text" and previous in ("text", "item")):
            chunks[-1].append(line)
            previous = previous if kind == "text" else kind
            continue
        if kind not in ("blank", "skip"):
            chunks.append([line])
        elif chunks and chunks[-1][0].kind != "blank":
            chunks.append([Line("blank", line.start, line.end)])
        previous = kind
    return chunks


@dataclass(slots=True)
class _Builder:
    """Collects blocks in reading order and remembers what the next one hangs on."""

    source: str
    blocks: list[Block] = field(default_factory=list)
    texts: list[Mapped] = field(default_factory=list)
    length: int = 0
    heading: int | None = None
    group: int | None = None
    groups: int = 0
    lead_in: int | None = None
    items: list[tuple[int, int]] = field(default_factory=list)  # (indentation, block index)

    def add(self, chunk: list[Line]) -> None:
        """Add one chunk as a block, or as the cells of a table."""
        kind = chunk[0].kind
        if kind == "heading":
            self._leave_group()
            mapped = plain(self.source, [(chunk[0].start, chunk[0].end)])
            if mapped.text:
                self.heading = self._push("heading", mapped, level=chunk[0].level)
        elif kind in ("row", "separator"):
            self._leave_group()
            self._table(chunk)
        elif kind == "item":
            self._item(chunk)
        elif kind == "text":
            self._text(chunk)

    def _push(self, kind: str, mapped: Mapped, **place: int | None) -> int:
        """Append a block after a joining space and return its index."""
        heading = self.heading
        if kind == "heading":
            level = place["level"] or 0
            while heading is not None and self.blocks[heading].level >= level:
                heading = self.blocks[heading].heading
        start = self.length
        self.blocks.append(Block(kind, start, start + len(mapped.text), heading=heading, **place))  # type: ignore[arg-type]  # level is never None here
        self.texts.append(mapped)
        self.length += len(mapped.text) + 1
        return len(self.blocks) - 1

    def _leave_group(self) -> None:
        self.group = None
        self.items.clear()

    def _enter_group(self) -> None:
        """Start a new list or table under the block just before it."""
        if self.group is None:
            self.group, self.groups = self.groups, self.groups + 1
            last = len(self.blocks) - 1
            introduces = last >= 0 and self.blocks[last].kind in ("paragraph", "heading")
            self.lead_in = last if introduces else None

    def _item(self, chunk: list[Line]) -> None:
        self._enter_group()
        mapped = plain(self.source, [(line.start, line.end) for line in chunk])
        if not mapped.text:
            return
        indentation = chunk[0].level
        while self.items and self.items[-1][0] >= indentation:
            self.items.pop()
        parent = self.items[-1][1] if self.items else None
        place = {"group": self.group, "lead_in": self.lead_in, "parent": parent}
        index = self._push("item", mapped, level=len(self.items), **place)
        self.items.append((indentation, index))

    def _text(self, chunk: list[Line]) -> None:
        """Add a paragraph, or its lines one by one where each stands for itself."""
        if self._is_line_list(chunk):
            self._leave_group()
            for line in chunk:
                self._item([Line("item", line.start, line.end, 0)])
            self._leave_group()
            return
        mapped = plain(self.source, [(line.start, line.end) for line in chunk])
        if not mapped.text:
            return
        indented = self.items and chunk[0].level > self.items[-1][0]
        if not indented:
            self._leave_group()
        if self._continues(mapped.text):
            self._join(mapped)
        else:
            self._push("paragraph", mapped, parent=self.items[-1][1] if indented else None)

    def _is_line_list(self, chunk: list[Line]) -> bool:
        """Tell lines that are entries of their own from one wrapped paragraph."""
        texts = [self.source[line.start : line.end].strip() for line in chunk]
        if len(texts) >= 2 and all(_LABEL.match(text) for text in texts):
            return True
        short = all(len(text) <= 60 and text[:1].isupper() for text in texts)
        spare = max(map(len, texts)) <= 45 or len({len(text) // 12 for text in texts}) > 2
        return len(texts) >= 4 and short and spare and not any(map(_ENDS.search, texts))

    def _continues(self, text: str) -> bool:
        """Tell whether a paragraph goes on that a page break had cut in two."""
        if not self.blocks or self.blocks[-1].kind not in ("paragraph", "item"):
            return False
        before = self.texts[-1].text
        return text[:1].islower() and len(before) > 40 and not _ENDS.search(before)

    def _join(self, mapped: Mapped) -> None:
        """Append text to the last block."""
        last, before = self.blocks.pop(), self.texts.pop()
        joined = Mapped(
            f"{before.text} {mapped.text}",
            (*before.offsets, mapped.offsets[0], *mapped.offsets),
        )
        self.texts.append(joined)
        place = {name: getattr(last, name) for name in Block.__slots__}
        self.blocks.append(Block(**{**place, "end": last.start + len(joined.text)}))
        self.length = last.start + len(joined.text) + 1

    def _table(self, chunk: list[Line]) -> None:
        """Add the cells of a pipe table; the row above a separator names the columns."""
        self._enter_group()
        has_header = len(chunk) > 1 and chunk[1].kind == "separator" and chunk[0].kind == "row"
        header: dict[int, int] = {}
        for row, line in enumerate(line for line in chunk if line.kind == "row"):
            for column, (start, end) in enumerate(self._cells(line)):
                mapped = plain(self.source, [(start, end)])
                if not mapped.text:
                    continue
                named = header.get(column)
                place = {"row": row, "column": column, "header": named}
                index = self._push("cell", mapped, group=self.group, lead_in=self.lead_in, **place)
                if row == 0 and has_header:
                    header[column] = index
        self._leave_group()

    def _cells(self, line: Line) -> list[tuple[int, int]]:
        """Return the span of each cell of a row, without a list marker or number of its own."""
        start = line.start
        marker = re.compile(r"\s*(?:[-*+]\s+)?\|").match(self.source, start, line.end)
        start = marker.end() if marker else start
        spans: list[tuple[int, int]] = []
        for part in self.source[start : line.end].split("|"):
            number = _NUMBERED.match(part)
            spans.append((start + (number.end() if number else 0), start + len(part)))
            start += len(part) + 1
        return spans

    def layout(self) -> Layout:
        """Return the finished layout."""
        offsets: list[int] = []
        for mapped in self.texts:
            offsets.extend(mapped.offsets)
            offsets.append(mapped.offsets[-1] + 1)
        text = " ".join(mapped.text for mapped in self.texts)
        return Layout(self.source, text, tuple(offsets[: len(text)]), tuple(self.blocks))
