"""Items of two sides with a dash between: "City of Riga – Riga University", "Night Bus – Turku"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ontology.terms import ACTORS, fits

from ...annotations import FactCandidate
from ...folding import fold
from ...lexicon import words
from ...reading import Reading
from ..relations.chains import Atom, atoms, between, is_listed
from .civic import is_civic
from .cues import Cue
from .headers import Header, project
from .listed import coverage, leading

_DASHES = frozenset("-–—")
_OWNED = frozenset({"of", "of the", "at", "at the", "within the", "de la", "del", "de", "der"})
_FILLED = 0.5  # share of the right side that names fill where it is a side of its own
_UNDERTAKINGS = frozenset({"Project", "Programme"})
#: Cues of lists in which both sides of an item take part.
_SHARED = frozenset(
    {
        "members",
        "founding-members",
        "participants",
        "winners",
        "cities",
        "project-partners",
        "partners",
    }
)


@dataclass(frozen=True, slots=True)
class Sides:
    """The names before and behind the dash of an item, and the units of bodies behind it."""

    left: list[Atom]
    right: list[Atom]
    units: list[tuple[Atom, Atom]]


def sides_of(reading: Reading, index: int) -> Sides | None:
    """Return the two sides of an item whose second one is little more than names of actors."""
    span = reading.block_spans[index]
    for token in reading.doc[span.start + 1 : max(span.start + 1, span.end - 1)]:
        if token.text not in _DASHES or not (
            token.whitespace_ and reading.doc[token.i - 1].whitespace_
        ):
            continue
        if any(m.start <= token.i < m.end for m in reading.mentions_in(span.start, span.end)):
            continue
        right, units = _behind(reading, token.i + 1, span.end)
        if right:
            left = leading(reading, span.start, token.i)
            return Sides(left, right, units)
    return None


def _behind(reading: Reading, start: int, end: int) -> tuple[list[Atom], list[tuple[Atom, Atom]]]:
    """Return the actors enumerated from token *start* on, and whose units some of them are."""
    opening = leading(reading, start, end)
    if not opening or coverage(reading, opening[0].start, end) < _FILLED:
        return [], []
    found, units = [], []
    before: Atom | None = None
    for atom in atoms(reading, reading.mentions_in(start, end, references=False)):
        gap = between(reading, before.end, atom.start).strip("()[] ") if before else ","
        if before is not None and gap.lower() in _OWNED:
            units.append((before, atom))
        elif is_listed(gap) or before is None:
            found.append(atom)
        else:
            break
        before = atom
    return [atom for atom in found if reading.kind(atom.head) in ACTORS - {"Country"}], units


def read_sides(
    reading: Reading, header: Header, sides: Sides, index: int
) -> Iterator[FactCandidate]:
    """Yield what a header says of the second side, and what the two sides are to one another."""
    cue, anchor = header
    if cue.name not in _SHARED or any(reading.kind(a.head) == "Person" for a in sides.left):
        return
    towns = bool(sides.left) and all(reading.kind(a.head) == "City" for a in sides.left)
    right = [a for a in sides.right if not (towns and reading.kind(a.head) == "Region")]
    yield from project(reading, cue, anchor, right, index, "lists.sides")
    yield from related(reading, sides, index, cue)


def related(reading: Reading, sides: Sides, index: int, cue: Cue | None) -> Iterator[FactCandidate]:
    """Yield who is partner of whom, who leads what, and whose unit a body is."""
    block = reading.layout.blocks[index]
    found = [*_units(reading, sides), *_leaders(reading, sides)]
    if cue is not None:
        found += _partners(reading, sides, contest=cue.name == "winners")
    for subject, property_, object_ in found:
        ends = subject.head.cluster, property_, object_.head.cluster
        if subject.head.cluster != object_.head.cluster:
            yield FactCandidate(*ends, block.start, block.end, f"lists.beside.{property_}")


def _units(reading: Reading, sides: Sides) -> Iterator[tuple[Atom, str, Atom]]:
    for unit, owner in sides.units:
        if fits("partOf", reading.kind(unit.head), reading.kind(owner.head)):
            yield unit, "partOf", owner


def _leaders(reading: Reading, sides: Sides) -> Iterator[tuple[Atom, str, Atom]]:
    """Yield the one body behind the name of an undertaking; a town only as a government."""
    if len(sides.left) != 1 or len(sides.right) != 1:
        return
    left, right = sides.left[0], sides.right[0]
    place = reading.kind(right.head) in {"City", "Region"} and not is_civic(reading, right.head)
    if reading.kind(left.head) in _UNDERTAKINGS and not place:
        yield left, "ledBy", right


def _partners(reading: Reading, sides: Sides, *, contest: bool) -> Iterator[tuple[Atom, str, Atom]]:
    """Yield the bodies that stand beside a town in a list, units of the town apart.

    In a contest what stands before a town is what it has entered.
    """
    for left in sides.left:
        for right in sides.right:
            kinds = reading.kind(left.head), reading.kind(right.head)
            official = words("frames", "official") & set(
                fold(reading.cluster(right.head).names[0]).split()
            )
            if kinds == ("City", "Organization") and not official:
                yield left, "partnerOf", right
            entered = contest or not is_civic(reading, right.head)
            if kinds == ("Organization", "City") and not entered:
                yield left, "partnerOf", right
