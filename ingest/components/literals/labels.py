"""Values on labelled lines and in the rows of fact sheets: "Founded: 1998", "Members | 45"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..lists.anchors import anchor_above
from ..relations.syntax import Syntax
from .numbers import number
from .saying import Saying

_FOUNDED = re.compile(
    r"^(?:year (?:of )?)?(?:founded|established|launched|created|foundation|founding|establishment|"
    r"launch|founding year|set up|active since|since)(?: in| on| year| date)?$",
    re.IGNORECASE,
)
_MEMBERS = re.compile(
    r"^(?:number of |total |present |current )*(?:member |participating |partner )?(?:members?|"
    r"cities|participants|municipalities|towns|delegates|attendees|membership|signatories|partners|"
    r"adherents|affiliates|participating bodies)(?: cities| towns| municipalities)?$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b((?:18|19|20)\d\d)\b")
_COUNT = re.compile(
    r"^(?:about |over |more than |some |around )?(\d[\d,]*)\+?"
    r"(?:\s+[a-z]+){0,3}(?:\.|\s*[(,;].*)?$",
    re.IGNORECASE,
)
_LONG = 110  # characters of a labelled value with a remark
_BODIES = {"Network": 1.0, "Programme": 1.0, "Project": 0.9, "Event": 0.8, "Organization": 0.7}


def read_labels(syntax: Syntax) -> Iterator[Saying]:
    """Yield the founding years and counts that labels give to what their section is about."""
    layout = syntax.reading.layout
    for index, block in enumerate(layout.blocks):
        text = layout.block_text(index)
        label, colon, value = text.partition(":")
        if block.kind == "cell" and block.column == 1 and index:
            before = layout.blocks[index - 1]
            if (before.group, before.row) == (block.group, block.row):
                yield from _read(syntax, index, layout.block_text(index - 1), text)
        elif colon and len(value) < _LONG:
            yield from _read(syntax, index, label, value)


def _read(syntax: Syntax, index: int, label: str, value: str) -> Iterator[Saying]:
    label, value = label.strip(" *_:"), value.strip(" *_")
    year, count = _YEAR.search(value), _COUNT.match(value)
    span = syntax.reading.block_spans[index]
    anchor = None
    if (_FOUNDED.match(label) and year) or (_MEMBERS.match(label) and count):
        anchor = anchor_above(syntax.reading, index, lambda kind: _BODIES.get(kind, 0.0))
    if anchor is None or not len(span):
        return
    kind = syntax.reading.kind(anchor)
    if year and _FOUNDED.match(label) and kind != "Event":
        said: tuple[str, int | None] = ("foundingYear", int(year[1]))
    else:
        said = ("memberCount", number(count[1]) if count else None)
    if said[1] is not None:
        yield Saying(anchor.cluster, said[0], said[1], span.start, span.end, "literals.labelled")
