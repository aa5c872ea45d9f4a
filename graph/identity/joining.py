"""Which atoms are one thing, and which stand for several and so for none.

A pure function of a set of atoms that is closed under what they may join by, so that it gives the
same for a part of the corpus as for the whole. Steps go from strong to weak, keys in sorted order:

1. what a curator called the same;
2. a **full name** joins the only identity that goes by it; where several do (Springfield), what has
   no identity stays together, apart from them;
3. a **short form** joins the only thing that spells it out over the whole corpus; an acronym of two
   things joins neither and is *split*: each document's use of it is on its own;
4. **persons** of one full name join where they share an employer, whatever that resolved to.

Two identities never join, nor do two things that a curator called different.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from .names import is_acronym
from .nodes import Key, LocalKey

#: Ids of atoms for one thing that a curator spoke of; the first that exists counts.
Anchors = Sequence[str]


class Curated(Protocol):
    """What curators decided, by atoms."""

    @property
    def same(self) -> Sequence[tuple[Anchors, Anchors]]:
        """Pairs that are one thing, in the order decided."""
        ...

    @property
    def different(self) -> Sequence[tuple[Anchors, Anchors]]:
        """Pairs that are not one thing."""
        ...

    @property
    def renames(self) -> Sequence[tuple[Anchors, str, str]]:
        """Things with a name and its language; of one language the last one counts."""
        ...


@dataclass(frozen=True, slots=True)
class NoCuration:
    """Nobody decided anything."""

    same: tuple[tuple[Anchors, Anchors], ...] = ()
    different: tuple[tuple[Anchors, Anchors], ...] = ()
    renames: tuple[tuple[Anchors, str, str], ...] = ()


NO_CURATION: Final = NoCuration()


@dataclass(slots=True)
class Atom:
    """All nodes of one join key together.

    ``votes`` counts claims by kind, ``names`` holds (text, language), ``firsts`` the fullest names,
    ``smallest`` the first node where only one node, or a person, is meant.
    """

    id: str
    votes: dict[str, int] = field(default_factory=dict)
    nodes: int = 0
    names: set[tuple[str, str]] = field(default_factory=set)
    firsts: set[str] = field(default_factory=set)
    keys: set[Key] = field(default_factory=set)
    smallest: LocalKey | None = None

    @property
    def sort(self) -> str:
        """The letter that ``graph.identity.nodes`` explains."""
        return self.id[0]

    @property
    def is_acronym(self) -> bool:
        """Whether nobody writes it as a word."""
        return self.sort == "n" and all(map(is_acronym, self.firsts))

    def by_role(self, role: str) -> Iterator[Key]:
        """Yield its keys of that role, sorted."""
        return (key for key in sorted(self.keys) if key[0] == role)


class Sets:
    """Disjoint sets of atoms, which keep apart what has to stay apart."""

    def __init__(self, atoms: Mapping[str, Atom], curation: Curated) -> None:
        """Start with every atom alone."""
        self.atoms = atoms
        self._parents = {atom: atom for atom in atoms}
        self._members = {atom: {atom} for atom in atoms}
        self._apart: dict[str, set[str]] = defaultdict(set)
        for one, other in present(curation.different, atoms):
            self._apart[one].add(other)
            self._apart[other].add(one)

    def root(self, atom: str) -> str:
        """Return the smallest atom of the set that *atom* is in."""
        while self._parents[atom] != atom:
            self._parents[atom] = atom = self._parents[self._parents[atom]]
        return atom

    def members(self, atom: str) -> set[str]:
        """Return all of the set that *atom* is in."""
        return self._members[self.root(atom)]

    def join(self, one: str, other: str, *, curated: bool = False) -> None:
        """Unite two sets, unless they have to stay apart."""
        first, second = sorted((self.root(one), self.root(other)))
        if first != second and self._may_join(first, second, curated=curated):
            self._parents[second] = first
            self._members[first] |= self._members.pop(second)

    def _may_join(self, one: str, other: str, *, curated: bool) -> bool:
        members, others = self._members[one], self._members[other]
        if any(not self._apart[each].isdisjoint(others) for each in members if each in self._apart):
            return False
        return curated or not (_has_identity(members) and _has_identity(others))

    def clusters(self, atoms: Iterable[str]) -> list[list[Atom]]:
        """Return the sets that *atoms* are in, each sorted."""
        roots = sorted({self.root(atom) for atom in atoms})
        return [[self.atoms[atom] for atom in sorted(self._members[root])] for root in roots]


def _has_identity(members: Iterable[str]) -> bool:
    return any(atom[0] == "i" for atom in members)


def present(
    pairs: Iterable[tuple[Anchors, Anchors]], atoms: Mapping[str, Atom]
) -> Iterator[tuple[str, str]]:
    """Yield the pairs of which both ends exist, as atoms."""
    for pair in pairs:
        one, other = (anchor(anchors, atoms) for anchors in pair)
        if one and other and one != other:
            yield one, other


def anchor(anchors: Anchors, atoms: Mapping[str, Atom]) -> str | None:
    """Return the first of *anchors* that exists."""
    return next((each for each in anchors if each in atoms), None)


@dataclass(frozen=True, slots=True)
class Joined:
    """Clusters of atoms, and for each atom that is split the atoms it may stand for."""

    clusters: list[list[Atom]]
    split: dict[str, tuple[str, ...]]


def join_things(atoms: Mapping[str, Atom], curation: Curated = NO_CURATION) -> Joined:
    """Join *atoms* that are no persons, and closed under their keys."""
    sets, by_key = Sets(atoms, curation), _by_key(atoms.values())
    things = sorted(atoms)
    for one, other in present(curation.same, atoms):
        sets.join(one, other, curated=True)
    singles = [(atom, key[2]) for atom in things for key in atoms[atom].by_role("home")]
    elsewhere = _elsewhere(curation, atoms)
    singles = [pair for pair in singles if pair[1] in atoms and pair[0] not in elsewhere]
    _come_home(sets, singles, acronyms=False)
    _join_names(sets, things, by_key)
    split = _join_short_forms(sets, things, by_key)
    _come_home(sets, [pair for pair in singles if pair[1] not in split], acronyms=True)
    whole = [atom for atom in things if atom not in split]
    return Joined(sets.clusters(whole), split)


def is_person(atom: str) -> bool:
    """Say whether an atom is of persons without an identity, by its id.

    >>> is_person("u\x1fada lind"), is_person("s\x1fa.txt\x1fNetwork\x1flcl")
    (True, False)
    """
    sort, *parts = atom.split("\x1f")
    return sort in {"p", "u"} or (sort == "s" and parts[1:2] == ["Person"])


def _by_key(atoms: Iterable[Atom]) -> dict[Key, list[str]]:
    found: dict[Key, list[str]] = defaultdict(list)
    for atom in atoms:
        for key in atom.keys:
            found[key].append(atom.id)
    return found


def _elsewhere(curation: Curated, atoms: Mapping[str, Atom]) -> set[str]:
    """Return what was singled out to be the same as something: it joins nothing by its name."""
    return {each for pair in present(curation.same, atoms) for each in pair if each[0] == "s"}


def _come_home(sets: Sets, singles: list[tuple[str, str]], *, acronyms: bool) -> None:
    """Join what was singled out with where it comes from, unless a decision keeps it apart."""
    for atom, home in singles:
        if sets.atoms[home].is_acronym is acronyms:
            sets.join(home, atom)


def _join_names(sets: Sets, things: list[str], by_key: Mapping[Key, list[str]]) -> None:
    for atom in things:
        if atom[0] == "n" and not sets.atoms[atom].is_acronym:
            meant = _identities(sets, atom, by_key)
            if len(meant) == 1:
                sets.join(atom, meant.pop())


def _identities(sets: Sets, atom: str, by_key: Mapping[Key, list[str]]) -> set[str]:
    """Return the sets of the identities that go by the name of an ``n`` atom."""
    _, family, name = atom.split("\x1f")
    named = by_key.get(("named", family, name), ())
    return {sets.root(each) for each in named if each[0] == "i"}


def _join_short_forms(
    sets: Sets, things: list[str], by_key: Mapping[Key, list[str]]
) -> dict[str, tuple[str, ...]]:
    """Join short forms with what spells them out; return the acronyms of several things."""
    meanings = {atom: _meanings(sets, atom, by_key) for atom in things if atom[0] == "n"}
    split = {}
    for atom, meant in meanings.items():
        if len(meant) == 1:
            sets.join(atom, next(iter(meant)))
        elif meant and sets.atoms[atom].is_acronym and len(sets.members(atom)) == 1:
            split[atom] = tuple(sorted(meant))
    return split


def _meanings(sets: Sets, atom: str, by_key: Mapping[Key, list[str]]) -> set[str]:
    """Return the sets, as full names have joined them, that spell out the name of an atom."""
    _, family, name = atom.split("\x1f")
    meant = {sets.root(each) for each in by_key.get(("spells", family, name), ())}
    return meant | _identities(sets, atom, by_key) if sets.atoms[atom].is_acronym else meant


def join_persons(
    atoms: Mapping[str, Atom],
    employer: Callable[[str], str | None],
    curation: Curated = NO_CURATION,
) -> Joined:
    """Join persons; *employer* tells what an atom resolved to, None for what is split.

    *atoms* are all persons of some full names. Those without an employer are split, unless there is
    but one.
    """
    sets = Sets(atoms, curation)
    for one, other in present(curation.same, atoms):
        sets.join(one, other, curated=True)
    colleagues: dict[tuple[str, str], list[str]] = defaultdict(list)
    for atom in sorted(atoms.keys() - _elsewhere(curation, atoms)):
        name = next(atoms[atom].by_role("person"))[2]
        for _, _, works_for in atoms[atom].by_role("employer"):
            if found := employer(works_for):
                colleagues[name, found].append(atom)
    for _, group in sorted(colleagues.items()):
        for other in group[1:]:
            sets.join(group[0], other)
    split: dict[str, tuple[str, ...]] = {
        atom: () for atom in atoms if atom[0] == "u" and atoms[atom].nodes > 1
    }
    return Joined(sets.clusters(atom for atom in atoms if atom not in split), split)
