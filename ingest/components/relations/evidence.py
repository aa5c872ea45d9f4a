"""Which characters stand behind a fact: its sentence, or the item or cell that says it."""

from __future__ import annotations

from ...reading import Reading

_LONG = 600  # characters; a longer block is cut to its sentences


def evidence_span(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Return the characters of ``doc.text`` of the sentences that hold tokens *start* to *end*.

    A heading, item or cell counts as one sentence unless it is long; where it only names what the
    block of the last token speaks of, that block says it.
    """
    block = reading.block(start)
    if block.kind != "paragraph" and reading.block_of[end - 1] != reading.block_of[start]:
        return evidence_span(reading, end - 1, end)
    if block.kind != "paragraph" and block.end - block.start <= _LONG:
        return block.start, block.end
    first = reading.sentences[reading.sentence_of[start]]
    last = reading.sentences[reading.sentence_of[end - 1]]
    return reading.characters(first.start, last.end)
