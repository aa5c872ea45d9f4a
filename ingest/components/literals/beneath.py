"""Dates on a line of their own below the heading that names an event, or behind its name there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...annotations import Mention
from ...reading import Reading
from .calendar_dates import dates, days
from .saying import Saying

_LEAD = re.compile(
    r"\W*(?:(?:date|dates|when|on|from|the|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\W+)*",
    re.IGNORECASE,
)
#: A dateline of news, or of its author, rather than the day of what a heading names.
_NEWS = re.compile(r"\b(?:by|posted|published|updated|written|author|min(?:utes?)? read)\b", re.I)
_REACH = 3  # lines below a name: one for its motto, one for its date
_LINE = 70  # characters of a line that tells when and where
_REST = 12  # characters of a heading beside the name and its date
_LABELS = 12  # characters before the date on its line


def beneath(reading: Reading, year: str | None) -> Iterator[Saying]:
    """Yield the date of each event that a heading names, from it or the lines right below."""
    for mention in reading.mentions:
        if mention.form != "name" or reading.kind(mention) != "Event":
            continue
        index = reading.block_of[mention.start]
        if not _is_heading(reading, index, mention):
            continue
        found = _behind(reading, index, mention, year) or _below(reading, index, mention, year)
        if found is not None:
            yield found


def _is_heading(reading: Reading, index: int, mention: Mention) -> bool:
    """Say whether a line names one event and little else."""
    heading = reading.layout.blocks[index].kind == "heading"
    text = reading.layout.block_text(index)
    named = {m.cluster for m in reading.mentions_of_block(index) if reading.kind(m) == "Event"}
    if len(named) != 1 or mention.start - reading.block_spans[index].start > 1:
        return False
    length = len(reading.doc[mention.start : mention.end].text)
    whole = len(text.strip("*_# ")) - length <= _REST
    return heading or whole


def _behind(reading: Reading, index: int, mention: Mention, year: str | None) -> Saying | None:
    """Return the date behind a name in its own heading: "Harbour Forum, 4 May 2021"."""
    end = reading.block_spans[index].end
    text = reading.doc[mention.end : end].text
    for start, _, iso in _said(text, year):
        if start <= _REST:
            return Saying(mention.cluster, "date", iso, mention.start, end, "literals.beneath")
    return None


def _below(reading: Reading, index: int, mention: Mention, year: str | None) -> Saying | None:
    """Return the date that opens a short line right below a name."""
    blocks = reading.layout.blocks
    for below in range(index + 1, min(index + 1 + _REACH, len(blocks))):
        text = reading.layout.block_text(below)
        if len(text) > _LINE or blocks[below].kind in {"cell"}:
            return None
        opening = _LEAD.match(text)
        lead = opening.end() if opening else 0
        first = next(iter(_said(text, year)), None)
        if first is not None and first[0] <= max(lead, 1) and not _NEWS.search(text):
            span = reading.block_spans[below]
            return Saying(
                mention.cluster, "date", first[2], span.start, span.end, "literals.beneath"
            )
        if blocks[below].kind == "heading":
            return None
    return None


def _said(text: str, year: str | None) -> list[tuple[int, int, str]]:
    """Return the dates of a line, those without a year in *year*."""
    found = list(dates(text))
    return found or (list(days(text, int(year))) if year else [])
