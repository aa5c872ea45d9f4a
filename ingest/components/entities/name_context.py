"""What stands around a possible name, as strings that the learned voter weighs."""

from __future__ import annotations

from collections.abc import Iterator

from .words import Words

#: How far before and after a name its nearest noun and verb may stand.
_BEFORE, _AFTER, _NEAR = 9, 6, 5
#: Tokens looked at of the header, lead-in or heading over a block.
_OVER = 6
#: How far before a name the label of its line may stand, as in "Operator: X".
_LABEL = 12
_STOPS = frozenset(":.;|?!")
_MARKS = frozenset("*_[")
_QUOTES = frozenset({'"', "“", "‘", "«", "'"})

Span = tuple[int, int]


class Surroundings:
    """The words around each span of one document, worked out once a span."""

    def __init__(self, w: Words) -> None:
        """Note each token as it is compared: folded, and numbers all alike."""
        self.w = w
        self.words = [
            "#" if text[0].isdigit() else folded or text
            for text, folded in zip(w.texts, w.folded, strict=True)
        ]
        self._near: dict[Span, list[str]] = {}
        self._over: dict[int, list[str]] = {}

    def near(self, start: int, end: int) -> list[str]:
        """Return the neighbouring words of a span, and the nearest nouns and verbs."""
        known = self._near.get((start, end))
        if known is None:
            known = self._near[start, end] = self._beside(start, end)
        return known

    def _beside(self, start: int, end: int) -> list[str]:
        words, (first, last) = self.words, self.w.ranges[self.w.block[start]]
        left = ["<B>", "<B>", "<B>", *words[max(first, start - _NEAR) : start]]
        right = [*words[end : min(last, end + _NEAR)], "<E>", "<E>", "<E>"]
        one, two, three = left[-1], left[-2], left[-3]
        found = [
            f"l:{one}",
            f"l2:{two} {one}",
            f"l3:{three} {two} {one}",
            f"r:{right[0]}",
            f"r2:{right[0]} {right[1]}",
            f"r3:{right[0]} {right[1]} {right[2]}",
            f"lr:{one}_{right[0]}",
        ]
        found += self._heads(start, end, first, last)
        found += [f"bw:{word}" for word in left[3:]]
        found += [f"aw:{word}" for word in right[:-3]]
        return found

    def _heads(self, start: int, end: int, first: int, last: int) -> Iterator[str]:
        """Yield the nearest noun and verb on either side."""
        tags, words = self.w.tags, self.words
        before = range(start - 1, max(first, start - _BEFORE) - 1, -1)
        after = range(end, min(last, end + _AFTER))
        noun = next((i for i in before if tags[i] == "NOUN"), None)
        verb = next((i for i in before if tags[i] == "VERB"), None)
        noun_after = next((i for i in after if tags[i] == "NOUN"), None)
        verb_after = next((i for i in after if tags[i] in {"VERB", "AUX"}), None)
        places = (("ln", noun), ("lv", verb), ("rn", noun_after), ("rv", verb_after))
        return (f"{name}:{words[i]}" for name, i in places if i is not None)

    def line(self, start: int, end: int) -> Iterator[str]:
        """Yield the kind of block, where in it the span stands, and the label before it."""
        w, index = self.w, self.w.block[start]
        first, last = w.ranges[index]
        kind = w.layout.blocks[index].kind
        yield f"bk:{kind}"
        if start == first:
            yield f"bk^{kind}"
        if end == last:
            yield f"bk$={kind}" if start == first else f"bk${kind}"
        if w.titled[index]:
            yield "titled"
        if w.opens_sentence(start):
            yield "opens"
        yield from self._label(start, first)
        yield from self._marked(start, end, first, last)
        yield from self.over(index)

    def _label(self, start: int, first: int) -> Iterator[str]:
        texts = self.w.texts
        low = max(first, start - _LABEL)
        i = next((i for i in range(start - 1, low - 1, -1) if texts[i] in _STOPS), first)
        if i > first and texts[i] == ":":
            yield f"lab:{self.words[i - 1]}"
            if i == start - 1:
                yield f"lab1:{self.words[i - 1]}"

    def _marked(self, start: int, end: int, first: int, last: int) -> Iterator[str]:
        """Yield emphasis, quotation marks and brackets around a span."""
        w = self.w
        source, offset = w.layout.source, w.layout.offsets[w.offsets[start]]
        if offset and source[offset - 1] in _MARKS:
            yield f"mk{source[offset - 1]}"
        before = w.texts[start - 1] if start > first else ""
        if before in _QUOTES:
            yield "quoted"
        if end < last and w.texts[end] == ")" and before == "(":
            yield "inbr"
        if end + 1 < last and w.texts[end] == "(":
            yield f"br:{self._bracketed(end + 1)}"

    def _bracketed(self, i: int) -> str:
        """Tell what follows in brackets: an acronym, a country or its code, a number, words."""
        text = self.w.texts[i]
        if text.isupper() and len(text) > 1:
            return "code" if len(text) == 2 else "acronym"
        if self.w.folded[i] in self.w.english.places.countries:
            return "country"
        return "name" if text[0].isupper() else "number" if text[0].isdigit() else "words"

    def over(self, index: int) -> list[str]:
        """Return the last words of the header, lead-in and heading over a block."""
        known = self._over.get(index)
        if known is None:
            block = self.w.layout.blocks[index]
            above = (("hdr", block.header), ("lead", block.lead_in), ("hd", block.heading))
            known = self._over[index] = [
                f"{name}:{self.w.folded[i]}"
                for name, other in above
                if other is not None
                for i in self._last(other)
            ]
        return known

    def _last(self, index: int) -> list[int]:
        first, last = self.w.ranges[index]
        return [i for i in range(max(first, last - _OVER), last) if self.w.texts[i].isalpha()]
