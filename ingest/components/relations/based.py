"""Where something is, in a compound before its noun: "X is a Turku-based charity"."""

from __future__ import annotations

from ontology.terms import PLACES

from .emission import Emission
from .nominal import noun_slots
from .syntax import Syntax

_WORDS = frozenset({"based", "headquartered"})
_HYPHENS = frozenset({"-", "‑", "–"})
_FAR = 6  # tokens from the compound to the noun it describes


def read_based(syntax: Syntax, emission: Emission) -> None:
    """Add the seat that "PLACE-based" before a noun gives to what the noun is said of."""
    doc = syntax.doc
    for mention in syntax.reading.mentions:
        after = doc[mention.end : mention.end + 2]
        compound = len(after) == 2 and after[0].text in _HYPHENS and after[1].lower_ in _WORDS
        if not compound or syntax.reading.kind(mention) not in PLACES:
            continue
        for unit in range(mention.end + 2, min(mention.end + 2 + _FAR, len(doc))):
            token = doc[unit]
            if unit in syntax.mention_at or (token.is_punct and token.text not in _HYPHENS):
                break
            if token.pos_ != "NOUN" or doc[unit + 1 : unit + 2].text in _HYPHENS:
                continue
            slots, status = noun_slots(syntax, unit)
            if status is None:
                continue
            for bearer in slots["self"]:
                if syntax.reading.kind(bearer) in {"Organization", "Network"}:
                    emission.add("frames.based", ("locatedIn",), bearer, mention, status)
