"""Towns written as governments: "City of Riga", "Municipality of Turku", "Tartu City Council"."""

from __future__ import annotations

from ...annotations import Mention
from ...folding import fold
from ...lexicon import phrases
from ...reading import Reading

_BEFORE = 3  # tokens before a name, and behind it, that may say so


def is_civic(reading: Reading, mention: Mention) -> bool:
    """Say whether a town is written as a government where it is mentioned."""
    span = reading.block_spans[reading.block_of[mention.start]]
    first = max(span.start, mention.start - _BEFORE)
    text = f" {fold(reading.doc[first : min(mention.end + 2, span.end)].text)} "
    names = phrases("heads", "governments") | phrases("heads", "municipal") | {"city of", "town of"}
    return any(f" {name} " in text for name in names)
