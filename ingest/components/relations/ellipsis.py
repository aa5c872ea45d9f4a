"""What a verb leaves unsaid: "Turku and Riga will take part" - in what came before."""

from __future__ import annotations

from ...annotations import Mention
from .clauses import Clause
from .syntax import Syntax

_TAKING = {
    "participate": frozenset({"Programme", "Project", "Event"}),
    "take": frozenset({"Programme", "Project", "Event"}),
    "attend": frozenset({"Event"}),
    "join": frozenset({"Network", "Programme", "Project", "Event"}),
}
_SLOTS = ("patient", "in", "at", "to", "for", "on", "with", "as")


def unsaid(syntax: Syntax, clause: Clause) -> Mention | None:
    """Return what a verb of taking part is said of when its clause does not name it.

    It is the last thing of a fitting kind in the sentences before, in the same block; failing
    that, what the nearest heading names.
    """
    token = syntax.doc[clause.unit]
    kinds = _TAKING.get(token.lemma_.lower())
    if kinds is None or clause.passive or not clause.slots.get("agent"):
        return None
    part = token.lemma_.lower() == "take"
    if part and "take:part" not in clause.keys:
        return None
    ignored = ("patient",) if part else ()
    if any(_says(syntax, clause, slot) for slot in _SLOTS if slot not in ignored):
        return None
    return _before(syntax, clause.unit, kinds)


def _says(syntax: Syntax, clause: Clause, slot: str) -> bool:
    """Say whether a slot holds more than a time."""
    return any(
        syntax.doc[unit].ent_type_ not in {"DATE", "TIME", "CARDINAL"}
        for unit in clause.slots.get(slot, ())
    )


def _before(syntax: Syntax, verb: int, kinds: frozenset[str]) -> Mention | None:
    reading = syntax.reading
    block = reading.block_of[verb]
    start = reading.sentences[reading.sentence_of[verb]].start
    span = reading.block_spans[block]
    found = [m for m in reading.mentions_in(span.start, start) if reading.kind(m) in kinds]
    if found:
        return found[-1]
    for heading in reading.layout.headings(block):
        named = [m for m in reading.mentions_of_block(heading) if reading.kind(m) in kinds]
        if len({m.cluster for m in named}) == 1:
            return named[0]
    return None
