"""Local entities on their way to one another: disjoint sets, and the rules by which they join.

The rules are those that ``graph.resolution`` describes; here is how each is carried out. Keys
are always taken in sorted order, so that the same entities give the same sets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ontology.iris import normalise_name
from ontology.vocabulary import AuthorityRecord

from .gazetteer import Place
from .names import is_acronym, is_generic

_FAMILIES: Final = {"Network": "Organization", "Project": "Programme"}


def family_of(kind: str) -> str:
    """Return the name that a kind shares with the kinds it may join.

    >>> family_of("Network"), family_of("Event")
    ('Organization', 'Event')
    """
    return _FAMILIES.get(kind, kind)


@dataclass(frozen=True, slots=True, order=True)
class LocalKey:
    """What an entity is known by inside its document: source key, kind and normalised name."""

    document: str
    kind: str
    name: str


@dataclass(slots=True)
class Node:
    """A local entity on its way: everything its document says of it, and its identity."""

    key: LocalKey
    names: tuple[str, ...]
    language: str
    claims: int
    place: Place | None = None
    record: AuthorityRecord | None = None
    employers: set[LocalKey] = field(default_factory=set)
    is_ambiguous: bool = False

    @property
    def family(self) -> str:
        """The kinds it may join, by one name."""
        return family_of(self.key.kind)

    @property
    def identity(self) -> str | None:
        """Two entities with different identities never join."""
        if self.record:
            return self.record.iri
        return f"{self.family} {self.place.link}" if self.place else None

    @property
    def has_full_name(self) -> bool:
        """Whether its first name may join it to others."""
        if self.key.kind == "Person":
            return " " in self.key.name
        return not self.is_ambiguous and not is_generic(self.names[0])


class Clusters:
    """Disjoint sets of nodes; each is represented by its smallest key."""

    def __init__(self, nodes: dict[LocalKey, Node]) -> None:
        """Start with every node alone."""
        self.nodes = nodes
        self._parents = {key: key for key in nodes}
        self._identities = {key: {n.identity} - {None} for key, n in nodes.items()}

    def root(self, key: LocalKey) -> LocalKey:
        """Return the smallest key of the set that *key* is in."""
        while self._parents[key] != key:
            self._parents[key] = key = self._parents[self._parents[key]]
        return key

    def members(self) -> dict[LocalKey, list[Node]]:
        """Return every set, sorted, by its smallest key."""
        found: dict[LocalKey, list[Node]] = defaultdict(list)
        for key in sorted(self.nodes):
            found[self.root(key)].append(self.nodes[key])
        return found

    def join(self, keys: Iterable[LocalKey]) -> None:
        """Join the clusters of *keys*, skipping a join of two different identities."""
        first, *others = sorted(keys)
        for other in others:
            one, two = sorted((self.root(first), self.root(other)))
            if one != two and len(self._identities[one] | self._identities[two]) < 2:
                self._parents[two] = one
                self._identities[one] |= self._identities[two]

    def join_identities(self) -> None:
        """Join what was linked to one record."""
        self._join_groups((node.identity, node.key) for node in self.nodes.values())

    def join_full_names(self) -> None:
        """Join what has one full name, except where several identities share it."""
        named: dict[tuple[str, str], list[Node]] = defaultdict(list)
        for node in self.nodes.values():
            if node.key.kind != "Person" and node.has_full_name and not is_acronym(node.names[0]):
                named[node.family, node.key.name].append(node)
        for _, group in sorted(named.items()):
            ambiguous = len({node.identity for node in group} - {None}) > 1
            joining = [node.key for node in group if not (ambiguous and node.identity)]
            self.join(joining or [group[0].key])

    def join_short_forms(self) -> None:
        """Join the bare users of a short form with the only entity it stands for."""
        bare: dict[tuple[str, str], list[LocalKey]] = defaultdict(list)
        meant: dict[tuple[str, str], set[LocalKey]] = defaultdict(set)
        for node in self.nodes.values():
            if node.key.kind == "Person" or not node.has_full_name:
                continue
            bare[node.family, node.key.name].append(node.key)
            for name in node.names[1:]:
                short = normalise_name(name)
                if short != node.key.name and not is_generic(name):
                    meant[node.family, short].add(self.root(node.key))
        for form, keys in sorted(bare.items()):
            spelt_out = meant.get(form, set())
            acronyms = [key for key in keys if is_acronym(self.nodes[key].names[0])]
            if len(spelt_out) == 1:
                self.join([*keys, *spelt_out])
            elif spelt_out:
                for key in acronyms:
                    self.nodes[key].is_ambiguous = True
            elif acronyms:  # one that nobody spells out stands for itself
                self.join(acronyms)

    def join_persons(self) -> None:
        """Join persons of one full name who work for one organisation, as resolved so far."""
        self._join_groups(
            ((node.key.name, self.root(employer)), node.key)
            for node in self.nodes.values()
            if node.key.kind == "Person" and " " in node.key.name
            for employer in sorted(node.employers)
        )

    def _join_groups(self, pairs: Iterable[tuple[object, LocalKey]]) -> None:
        groups: dict[object, list[LocalKey]] = defaultdict(list)
        for group, key in pairs:
            if group is not None:
                groups[group].append(key)
        for keys in sorted(map(sorted, groups.values())):
            self.join(keys)
