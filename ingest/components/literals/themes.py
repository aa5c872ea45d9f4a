"""Topics in lists: under "Focus areas", behind "Topics:", after "the network works on:"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ...annotations import Mention
from ...folding import fold
from ...lexicon import table, words
from ..lists.anchors import anchor_above, anchor_in
from ..relations.syntax import Syntax
from .nearest import SCHEMES
from .saying import Saying

#: How welcome each kind is as that whose topics a list gives.
WEIGHTS = {
    "Programme": 1.6,
    "Project": 1.4,
    "Network": 1.0,
    "Event": 1.2,
    "Agreement": 0.7,
    "Organization": 0.5,
}
_PAIR = 2  # cells of a row of labels and values
_LABEL = 40  # characters of a label before its colon
_LONGEST = 9  # words of a topic
_SPLIT = re.compile(r"\s*[,;•|/·]\s*(?:and\s+)?|\s+(?:and|&)\s+")
_REMARK = re.compile(r"\s*(?:[(:;–—.]|\s-\s).*$", re.DOTALL)
_FRONT = re.compile(r"^(?:(?:the|a|an|and)|wp ?\d+:?)\s+", re.IGNORECASE)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(table("literals")["themes"][name])


def read_themes(syntax: Syntax) -> Iterator[Saying]:
    """Yield the topics that items, labelled lines and rows give."""
    blocks = syntax.reading.layout.blocks
    for index, block in enumerate(blocks):
        text = syntax.reading.layout.block_text(index)
        label, colon, rest = text.partition(":")
        if colon and len(label) <= _LABEL and _pattern("heading").match(fold(label)):
            yield from _said(syntax, index, _SPLIT.split(rest.strip()))
        elif block.kind == "item" and _is_introduced(syntax, index):
            yield from _said(syntax, index, [_REMARK.sub("", text)])
        elif block.kind == "cell" and block.column == 1 and index:
            before = blocks[index - 1]
            beside = (before.group, before.row) == (block.group, block.row)
            if beside and _heads(syntax, index - 1):
                yield from _said(syntax, index, _SPLIT.split(text))


def read_columns(syntax: Syntax) -> Iterator[Saying]:
    """Yield the topics in a column headed "Theme" or "Subject", for the scheme its row names."""
    reading = syntax.reading
    rows: dict[tuple[int | None, int | None], list[int]] = {}
    for index, block in enumerate(reading.layout.blocks):
        if block.kind == "cell":
            rows.setdefault((block.group, block.row), []).append(index)
    heads: dict[int | None, set[int | None]] = {}
    for (group, _), cells in rows.items():
        if group not in heads:
            columns = {reading.layout.blocks[c].column for c in cells if _heads(syntax, c)}
            heads[group] = columns if len(cells) > _PAIR else set()
            continue
        named = [m for c in cells for m in reading.mentions_of_block(c, references=False)]
        things = {m.cluster: m for m in named if reading.kind(m) in SCHEMES}
        for cell in cells if len(things) == 1 else ():
            if reading.layout.blocks[cell].column in heads[group]:
                said = _SPLIT.split(reading.layout.block_text(cell))
                yield from _said(syntax, cell, said, next(iter(things.values())))


def _weight(kind: str) -> float:
    return WEIGHTS.get(kind, 0.0)


def _heads(syntax: Syntax, index: int) -> bool:
    """Say whether a block is the heading of topics."""
    text = syntax.reading.layout.block_text(index).strip("*_: ")
    return bool(_pattern("heading").match(fold(text)))


def _is_introduced(syntax: Syntax, index: int) -> bool:
    """Say whether the lead-in or the heading of an item speaks of topics."""
    layout = syntax.reading.layout
    block = layout.blocks[index]
    lead_in = block.lead_in
    if lead_in is not None and layout.blocks[lead_in].kind == "paragraph":
        text = layout.block_text(lead_in).rstrip("*_ ")
        if not text.endswith(":"):
            return False
        said = fold(re.split(r"[.;!?]\s", text)[-1])
        return bool(_pattern("lead_in").search(said) or _pattern("heading").match(said))
    return block.heading is not None and _heads(syntax, block.heading)


def _is_vague(topic: str) -> bool:
    """Say whether one word is too general to be a topic: "other", "issues"."""
    general = words("literals", "vague") | words("literals", "never") | words("literals", "areas")
    return topic.removesuffix("s") in general or topic in general


def as_topics(text: str) -> list[str]:
    """Return the topics of a short line: parted at its commas where it is a list.

    >>> as_topics("Shelter, storm warning and lighting")
    ['shelter', 'storm warning', 'lighting']
    >>> as_topics("Land use and building")
    ['land use and building']
    >>> as_topics("Fair and equal access, and safety")
    ['fair and equal access', 'safety']
    """
    parts = re.split(r"\s*[,;]\s*", text)
    if len(parts) > 1 and not parts[-1].startswith(("and ", "& ")):
        parts[-1:] = re.split(r"\s+(?:and|&)\s+", parts[-1])
    return _cleaned(parts)


def _cleaned(topics: list[str]) -> list[str]:
    topics = [_FRONT.sub("", topic).strip(' .,;*_"“”').lower() for topic in topics]
    return [
        t
        for t in topics
        if any(map(str.isalpha, t)) and t.count(" ") < _LONGEST and not _is_vague(t)
    ]


def _said(
    syntax: Syntax, index: int, topics: list[str], anchor: Mention | None = None
) -> Iterator[Saying]:
    """Yield the topics of one block for what its heading, or the document, is about."""
    reading = syntax.reading
    span = reading.block_spans[index]
    topics = _cleaned(topics)
    if not topics or len(span) == 0 or reading.mentions_in(span.start, span.end):
        return
    lead_in = reading.layout.blocks[index].lead_in
    near = reading.mentions_of_block(lead_in) if lead_in is not None else []
    anchor = anchor or anchor_in(reading, near, _weight) or anchor_above(reading, index, _weight)
    if anchor is None:
        return
    for topic in topics:
        yield Saying(anchor.cluster, "focusArea", topic, span.start, span.end, "literals.theme")
