"""Who shares in which lines of the common graphs, and how many share in each line.

A line of the default graph, say, is there as long as at least one document or entity gives reason
for it. What each gave at the last commit is kept, so that a change costs what that one gives.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from graph.keeping.database import Database
from graph.lines.difference import Difference, QuadLine

#: Bytes of a hash that name a line: enough that no two of a billion lines share them.
_LINE_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Share:
    """Lines that one sharer gives reason for, as they are kept: sorted, each with its name."""

    lines: tuple[str, ...]
    names: tuple[bytes, ...]
    packed: bytes


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
            packed = _packed(sorted(map(_written, wanted)))
            self._write("INSERT OR REPLACE INTO shares VALUES (?, ?)", name, packed)
        else:
            self._write("DELETE FROM shares WHERE name = ?", name)

    def has(self, name: str) -> bool:
        """Say whether the sharer of that name shares in anything."""
        return self._row("SELECT 1 FROM shares WHERE name = ?", name) is not None

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
        self._new: list[str] = []

    def replace(self, name: str, wanted: set[QuadLine]) -> None:
        """Let the sharer of that *name*, which is new, give reason for these lines."""
        if wanted:
            self.take(name, share_of(wanted))

    def take(self, name: str, share: Share) -> None:
        """Let the sharer of that *name*, which is new, have this share."""
        counts = self._counts
        for key, line in zip(share.names, share.lines, strict=True):
            if key in counts:
                counts[key] += 1
            else:
                counts[key] = 1
                self._new.append(line)
        self._write("INSERT INTO shares VALUES (?, ?)", name, share.packed)

    def drain(self) -> set[QuadLine]:
        """Return the lines that came up since the last time."""
        new, self._new = self._new, []
        return {*map(_read, new)}

    def finish(self) -> None:
        """Write how many share in each line."""
        self._write_all("INSERT INTO supports VALUES (?, ?)", sorted(self._counts.items()))
        self._counts.clear()


def share_of(lines: Iterable[QuadLine]) -> Share:
    """Return the share of whoever gives reason for these lines."""
    written = tuple(sorted(map(_written, lines)))
    return Share(written, tuple(map(_hash, written)), _packed(written))


def _name(line: QuadLine) -> bytes:
    return _hash(_written(line))


def _hash(written: str) -> bytes:
    return sha256(written.encode()).digest()[:_LINE_BYTES]


def _written(line: QuadLine) -> str:
    graph, triple = line
    return f"{graph or ''}\t{triple}"


def _read(written: str) -> QuadLine:
    graph, triple = written.split("\t", 1)
    return graph or None, triple


def _packed(written: Iterable[str]) -> bytes:
    return zlib.compress("\n".join(written).encode(), level=1)


def _unpacked(body: bytes) -> set[QuadLine]:
    return {*map(_read, zlib.decompress(body).decode().split("\n"))}
