"""What took the place of IRIs when a graph was made anew, told by comparing it with the one before.

A commit by difference knows where entities go. A build from nothing does not; but each document
says which thing of the graph it means by each name it has, so the two graphs tell it together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from graph.quads import QuadReader
from ontology.namespaces import PREFIXES
from ontology.terms import RESOLVES_TO

_REPLACED: Final = NamedNode(PREFIXES["dcterms"] + "isReplacedBy")
_RESOLVES_TO: Final = NamedNode(RESOLVES_TO)


@dataclass(frozen=True, slots=True)
class Succession:
    """Two graphs of one data directory, the later of them under *base*.

    ``bases`` are those under which the earlier one may have been made.
    """

    before: QuadReader
    after: QuadReader
    base: str
    bases: Collection[str]

    def of(self, lost: Iterable[str]) -> Iterator[tuple[str, set[str]]]:
        """Yield each IRI that is *lost* with the IRIs that took its place, none if it went."""
        for iri in lost:
            itself = {*self._rebased(iri)}
            yield iri, (itself or {*self._led(iri), *self._moved(iri)}) - {iri}

    def _led(self, iri: str) -> Iterator[str]:
        """Yield where the IRI led to, having been no entity's before."""
        for quad in self.before.quads(NamedNode(iri), _REPLACED):
            yield _value(quad.object)

    def _moved(self, iri: str) -> Iterator[str]:
        """Yield what documents mean now by the names that meant this."""
        for quad in self.before.quads(None, _RESOLVES_TO, NamedNode(iri)):
            local = _value(quad.subject)
            for here in (local, *self._rebased(local)):
                for now in self.after.quads(NamedNode(here), _RESOLVES_TO):
                    yield _value(now.object)

    def _rebased(self, iri: str) -> Iterator[str]:
        """Yield the same IRI under the base of now, if it is there."""
        if iri.startswith(self.base):
            return
        for base in sorted(self.bases, key=len, reverse=True):
            if iri.startswith(base):
                moved = self.base + iri.removeprefix(base)
                if self.after.names(moved):
                    yield moved
                return


def _value(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""
