"""Names that the writer marked: the text of links, and capitalised words in quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_left

from .words import Words

_LINK = re.compile(r"(?<!!)\[([^\]\n]{3,120})\]\(")
_OPEN = frozenset({"“", '"', "‘", "«"})
_CLOSE = frozenset({"”", '"', "’", "»"})
_LONGEST = 10

Span = tuple[int, int]


def link_spans(w: Words) -> list[Span]:
    """Return the tokens of each link's text, as far as they are mostly capitalised."""
    found: list[Span] = []
    for match in _LINK.finditer(w.layout.source):
        low = bisect_left(w.layout.offsets, match.start(1))
        high = bisect_left(w.layout.offsets, match.end(1))
        start, end = bisect_left(w.offsets, low), bisect_left(w.offsets, high)
        if 0 < end - start <= _LONGEST and _is_titled(w, start, end):
            found.append((start, end))
    return found


def quoted_spans(w: Words) -> list[Span]:
    """Return what stands in quotation marks and is written like a title."""
    found: list[Span] = []
    for start, end in w.ranges:
        opening: int | None = None
        for i in range(start, end):
            if opening is not None and w.texts[i] in _CLOSE:
                if 1 < i - opening <= _LONGEST and _is_titled(w, opening + 1, i):
                    found.append((opening + 1, i))
                opening = None
            elif w.texts[i] in _OPEN:
                opening = i
    return found


def _is_titled(w: Words, start: int, end: int) -> bool:
    """Tell a title: capital at both ends, no sentence mark, no other small word than functions."""
    if not w.capital[start] or w.block[start] != w.block[end - 1]:
        return False
    if w.texts[end - 1] in {",", ".", "?", "!"}:
        return False
    return all(
        w.capital[i] or not w.texts[i][0].isalpha() or len(w.texts[i]) <= 3 or w.is_stop(i)
        for i in range(start, end)
    )
