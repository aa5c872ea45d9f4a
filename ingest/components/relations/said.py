"""Where a fact is said: its sentences, the mentions of its ends there, the item or cell."""

from __future__ import annotations

from spacy.tokens import Span

from ...annotations import FactCandidate, Mention
from ...reading import Reading


def mentions_of(reading: Reading, fact: FactCandidate, cluster: int) -> list[Mention]:
    """Return the mentions of one end of a fact in the words that say it."""
    span = reading.doc.char_span(fact.start, fact.end, alignment_mode="expand")
    if span is None:
        return []
    return [m for m in reading.mentions_in(span.start, span.end) if m.cluster == cluster]


def sentences_of(reading: Reading, fact: FactCandidate) -> list[Span]:
    """Return the sentences of the words that say a fact."""
    span = reading.doc.char_span(fact.start, fact.end, alignment_mode="expand")
    if span is None:
        return []
    first, last = reading.sentence_of[span.start], reading.sentence_of[span.end - 1]
    return reading.sentences[first : last + 1]


def is_item(reading: Reading, fact: FactCandidate) -> bool:
    """Say whether a fact stands in an item or cell: its words describe, they do not relate."""
    return reading.layout.blocks[reading.layout.block_at(fact.start)].kind in {"item", "cell"}
