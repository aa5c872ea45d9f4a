"""The date at the top of a document, and the dates on its labelled lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...annotations import Mention
from ...reading import Reading
from .calendar_dates import dates, days
from .saying import Saying

_DATED = frozenset({"Event", "Agreement"})
_LABEL = re.compile(
    r"^(?:event |start |conference |meeting )?(?:date|dates|when|time|datum|"
    r"date and (?:time|place|venue)|date of (?:signature|signing|adoption)|"
    r"signed(?: on)?|adopted(?: on)?)\b",
    re.IGNORECASE,
)
#: A label that dates a page as well as what it tells of.
_PLAIN = re.compile(r"^(?:dates?|time|datum)\b(?! (?:and|of)\b)", re.IGNORECASE)
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_TOP = 8  # blocks in which a dateline stands
_LATE = 40  # characters before the date of a dateline
_LINE = 110  # characters of a line of its own


def top_date(reading: Reading) -> str | None:
    """Return the day of the document: what it carries itself, else its dateline's."""
    own: str | None = reading.doc._.document.date if reading.doc._.document else None
    if own:
        return own
    for index in range(min(_TOP, len(reading.layout.blocks))):
        for start, _, iso in dates(reading.layout.block_text(index)):
            if start < _LATE:
                return iso
    return None


def year_said(reading: Reading) -> str | None:
    """Return the year of a document without a date of its own, if all its full dates share one."""
    texts = (reading.layout.block_text(index) for index in range(len(reading.layout.blocks)))
    found = {iso[:4] for text in texts for _, _, iso in dates(text)}
    return found.pop() if len(found) == 1 else None


def labelled(reading: Reading, year: str | None) -> Iterator[Saying]:
    """Yield the date on a line "Date: ..." for the event that the document is about."""
    event = _main(reading)
    if event is None:
        return
    for index, block in enumerate(reading.layout.blocks[:40]):
        text = reading.layout.block_text(index)
        label = text if block.kind != "cell" else row_label(reading, index)
        if not _LABEL.match(label) or (_PLAIN.match(label) and not _is_title(reading, event)):
            continue
        for _, _, iso in list(dates(text)) or (list(days(text, int(year))) if year else ()):
            span = reading.block_spans[index]
            yield Saying(event.cluster, "date", iso, span.start, span.end, "literals.label")
            return


def row_label(reading: Reading, index: int) -> str:
    """Return the first cell of the row that a cell stands in."""
    block = reading.layout.blocks[index]
    first = index
    while first > 0:
        before = reading.layout.blocks[first - 1]
        if (before.group, before.row) != (block.group, block.row):
            break
        first -= 1
    return reading.layout.block_text(first)


def _main(reading: Reading) -> Mention | None:
    """Return the event or text that the top of the document names."""
    for mention in reading.mentions:
        if reading.block_of[mention.start] >= _TOP:
            return None
        if reading.kind(mention) in _DATED:
            return mention
    return None


def at_top(reading: Reading) -> Iterator[Saying]:
    """Yield the dateline's date for the event or text that the title is."""
    title = _main(reading)
    if title is None or not _is_title(reading, title):
        return
    for index in range(min(_TOP, len(reading.layout.blocks))):
        text = reading.layout.block_text(index)
        for start, _, iso in dates(text):
            told = text.rstrip("*_ ").endswith(".") and start >= _LATE
            if (start < _LATE or (len(text) < _LINE and not told)) and not _is_byline(
                reading, index
            ):
                span = reading.block_spans[index]
                yield Saying(title.cluster, "date", iso, span.start, span.end, "literals.top")
                return


def _is_title(reading: Reading, mention: Mention) -> bool:
    """Say whether a name stands in a heading, or in a short line at the very top."""
    index = reading.block_of[mention.start]
    text = reading.layout.block_text(index)
    if any(t.tag_ in _FINITE and t.dep_ == "ROOT" for t in reading.doc[_span(reading, index)]):
        return False  # a headline tells of it; the date beside is that of the news
    line = index <= 2 and len(text) < _LINE and not text.endswith((".", "!", "?", ":"))
    return line or reading.layout.blocks[index].kind == "heading"


def _span(reading: Reading, index: int) -> slice:
    span = reading.block_spans[index]
    return slice(span.start, span.end)


def _is_byline(reading: Reading, index: int) -> bool:
    """Say whether a line dates an article by its writer, not what it tells of."""
    named = reading.mentions_of_block(index)
    text = reading.layout.block_text(index).lower()
    written = re.match(r"(?:by|posted|published|updated|last)\b", text)
    return written is not None or any(reading.kind(m) == "Person" for m in named)
