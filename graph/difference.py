"""What has to change in the store so that it holds what the documents say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from ontology.iris import Base

from .assembly import Assembly
from .store import GraphName, Store

#: A commit is one update, unless it is larger than this many lines (a first load, a rebuild):
#: then it goes in parts, so that memory stays bounded. Readers see neither, only the checkpoint,
#: and a writer killed in between is finished by the next.
_PART: Final = 100_000


@dataclass(slots=True)
class Difference:
    """Lines to remove from and to add to graphs, and documents' graphs to drop with their size."""

    removed: dict[GraphName, set[str]] = field(default_factory=dict)
    added: dict[GraphName, set[str]] = field(default_factory=dict)
    dropped: dict[str, int] = field(default_factory=dict)

    @property
    def size_added(self) -> int:
        """The number of triples to add."""
        return sum(map(len, self.added.values()))

    @property
    def size_removed(self) -> int:
        """The number of triples to remove, those of dropped graphs too."""
        return sum(map(len, self.removed.values())) + sum(self.dropped.values())

    def compare(self, graph: GraphName, *, found: set[str], wanted: set[str]) -> None:
        """Note what separates the two states of one graph."""
        if found != wanted:
            self.removed[graph] = found - wanted
            self.added[graph] = wanted - found


def differences(
    store: Store, assembly: Assembly, trusted: Mapping[str, str]
) -> Iterator[Difference]:
    """Yield the differences from *store* to *assembly*, to be applied one after the other.

    A document's graph whose fingerprint is its *trusted* one needs no comparison.
    """
    part = Difference()
    wanted = assembly.fingerprints()
    for graph in sorted(store.graphs() - wanted.keys()):
        if _is_document(graph, assembly.resolution.base):
            part.dropped[graph] = len(store.lines(graph))
    for name, lines in _changed(assembly, wanted, trusted):
        part.compare(name, found=store.lines(name), wanted=lines)
        if part.size_added + part.size_removed > _PART:
            yield part
            part = Difference()
    if part.size_added or part.size_removed:
        yield part


def _changed(
    assembly: Assembly, wanted: Mapping[str, str], trusted: Mapping[str, str]
) -> Iterator[tuple[GraphName, set[str]]]:
    for graph, fingerprint in wanted.items():
        if trusted.get(graph) != fingerprint:
            yield graph, assembly.document(graph)
    yield from assembly.shared()


def _is_document(graph: str, base: Base) -> bool:
    return graph.startswith(f"{base.iri}doc/")
