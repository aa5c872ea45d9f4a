"""Headings of plain text: short lines that stand alone over a section and have no mark of one."""

from __future__ import annotations

from collections.abc import Iterator
from weakref import WeakKeyDictionary

from ...reading import Reading
from .cues import find_cue

_LONGEST = 14  # tokens of a line that may be a heading
_LONG = 20  # tokens of a block that has a heading rather than being one
_LABEL = 4  # tokens of a line that says what those below it are
_FINAL = frozenset(".,;:!…")
_NEAREST = 2  # captions over a block that are asked

#: For each block of a reading the caption over it and the one before that; found once.
_KNOWN: WeakKeyDictionary[Reading, list[int | None]] = WeakKeyDictionary()


def captions(reading: Reading, index: int) -> Iterator[int]:
    """Yield the nearest lines above block *index*, under its own heading, that head sections."""
    nearest = _nearest(reading)
    heading, above = reading.layout.blocks[index].heading, nearest[index]
    for _ in range(_NEAREST):
        if above is None or reading.layout.blocks[above].heading != heading:
            return
        yield above
        above = nearest[above]


def _nearest(reading: Reading) -> list[int | None]:
    found = _KNOWN.get(reading)
    if found is None:
        found, last = [], None
        for index in range(len(reading.layout.blocks)):
            found.append(last)
            if is_caption(reading, index):
                last = index
        _KNOWN[reading] = found
    return found


def is_caption(reading: Reading, index: int) -> bool:
    """Say whether a paragraph is a short line over running text or a list, and no sentence."""
    blocks, text = reading.layout.blocks, reading.layout.block_text(index)
    if blocks[index].kind != "paragraph" or index + 1 >= len(blocks):
        return False
    span = reading.block_spans[index]
    if not 0 < len(span) <= _LONGEST or text[-1:] in _FINAL or not text[:1].isupper():
        return False
    if any(token.tag_ in {"VBD", "VBP", "MD"} for token in span) and not text.isupper():
        return False
    below = blocks[index + 1]
    labels = len(span) <= _LABEL and find_cue(text, label=False) is not None
    if labels and not reading.mentions_of_block(index):
        return True
    return below.kind in {"item", "cell"} or len(reading.block_spans[index + 1]) >= _LONG
