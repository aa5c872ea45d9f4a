"""Where names begin that none goes on over: short lines of a list, links, seams between names."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from .seams import seams

if TYPE_CHECKING:
    from .words import Words

_LINK = re.compile(r"(?<!!)\[([^\]\n]{3,120})\]\(")
#: Lines longer than this many characters are taken for wrapped text.
_SHORT_LINE = 70


def line_breaks(w: Words) -> list[bool]:
    """Mark the tokens that begin a line of their own, a link, or a name right after another."""
    source, offsets = w.layout.source, w.layout.offsets
    found = [False] * len(w.texts)
    for seam in seams(w):
        found[seam] = True
    for match in _LINK.finditer(source):
        for edge in match.span(1):
            i = bisect_left(w.offsets, bisect_left(offsets, edge))
            if i < len(found) and _is_edge(w, i):
                found[i] = True
    for start, end in w.ranges:
        begun = _begun(w, start, end)
        if not begun:
            continue
        edges = [start, *begun, end]
        lengths = [w.offsets[b - 1] - w.offsets[a] for a, b in pairwise(edges) if b > a]
        if max(lengths) <= _SHORT_LINE and all(w.capital[i] for i in begun):
            for i in begun:
                found[i] = True
    return found


def _begun(w: Words, start: int, end: int) -> list[int]:
    """Return the tokens of a block, but its first, that begin a line."""
    if end - start < 2:
        return []
    source, offsets, places = w.layout.source, w.layout.offsets, w.offsets
    # Most blocks are one line: no need to look between each two of their tokens.
    if source.find("\n", offsets[places[start + 1] - 1], offsets[places[end - 1]] + 1) < 0:
        return []
    return [
        i
        for i in range(start + 1, end)
        if "\n" in source[offsets[places[i] - 1] : offsets[places[i]] + 1]
    ]


def _is_edge(w: Words, i: int) -> bool:
    """Tell whether a link may begin or end a name at this token, and not within a word."""
    return i > 0 and w.spaced[i - 1] and w.capital[i] and w.capital[i - 1]
