"""From chunks of lines to blocks in reading order, each hung on what introduces it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from .blocks import Block, Layout
from .entries import announced, entries, is_line_list
from .inline import Mapped, plain
from .lines import Line
from .rows import cell_spans, names_columns

_ENDS = re.compile(r"[.!?:;]['\"”’)*_]*+\s*+$")
_NUMBER = re.compile(r"\s*\(?\d{1,3}[.)]\s")
_SENTENCES = re.compile(r"[a-z)\]][.!?][\"”’']?\s+[\"“‘']?[A-Z]")
_CONTINUED = 40  # characters before a page break, for what follows in lower case to go on
_ENTRY = 90  # characters of a numbered paragraph at whose beginning an entry has its sign


@dataclass(slots=True)
class Builder:
    """Collects blocks in reading order and remembers what the next one hangs on."""

    source: str
    blocks: list[Block] = field(default_factory=list)
    texts: list[list[Mapped]] = field(default_factory=list)  # a block's, page breaks between
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
            for entry in entries(self.source, chunk):
                self._item(entry)
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
        self.texts.append([mapped])
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
        if self._is_numbered_paragraph(chunk[0], mapped.text):
            self._leave_group()
            self._push("paragraph", mapped)
            return
        indentation = chunk[0].level
        while self.items and self.items[-1][0] >= indentation:
            self.items.pop()
        parent = self.items[-1][1] if self.items else None
        place = {"group": self.group, "lead_in": self.lead_in, "parent": parent}
        index = self._push("item", mapped, level=len(self.items), **place)
        self.items.append((indentation, index))

    def _is_numbered_paragraph(self, first: Line, text: str) -> bool:
        """Tell a paragraph of a numbered speech or text from an entry of a numbered list.

        It tells several things in sentences, nothing announces it, and no name is set off in it.
        """
        if first.level or not _SENTENCES.search(text) or not self._bears_number(first):
            return False
        bold = self.source[first.start : first.start + 2] in {"**", "__"}
        entry = bold or re.search(r"^[^.!?]{2,60}(?: [–—-] |:)", text[:_ENTRY])
        lead_in = self.texts[self.lead_in][-1].text if self.lead_in is not None else ""
        return not entry and not lead_in.endswith(":")

    def _bears_number(self, line: Line) -> bool:
        """Say whether a number stands before a line's content."""
        opening = self.source.rfind("\n", 0, line.start) + 1
        return bool(_NUMBER.match(self.source, opening, line.start))

    def _text(self, chunk: list[Line]) -> None:
        """Add a paragraph, or its lines one by one where each stands for itself."""
        texts = [self.source[line.start : line.end].strip() for line in chunk]
        if is_line_list(texts):
            self._leave_group()
            for line in chunk:
                self._item([Line("item", line.start, line.end, 0)])
            self._leave_group()
            return
        if announced(texts):
            self._text(chunk[:1])
            self._leave_group()
            for line in chunk[1:]:
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

    def _continues(self, text: str) -> bool:
        """Tell whether a paragraph goes on that a page break had cut in two."""
        if not self.blocks or self.blocks[-1].kind not in ("paragraph", "item"):
            return False
        last, before = self.blocks[-1], self.texts[-1][-1].text
        long = last.end - last.start > _CONTINUED
        return text[:1].islower() and long and not _ENDS.search(before)

    def _join(self, mapped: Mapped) -> None:
        """Append text to the last block."""
        self.texts[-1].append(mapped)
        end = self.length + len(mapped.text)
        self.blocks[-1] = replace(self.blocks[-1], end=end)
        self.length = end + 1

    def _table(self, chunk: list[Line]) -> None:
        """Add the cells of a pipe table; the row above a separator names the columns."""
        self._enter_group()
        rows = [line for line in chunk if line.kind == "row"]
        named = len(chunk) > 1 and chunk[1].kind == "separator" and chunk[0].kind == "row"
        header: dict[int, int] = {}
        for row, line in enumerate(rows):
            spans = cell_spans(self.source, line)
            if row == 0 and not named:
                named = names_columns([self.source[start:end] for start, end in spans])
            for column, span in enumerate(spans):
                mapped = plain(self.source, [span])
                if not mapped.text:
                    continue
                place = {"row": row, "column": column, "header": header.get(column)}
                index = self._push("cell", mapped, group=self.group, lead_in=self.lead_in, **place)
                if row == 0 and named:
                    header[column] = index
        self._leave_group()

    def layout(self) -> Layout:
        """Return the finished layout."""
        parts = [part for parts in self.texts for part in parts]
        offsets: list[int] = []
        for part in parts:
            offsets.extend(part.offsets)
            offsets.append(part.offsets[-1] + 1)
        text = " ".join(part.text for part in parts)
        return Layout(self.source, text, tuple(offsets[: len(text)]), tuple(self.blocks))
