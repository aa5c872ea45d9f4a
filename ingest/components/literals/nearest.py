"""The scheme that a sentence without a subject of its own goes on about."""

from __future__ import annotations

from ...annotations import Mention
from ..relations.syntax import Syntax

SCHEMES = frozenset({"Network", "Programme", "Project", "Agreement", "Event"})


def nearest_scheme(syntax: Syntax, unit: int) -> list[Mention]:
    """Return the scheme named last before a token in its sentence, or in the one before."""
    index = syntax.reading.sentence_of[unit]
    block = syntax.reading.block_of[unit]
    for sentence in syntax.reading.sentences[max(0, index - 1) : index + 1][::-1]:
        named = syntax.reading.mentions_in(sentence.start, min(unit, sentence.end))
        found = [m for m in reversed(named) if syntax.reading.kind(m) in SCHEMES]
        found.sort(key=lambda m: syntax.reading.kind(m) in {"Agreement", "Event"})
        if found and syntax.reading.block_of[found[0].start] == block:
            return found
        if _has_subject(syntax, unit):
            break
    return []


def _has_subject(syntax: Syntax, unit: int) -> bool:
    """Say whether a sentence tells of someone else before it comes to a noun."""
    sentence = syntax.reading.sentences[syntax.reading.sentence_of[unit]]
    subjects = (t for t in syntax.doc[sentence.start : unit] if t.dep_ in {"nsubj", "nsubjpass"})
    return any(t.lower_ in {"he", "she"} or syntax.narrow(syntax.unit(t.i)) for t in subjects)
