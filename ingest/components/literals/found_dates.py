"""The dates that a sentence gives, days without a year dated by the document's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span

from ...lexicon import words
from .calendar_dates import dates, days, recent, years

#: Words before a year that dates something else than what a sentence is about.
_OTHERS = re.compile(
    r"\b(?:launch|launched|founded|established|created|since|born|creation|foundation|founding|establishment|inception|renewed|amended|revised|"
    r"expir\w+|ending|ends|until|data|report|figures|edition) (?:\w+ ){0,3}(?:in|of|during) "
    r"(?:\w+ ){0,2}$"
)


#: Words before a date by which something is to be done, or a text was put up.
_DEADLINE = re.compile(
    r"\b(?:until|till|by|before|deadlines?(?: is| of)?:?|no later than|closes?(?: on)?|ends? on|"
    r"expires?(?: on)?|due(?: on)?|extended to|posted(?: on)?:?|published(?: on)?:?|"
    r"updated(?: on)?:?)"
    r"\s+(?:the )?(?:\w+day,? )?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a sentence: its tokens and its ISO form; ``rough`` for a bare year."""

    start: int
    end: int
    iso: str
    rough: bool


def found_in(sentence: Span, today: str | None, year: str | None) -> Iterator[Dated]:
    """Yield the dates of a sentence in order, days without a year dated by the document's own."""
    text = sentence.text
    spans = [(start, end, iso, False) for start, end, iso in dates(text)]
    rough = [
        (*said, len(said[2]) == len("2020"))
        for said in years(text, year)
        if not _OTHERS.search(text[: said[0]])
    ]
    if year is not None:
        rough += [(start, end, iso, False) for start, end, iso in days(text, int(year))]
    if today is not None and len(today) == len("2020-01-01"):
        happens = {token.lemma_.lower() for token in sentence} & words("literals", "today")
        rough += [(*said, False) for said in recent(text, today)] if happens else []
    for start, end, iso, is_rough in rough:
        if not any(start < other[1] and other[0] < end for other in spans):
            spans.append((start, end, iso, is_rough))
    for start, end, iso, is_rough in sorted(spans):
        if _DEADLINE.search(text[:start]):
            continue
        span = sentence.char_span(start, end, alignment_mode="expand")
        if span is not None:
            yield Dated(span.start, span.end, iso, is_rough)
