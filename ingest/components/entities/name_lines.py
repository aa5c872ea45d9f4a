"""The line a possible name stands in: its block, label, marks, and what stands over it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic

from .name_features import Look, T, known
from .words import Words

#: Tokens looked at of the header, lead-in or heading over a block.
_OVER = 6
#: How far before a name the label of its line may stand, as in "Operator: X".
_LABEL = 12
_STOPS = frozenset(":.;|?!")
_MARKS = frozenset("*_[")
_QUOTES = frozenset({'"', "“", "‘", "«", "'"})


class Lines(Generic[T]):
    """What the lines of one document say of the spans in them."""

    def __init__(self, w: Words, words: list[str], look: Look[T]) -> None:
        """Read *w*, whose tokens are compared as *words*."""
        self.w = w
        self.words = words
        self.look = look
        self._blocks: dict[int, list[T]] = {}
        self._whole, self._ends = look("bk$="), look("bk$")
        self._bracket, self._inside = look("br:"), look("inbr")("")

    def at(self, start: int, first: int) -> Iterator[T | None]:
        """Yield the kind of block, where in it a name begins, the label and marks before it."""
        w, look, index = self.w, self.look, self.w.block[start]
        yield from self._block(index)
        if start == first:
            yield look("bk^")(w.layout.blocks[index].kind)
        if w.opens_sentence(start):
            yield look("opens")("")
        yield from self._label(start, first)
        source, offset = w.layout.source, w.layout.offsets[w.offsets[start]]
        if offset and source[offset - 1] in _MARKS:
            yield look("mk")(source[offset - 1])
        if start > first and w.texts[start - 1] in _QUOTES:
            yield look("quoted")("")

    def around(self, start: int, end: int) -> list[T | None]:
        """Return whether a name ends its block, and the brackets around or after it."""
        texts, index = self.w.texts, self.w.block[start]
        first, last = self.w.ranges[index]
        if end >= last:
            ends = self._whole if start == first else self._ends
            return [ends(self.w.layout.blocks[index].kind)] if end == last else []
        if texts[end] == ")" and start > first and texts[start - 1] == "(":
            return [self._inside]
        if texts[end] == "(" and end + 1 < last:
            return [self._bracket(self._bracketed(end + 1))]
        return []

    def _label(self, start: int, first: int) -> Iterator[T | None]:
        texts = self.w.texts
        for i in range(start - 1, max(first, start - _LABEL) - 1, -1):
            if texts[i] in _STOPS:
                if i > first and texts[i] == ":":
                    yield self.look("lab:")(self.words[i - 1])
                    if i == start - 1:
                        yield self.look("lab1:")(self.words[i - 1])
                return

    def _bracketed(self, i: int) -> str:
        """Tell what follows in brackets: an acronym, a country or its code, a number, words."""
        text = self.w.texts[i]
        if text.isupper() and len(text) > 1:
            return "code" if len(text) == 2 else "acronym"
        if self.w.folded[i] in self.w.english.places.countries:
            return "country"
        return "name" if text[0].isupper() else "number" if text[0].isdigit() else "words"

    def _block(self, index: int) -> list[T]:
        """Return what a block says of all the names in it."""
        found = self._blocks.get(index)
        if found is None:
            kind = self.look("bk:")(self.w.layout.blocks[index].kind)
            titled = [self.look("titled")("")] if self.w.titled[index] else []
            found = self._blocks[index] = known([kind, *titled, *self._over(index)])
        return found

    def _over(self, index: int) -> Iterator[T | None]:
        """Yield the last words of the header, lead-in and heading over a block."""
        block = self.w.layout.blocks[index]
        for name, other in (
            ("hdr:", block.header),
            ("lead:", block.lead_in),
            ("hd:", block.heading),
        ):
            if other is not None:
                yield from map(self.look(name), self._last(other))

    def _last(self, index: int) -> list[str]:
        first, last = self.w.ranges[index]
        inner = range(max(first, last - _OVER), last)
        return [self.w.folded[i] for i in inner if self.w.texts[i].isalpha()]
