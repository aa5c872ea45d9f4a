"""Who shares in which lines of the common graphs, and how many share in each line.

A line of the default graph, say, is there as long as at least one document or entity gives reason
for it. What each gave at the last commit is kept, so that a change costs what that one gives.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Final

from .database import Database
from .difference import Difference, QuadLine

#: Bytes of a hash that name a line: enough that no two of a billion lines share them.
_LINE_BYTES: Final = 16


class Supports(Database):
    """The shares of one commit: replace them one by one, then ``flush``."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Share a connection with whoever opened it; see ``Database.view``."""
        super().__init__(connection, path)
        self._changes: Counter[QuadLine] = Counter()

    def replace(self, name: str, wanted: set[QuadLine]) -> None:
        """Let the sharer of that *name* give reason for these lines and no others."""
        row = self._row("SELECT lines FROM shares WHERE name = ?", name)
        found = _unpacked(row[0]) if row else set()
        if found == wanted:
            return
        self._changes.update(wanted - found)
        self._changes.subtract(found - wanted)
        if wanted:
            packed = _packed(wanted)
            self._write("INSERT OR REPLACE INTO shares VALUES (?, ?)", name, packed)
        else:
            self._write("DELETE FROM shares WHERE name = ?", name)

    def has(self, name: str) -> bool:
        """Say whether the sharer of that name shares in anything."""
        return self._row("SELECT 1 FROM shares WHERE name = ?", name) is not None

    def drain(self, difference: Difference) -> None:
        """Note nothing before the end, because a line may go here and come there."""

    def flush(self, difference: Difference) -> None:
        """Write what has changed, and note in *difference* the lines that came and went."""
        rows = []
        for line, change in self._changes.items():
            if change:
                name = _name(line)
                row = self._row("SELECT shares FROM supports WHERE line = ?", name)
                before = row[0] if row else 0
                rows.append((name, before + change))
                if not before:
                    difference.add([line])
                elif before + change == 0:
                    difference.remove([line])
        self._changes.clear()
        self._write_all("INSERT OR REPLACE INTO supports VALUES (?, ?)", sorted(rows))
        gone = [(name,) for name, count in rows if not count]
        self._write_all("DELETE FROM supports WHERE line = ?", gone)

    def clear(self) -> None:
        """Forget everything, to begin anew."""
        self._write("DELETE FROM shares")
        self._write("DELETE FROM supports")


class FirstSupports(Supports):
    """The same for a first build, in memory: no line has any support yet."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Share a connection with whoever opened it; the tables have to be empty."""
        super().__init__(connection, path)
        self._counts: dict[bytes, int] = {}
        self._new: list[QuadLine] = []

    def replace(self, name: str, wanted: set[QuadLine]) -> None:
        """Let the sharer of that *name*, which is new, give reason for these lines."""
        for line in wanted:
            key = _name(line)
            count = self._counts.get(key, 0)
            self._counts[key] = count + 1
            if not count:
                self._new.append(line)
        if wanted:
            self._write("INSERT INTO shares VALUES (?, ?)", name, _packed(wanted))

    def drain(self, difference: Difference) -> None:
        """Note in *difference* the lines that came up since the last time."""
        difference.add(self._new)
        self._new.clear()

    def flush(self, difference: Difference) -> None:
        """Write how many share in each line."""
        self.drain(difference)
        self._write_all("INSERT INTO supports VALUES (?, ?)", sorted(self._counts.items()))
        self._counts.clear()


def _name(line: QuadLine) -> bytes:
    graph, triple = line
    return sha256(f"{graph or ''}\t{triple}".encode()).digest()[:_LINE_BYTES]


def _packed(lines: Iterable[QuadLine]) -> bytes:
    written = "\n".join(sorted(f"{graph or ''}\t{line}" for graph, line in lines))
    return zlib.compress(written.encode(), level=1)


def _unpacked(body: bytes) -> set[QuadLine]:
    found = (line.split("\t", 1) for line in zlib.decompress(body).decode().split("\n"))
    return {(graph or None, triple) for graph, triple in found}
