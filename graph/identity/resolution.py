"""From local entities to canonical IRIs: atoms are joined, and their clusters named.

``settle`` takes a set of atoms that is closed under what they may join by; whether that is a part
of the corpus or all of it makes no difference to what becomes of an atom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ontology.iris import Base

from .joining import (
    NO_CURATION,
    Atom,
    Curated,
    Joined,
    anchor,
    is_person,
    join_persons,
    join_things,
)
from .namesakes import person_slugs
from .naming import Naming, Resolved
from .nodes import Node


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where local entities went, by (source key, entity id)."""

    base: Base
    _iris: Mapping[tuple[str, str], str]

    def iri(self, document: str, entity_id: str) -> str:
        """Return the canonical IRI of the entity with that id in the document with that key."""
        return self._iris[document, entity_id]


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of atoms: the IRI of each, or an empty one for an atom that is split.

    ``own`` has the IRIs that atoms would have alone, and ``replaced`` says for those of them that
    are none of an entity now which entities took or may have taken their place.
    """

    iris: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    entities: dict[str, Resolved] = field(default_factory=dict)
    replaced: dict[str, tuple[str, ...]] = field(default_factory=dict)


def settle(
    atoms: Mapping[str, Atom],
    naming: Naming,
    *,
    curation: Curated = NO_CURATION,
    employer: Callable[[str], str | None] | None = None,
) -> Settled:
    """Join and name *atoms*.

    *employer* tells the IRIs of atoms that are not among them, or None. Persons come last, because
    they join by what their employers resolved to.
    """
    settled = Settled()
    people = {atom: found for atom, found in atoms.items() if is_person(atom)}
    things = {atom: found for atom, found in atoms.items() if atom not in people}
    joined = join_things(things, curation)
    settled.iris.update(dict.fromkeys(joined.split, ""))
    for cluster in joined.clusters:
        _name(cluster, None, atoms, naming, curation, settled)
    _note_replaced(joined, naming, settled)

    for atom, meant in joined.split.items():
        own = settled.own[atom] = naming.own_iri(atoms[atom])
        settled.replaced[own] = tuple(sorted({settled.iris[each] for each in meant}))

    def works_for(atom: str) -> str | None:
        if atom[0] == "o":
            return atom  # one node of one document, so its id does for an IRI
        known = settled.iris.get(atom)
        return known if known is not None or employer is None else employer(atom)

    def named(atom: str) -> str | None:
        found = works_for(atom)
        return found.removeprefix(naming.base.iri) if found else None

    joined = join_persons(people, works_for, curation)
    settled.iris.update(dict.fromkeys(joined.split, ""))
    for persons, chosen in person_slugs(joined, people, named):
        _name(persons, chosen, atoms, naming, curation, settled)
    return settled


def _name(
    cluster: Sequence[Atom],
    chosen: str | None,
    atoms: Mapping[str, Atom],
    naming: Naming,
    curation: Curated,
    settled: Settled,
) -> None:
    renamed = _renamed(cluster, atoms, curation)
    entity = naming.resolved(cluster, chosen=chosen, renamed=renamed)
    settled.entities[entity.iri] = entity
    settled.iris.update((atom.id, entity.iri) for atom in cluster)


def _renamed(
    cluster: Sequence[Atom], atoms: Mapping[str, Atom], curation: Curated
) -> dict[str, str]:
    """Return the name that a curator gave last in each language; *atoms* are all there are."""
    members = {atom.id for atom in cluster}
    return {
        tag: name for anchors, name, tag in curation.renames if anchor(anchors, atoms) in members
    }


def _note_replaced(joined: Joined, naming: Naming, settled: Settled) -> None:
    for cluster in joined.clusters:
        for atom in cluster:
            if atom.sort in "ins":
                own = naming.own_iri(atom)
                settled.own[atom.id] = own
                if own not in settled.entities:
                    settled.replaced[own] = (settled.iris[atom.id],)


def gather(nodes: Iterable[Node]) -> dict[str, Atom]:
    """Return the atoms of *nodes*; what is alone has none."""
    atoms: dict[str, Atom] = {}
    for node in sorted((node for node in nodes if not node.is_alone), key=lambda each: each.key):
        atom = atoms.setdefault(node.atom, Atom(node.atom))
        atom.votes[node.key.kind] = atom.votes.get(node.key.kind, 0) + node.claims
        atom.nodes += 1
        atom.names |= {(name, node.language) for name in node.names}
        atom.firsts.add(node.names[0])
        atom.keys |= set(node.keys)
        if node.atom[0] in "psu" and atom.smallest is None:
            atom.smallest = node.key
    return atoms
