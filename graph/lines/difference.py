"""What separates two states of the graphs, and the journal that keeps it until it is applied."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.quads import GraphName

from .digest import total

#: A line of some graph: the graph's name, and an N-Triples line without its line end.
QuadLine = tuple[GraphName, str]


@dataclass(slots=True)
class Difference:
    """Lines to remove from and to add to graphs; no line is in both."""

    removed: dict[GraphName, set[str]] = field(default_factory=dict)
    added: dict[GraphName, set[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is anything to remove or to add."""
        return any(self.removed.values()) or any(self.added.values())

    @property
    def size_added(self) -> int:
        """The number of triples to add."""
        return sum(map(len, self.added.values()))

    @property
    def size_removed(self) -> int:
        """The number of triples to remove."""
        return sum(map(len, self.removed.values()))

    def compare(self, graph: GraphName, *, found: set[str], wanted: set[str]) -> None:
        """Note what separates the two states of one graph."""
        if gone := found - wanted:
            self.removed.setdefault(graph, set()).update(gone)
        if come := wanted - found:
            self.added.setdefault(graph, set()).update(come)

    def add(self, lines: Iterable[QuadLine]) -> None:
        """Note lines to add."""
        for graph, line in lines:
            self.added.setdefault(graph, set()).add(line)

    def remove(self, lines: Iterable[QuadLine]) -> None:
        """Note lines to remove."""
        for graph, line in lines:
            self.removed.setdefault(graph, set()).add(line)

    def digest(self) -> int:
        """Return what this adds to the digest of the graph; see ``graph.lines.digest``."""
        return _total(self.added) - _total(self.removed)

    def packed(self) -> bytes:
        """Return this as bytes for the journal."""
        value = [_listed(self.removed), _listed(self.added)]
        return zlib.compress(json.dumps(value, ensure_ascii=False).encode(), level=1)

    @classmethod
    def unpacked(cls, body: bytes) -> Difference:
        """Return the difference that was ``packed``."""
        removed, added = json.loads(zlib.decompress(body))
        return cls(_sets(removed), _sets(added))


def _total(lines: Mapping[GraphName, Iterable[str]]) -> int:
    return sum(total(triples, graph) for graph, triples in lines.items())


def _listed(lines: Mapping[GraphName, set[str]]) -> list[tuple[GraphName, list[str]]]:
    ordered = sorted(lines.items(), key=lambda item: item[0] or "")
    return [(graph, sorted(triples)) for graph, triples in ordered if triples]


def _sets(listed: Iterable[tuple[GraphName, list[str]]]) -> dict[GraphName, set[str]]:
    return {graph: set(triples) for graph, triples in listed}
