"""Lists that the top of a document announces: "This list names the participants in X"."""

from __future__ import annotations

from ...annotations import Mention
from ...lexicon import words
from ...reading import Reading
from .anchors import anchor_in
from .cues import Cue, find_cue

_TOP = 5  # blocks at the top of a document that may say what its lists are


def announced(reading: Reading, index: int) -> tuple[Cue, Mention] | None:
    """Return what the opening sentences say of all lists below, for the item in block *index*.

    The sentence speaks of a list, holds a cue and names what the cue speaks of.
    """
    for block in range(min(_TOP, index)):
        if not _speaks_of_lists(reading, block):
            continue
        span = reading.block_spans[block]
        for number in sorted({reading.sentence_of[i] for i in range(span.start, span.end)}):
            sentence = reading.sentences[number]
            if not {t.lower_ for t in sentence} & words("headers", "announcing"):
                continue
            cue = find_cue(sentence.text, label=False)
            named = reading.mentions_in(sentence.start, sentence.end)
            anchor = anchor_in(reading, named, cue.may_anchor) if cue is not None else None
            if cue is not None and anchor is not None:
                return cue, anchor
    return None


def _speaks_of_lists(reading: Reading, block: int) -> bool:
    """Say whether a paragraph has any of the words that announce a list."""
    if reading.layout.blocks[block].kind != "paragraph":
        return False
    spoken = reading.layout.block_text(block).lower()
    return any(word in spoken for word in words("headers", "announcing"))
