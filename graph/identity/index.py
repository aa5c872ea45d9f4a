"""The index of nodes in documents.sqlite: what a commit needs to touch only what has changed.

It holds every node of the documents that speak, and of each atom the sums over its nodes, kept by
difference. So an atom that ten thousand documents name is read as fast as one that two name.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from graph.keeping.database import Database

from .joining import Atom, Curated, is_person
from .nearness import NearNames
from .nodes import Key, LocalKey, Node

#: Parameters in one SQL statement.
_MANY: Final = 500
#: From so many atoms on, whole tables are read instead of rows.
_ALL: Final = 20_000
#: A node of one document: kind, name, atom, body where it went nowhere, else nothing, and IRI.
NodeRow = tuple[str, str, str, str, str]
#: A node on its way into the index: its row, whether it is alone, and what is summed up of it:
#: names, language, claims and keys. Plain values, because that is how they go between processes.
NodeEntry = tuple[tuple[str, ...], bool, tuple[str, ...], str, int, tuple[Key, ...]]
_TABLES: Final = ("spoken", "pipelines", "nodes", "votes", "names", "keys", "placed")


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an atom went: its IRI (empty where it is split), its own, the country of its place."""

    iri: str
    own: str = ""
    country: str = ""


@dataclass(slots=True)
class Touched:
    """The atoms of which something has changed, and the keys that atoms have gained or lost."""

    atoms: set[str] = field(default_factory=set)
    keys: set[Key] = field(default_factory=set)

    def __bool__(self) -> bool:
        """Whether anything was."""
        return bool(self.atoms or self.keys)


class NodeIndex(Database):
    """The index; what changes in it is summed up first, and written by ``flush``."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Share a connection with whoever opened it; see ``Database.view``."""
        super().__init__(connection, path)
        self.touched = Touched()
        self._votes: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        self._names: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
        self._keys: dict[tuple[str, str, str, str], list[int]] = defaultdict(lambda: [0])
        self._gone: list[tuple[str, str, str]] = []
        self._come: list[tuple[str, ...]] = []

    # Nodes

    def nodes(self, document: str) -> dict[LocalKey, Node]:
        """Return the nodes of one document."""
        rows = self._rows(
            "SELECT key, kind, name, atom, body FROM nodes WHERE key = ? ORDER BY kind, name",
            document,
        )
        return {(node := Node.from_row(*row)).key: node for row in rows}

    def replace(self, document: str, wanted: Mapping[LocalKey, Node]) -> None:
        """Let the document have these nodes and no others."""
        found = self.nodes(document)
        for key in found.keys() | wanted.keys():
            before, after = found.get(key), wanted.get(key)
            if before == after:
                continue
            if before:
                self._gone.append((document, key.kind, key.name))
                self._count(entry_of(before), -1)
            if after:
                self.add([entry_of(after)])

    def add(self, entries: Iterable[NodeEntry]) -> None:
        """Let documents have these nodes, which they have not yet."""
        for entry in entries:
            self._come.append(entry[0])
            self._count(entry, 1)

    def _count(self, entry: NodeEntry, one: int) -> None:
        (_, kind, _, atom, *_), is_alone, names, language, claims, keys = entry
        if is_alone:
            return
        self.touched.atoms.add(atom)
        _add(self._votes[atom, kind], one * claims, one)
        for name in names:
            _add(self._names[atom, name, language], one, one * (name == names[0]))
        for key in keys:
            _add(self._keys[*key, atom], one)

    def flush(self) -> None:
        """Write what has changed."""
        gone = "DELETE FROM nodes WHERE key = ? AND kind = ? AND name = ?"
        self._write_all(gone, self._gone)
        self._write_all("INSERT INTO nodes VALUES (?, ?, ?, ?, ?, ?)", sorted(self._come))
        self._sum("votes", ("atom", "kind"), ("claims", "nodes"), self._votes)
        self._sum("names", ("atom", "text", "language"), ("nodes", "firsts"), self._names)
        self.touched.keys |= {key[:3] for key, change in self._keys.items() if any(change)}
        self._sum("keys", ("role", "family", "name", "atom"), ("nodes",), self._keys)
        self.view(NearNames).follow(self.touched.keys)
        self._gone, self._come = [], []

    def _sum(
        self,
        table: str,
        key: tuple[str, ...],
        sums: tuple[str, ...],
        changes: dict[Any, list[int]],
    ) -> None:
        """Add *changes* to the sums of *table*, and drop the rows that count no node any more."""
        rows = [(*name, *change) for name, change in sorted(changes.items()) if any(change)]
        changes.clear()
        marks = ", ".join("?" * (len(key) + len(sums)))
        added = ", ".join(f"{column} = {column} + excluded.{column}" for column in sums)
        self._write_all(
            f"INSERT INTO {table} VALUES ({marks}) "  # noqa: S608
            f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {added}",
            rows,
        )
        same = " AND ".join(f"{column} = ?" for column in key)
        lost = [row[: len(key)] for row in rows if row[_count_position(key, sums)] < 0]
        self._write_all(f"DELETE FROM {table} WHERE {same} AND nodes = 0", lost)  # noqa: S608

    def clear(self) -> None:
        """Forget everything, to begin anew."""
        for table in _TABLES:
            self._write(f"DELETE FROM {table}")  # noqa: S608
        self.view(NearNames).clear()

    def take_touched(self) -> Touched:
        """Return what was touched since the last time."""
        touched, self.touched = self.touched, Touched()
        return touched

    # Atoms

    def component(self, touched: Touched, curation: Curated) -> dict[str, Atom]:
        """Return the atoms that what was touched may join or have joined, over any number of steps.

        Among them may be some without any node, which nothing is left of.
        """
        decided = _decided(curation)
        found: dict[str, Atom] = {}
        seen: set[Key] = set()
        waiting = set(touched.atoms) | self._with_keys(touched.keys, seen)
        while waiting:
            atoms = self.atoms(waiting)
            found |= atoms
            near = self._with_keys({key for atom in atoms.values() for key in atom.keys}, seen)
            near |= {other for atom in waiting for other in decided.get(atom, ())}
            if decided:
                near |= self._from_home(waiting)
            waiting = near - found.keys()
        return found

    def _with_keys(self, keys: Iterable[Key], seen: set[Key]) -> set[str]:
        """Return the atoms that have any of *keys*; names and short forms are one sort of key."""
        atoms: set[str] = set()
        for role, family, name in keys:
            key = ("named" if role == "spells" else role, family, name)
            if key in seen or role == "employer":
                continue
            seen.add(key)
            if role == "home":
                atoms.add(name)
                continue
            roles = "('named', 'spells')" if key[0] == "named" else "('person')"
            atoms |= {
                atom
                for (atom,) in self._rows(
                    f"SELECT atom FROM keys WHERE role IN {roles} AND family = ? AND name = ?",  # noqa: S608
                    family,
                    name,
                )
            }
        return atoms

    def _from_home(self, atoms: Iterable[str]) -> set[str]:
        asked = "SELECT atom FROM keys WHERE role = 'home' AND family = '' AND name = ?"
        return {atom for home in atoms for (atom,) in self._rows(asked, home)}

    def atoms(self, wanted: Collection[str]) -> dict[str, Atom]:
        """Return these atoms, those without a node empty."""
        atoms = {atom: Atom(atom) for atom in sorted(wanted)}
        for atom, kind, claims, nodes in self._of("votes", wanted):
            atoms[atom].votes[kind] = claims
            atoms[atom].nodes += nodes
        for atom, name, language, _, firsts in self._of("names", wanted):
            atoms[atom].names.add((name, language))
            if firsts:
                atoms[atom].firsts.add(name)
        for role, family, name, atom, _ in self._of("keys", wanted):
            atoms[atom].keys.add((role, family, name))
        for found in atoms.values():
            if found.sort in "psu" and found.nodes:
                found.smallest = self._smallest(found.id)
        return atoms

    def _smallest(self, atom: str) -> LocalKey:
        first = "SELECT key, kind, name FROM nodes WHERE atom = ? ORDER BY key, kind, name LIMIT 1"
        return LocalKey(*self._row(first, atom))

    def sharing(self, role: str, name: str) -> set[str]:
        """Return the atoms with that key of a role without families."""
        asked = "SELECT atom FROM keys WHERE role = ? AND family = '' AND name = ?"
        return {atom for (atom,) in self._rows(asked, role, name)}

    def all_atoms(self) -> set[str]:
        """Return every atom that has a node."""
        return {atom for (atom,) in self._rows("SELECT DISTINCT atom FROM votes")}

    # Where atoms went

    def placed(self, atoms: Collection[str]) -> dict[str, Placed]:
        """Return where *atoms* went at the last commit."""
        return {atom: Placed(*rest) for atom, *rest in self._of("placed", atoms)}

    def place(self, atoms: Mapping[str, Placed | None]) -> None:
        """Note where atoms went; None forgets one."""
        self._write_all("DELETE FROM placed WHERE atom = ?", [(atom,) for atom in sorted(atoms)])
        rows = [(atom, to.iri, to.own, to.country) for atom, to in sorted(atoms.items()) if to]
        self._write_all("INSERT INTO placed VALUES (?, ?, ?, ?)", rows)

    def iris(self, document: str) -> dict[LocalKey, str]:
        """Return where each node of a document went, an empty IRI for those on their own."""
        rows = self._rows(
            "SELECT key, kind, nodes.name, coalesce(iri, '') FROM nodes "
            "LEFT JOIN placed USING (atom) WHERE key = ? ORDER BY kind, nodes.name",
            document,
        )
        return {LocalKey(*row[:3]): row[3] for row in rows}

    def rows(self, document: str) -> list[NodeRow]:
        """Return the nodes of a document with where they went, an empty IRI for those alone."""
        return self._rows(
            "SELECT kind, nodes.name, atom, iif(coalesce(iri, '') = '', body, ''), "
            "coalesce(iri, '') FROM nodes "
            "LEFT JOIN placed USING (atom) WHERE key = ? ORDER BY kind, nodes.name",
            document,
        )

    def documents_with(self, atoms: Collection[str]) -> set[str]:
        """Return the keys of the documents that have a node of any of *atoms*."""
        return {row[0] for row in self._of("nodes", atoms)}

    def at(self, iri: str) -> list[str]:
        """Return the atoms that went to *iri* or would have it alone, those that would first."""
        rows = self._rows(
            "SELECT atom FROM placed WHERE own = ?1 OR iri = ?1 ORDER BY own <> ?1, atom", iri
        )
        return [atom for (atom,) in rows]

    def with_hash(self, hash8: str) -> list[LocalKey]:
        """Return the keys of the nodes whose own slug ends in these digits."""
        rows = self._rows(
            "SELECT key, kind, name FROM nodes WHERE hash8 = ? ORDER BY key, kind, name", hash8
        )
        return [LocalKey(*row) for row in rows]

    def has_places_in(self, country: str) -> bool:
        """Say whether any atom is a place of the country with that code."""
        return self._row("SELECT 1 FROM placed WHERE country = ? LIMIT 1", country) is not None

    def __contains__(self, iri: object) -> bool:
        """Say whether any atom went to *iri*."""
        return self._row("SELECT 1 FROM placed WHERE iri = ? LIMIT 1", iri) is not None

    def _of(self, table: str, atoms: Collection[str]) -> Iterator[Any]:
        """Yield the rows of *table* that belong to *atoms*."""
        if len(atoms) >= _ALL:
            rows = self._rows(f"SELECT * FROM {table}")  # noqa: S608
            at = _ATOM_COLUMN.get(table, 0)
            yield from (row for row in rows if row[at] in atoms)
            return
        ordered = sorted(atoms)
        for start in range(0, len(ordered), _MANY):
            some = ordered[start : start + _MANY]
            marks = ", ".join("?" * len(some))
            yield from self._rows(f"SELECT * FROM {table} WHERE atom IN ({marks})", *some)  # noqa: S608


_ATOM_COLUMN: Final = {"keys": 3, "nodes": 3}


def entry_of(node: Node) -> NodeEntry:
    """Return a node as it goes into the index."""
    row = (*node.key, node.atom, node.body(), node.key.hash())
    return row, node.is_alone, node.names, node.language, node.claims, node.keys


def _add(counts: list[int], *changes: int) -> None:
    for position, change in enumerate(changes):
        counts[position] += change


def _count_position(key: tuple[str, ...], sums: tuple[str, ...]) -> int:
    return len(key) + sums.index("nodes")


def _decided(curation: Curated) -> dict[str, set[str]]:
    """Return, for each atom that curators spoke of, those they spoke of together with it."""
    near: dict[str, set[str]] = defaultdict(set)
    renamed = ((anchors,) for anchors, _, _ in curation.renames)
    for pair in (*curation.same, *curation.different, *renamed):
        everything = {atom for anchors in pair for atom in anchors}
        for atom in everything:  # persons are joined by themselves, after all else
            near[atom] |= {other for other in everything if is_person(other) is is_person(atom)}
    return dict(near)
