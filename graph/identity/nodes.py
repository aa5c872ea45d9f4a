"""A document's entities as nodes, each with the *atom* (the join key) it belongs to.

Two nodes of one atom are one thing wherever they stand; which atoms are one thing is decided in
``graph.identity.joining``. A node's atom is a function of the node alone, the authority file and
the gazetteer, so that it never changes because of another document. There are these atoms:

- ``i``: an identity, a record of the gazetteer (within a family of kinds) or the authority file;
- ``n``: a normalised full name within a family of kinds, or an acronym that is used bare;
- ``p``: a person's full name and employers; ``u``: a person's full name without an employer;
- ``o``: one node, because its name identifies nothing (generic names, first names);
- ``s``: one node, because a curator singled it out.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from graph.deriving.gazetteer import Gazetteer, country_named
from ontology.iris import hash8, normalise_name, slug
from ontology.model import Document, Entity, Extraction
from ontology.terms import ACTORS
from ontology.vocabulary import AuthorityRecord

from .names import is_acronym, is_generic

_APART: Final = "\x1f"
_FAMILIES: Final = {"Network": "Organization", "Project": "Programme"}

#: Joins a role, a family of kinds and a normalised name: ``named`` by it, ``spells`` it out. For
#: ``person`` of that name the family is empty; for ``employer`` and ``home`` (where a node that was
#: singled out comes from) the name is another atom's id.
Key = tuple[str, str, str]


def family_of(kind: str) -> str:
    """Return the name that a kind shares with the kinds it may join.

    >>> family_of("Network"), family_of("Event")
    ('Organization', 'Event')
    """
    return _FAMILIES.get(kind, kind)


class LocalKey(NamedTuple):
    """What an entity is known by inside its document: source key, kind and normalised name."""

    document: str
    kind: str
    name: str

    def own_slug(self) -> str:
        """Return the slug that only this entity of this document has."""
        return f"{slug(self.name)}-{self.hash()}"

    def hash(self) -> str:
        """Return the eight digits that its own slug ends in."""
        return hash8(*self)


def local_key(document: str, entity: Entity) -> LocalKey:
    """Return what *entity* is known by in the document with that source key.

    >>> local_key("a.txt", Entity(id="1", kind="City", names=("Zürich",))).name
    'zurich'
    """
    return LocalKey(document, entity.kind, normalise_name(entity.names[0]))


def atom_id(sort: str, *parts: str) -> str:
    """Return the id of an atom from its sort and what makes it."""
    return _APART.join((sort, *parts))


def atom_parts(atom: str) -> list[str]:
    """Return the sort of an atom and what makes it.

    >>> atom_parts(atom_id("n", "City", "riga"))
    ['n', 'City', 'riga']
    """
    return atom.split(_APART)


def singled(key: LocalKey) -> str:
    """Return the id of the atom of a node that a curator singled out."""
    return atom_id("s", key.document, key.kind, key.name)


@dataclass(frozen=True, slots=True)
class Node:
    """A local entity: its atom, all that its document calls it, how many claims are about it.

    ``names`` has the first as the fullest; ``keys`` are what its atom may join others by.
    """

    key: LocalKey
    atom: str
    names: tuple[str, ...]
    language: str
    claims: int
    keys: tuple[Key, ...] = ()

    @property
    def is_alone(self) -> bool:
        """Whether nothing but a curator could join it to anything."""
        return self.atom.startswith("o" + _APART)

    def body(self) -> str:
        """Return all but key and atom as JSON, for the index."""
        value = [self.names, self.language, self.claims, self.keys]
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_row(cls, document: str, kind: str, name: str, atom: str, body: str) -> Node:
        """Return the node of a row of the index."""
        names, language, claims, keys = json.loads(body)
        found = tuple((role, family, text) for role, family, text in keys)
        return cls(LocalKey(document, kind, name), atom, tuple(names), language, claims, found)


class Records:
    """The authority file and the gazetteer, asked for one entity at a time."""

    def __init__(self, authority: Iterable[AuthorityRecord], gazetteer: Gazetteer) -> None:
        """Ask these; the gazetteer has to hold what the documents link to."""
        self._gazetteer = gazetteer
        self.by_iri: dict[str, AuthorityRecord] = {}
        self._by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
        for record in authority:
            self.by_iri[record.iri] = record
            for name in record.names:
                if not is_acronym(name.text):
                    self._by_name[family_of(record.kind), normalise_name(name.text)].add(record.iri)

    def identity(self, entity: Entity) -> tuple[str, ...] | None:
        """Return the parts of the identity's atom, if *entity* has one."""
        if (link := place_link(entity)) and self._gazetteer[link]:
            return (family_of(entity.kind), link)
        if record := self._record(entity):
            return ("", record)
        return None

    def _record(self, entity: Entity) -> str | None:
        """Return the record linked to, or the only one with the entity's full name."""
        if entity.link in self.by_iri:
            return entity.link
        named = self._by_name.get((family_of(entity.kind), normalise_name(entity.names[0])), ())
        return next(iter(named)) if len(named) == 1 else None


def place_link(entity: Entity) -> str | None:
    """Return the entity's link, which for a country may also be found by its very name."""
    if entity.link or entity.kind != "Country":
        return entity.link
    return country_named(entity.names[0])


def nodes_of(
    document: Document,
    extraction: Extraction,
    records: Records,
    singled_out: Collection[str] = (),
) -> dict[LocalKey, Node]:
    """Return the nodes of one document; *singled_out* are ids of ``s`` atoms."""
    language = document.language
    entities: dict[LocalKey, list[Entity]] = defaultdict(list)
    for entity in extraction.entities:
        entities[local_key(document.key, entity)].append(entity)
    identities = {key: _identity(found, records) for key, found in entities.items()}
    names = {key: _names(found) for key, found in entities.items()}
    homes = {key: _atom(key, names[key][0], identities[key]) for key in entities}
    atoms = homes | {key: singled(key) for key in entities if singled(key) in singled_out}
    keys = {entity.id: key for key, found in entities.items() for entity in found}
    employers = _employers(extraction, keys, atoms)
    claims = _claims(extraction, keys)
    nodes = {
        key: Node(key, atoms[key], names[key], language, claims[key]) for key in sorted(entities)
    }
    return {
        key: _with_keys(node, homes[key], employers.get(key, ())) for key, node in nodes.items()
    }


def _identity(entities: Iterable[Entity], records: Records) -> tuple[str, ...] | None:
    """Return the identity of what stands under one name; places before records, then sorted."""
    found = {identity for entity in entities if (identity := records.identity(entity))}
    return min(found, key=lambda parts: (parts[0] == "", parts), default=None)


def _names(entities: Iterable[Entity]) -> tuple[str, ...]:
    """Return every name; the order of entities in the extraction does not matter."""
    firsts = sorted({entity.names[0] for entity in entities})
    others = sorted({name for entity in entities for name in entity.names[1:]})
    return tuple(dict.fromkeys(firsts + others))


def _atom(key: LocalKey, name: str, identity: tuple[str, ...] | None) -> str:
    if identity:
        return atom_id("i", *identity)
    if key.kind == "Person":
        return atom_id("u", key.name) if " " in key.name else atom_id("o", *_parts(key))
    if is_generic(name):
        return atom_id("o", *_parts(key))
    return atom_id("n", family_of(key.kind), key.name)


def _parts(key: LocalKey) -> tuple[str, str, str]:
    return key.document, key.kind, key.name


def _employers(
    extraction: Extraction, keys: Mapping[str, LocalKey], atoms: Mapping[LocalKey, str]
) -> dict[LocalKey, tuple[str, ...]]:
    """Return the atoms of the organisations and governments that each person works for."""
    found: dict[LocalKey, set[str]] = defaultdict(set)
    for fact in extraction.facts:
        employer = keys[fact.object]
        if fact.property == "worksFor" and employer.kind in ACTORS:
            found[keys[fact.subject]].add(atoms[employer])
    return {key: tuple(sorted(employers)) for key, employers in found.items()}


def _claims(extraction: Extraction, keys: Mapping[str, LocalKey]) -> Counter[LocalKey]:
    """Count the claims about each entity."""
    ends = [end for fact in extraction.facts for end in (fact.subject, fact.object)]
    ends += [literal.subject for literal in extraction.literals]
    return Counter(keys[end] for end in ends)


def _with_keys(node: Node, home: str, employers: tuple[str, ...]) -> Node:
    """Return the node with what its atom may join by; employers make a person's atom.

    *home* is the atom it would have, had nobody singled it out.
    """
    is_single = node.atom != home
    keys: list[Key] = [("home", "", home)] if is_single and home[0] in "in" else []
    if home[0] == "u" or (is_single and home[0] == "o" and node.key.kind == "Person"):
        keys += [("person", "", node.key.name)]
        keys += [("employer", "", employer) for employer in employers]
        if employers and not is_single:
            node = replace(node, atom=atom_id("p", node.key.name, hash8(*employers)))
    elif home[0] in "in" and not is_generic(node.names[0]):
        keys += _name_keys(node)
    return replace(node, keys=tuple(keys))


def _name_keys(node: Node) -> list[Key]:
    """Return the full name, and the short forms that the document gives for it."""
    family, name = family_of(node.key.kind), node.key.name
    shorts = {normalise_name(short) for short in node.names[1:] if not is_generic(short)}
    return [
        ("named", family, name),
        *(("spells", family, each) for each in sorted(shorts - {name})),
    ]
