"""Which names of things are alike: tables in documents.sqlite that follow the index of nodes.

Each name of an atom is in some blocks (``graph.identity.likeness``), and what is alike within a
block is written down. A block of very many names tells nothing and has no pairs. So what is near
is a function of the names there are, in whatever order they came, and a name that comes or goes
costs what its few blocks cost. Whether two atoms are one thing meanwhile is for the reader to see.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations, groupby
from operator import itemgetter
from typing import Any, Final

from graph.keeping.database import Database

from .likeness import blocks_of, likeness
from .nodes import Key

#: A block of more names has no pairs.
MOST_IN_BLOCK: Final = 30
#: Names whose blocks are held in memory together.
_IN_MEMORY: Final = 100_000
_ROLES: Final = {"named": "", "person": "Person"}
_MEMBERS: Final = "SELECT block, number, name, atom FROM blocks JOIN spelled USING (number)"


class NearNames(Database):
    """The tables ``spelled``, ``blocks`` and ``near``."""

    def follow(self, keys: Iterable[Key]) -> None:
        """Bring the tables after the keys of atoms, of which these came or went."""
        if self._is_empty:  # the first time, or an older layout
            self._fill()
            return
        names = {(_ROLES[role] or family, name) for role, family, name in keys if role in _ROLES}
        self._compare(self._follow(sorted(names)))

    @property
    def is_behind(self) -> bool:
        """Whether there are names and none was compared, as after a migration."""
        asked = "SELECT 1 FROM keys WHERE role IN ('named', 'person') LIMIT 1"
        return self._is_empty and self._row(asked) is not None

    @property
    def _is_empty(self) -> bool:
        return self._row("SELECT 1 FROM spelled LIMIT 1") is None

    def _fill(self) -> None:
        """Fill the tables, which are empty; in the order of blocks, so that pages fill up."""
        rows = self._rows("SELECT role, family, name, atom FROM keys WHERE role <> 'spells'")
        spelled = {
            _number(family, name, atom): (family, name, atom)
            for family, name, atom in (
                (_ROLES[role] or family, name, atom)
                for role, family, name, atom in rows
                if role in _ROLES
            )
        }
        self._write_all(
            "INSERT INTO spelled VALUES (?, ?, ?, ?)",
            ((number, *spelled[number]) for number in sorted(spelled)),
        )
        parts = 1 + len(spelled) // _IN_MEMORY
        for part in range(parts):
            found = sorted(_part_of_blocks(spelled, part, parts))
            self._write_all("INSERT INTO blocks VALUES (?, ?)", found)
            for block, group in groupby(found, itemgetter(0)):
                members = [(block, number, *spelled[number][1:]) for _, number in group]
                self._write_pairs(block, members)

    def blocks_of(self, atoms: Collection[str]) -> set[tuple[int, int]]:
        """Return the numbers of the names of some atoms, each with the blocks that it is in."""
        rows = self._rows(
            "SELECT role, family, name, keys.atom FROM json_each(?) AS wanted "
            "CROSS JOIN keys ON keys.atom = wanted.value",
            json.dumps(sorted(atoms)),
        )
        return {
            (_number(of, name, atom), _number(of, block))
            for role, family, name, atom in rows
            if role in _ROLES
            for of in (_ROLES[role] or family,)
            for block in blocks_of(name)
        }

    def clear(self) -> None:
        """Forget everything, to begin anew."""
        for table in ("spelled", "blocks", "near"):
            self._write(f"DELETE FROM {table}")  # noqa: S608

    def _follow(self, names: list[tuple[str, str]]) -> set[int]:
        """Let these names be spelled by the atoms that have them; return the blocks touched."""
        gone: list[tuple[int, str, str, str]] = []
        come: list[tuple[int, str, str, str]] = []
        for family, name in names:
            before = {atom: number for number, atom in self._spelled(family, name)}
            after = self._atoms(family, name)
            gone += [(before[atom], family, name, atom) for atom in before.keys() - after]
            come += [(_number(family, name, atom), family, name, atom) for atom in after - before.keys()]  # fmt: skip  # noqa: E501
        left, joined = _in_blocks(gone), _in_blocks(come)
        self._write_all("DELETE FROM spelled WHERE number = ?", [row[:1] for row in gone])
        self._write_all("DELETE FROM blocks WHERE block = ? AND number = ?", left)
        self._write_all("INSERT OR REPLACE INTO spelled VALUES (?, ?, ?, ?)", sorted(come))
        self._write_all("INSERT OR IGNORE INTO blocks VALUES (?, ?)", joined)
        return {block for block, _ in (*left, *joined)}

    def _spelled(self, family: str, name: str) -> list[Any]:
        asked = "SELECT number, atom FROM spelled WHERE family = ? AND name = ?"
        return self._rows(asked, family, name)

    def _atoms(self, family: str, name: str) -> set[str]:
        role, of = ("person", "") if family == "Person" else ("named", family)
        asked = "SELECT atom FROM keys WHERE role = ? AND family = ? AND name = ?"
        return {atom for (atom,) in self._rows(asked, role, of, name)}

    def _compare(self, touched: set[int]) -> None:
        """Write down anew what is alike within these blocks."""
        self._write_all("DELETE FROM near WHERE block = ?", [(each,) for each in touched])
        for block in sorted(touched):
            asked = f"{_MEMBERS} WHERE block = ? ORDER BY number LIMIT {MOST_IN_BLOCK + 1}"
            self._write_pairs(block, self._rows(asked, block))

    def _write_pairs(self, block: int, members: list[Any]) -> None:
        if 1 < len(members) <= MOST_IN_BLOCK and (found := _pairs(block, members)):
            self._write_all("INSERT INTO near VALUES (?, ?, ?, ?, ?)", found)


def _pairs(block: int, members: list[Any]) -> list[tuple[int, int, int, float, str]]:
    """Return what is alike among the names of a block; two records are never one thing."""
    found: list[tuple[int, int, int, float, str]] = []
    for (_, one, name, atom), (_, other, second, another) in combinations(members, 2):
        if atom == another or atom[0] == another[0] == "i":
            continue
        if alike := likeness(name, second):
            found.append((block, one, other, alike.chance, alike.how))
    return found


def _in_blocks(rows: Iterable[tuple[int, str, str, str]]) -> list[tuple[int, int]]:
    return sorted(
        (_number(family, block), number)
        for number, family, name, _ in rows
        for block in blocks_of(name)
    )


def _number(*parts: str) -> int:
    """Return a number of 63 bits that two names, or blocks, share by a very small chance only."""
    named = hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(named) >> 1


def _part_of_blocks(
    spelled: Mapping[int, tuple[str, str, str]], part: int, parts: int
) -> Iterator[tuple[int, int]]:
    """Yield those blocks of names that are in one of so many equal spans of all numbers."""
    for number, (family, name, _) in spelled.items():
        for block in blocks_of(name):
            found = _number(family, block)
            if found * parts >> 63 == part:
                yield found, number
