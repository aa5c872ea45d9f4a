"""Cards: a line that names a thing, and labelled lines under it that say what it is like."""

from __future__ import annotations

import re

from ontology.terms import PLACES

from ...annotations import Mention
from ...folding import fold
from ...lexicon import words
from ...reading import Reading
from .listed import coverage, leading

_LABEL = 45  # characters of a label before its sign
_WORDS = 5  # words of a label
_REACH = 8  # labelled lines that may stand between a title and a label
_TITLE = 12  # tokens of a line that names a thing
_NAMED = 0.6  # share of such a line that names fill
#: A colon, or the dots that lead from a label to its value over the width of a page.
_SIGN = re.compile(r":|\s*(?:\.[ \u00a0]?){4,}|\s*…{2,}")


def label_of(text: str) -> str | None:
    """Return the words before the colon or the row of dots that ends a line's label, if it has one.

    >>> label_of("Operator: Harbour Agency"), label_of("Founders . . . . . Riga, Turku")
    ('Operator', 'Founders')
    >>> label_of("No label at all") is None
    True
    """
    sign = _SIGN.search(text)
    if sign is None or not 0 < sign.start() <= _LABEL:
        return None
    label = text[: sign.start()]
    return label if len(label.split()) <= _WORDS else None


def value_of(reading: Reading, index: int, label: str) -> int:
    """Return the token at which the value of a labelled line begins."""
    span, block = reading.block_spans[index], reading.layout.blocks[index]
    sign = _SIGN.search(reading.layout.block_text(index), len(label))
    end = block.start + (sign.end() if sign is not None else 0)
    return next((t.i for t in span if t.idx >= end), span.end)


def card_of(reading: Reading, index: int) -> Mention | None:
    """Return what the labelled line *index* speaks of: the title of its card.

    It stands in the first line above that is none, or in one labelled "Project" or "Company",
    also in the line after one that opens the card.
    """
    opens = index == 0 or label_of(reading.layout.block_text(index - 1)) is None
    below = _labelled(reading, index + 1) if opens else None
    if below is not None:
        return below
    for above in range(index - 1, max(-1, index - 1 - _REACH), -1):
        label = label_of(reading.layout.block_text(above))
        if label is None:
            return _title(reading, above)
        first = reading.block_spans[above].start
        if (named := _filled(reading, first, value_of(reading, above, label))) is not None:
            return named
        if (called := _labelled(reading, above)) is not None:
            return called
    return None


def _labelled(reading: Reading, index: int) -> Mention | None:
    """Return what a line labelled "Project" or "Company" names; a scheme only where it opens."""
    if not 0 <= index < len(reading.layout.blocks):
        return None
    label = label_of(reading.layout.block_text(index))
    if label is None or not set(fold(label).split()) & words("headers", "titles"):
        return None
    below = index > 0 and label_of(reading.layout.block_text(index - 1)) is not None
    if below and set(fold(label).split()) & words("headers", "schemes"):
        return None
    return _thing(reading, value_of(reading, index, label), reading.block_spans[index].end)


def _title(reading: Reading, index: int) -> Mention | None:
    """Return the thing that a short line is little more than the name of."""
    span = reading.block_spans[index]
    return _filled(reading, span.start, span.end) if len(span) <= _TITLE else None


def _filled(reading: Reading, start: int, end: int) -> Mention | None:
    """Return the thing whose name fills most of a piece of text."""
    named = coverage(reading, start, end) >= _NAMED
    return _thing(reading, start, end) if named else None


def _thing(reading: Reading, start: int, end: int) -> Mention | None:
    """Return the one name a piece of text begins with, if it is neither a place nor a person."""
    items = leading(reading, start, end)
    one = items[0].head if len(items) == 1 else None
    return one if one is not None and reading.kind(one) not in {*PLACES, "Person"} else None
