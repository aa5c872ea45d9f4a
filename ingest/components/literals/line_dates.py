"""Dates outside sentences: in the rows of a programme, before an entry, in the closing words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...reading import Reading
from ..lists.anchors import anchor_above
from .beneath import beneath
from .calendar_dates import dates, days
from .saying import Saying

_DATED = frozenset({"Event", "Agreement"})
_SCHEMES = {"Project": 1.0, "Programme": 0.9}
_CLOSING = re.compile(
    r"^(?:done|signed|given|adopted|agreed|approved|issued|concluded|made|subscribed)\b"
    r"(?!.*\b(?:by|amend\w*)\b).{0,60}$",
    re.IGNORECASE | re.DOTALL,
)
_GATHERED = re.compile(
    r"\b(?:gathered|assembled|meeting|met|convened|having met|reunited)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"^\W*(?:(?:project|programme|implementation|planned|official|action) )?"
    r"(?:start|start date|starting date|starts?(?: on| in)?|begin(?:s|ning)?|duration|period|"
    r"time ?frame|time ?line|term|running time|runs|dates)\W*$",
    re.IGNORECASE,
)
_LASTING = re.compile(
    r"\b(?:project|programme|program|implementation|funding|grant|pilot)(?:[’']s)? "
    r"(?:period|duration|lifetime|term)\s+(?:is|was|runs?|ran|lasts?|covers|extends)\s+(?:from\s+)?",
    re.IGNORECASE,
)
_TITLE = 3  # blocks at the top in which a text names itself
_PREAMBLE = 8  # blocks in which a text tells where its makers met
_BARE = 12  # characters beside the date on a line that only dates
_ENTRY = 12  # tokens of an entry before the name that it dates


def on_lines(reading: Reading, year: str | None) -> Iterator[Saying]:
    """Yield the dates that rows, entries and closing words give."""
    yield from beneath(reading, year)
    yield from _in_rows(reading, year)
    yield from _before_entries(reading, year)
    yield from _closings(reading)
    yield from _periods(reading)


def all_dates(text: str, year: str | None) -> list[tuple[int, int, str]]:
    """Return the dates of a text, those without a year in *year*."""
    found = list(dates(text))
    return found or (list(days(text, int(year))) if year else [])


def _in_rows(reading: Reading, year: str | None) -> Iterator[Saying]:
    """Yield the date in one cell of a row for the event or text that another cell names."""
    rows: dict[tuple[int | None, int | None], list[int]] = {}
    for index, block in enumerate(reading.layout.blocks):
        if block.kind == "cell":
            rows.setdefault((block.group, block.row), []).append(index)
    for cells in rows.values():
        named = [m for c in cells for m in reading.mentions_of_block(c, references=False)]
        things = {m.cluster for m in named if reading.kind(m) in _DATED}
        if len(things) != 1:
            continue
        for cell in cells:
            text = reading.layout.block_text(cell)
            found = all_dates(text, year)[:1]
            for start, end, iso in found if text else ():
                if len(text) - (end - start) <= 2 * _BARE:
                    span = reading.block_spans[cell]
                    thing = next(iter(things))
                    yield Saying(thing, "date", iso, span.start, span.end, "literals.row")


def _before_entries(reading: Reading, year: str | None) -> Iterator[Saying]:
    """Yield the date that opens a line before the event it dates: "22 May: Second Forum"."""
    for mention in reading.mentions:
        if reading.kind(mention) not in _DATED or mention.form != "name":
            continue
        block = reading.block_spans[reading.block_of[mention.start]]
        if not 0 < mention.start - block.start <= _ENTRY:
            continue
        before = reading.doc[block.start : mention.start].text
        found = [d for d in all_dates(before, year) if d[0] <= 1]
        for _, end, iso in found[:1]:
            if len(before) - end <= _BARE and not before[end:].lstrip().startswith(","):
                yield Saying(
                    mention.cluster, "date", iso, block.start, mention.end, "literals.entry"
                )


def _closings(reading: Reading) -> Iterator[Saying]:
    """Yield the date of "Done at Riga on 3 May 2021", and of "We, gathered in Riga on"."""
    title = next(
        (
            m
            for m in reading.mentions
            if reading.block_of[m.start] < _TITLE and reading.kind(m) == "Agreement"
        ),
        None,
    )
    if title is None:
        return
    for sentence in reading.sentences:
        text = sentence.text
        for start, _, iso in dates(text) if len(sentence) < 2 * _BARE or "," in text else ():
            if len(iso) < len("2020-01-01"):
                continue
            before = text[:start]
            early = reading.block_of[sentence.start] < _PREAMBLE
            if _CLOSING.match(before) or (early and _GATHERED.search(before)):
                yield Saying(
                    title.cluster, "date", iso, sentence.start, sentence.end, "literals.closing"
                )
            break


def _periods(reading: Reading) -> Iterator[Saying]:
    """Yield the first day of "Duration: 01/03/2022 - 28/02/2026" for the project it is of."""
    blocks = reading.layout.blocks
    for index, block in enumerate(blocks):
        text = reading.layout.block_text(index)
        if block.kind == "cell":
            label = reading.layout.block_text(index - 1) if index and block.column == 1 else ""
            value = text
        else:
            label, _, value = text.partition(":")
        if not (value and _PERIOD.match(label)):
            told = _LASTING.search(text)
            label, value = ("", text[told.end() :]) if told else ("", "")
        if not value:
            continue
        for start, _, iso in dates(value):
            anchor = anchor_above(reading, index, lambda kind: _SCHEMES.get(kind, 0.0))
            span = reading.block_spans[index]
            if anchor is not None and start <= _BARE and len(span):
                yield Saying(anchor.cluster, "date", iso, span.start, span.end, "literals.period")
            break
