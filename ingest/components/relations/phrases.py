"""Relations said by a noun behind a preposition: "in partnership with X", "as part of Y"."""

from __future__ import annotations

from collections.abc import Iterator

from ontology.terms import PLACES

from ...annotations import Mention
from .modality import modality
from .nominal import Slots, own_slots
from .subjects import subjects_of
from .syntax import Syntax


def phrase_slots(
    syntax: Syntax, unit: int, prepositions: frozenset[str]
) -> tuple[Slots, str | None]:
    """Return the slots of "in partnership with X": those of the noun, and of its clause."""
    preposition = syntax.head(unit)
    if syntax.doc[unit].dep_ != "pobj" or syntax.doc[preposition].lower_ not in prepositions:
        return {}, None
    slots = own_slots(syntax, unit)
    for child in syntax.children(preposition, "prep"):
        for inner in syntax.children(child, "pobj"):
            slots.setdefault(syntax.doc[child].lower_, []).extend(syntax.denoted(inner))
    above = syntax.head(preposition)
    verb = _verb_above(syntax, above)
    status = modality(syntax, verb) if verb is not None else "asserted"
    slots["actor"] = list(_actors(syntax, above, verb))
    slots["thing"] = list(_things(syntax, above, verb))
    return slots, status


def _verb_above(syntax: Syntax, unit: int) -> int | None:
    while syntax.doc[unit].pos_ not in {"VERB", "AUX"}:
        if syntax.head(unit) == unit:
            return None
        unit = syntax.head(unit)
    return unit


def _actors(syntax: Syntax, above: int, verb: int | None) -> Iterator[Mention]:
    """Yield who acts: the agent of a passive, else the subject, else the phrase's own head."""
    if above in syntax.mention_at:
        yield from syntax.denoted(above)
        return
    if verb is None:
        yield from syntax.denoted(above)
        return
    agents = syntax.objects(verb, "by")
    for unit in agents or subjects_of(syntax, verb):
        yield from syntax.denoted(unit)


def _things(syntax: Syntax, above: int, verb: int | None) -> Iterator[Mention]:
    """Yield what the clause is about: its object if it has one, else its subject."""
    if above in syntax.mention_at or verb is None:
        yield from syntax.denoted(above)
        return
    found: list[Mention] = []
    for unit in syntax.children(verb, "dobj") or subjects_of(syntax, verb):
        found = found + syntax.denoted(unit)
    yield from found
    if not found:
        named = (m for u in subjects_of(syntax, verb) for m in syntax.denoted(u))
        yield from (m for m in named if syntax.reading.kind(m) in PLACES)
