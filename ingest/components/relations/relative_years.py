"""Years told by another one: "the same year", or "earlier this year" in a dated document."""

from __future__ import annotations

import re

from spacy.tokens import Span

from ...reading import Reading
from ..literals.top_dates import top_date

#: The year that was spoken of just before.
SAME = re.compile(r"\b(?:in )?(?:the|that) same year\b|\bin that year\b", re.IGNORECASE)
_NOW = re.compile(
    r"\b(?:today|yesterday|earlier this (?:year|month|week)|(?:later )?this (?:year|month|week)"
    r"|(?P<last>last year)|(?P<next>next year))\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_BACK = 2  # sentences in which the year just spoken of may stand


def relative_year(reading: Reading, sentence: Span) -> int | None:
    """Return the year of a sentence that gives none itself, but points to one."""
    if SAME.search(sentence.text):
        return _before(reading, sentence)
    match = _NOW.search(sentence.text)
    written = top_date(reading) if match is not None else None
    if match is None or written is None or len(_NOW.findall(sentence.text)) > 1:
        return None
    shift = -1 if match["last"] else 1 if match["next"] else 0
    return int(written[:4]) + shift


def _before(reading: Reading, sentence: Span) -> int | None:
    """Return the last year named in the two sentences before, in the same block."""
    number = reading.sentence_of[sentence.start]
    block = reading.block_of[sentence.start]
    for back in range(number - 1, max(-1, number - 1 - _BACK), -1):
        before = reading.sentences[back]
        if reading.block_of[before.start] != block:
            return None
        years = _YEAR.findall(before.text)
        if years:
            return int(years[-1])
    return None
