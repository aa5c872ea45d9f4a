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
        # A letter for each token: letters are found without looking at each token by itself.
        self._stops = "".join(["s" if text in _STOPS else " " for text in w.texts])
        self._blocks: dict[int, list[T]] = {}
        self._ends = look("bk^"), look("bk$="), look("bk$")
        self._labels, self._marks, self._bracket = (
            (look("lab:"), look("lab1:")),
            look("mk"),
            look("br:"),
        )
        self._opens, self._quoted, self._inside = (
            look(name)("") for name in ("opens", "quoted", "inbr")
        )

    def of(self, start: int, end: int) -> list[T | None]:
        """Return the kind of block, where in it a name stands, its label, marks and brackets."""
        w, index = self.w, self.w.block[start]
        first, last = w.ranges[index]
        found: list[T | None] = [*self._block(index)]
        if start == first or end == last:
            found += self._edges(index, begins=start == first, ends=end == last)
        if w.opens_sentence(start):
            found.append(self._opens)
        i = self._stops.rfind("s", max(first, start - _LABEL), start)
        if i > first and w.texts[i] == ":":
            found += self._label(i, start)
        offset = w.layout.offsets[w.offsets[start]]
        mark = w.layout.source[offset - 1] if offset else ""
        if mark in _MARKS:
            found.append(self._marks(mark))
        before = w.texts[start - 1] if start > first else ""
        if before in _QUOTES:
            found.append(self._quoted)
        if end < last:
            found += self._brackets(before, end, last)
        return found

    def _edges(self, index: int, *, begins: bool, ends: bool) -> Iterator[T | None]:
        kind = self.w.layout.blocks[index].kind
        if begins:
            yield self._ends[0](kind)
        if ends:
            yield self._ends[1](kind) if begins else self._ends[2](kind)

    def _label(self, colon: int, start: int) -> Iterator[T | None]:
        """Yield the word before the colon before a name, and whether the name is next."""
        yield self._labels[0](self.words[colon - 1])
        if colon == start - 1:
            yield self._labels[1](self.words[colon - 1])

    def _brackets(self, before: str, end: int, last: int) -> Iterator[T | None]:
        """Yield the brackets around a name, or what stands in those after it."""
        text = self.w.texts[end]
        if text == ")" and before == "(":
            yield self._inside
        elif text == "(" and end + 1 < last:
            yield self._bracket(self._bracketed(end + 1))

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
