"""Whose areas, priorities or themes a noun speaks of."""

from __future__ import annotations

from collections.abc import Iterator

from ...annotations import Mention
from ...lexicon import words
from ..lists.anchors import anchor_above
from ..relations.clauses import read_clause
from ..relations.nominal import noun_slots
from ..relations.syntax import Syntax
from .nearest import nearest_scheme
from .owners import BODIES, owners

_CALLS = {"Programme": 1.0, "Project": 0.8, "Event": 0.6}
_HIGHEST = 8  # words climbed from an area to its verb
_VERBAL = frozenset({"VERB", "AUX"})


def area_owners(syntax: Syntax, unit: int) -> list[Mention]:
    """Return whose areas, priorities or themes a noun speaks of, surest first."""
    found = [m for m in _area_owners(syntax, unit) if syntax.reading.kind(m) in BODIES]
    called = not found or syntax.reading.kind(found[0]) == "Organization"
    if called and _is_call(syntax, unit):
        return _called_for(syntax, unit) or found
    weak = syntax.doc[unit].lemma_.lower() in words("literals", "weak_areas")
    return found or ([] if weak else nearest_scheme(syntax, unit))


def _is_call(syntax: Syntax, unit: int) -> bool:
    """Say whether a body only calls for bids or chooses them: "X invites towns to propose A"."""
    for _ in range(_HIGHEST):
        if {syntax.doc[unit].lemma_.lower(), syntax.lemma(unit)} & words("literals", "calling"):
            return True
        unit = syntax.head(unit)
    return False


def _called_for(syntax: Syntax, unit: int) -> list[Mention]:
    """Return the scheme that the section, or the sentence before, is about."""
    found = nearest_scheme(syntax, unit)
    block = syntax.reading.block_of[unit]
    above = anchor_above(syntax.reading, block, lambda kind: _CALLS.get(kind, 0.0))
    return found or ([above] if above is not None else [])


def _area_owners(syntax: Syntax, unit: int) -> Iterator[Mention]:
    for child in syntax.children(unit, "poss"):
        yield from syntax.narrow(child)
    for inner in syntax.objects(unit, "of", "for", "under", "within"):
        yield from syntax.narrow(inner)
    above = syntax.head(unit)
    while syntax.doc[above].pos_ not in _VERBAL and syntax.head(above) != above:
        if above in syntax.mention_at:
            yield syntax.mention_at[above]
        elif syntax.doc[above].pos_ == "NOUN":
            yield from noun_slots(syntax, above)[0]["self"]
        above = syntax.head(above)
    if syntax.doc[above].pos_ in _VERBAL:
        yield from owners(syntax, above)
        patients = read_clause(syntax, above).slots.get("patient", ())
        yield from (m for u in patients for m in syntax.narrow(u))
