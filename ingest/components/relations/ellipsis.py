"""What a verb leaves unsaid: "Turku and Riga will take part" - in what came before."""

from __future__ import annotations

from ...annotations import Mention
from .clauses import Clause
from .syntax import Syntax

_TAKING = {
    "participate": frozenset({"Programme", "Project", "Event"}),
    "take": frozenset({"Programme", "Project", "Event"}),
    "attend": frozenset({"Event"}),
    "follow": frozenset({"Network", "Programme", "Agreement"}),
    "join": frozenset({"Network", "Programme", "Project", "Event"}),
}
#: Verbs of entering, after which "followed" says the same of another.
_ENTERED = frozenset({"join", "sign", "enter", "adopt", "ratify", "endorse"})
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
    if token.lemma_.lower() == "follow":
        return _followed(syntax, clause, kinds)
    if any(_says(syntax, clause, slot) for slot in _SLOTS if slot not in ignored):
        return None
    return _before(syntax, clause.unit, kinds)


def _followed(syntax: Syntax, clause: Clause, kinds: frozenset[str]) -> Mention | None:
    """Return what the verb before has joined or signed: "A joined B, and C followed in 2018"."""
    head = syntax.head(clause.unit)
    entered = syntax.doc[clause.unit].dep_ == "conj" and syntax.doc[head].lemma_ in _ENTERED
    if not entered or _says(syntax, clause, "patient"):
        return None
    found = [m for u in syntax.children(head, "dobj") for m in syntax.denoted(u)]
    return found[0] if found and syntax.reading.kind(found[0]) in kinds else None


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
