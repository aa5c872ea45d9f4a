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


_ANY_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NEAR = 90  # characters from a year to its day
#: What leads from the year of something to its day: "in 2019, to be held in Riga on 26 March".
_STAGED = re.compile(
    r",? (?:(?:which|that|and) )?(?:(?:is|was|will|to) )?(?:be )?(?:\w+ly )?"
    r"(?:staged|held|hosted|organi[sz]ed|scheduled|taking place|takes? place|took place|running|"
    r"runs?|opens?|opening)\b",
    re.IGNORECASE,
)
#: Words before a year of another text or meeting: one before it, or one that is to follow.
_OTHER_ONES = re.compile(
    r"\b(?:(?:the|their|its|a|an) (?:very )?(?:first|earlier|previous|former|original|initial|"
    r"predecessor) (?:[\w-]+ ){0,3}(?:agreement|memorandum|mou|accord|treaty|pact|contract|"
    r"protocol|declaration|charter)|(?:plans?|planned|planning|hopes?|ideas?) "
    r"(?:for|of|to) (?:\w+ ){0,2}"
    r"(?:follow(?:ing)?[- ]?up|repeat|successor|sequel|next|second|further|another))\b"
    r"[^;.]{0,60}\b(?:in|of|during|for) (?:\w+ ){0,2}$",
    re.IGNORECASE,
)
#: Words before the day of what was written, of which the sentence tells something else.
_WRITTEN = re.compile(
    r"\b(?:letters?|communications?|e-?mails?|mails?|memos?|notes?|messages?|notices?|reports?|"
    r"circulars?|invitations?|press releases?)\s+(?:\w+ ){0,3}(?:dated|of|from)\s+"
    r"(?:the )?(?:\w+day,? )?$",
    re.IGNORECASE,
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


def _year_of(
    text: str, rough: list[tuple[int, int, str, bool]]
) -> tuple[int, int, str, bool] | None:
    """Return the only year of a sentence, of which a day behind it is: "in 2019, on 26 March"."""
    said = [r for r in rough if r[3]]
    if len(said) != 1 or len(_ANY_YEAR.findall(text)) != 1:
        return None
    after = text[said[0][1] : said[0][1] + _NEAR]
    return said[0] if _STAGED.match(after) else None


def found_in(sentence: Span, today: str | None, year: str | None) -> Iterator[Dated]:
    """Yield the dates of a sentence in order, days without a year dated by the document's own."""
    text = sentence.text
    spans = [(start, end, iso, False) for start, end, iso in dates(text)]
    rough = [
        (*said, len(said[2]) == len("2020"))
        for said in years(text, year)
        if not _OTHERS.search(text[: said[0]]) and not _OTHER_ONES.search(text[: said[0]])
    ]
    bare = _year_of(text, rough) if not spans else None
    if bare is not None:
        told = next(iter(days(text[bare[1] :], int(bare[2]))), None)
        rough = [(bare[0], bare[1] + told[1], told[2], False)] if told else rough
    elif year is not None:
        rough += [(start, end, iso, False) for start, end, iso in days(text, int(year))]
    if today is not None and len(today) == len("2020-01-01"):
        happens = {token.lemma_.lower() for token in sentence} & words("literals", "today")
        rough += [(*said, False) for said in recent(text, today)] if happens else []
    for start, end, iso, is_rough in rough:
        if not any(start < other[1] and other[0] < end for other in spans):
            spans.append((start, end, iso, is_rough))
    for start, end, iso, is_rough in sorted(spans):
        if _DEADLINE.search(text[:start]) or _WRITTEN.search(text[:start]):
            continue
        span = sentence.char_span(start, end, alignment_mode="expand")
        if span is not None:
            yield Dated(span.start, span.end, iso, is_rough)
