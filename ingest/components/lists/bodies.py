"""Units and the bodies they belong to, side by side: "Centre for Tides, Port Ministry"."""

from __future__ import annotations

from collections.abc import Iterator

from ...annotations import FactCandidate
from ...folding import fold
from ...lexicon import words
from ...reading import Reading
from ..relations.chains import Atom, atoms, between
from .civic import is_civic

_BODIES = frozenset({"Organization", "Network"})
_CLOSING = frozenset(",;.()–—")
_ENTRY = 30  # tokens of an entry of a programme or a table


def read_bodies(reading: Reading, index: int) -> Iterator[FactCandidate]:
    """Yield that a unit belongs to the body after it, behind a person or alone in an item."""
    span, block = reading.block_spans[index], reading.layout.blocks[index]
    found = atoms(reading, reading.mentions_in(span.start, span.end, references=False))
    for unit in found:
        if unit.places and _is_office(reading, unit):
            ends = unit.head.cluster, "partOf", unit.places[0].cluster
            yield FactCandidate(*ends, block.start, block.end, "lists.bodies")
    for position in range(len(found) - 1):
        unit, body = found[position : position + 2]
        if _are_nested(reading, unit, body) and _is_address(reading, found, position, index):
            ends = unit.head.cluster, "partOf", body.head.cluster
            yield FactCandidate(*ends, block.start, block.end, "lists.bodies")


def _is_office(reading: Reading, unit: Atom) -> bool:
    """Say whether a unit stands before the town hall it belongs to: "Light Unit, City of Riga"."""
    named = unit.head.end, unit.places[0].start
    name = set(fold(reading.cluster(unit.head).names[0]).split())
    town = reading.kind(unit.places[0]) == "City" and is_civic(reading, unit.places[0])
    comma = between(reading, *named).split(" ")[0] == ","
    small = bool(name & words("headers", "units")) and not name & words("headers", "parents")
    return town and comma and small and reading.kind(unit.head) == "Organization"


def _are_nested(reading: Reading, unit: Atom, body: Atom) -> bool:
    """Say whether a comma alone stands between a unit and a body that can have units."""
    if {reading.kind(unit.head), reading.kind(body.head)} - _BODIES or unit.places:
        return False
    if unit.head.cluster == body.head.cluster or reading.kind(unit.head) == "Network":
        return False
    after = reading.doc[body.end : body.end + 1].text
    closed = (
        not after
        or after in _CLOSING
        or reading.block_spans[reading.block_of[body.start]].end == body.end
    )
    if not closed or between(reading, unit.end, body.start) != ",":
        return False
    name, parent = (set(fold(reading.cluster(a.head).names[0]).split()) for a in (unit, body))
    units, parents = words("headers", "units"), words("headers", "parents")
    return (
        bool(name & units) and not name & parents and bool(parent & parents or not parent & units)
    )


def _is_address(reading: Reading, found: list[Atom], position: int, index: int) -> bool:
    """Say whether the two are where a person works, or all the bodies of a short entry."""
    if (
        len(reading.block_spans[index]) > _ENTRY
        and reading.layout.blocks[index].kind == "paragraph"
    ):
        return False
    before = [reading.kind(atom.head) for atom in found[:position]]
    if "Person" in before:
        return all(kind in {"Person", *_BODIES} for kind in before[before.index("Person") :])
    bodies = [atom for atom in found if reading.kind(atom.head) in _BODIES]
    name = fold(reading.cluster(found[position + 1].head).names[0]).split()
    if not words("headers", "holders") & set(name):
        return False
    return len(bodies) == 2 and reading.layout.blocks[index].kind in {"item", "cell"}
