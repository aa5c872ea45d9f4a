"""Sentence starts from the layout, so that neither parser nor NER reads across two blocks."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

NAME = "hansa_blocks_v1"


def mark_blocks(doc: Doc) -> Doc:
    """Set a sentence start at each block, and none inside a heading or a table cell.

    The parser keeps what is set and decides the rest; NER lets no entity cross a sentence start.
    """
    starts = {block.start: block for block in doc._.layout.blocks}
    whole = False
    for token in doc:
        block = starts.get(token.idx)
        if block is not None:
            token.is_sent_start = True
            whole = block.kind in ("heading", "cell")
        elif whole:
            token.is_sent_start = False
    return doc


def register() -> None:
    """Register the component under its versioned name."""
    Language.component(NAME, func=mark_blocks, assigns=["token.is_sent_start"])
