"""What can be read and written of a quad engine, embedded or behind an address.

``graph.store`` is the one on disk, ``graph.remote`` the one that is spoken to by SPARQL 1.1.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    Triple,
)

from graph.remote.served import Source

if TYPE_CHECKING:
    from .claims import Said

_Done = TypeVar("_Done")

#: A named graph's IRI, or None for the default graph.
GraphName = str | None
#: For each graph, N-Triples lines without their line ends.
Lines = Mapping[GraphName, Collection[str]]


class Sink(Protocol):
    """What can be written to: a file, or something that looks at what comes."""

    def write(self, data: bytes, /) -> int:
        """Take *data* and return how much of it was taken, which is all."""

    def flush(self) -> None:
        """Do with what was taken what has not been done yet."""


class QuadReader(Protocol):
    """Quads to be read."""

    @property
    def source(self) -> Source:
        """Where queries that strangers write read the same."""

    @property
    def aside(self) -> tuple[str, ...]:
        """How the IRIs of graphs begin that are none of the data."""

    def names(self, iri: str) -> bool:
        """Say whether anything is said about *iri*."""

    def select(self, sparql: str) -> QuerySolutions:
        """Return the solutions of a SELECT query of our own."""

    def ask(self, sparql: str) -> bool:
        """Return the answer of an ASK query of our own."""

    def construct(self, sparql: str) -> Iterator[Triple]:
        """Iterate over the triples of a CONSTRUCT or DESCRIBE query of our own."""

    def quads(
        self,
        subject: NamedNode | BlankNode | Triple | None = None,
        predicate: NamedNode | None = None,
        term: NamedNode | BlankNode | Literal | Triple | None = None,
        graph: NamedNode | BlankNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """Iterate over the quads that match, in the engine's own order."""

    def has(self, subject: NamedNode, predicate: NamedNode, term: NamedNode | Literal) -> bool:
        """Say whether the default graph has a triple."""

    def graphs(self) -> set[str]:
        """Return the IRIs of the named graphs."""

    def has_graph(self, graph: str) -> bool:
        """Say whether there is a named graph of that IRI."""

    def lines(self, graph: GraphName) -> set[str]:
        """Return the triples of one graph as N-Triples lines without their line ends."""

    def all_lines(self) -> Iterator[tuple[GraphName, str]]:
        """Iterate over every triple with its graph, holding one graph in memory at a time."""

    def write(self, sink: Sink) -> None:
        """Write every quad to *sink* as N-Quads, in the engine's own order."""

    def write_graph(self, sink: Sink, graph: GraphName) -> None:
        """Write the triples of one graph to *sink* as N-Triples, in the engine's own order."""

    def require_there(self, generation: int) -> None:
        """Raise RemoteError where that generation, which was opened, can be read here no more."""

    def require_still(self, generation: int) -> None:
        """Raise RemoteError where what was read meanwhile may be of another generation too."""

    def values_of(self, predicate: NamedNode, iris: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Iterate over things with their values of a property in the default graph, as texts."""

    def saying(self, sayings: Iterable[Said]) -> Iterator[tuple[Said, str]]:
        """Iterate over the claims that say triples, or anything of a thing by a property."""

    def held(self, let_go: Callable[[], None]) -> AbstractContextManager[None]:
        """Keep at hand in the block what its rounds fetch; *let_go* is told when that moved."""

    def in_rounds(self, work: Callable[[], _Done], let_go: Callable[[], None]) -> _Done:
        """Return what *work* returns, which is run until all that it reads was fetched.

        *work* reads, and does nothing else that counts. Where each look is short it is run once.
        *let_go* is told when what is read moved to another state meanwhile.
        """


class QuadStore(QuadReader, Protocol):
    """Quads that the one writer of a data directory changes."""

    def continue_from(self, newest: int, *, coming: int | None) -> None:
        """Raise RemoteError unless this is generation *newest*, or on the way on from it.

        *coming* is the generation that a writer began and did not finish.
        """

    def apply(self, removed: Lines, added: Lines) -> None:
        """Remove and add triples; what is broken off is done again by whoever comes next."""

    def settle(self, generation: int) -> None:
        """Hear that a generation, all of which is there, was published."""

    def flush(self) -> None:
        """Return only when everything written so far is durable."""

    def backup(self, path: Path) -> None:
        """Make in the new directory *path* what readers of this state will open."""

    def close(self) -> None:
        """Let go of the store."""
