"""What decisions come to: where their things are now, which of them hold, why two are one.

Read from the index of nodes, so as the last commit left it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from graph.identity.index import NodeIndex, Placed, Touched
from graph.identity.joining import Atom, Joined, is_person, join_persons, join_things
from graph.keeping.documents import DocumentStore
from ontology.iris import normalise_name

from .curation import Anchors, Curation, Decision, in_force

_NOWHERE: Final = ""


class Decided:
    """The decisions of one data directory, held against the things that there are."""

    def __init__(self, documents: DocumentStore) -> None:
        """Read from *documents*; nothing is read before it is asked."""
        self._documents = documents
        self._index = documents.view(NodeIndex)

    @cached_property
    def decisions(self) -> list[Decision]:
        """Every decision that was not taken back, the latest last."""
        return self._documents.decisions()

    def places(self, decision: Decision) -> tuple[str, ...]:
        """Return the IRI that each thing of a decision has now, empty where nothing names it."""
        return tuple(self._place(anchors) for anchors in decision.anchors)

    def places_of(self, decisions: Sequence[Decision]) -> list[tuple[str, ...]]:
        """Return the same of several decisions, looked up together."""
        anchors = {each for one in decisions for every in one.anchors for each in every}
        placed = self._index.placed(anchors)
        return [tuple(_first_place(each, placed) for each in one.anchors) for one in decisions]

    def _place(self, anchors: Anchors) -> str:
        return _first_place(anchors, self._index.placed(anchors))

    def named_by(self, iri: str, name: str) -> int | None:
        """Return the number of the decision that gives the thing with that IRI this name."""
        renames = [each for each in self.decisions if each.act == "rename" and each.name == name]
        named = [each.number for each in renames if self.places(each)[0] == iri]
        return named[-1] if named else None

    @cached_property
    def overridden(self) -> dict[int, int]:
        """For each decision that has no effect because of a later one, the latter's number.

        That is the last on the same topic; of names, in one language for what is one thing now.
        """
        topics = {one.number: self._topic(one) for one in self.decisions}
        last = {topic: number for number, topic in topics.items()}
        by = {number: last[topic] for number, topic in topics.items()}
        return {number: later for number, later in by.items() if number != later}

    def _topic(self, one: Decision) -> object:
        if one.act == "rename" and (place := self._place(one.anchors[0])):
            return place, one.topic[1:]
        return one.topic

    def joined_by(self, iri: str, one: str, other: str) -> list[Decision]:
        """Return the fewest decisions by which *one* and *other*, names of a thing, are of one.

        None where they would be without any decision.
        """
        held = [each for each in in_force(self.decisions) if each.act == "same"]
        if not held:
            return []
        parts = self._parts(iri)
        starts, ends = (self._bearing(iri, name, parts) for name in (one, other))
        return [] if starts & ends else _chain(starts, ends, held, parts)

    def _parts(self, iri: str) -> Mapping[str, int]:
        """Return in which part each atom of a thing would be if nothing were called the same."""
        curation = replace(Curation.of(self.decisions), same=())
        touched = Touched(set(self._index.at(iri)))
        component = self._index.component(touched, Curation.of(self.decisions))
        atoms = {atom: found for atom, found in component.items() if found.nodes}
        things = {atom: found for atom, found in atoms.items() if not is_person(atom)}
        people = {atom: found for atom, found in atoms.items() if is_person(atom)}
        joined = [join_things(things, curation), join_persons(people, self._employer, curation)]
        return _numbered(joined, atoms)

    def _employer(self, atom: str) -> str | None:
        return atom if atom[0] == "o" else self._place((atom,)) or None

    def _bearing(self, iri: str, name: str, parts: Mapping[str, int]) -> set[int]:
        """Return the parts that go by *name*: by documents, by a curator, or as a record does."""
        folded = normalise_name(name)
        renamed = {
            _first(one.anchors[0], parts)
            for one in self.decisions
            if one.name and normalise_name(one.name) == folded
        }
        placed = self._index.placed(self._index.at(iri))
        atoms = self._index.atoms([atom for atom, to in placed.items() if to.iri == iri])
        bearing = [atom for atom in atoms if atom in renamed or _bears(atoms[atom], folded)]
        known = [atom for atom in atoms if atom[0] == "i"]
        return {parts[atom] for atom in bearing or known or atoms if atom in parts}


def _first_place(anchors: Anchors, placed: Mapping[str, Placed]) -> str:
    return next((placed[each].iri for each in anchors if each in placed), _NOWHERE)


def _bears(atom: Atom, folded: str) -> bool:
    return any(normalise_name(name) == folded for name, _ in atom.names)


def _numbered(joined: Iterable[Joined], atoms: Iterable[str]) -> dict[str, int]:
    clusters = [[atom.id for atom in cluster] for each in joined for cluster in each.clusters]
    found = {atom: number for number, cluster in enumerate(clusters) for atom in cluster}
    return found | {atom: -number for number, atom in enumerate(atoms, 1) if atom not in found}


def _chain(
    starts: set[int], ends: set[int], held: Sequence[Decision], parts: Mapping[str, int]
) -> list[Decision]:
    """Return the fewest decisions that lead from one of some parts to one of others."""
    ways: dict[int, list[Decision]] = {part: [] for part in sorted(starts)}
    waiting = deque(ways)
    while waiting:
        here = waiting.popleft()
        if here in ends:
            return sorted(ways[here], key=lambda one: one.number)
        for step in held:
            sides = {parts[first] for each in step.anchors if (first := _first(each, parts))}
            for there in sorted(sides - ways.keys()) if here in sides else ():
                ways[there] = [*ways[here], step]
                waiting.append(there)
    return []


def _first(anchors: Anchors, parts: Mapping[str, int]) -> str | None:
    return next((each for each in anchors if each in parts), None)
