"""Blocks of plain text and the layout of a document: what the block splitter returns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass


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
