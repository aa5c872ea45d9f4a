"""What a thing is said to be: "X is a water quality programme", "Y, a car sharing service"."""

from __future__ import annotations

from collections.abc import Iterator

from ...lexicon import words
from ..relations.nominal import noun_slots
from ..relations.syntax import Syntax
from .saying import Saying

_KINDS = frozenset({"Network", "Programme", "Project", "Organization", "Event", "Agreement"})
_BEFORE = frozenset({"compound", "amod", "nmod"})
_LONGEST = 4  # words of a topic before its noun


def read_described(syntax: Syntax, unit: int) -> Iterator[Saying]:
    """Yield the topic in the nouns before the noun at *unit*, if it says what a name is."""
    topic = _topic(syntax, unit)
    if not topic:
        return
    slots, status = noun_slots(syntax, unit)
    fitting = [m for m in slots["self"] if syntax.reading.kind(m) in _KINDS]
    if status is None or len({m.cluster for m in fitting}) != 1:
        return
    start, end = min(fitting[0].start, unit), max(fitting[0].end, unit + 1)
    yield Saying(fitting[0].cluster, "focusArea", topic, start, end, "literals.described")


def _topic(syntax: Syntax, unit: int) -> str:
    """Return the common nouns right before a noun, with what belongs to them."""
    doc = syntax.doc
    nouns = [
        u
        for u in syntax.children(unit, "compound", "nmod")
        if u < unit and doc[u].pos_ == "NOUN" and u not in syntax.mention_at
    ]
    nouns = [u for u in nouns if doc[u].lemma_.lower() not in words("literals", "idle")]
    if not nouns or doc[unit - 1].lemma_.lower() in words("literals", "idle"):
        return ""
    start = unit
    while start > unit - _LONGEST and _belongs(syntax, start - 1, unit):
        start -= 1
    text = " ".join(doc[start:unit].text.split()).strip("-–’'\" ").lower()
    return text if " " in text or "-" in text else ""


def _belongs(syntax: Syntax, token: int, unit: int) -> bool:
    """Say whether a token before a noun is part of the phrase that names the work."""
    other = syntax.doc[token]
    if token in syntax.mention_at or syntax.unit(token) != token or other.ent_type_ == "NORP":
        return False
    if other.text in {"-", "–"} or other.pos_ == "NOUN":
        return other.lemma_.lower() not in words("literals", "idle")
    hangs = other.dep_ in _BEFORE and other.head.i != unit
    return other.pos_ in {"ADJ", "VERB"} and (hangs or other.nbor(1).text == "-")
