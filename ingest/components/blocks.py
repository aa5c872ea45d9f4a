"""Sentence starts from the layout, so that neither parser nor NER reads across two blocks."""

from __future__ import annotations

from typing import cast

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from thinc.types import Ints2d

NAME = "hansa_blocks_v1"
#: spaCy's codes of SENT_START: a start, not a start, for the parser to decide.
_START, _WITHIN, _OPEN = 1, -1, 0


def mark_blocks(doc: Doc) -> Doc:
    """Set a sentence start at each block, and none inside a heading or a table cell.

    The parser keeps what is set and decides the rest; NER lets no entity cross a sentence start.
    """
    starts = {block.start: block for block in doc._.layout.blocks}
    marks: list[int] = []
    inside = _OPEN
    for offset in doc.to_array("IDX").tolist():
        block = starts.get(offset)
        if block is not None:
            inside = _WITHIN if block.kind in ("heading", "cell") else _OPEN
        marks.append(inside if block is None else _START)
    # All at once: setting one token's start looks through the whole document.
    column = cast(Ints2d, np.array([marks], dtype=np.int64).T.astype(np.uint64))
    return doc.from_array(["SENT_START"], column) if marks else doc


def register() -> None:
    """Register the component under its versioned name."""
    Language.component(NAME, func=mark_blocks, assigns=["token.is_sent_start"])
