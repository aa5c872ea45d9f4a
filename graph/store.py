"""The quad store on disk: the one holder of a ``pyoxigraph.Store``.

Everything that pyoxigraph raises, builtin ``SyntaxError`` and ``OSError`` among it, becomes one
of our errors here and nowhere else. There is no in-memory store: it hides lost updates.
Never fork after opening one; the child's writes would be lost without a word.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from io import BytesIO
from pathlib import Path
from typing import IO, Final, TypeVar, cast

import pyoxigraph
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
)

from graph.keeping.disks import full_disk, says_full

from .claims import Said, said_by, values_query
from .errors import GraphError, QueryRefusedError, QuerySyntaxError, RemoteError, StoreError
from .quads import GraphName, Lines, Sink

QueryResult = QuerySolutions | QueryBoolean | QueryTriples
_Done = TypeVar("_Done")
_Form = TypeVar("_Form", QuerySolutions, QueryBoolean, QueryTriples)

#: Stands in the directory of a store whose quads are elsewhere, and says where and whose they are.
NOTE: Final = "remote.json"
#: From so many lines on, adding without removing goes through the bulk loader, which is four
#: times faster than an update. It is not one transaction, but the writer repairs after a crash
#: and readers only ever see finished checkpoints.
_BULK: Final = 2_000


class Store:
    """A store of quads in a directory, opened for writing by one process or read-only by many."""

    def __init__(self, store: pyoxigraph.Store, path: Path) -> None:
        """Hold an open store; use ``open`` or ``read_only`` to get one."""
        self._store = store
        self.path = path

    #: Every graph here is of the data.
    aside: tuple[str, ...] = ()

    @property
    def source(self) -> Path:
        """Where queries that strangers write read the same."""
        return self.path

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open the store in *path* for writing, making it when there is none.

        Raises StoreError when another process has it open or it cannot be read.
        """
        require_here(path)
        with _translated(f"cannot open the store {path}"):
            return cls(pyoxigraph.Store(str(path)), path)

    @classmethod
    def read_only(cls, path: Path) -> Store:
        """Open a finished checkpoint for reading; any number of processes may do so at once.

        Raises StoreError when there is no store in *path*.
        """
        require_here(path)
        with _translated(f"cannot read the store {path}"):
            return cls(pyoxigraph.Store.read_only(str(path)), path)

    def close(self) -> None:
        """Let go of the store, so that it can be opened again; nothing works after that."""
        del self._store

    def names(self, iri: str) -> bool:
        """Say whether anything is said about *iri*."""
        return next(self.quads(NamedNode(iri)), None) is not None

    def query(self, sparql: str, *, default_graph_as_union: bool = False) -> QueryResult:
        """Run a query of our own; foreign ones belong in the sandbox.

        Raises QuerySyntaxError when it is not SPARQL, StoreError when evaluating it fails.
        """
        with _translated("cannot run a query"):
            return self._store.query(sparql, use_default_graph_as_union=default_graph_as_union)

    def select(self, sparql: str) -> QuerySolutions:
        """Return the solutions of a SELECT query of our own.

        Raises as ``query`` does, and QueryRefusedError for a query of another form.
        """
        return self._answer(sparql, QuerySolutions, "SELECT")

    def ask(self, sparql: str) -> bool:
        """Return the answer of an ASK query of our own; raises as ``select`` does."""
        return bool(self._answer(sparql, QueryBoolean, "ASK"))

    def construct(self, sparql: str) -> Iterator[Triple]:
        """Iterate over the triples of a CONSTRUCT or DESCRIBE query; raises as ``select`` does."""
        yield from self._answer(sparql, QueryTriples, "CONSTRUCT")

    def _answer(self, sparql: str, form: type[_Form], name: str) -> _Form:
        found = self.query(sparql)
        if not isinstance(found, form):
            raise QueryRefusedError(f"this is not a {name} query; ask it by its own method")
        return found

    def require_there(self, generation: int) -> None:
        """Do nothing: what is open for reading is there."""

    def require_still(self, generation: int) -> None:
        """Do nothing: what is open for reading stays as it is."""

    def values_of(self, predicate: NamedNode, iris: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Iterate over things with their values of a property in the default graph, as texts."""
        for it, value in self.select(values_query(predicate, iris)):
            yield it.value, value.value

    def saying(self, sayings: Iterable[Said]) -> Iterator[tuple[Said, str]]:
        """Iterate over the claims that say triples, or anything of a thing by a property."""
        return said_by(self.select, sayings)

    def held(self, let_go: Callable[[], None]) -> AbstractContextManager[None]:  # noqa: ARG002
        """Keep nothing at hand: every look is a short one here."""
        return nullcontext()

    def in_rounds(
        self,
        work: Callable[[], _Done],
        let_go: Callable[[], None],  # noqa: ARG002
    ) -> _Done:
        """Return what *work* returns."""
        return work()

    def quads(
        self,
        subject: NamedNode | BlankNode | Triple | None = None,
        predicate: NamedNode | None = None,
        term: NamedNode | BlankNode | Literal | Triple | None = None,
        graph: NamedNode | BlankNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """Iterate over the quads that match, in the store's own order; None matches anything."""
        try:
            yield from self._store.quads_for_pattern(subject, predicate, term, graph)
        except (SyntaxError, OSError, ValueError, RuntimeError):
            # Only now: this is called so often that a context would be a third of its cost.
            with _translated("cannot read quads"):
                raise

    def has(self, subject: NamedNode, predicate: NamedNode, term: NamedNode | Literal) -> bool:
        """Say whether the default graph has a triple, in half the time that ``quads`` takes."""
        with _translated("cannot look for a triple"):
            return Quad(subject, predicate, term, DefaultGraph()) in self._store

    def graphs(self) -> set[str]:
        """Return the IRIs of the named graphs."""
        with _translated("cannot list the graphs"):
            return {graph.value for graph in self._store.named_graphs()}

    def lines(self, graph: GraphName) -> set[str]:
        """Return the triples of one graph as N-Triples lines without their line ends."""
        name = DefaultGraph() if graph is None else NamedNode(graph)
        with _translated("cannot read a graph"):
            dumped = self._store.dump(format=RdfFormat.N_TRIPLES, from_graph=name)
        return set((dumped or b"").decode().split("\n")) - {""}

    def all_lines(self) -> Iterator[tuple[GraphName, str]]:
        """Iterate over every triple with its graph, holding one graph in memory at a time."""
        for graph in (None, *sorted(self.graphs())):
            yield from ((graph, line) for line in self.lines(graph))

    def dump(self, path: Path) -> None:
        """Write every quad to the file *path* as N-Quads, in the store's own order."""
        with _translated(f"cannot write {path}"), path.open("wb") as file:
            self._store.dump(file, RdfFormat.N_QUADS)

    def write(self, sink: Sink) -> None:
        """Write every quad to *sink* as N-Quads, in the store's own order."""
        with _translated("cannot write what the store holds"):
            self._store.dump(cast(IO[bytes], sink), RdfFormat.N_QUADS)

    def write_graph(self, sink: Sink, graph: GraphName) -> None:
        """Write the triples of one graph to *sink* as N-Triples, in the store's own order."""
        name = DefaultGraph() if graph is None else NamedNode(graph)
        with _translated("cannot write what the store holds"):
            self._store.dump(cast(IO[bytes], sink), RdfFormat.N_TRIPLES, from_graph=name)

    def has_graph(self, graph: str) -> bool:
        """Say whether there is a named graph of that IRI, with triples or without."""
        with _translated("cannot look for a graph"):
            return self._store.contains_named_graph(NamedNode(graph))

    def change(self, removed: Lines, added: Lines) -> None:
        """Remove and add triples, which may have blank nodes: these keep their names.

        What fails on the way leaves part of it done; to do all of it again does no harm.
        """
        with _translated("cannot change the store", syntax=StoreError):
            for quad in _quads(removed):
                self._store.remove(quad)
            add = self._store.bulk_extend if _size(added) >= _BULK else self._store.extend
            add(_quads(added))

    def add_graph(self, graph: str) -> None:
        """Let there be a named graph, with triples or without."""
        with _translated("cannot make a graph"):
            self._store.add_graph(NamedNode(graph))

    def remove_graph(self, graph: str) -> None:
        """Let there be no graph of that IRI."""
        with _translated("cannot remove a graph"):
            self._store.remove_graph(NamedNode(graph))

    def continue_from(self, newest: int, *, coming: int | None) -> None:
        """Do nothing: the store is in the directory whose generations are counted."""

    def apply(self, removed: Lines, added: Lines) -> None:
        """Remove and add triples, in ONE update: all of it or nothing.

        Raises StoreError when the store refuses the difference; nothing is changed then.
        """
        if not any(removed.values()) and _size(added) >= _BULK:
            self._load(added)
            return
        update = [
            f"{verb} DATA {{\n{_grouped(lines)}}}"
            for verb, lines in (("DELETE", removed), ("INSERT", added))
            if any(lines.values())
        ]
        with _translated("cannot apply a difference to the store"):
            self._store.update(" ;\n".join(update))
            for graph in removed.keys() - added.keys() - {None}:
                self._forget_empty(NamedNode(graph or ""))

    def _forget_empty(self, graph: NamedNode) -> None:
        """Let go of the name of a graph without triples, which the engine would keep."""
        if next(self._store.quads_for_pattern(None, None, None, graph), None) is None:
            self._store.remove_graph(graph)

    def _load(self, added: Lines) -> None:
        quads = BytesIO(b"".join(quad_block(lines, graph) for graph, lines in added.items()))
        with _translated("cannot load quads into the store", syntax=StoreError):
            self._store.bulk_load(quads, format=RdfFormat.N_QUADS)

    def load(self, path: str) -> None:
        """Add the N-Quads of the file or pipe *path*, by the bulk loader: all of it or nothing.

        Raises StoreError when a line is not N-Quads. Nobody else may write meanwhile. IRIs and
        language tags are not looked into, which saves a tenth: only our own lines belong here.
        """
        with _translated("cannot load quads into the store", syntax=StoreError):
            self._store.bulk_load(path=path, format=RdfFormat.N_QUADS, lenient=True)

    def settle(self, generation: int) -> None:
        """Do nothing: a generation is settled when its checkpoint is published."""

    def flush(self) -> None:
        """Return only when everything written so far is on disk."""
        with _translated("cannot flush the store"):
            self._store.flush()

    def backup(self, path: Path) -> None:
        """Make a checkpoint of the store in *path*, which must not exist yet, by hard links."""
        with _translated(f"cannot write the checkpoint {path}"):
            self._store.backup(str(path))

    def __len__(self) -> int:
        """Return the number of quads; this counts them all."""
        return len(self._store)


def require_here(path: Path) -> None:
    """Raise RemoteError where the quads of a store are at a server, as a note in it says."""
    if (path / NOTE).exists():
        raise RemoteError(
            f"the quads of {path.parent} are at a SPARQL server; set HANSA_REMOTE to its address, "
            "or run hansa rebuild to have them here"
        )


def emptied(path: Path) -> Store:
    """Open a new store in *path*, removing what is there.

    Raises StoreError when that cannot be.
    """
    with _translated(f"cannot make a new store in {path}"):
        if path.exists():
            shutil.rmtree(path)
    return Store.open(path)


def _quads(lines: Lines) -> Iterator[Quad]:
    for graph, triples in lines.items():
        name = DefaultGraph() if graph is None else NamedNode(graph)
        for found in pyoxigraph.parse("\n".join(triples), RdfFormat.N_TRIPLES):
            yield Quad(found.subject, found.predicate, found.object, name)


def _size(lines: Lines) -> int:
    return sum(map(len, lines.values()))


def _grouped(lines: Lines) -> str:
    """Write triples as SPARQL quad data, one GRAPH block for each named graph."""
    blocks = []
    for graph, triples in sorted(lines.items(), key=lambda item: item[0] or ""):
        body = "\n".join(triples)
        blocks.append(f"{body}\n" if graph is None else f"GRAPH <{graph}> {{\n{body}\n}}\n")
    return "".join(blocks)


def quad_block(triples: Iterable[str], graph: GraphName) -> bytes:
    """Return N-Triples lines without their line ends as N-Quads of that graph.

    >>> quad_block(["<urn:s> <urn:p> <urn:o> ."], "urn:g")
    b'<urn:s> <urn:p> <urn:o> <urn:g> .\\n'
    """
    block = "\n".join([*triples, ""])
    # There is no line end inside a line, so that every point before one ends a triple.
    return (block if graph is None else block.replace(" .\n", f" <{graph}> .\n")).encode()


@contextmanager
def _translated(action: str, *, syntax: type[GraphError] = QuerySyntaxError) -> Iterator[None]:
    try:
        yield
    except SyntaxError as error:
        raise syntax(f"{action}: {error}") from error
    except (OSError, ValueError, RuntimeError) as error:
        if says_full(error):
            raise full_disk(f"{action}: the disk") from error
        raise StoreError(f"{action}: {error}") from error
