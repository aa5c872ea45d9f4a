"""Topics in numbered headings and lines: "Pillar 2: Clean air", "## 01 Open data" after a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ...folding import fold
from ...lexicon import table
from ..lists.anchors import anchor_above
from ..relations.syntax import Syntax
from .saying import Saying
from .themes import WEIGHTS, as_topics

_NUMBER = re.compile(r"^\(?(?:\d{1,2}|[ivx]{1,4}|[IVX]{1,4}|[a-hA-H])[.):]?\)?\s+(?=\w)")
_LONGEST = 80  # characters of a numbered line
_LOOK_BACK = 40  # blocks between a lead-in and the last of its numbered headings


@cache
def _labelled() -> re.Pattern[str]:
    return re.compile(table("literals")["themes"]["numbered"], re.IGNORECASE)


@cache
def _lead_in() -> re.Pattern[str]:
    return re.compile(table("literals")["themes"]["lead_in"])


def read_numbered(syntax: Syntax) -> Iterator[Saying]:
    """Yield the topics of labelled lines, and of numbered headings below a lead-in."""
    layout = syntax.reading.layout
    introduced = -1
    for index, block in enumerate(layout.blocks):
        text = layout.block_text(index).strip("*_ ")
        if block.kind == "paragraph" and text.endswith(":"):
            said = fold(re.split(r"[.;!?]\s", text.rstrip(":"))[-1])
            introduced = index if _lead_in().search(said) else introduced
        if len(text) > _LONGEST or block.kind not in {"heading", "item", "paragraph"}:
            continue
        match = _labelled().match(text)
        number = _NUMBER.match(text) if block.kind == "heading" else None
        if match:
            yield from _of(syntax, index, match["topic"])
        elif number and introduced >= 0 and index - introduced < _LOOK_BACK:
            yield from _of(syntax, index, text[number.end() :], introduced)


def _of(syntax: Syntax, index: int, text: str, lead_in: int = -1) -> Iterator[Saying]:
    reading = syntax.reading
    span = reading.block_spans[index]
    if len(span) == 0 or reading.mentions_in(span.start, span.end):
        return
    above = lead_in if lead_in >= 0 else index
    anchor = anchor_above(reading, above, lambda kind: WEIGHTS.get(kind, 0.0), inside=False)
    if anchor is None:
        return
    for topic in as_topics(text):
        yield Saying(anchor.cluster, "focusArea", topic, span.start, span.end, "literals.numbered")
