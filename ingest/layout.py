"""Markdown to blocks: headings, paragraphs, list items and table cells, with a map to the source.

Lists and tables carry most facts of a statement, and only together with the header or sentence
that introduces them; so each block knows its heading, its group and its lead-in.
"""

from __future__ import annotations

from .block_builder import Builder
from .blocks import Block, Layout
from .entries import opens_label, opens_slot
from .lines import Line, classify

__all__ = ["Block", "Layout", "parse"]


def parse(source: str) -> Layout:
    """Cut Markdown *source* into blocks.

    >>> layout = parse("# Members\\n\\n- **Oslo**, Norway\\n- Riga, Latvia\\n")
    >>> [(block.kind, layout.block_text(i)) for i, block in enumerate(layout.blocks)]
    [('heading', 'Members'), ('item', 'Oslo, Norway'), ('item', 'Riga, Latvia')]
    """
    builder = Builder(source)
    for chunk in _chunks(source, classify(source)):
        builder.add(chunk)
    return builder.layout()


def _chunks(source: str, lines: list[Line]) -> list[list[Line]]:
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
        goes_on = kind == "text" and previous in ("text", "item") and not opens_slot(source, line)
        if previous == "item" and goes_on and opens_label(source, line):
            goes_on = False
        if table or goes_on:
            chunks[-1].append(line)
            previous = previous if kind == "text" else kind
            continue
        if kind not in ("blank", "skip"):
            chunks.append([line])
        elif chunks and chunks[-1][0].kind != "blank":
            chunks.append([Line("blank", line.start, line.end)])
        previous = kind
    return chunks
