"""What is read of a remote SPARQL server, in the values that the engine on disk gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import Final, TypeVar, cast

import httpx
import pyoxigraph
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
)

from graph.claims import Said, said_by, values_query
from graph.errors import QueryRefusedError, QuerySyntaxError, RemoteError
from graph.quads import GraphName, QuadReader, Sink
from graph.together import together
from ontology.iris import Base

from .client import NO_DATASET, SOLUTIONS, TRIPLES, Client, NotUnderstoodError
from .dialects import Dialect
from .hand import AT_HAND, Hand
from .looks import Look, Part, Saying
from .marks import GRAPH
from .served import Served

_Subject = NamedNode | BlankNode | Triple | None
_Term = NamedNode | BlankNode | Literal | Triple | None
_Graph = NamedNode | BlankNode | DefaultGraph | None

_HERE: Final = DefaultGraph()
_Done = TypeVar("_Done")

#: Graphs that are read in one request, of many.
_TOGETHER: Final = 100
#: A graph that is named in a query.
_NAMED: Final = re.compile(r"GRAPH\s*<([^<>\s]*)>")
#: The header of an answer that was cut at so many rows, as Virtuoso sets it.
_CUT: Final = "x-sparql-maxrows"


def differences_of(store: QuadReader) -> tuple[str, ...]:
    """Return what a store does otherwise than SPARQL 1.1 says, a sentence each."""
    if not isinstance(store, RemoteReading):
        return ()
    name, address = store.dialect.name, store.client.address
    return tuple(f"{name} at {address}: {each}" for each in store.dialect.differences)


class RemoteReading:
    """A server's quads: each look a request, or many together in rounds."""

    def __init__(self, client: Client, base: Base, dialect: Dialect) -> None:
        """Read by *client* what Hansa keeps there under *base*."""
        self.client = client
        self.dialect = dialect
        client.takes_forms = dialect.takes_forms
        self._base = base
        self._mark_graph = f"{base.iri}{GRAPH}"
        self._default = f"{base.iri}{dialect.default_graph}" if dialect.default_graph else None
        here = httpx.URL(client.remote.query)
        self._foreign = tuple(str(here.join(each)) for each in dialect.graphs)

    @property
    def source(self) -> Served:
        """Where queries that strangers write read the same."""
        return Served(self.client.remote, self.dialect, self._default)

    @property
    def aside(self) -> tuple[str, ...]:
        """How the IRIs of graphs begin that are none of the data: the mark's, the server's own."""
        return tuple(filter(None, (self._mark_graph, self._default, *self._foreign)))

    # Queries of our own

    def select(self, sparql: str) -> QuerySolutions:
        """Return the solutions of a SELECT query of our own."""
        hand = self._hand
        found = hand.select(sparql) if hand else None
        return self._select_now(sparql) if found is None else found

    def _select_now(self, sparql: str) -> QuerySolutions:
        found = self._results(sparql)
        if not isinstance(found, QuerySolutions):
            raise QueryRefusedError("this is not a SELECT query; ask it by its own method")
        return found

    def ask(self, sparql: str) -> bool:
        """Return the answer of an ASK query of our own."""
        found = self._results(sparql)
        if not isinstance(found, QueryBoolean):
            raise QueryRefusedError("this is not a ASK query; ask it by its own method")
        return bool(found)

    def construct(self, sparql: str) -> Iterator[Triple]:
        """Iterate over the triples of a CONSTRUCT or DESCRIBE query of our own."""
        answer = self._answer(sparql, TRIPLES)
        for quad in pyoxigraph.parse(answer.content, RdfFormat.N_TRIPLES):
            yield quad.triple

    def _results(self, sparql: str) -> QuerySolutions | QueryBoolean:
        answer = self._answer(sparql, SOLUTIONS)
        try:
            return pyoxigraph.parse_query_results(answer.content, QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise RemoteError(
                f"the SPARQL server at {self.client.address} answers what cannot be read: {error}"
            ) from error

    def _answer(self, sparql: str, accept: str) -> httpx.Response:
        """Return the answer to a query of our own, whole.

        Whose mistake it is that a server does not understand it, our own parser says.
        """
        try:
            answer = self.client.ask(sparql, accept, self._dataset(sparql))
        except NotUnderstoodError:
            try:
                pyoxigraph.Store().query(sparql)
            except SyntaxError as error:
                raise QuerySyntaxError(f"the query is not SPARQL 1.1: {error}") from error
            raise
        self._require_whole(answer.headers)
        return answer

    def _dataset(self, sparql: str) -> Mapping[str, Sequence[str]]:
        """Return the dataset to send a query of our own with, none where the server's is ours.

        Where a graph stands for the default graph, graphs that are named in the query have to be
        named here too; those of a variable are all there are.
        """
        if self._default is None:
            return NO_DATASET
        named = sorted({*_NAMED.findall(sparql)})
        return {"default-graph-uri": [self._default], "named-graph-uri": named}

    def _require_whole(self, headers: Mapping[str, str]) -> None:
        if _CUT in headers:
            raise RemoteError(
                f"the SPARQL server at {self.client.address} cuts its answers at {headers[_CUT]} "
                "rows; raise ResultSetMaxRows in its virtuoso.ini"
            )

    # Quads

    @contextmanager
    def held(self, let_go: Callable[[], None]) -> Iterator[None]:
        """Keep at hand in the block what its rounds fetch; *let_go* is told when that moved.

        The block ends with RemoteError where what was read in it is of several states.
        """
        hand = Hand(self, self._base, let_go)
        token = AT_HAND.set(hand)
        try:
            yield
            hand.end()
        finally:
            AT_HAND.reset(token)

    def in_rounds(self, work: Callable[[], _Done], let_go: Callable[[], None]) -> _Done:
        """Return what *work* returns, which is run until one request after the other fetched all.

        *let_go* is told when the server moved to another state meanwhile.
        """
        hand = self._hand
        if not self.dialect.joins_looks:
            return work()
        if hand is not None:
            return hand.in_rounds(work)
        with self.held(let_go):
            return self.in_rounds(work, let_go)

    @property
    def _hand(self) -> Hand | None:
        hand = AT_HAND.get()
        return hand if hand is not None and hand.store is self else None

    def fetch(self, query: str) -> bytes:
        """Return the answer to a query, in JSON."""
        return self._answer(query, SOLUTIONS).content

    def mark_part(self) -> Part:
        """Return the part of a request that tells the state of the server."""
        return Part(f"GRAPH <{self._mark_graph}> {{ ?s ?p ?o }}")

    def graph_named(self, name: NamedNode | None) -> NamedNode | DefaultGraph | None:
        """Return the graph that a row names, the default one by nothing; None for none of ours."""
        if name is None or name.value == self._default:
            return DefaultGraph()
        return None if name.value == self._mark_graph else name

    def values_of(self, predicate: NamedNode, iris: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Iterate over things with their values of a property in the default graph, as texts."""
        hand = self._hand
        missing = [*iris]
        if hand is not None:
            looks = [Look(NamedNode(iri), predicate, None, _HERE) for iri in missing]
            found = dict(zip(missing, together(hand.quads, looks), strict=True))
            missing = [iri for iri, quads in found.items() if quads is None]
            for quad in chain.from_iterable(filter(None, found.values())):
                yield cast(NamedNode, quad.subject).value, cast(Literal, quad.object).value
        if missing:
            for row in self._select_now(values_query(predicate, missing)):
                yield row["it"].value, row["value"].value

    def saying(self, sayings: Iterable[Said]) -> Iterator[tuple[Said, str]]:
        """Iterate over the claims that say triples, or anything of a thing by a property."""
        every = dict.fromkeys(sayings)
        hand = self._hand
        found = hand.saying(map(Saying._make, every)) if hand else None
        if found is not None:
            for saying, claims in found.items():
                yield from ((saying, claim) for claim in claims)
            return
        yield from said_by(self._select_now, every)

    def quads(
        self,
        subject: _Subject = None,
        predicate: NamedNode | None = None,
        term: _Term = None,
        graph: _Graph = None,
    ) -> Iterator[Quad]:
        """Iterate over the quads that match, in the server's own order; None matches anything."""
        hand = self._hand
        if hand and (found := hand.quads(Look(subject, predicate, term, graph))) is not None:
            yield from found
            return
        pattern = " ".join(map(str, (subject or "?s", predicate or "?p", term or "?o")))
        for row in self._select_now(f"SELECT * {{ {self._within(pattern, graph)} }}"):
            name = self.graph_named(row["g"]) if graph is None else graph
            if name is not None:
                yield Quad(subject or row["s"], predicate or row["p"], term or row["o"], name)

    def _within(self, pattern: str, graph: _Graph) -> str:
        """Return the pattern where it is to be looked for."""
        if isinstance(graph, DefaultGraph):
            return pattern
        if graph is not None:
            return f"GRAPH {graph} {{ {pattern} }}"
        named = f"GRAPH ?g {{ {pattern} }}"
        return named if self._default else f"{{ {pattern} }} UNION {{ {named} }}"

    def names(self, iri: str) -> bool:
        """Say whether anything is said about *iri*."""
        return self.ask(f"ASK {{ {self._within(f'{NamedNode(iri)} ?p ?o', None)} }}")

    def has(self, subject: NamedNode, predicate: NamedNode, term: NamedNode | Literal) -> bool:
        """Say whether the default graph has a triple."""
        if self._hand:
            return any(quad.object == term for quad in self.quads(subject, predicate, None, _HERE))
        return self.ask(f"ASK {{ {subject} {predicate} {term} }}")

    # Graphs

    def graphs(self) -> set[str]:
        """Return the IRIs of the named graphs, ours and guests', not the server's own."""
        found = self._select_now("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        names = {row["g"].value for row in found} - {self._default}
        others = (name for name in names if not name.startswith(self._foreign))
        return {name for name in others if not name.endswith(f"/{GRAPH}")}  # a mark is no data

    def has_graph(self, graph: str) -> bool:
        """Say whether there is a named graph of that IRI, with a triple at least."""
        return graph != self._mark_graph and self.ask(
            f"ASK {{ GRAPH {NamedNode(graph)} {{ ?s ?p ?o }} }}"
        )

    def lines(self, graph: GraphName) -> set[str]:
        """Return the triples of one graph as N-Triples lines without their line ends."""
        name = graph or self._default
        answer = None if name is None else self.client.graph(name)
        if answer is None:
            where = self._within("?s ?p ?o", NamedNode(graph) if graph else DefaultGraph())
            query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} }}"
            answer = self._answer(query, TRIPLES)
        self._require_whole(answer.headers)
        found = pyoxigraph.parse(answer.content, RdfFormat.N_TRIPLES)
        return {f"{quad.triple} ." for quad in found}

    def by_graph(self) -> Iterator[tuple[GraphName, set[str]]]:
        """Iterate over the graphs with their lines, the default graph first, even if it is empty.

        Some graphs are held in memory at a time.
        """
        yield None, self.lines(None)
        names = iter(sorted(self.graphs()))
        while some := [*islice(names, _TOGETHER)]:
            values = " ".join(f"<{name}>" for name in some)
            query = f"SELECT * {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}"
            found: dict[str, set[str]] = {name: set() for name in some}
            for row in self._select_now(query):
                found[row["g"].value].add(f"{row['s']} {row['p']} {row['o']} .")
            yield from found.items()

    def all_lines(self) -> Iterator[tuple[GraphName, str]]:
        """Iterate over every triple with its graph, holding some graphs in memory at a time."""
        for graph, lines in self.by_graph():
            yield from ((graph, line) for line in lines)

    def write(self, sink: Sink) -> None:
        """Write every quad to *sink* as N-Quads, in the server's own order."""
        for graph, line in self.all_lines():
            end = "" if graph is None else f"<{graph}> "
            sink.write(f"{line[:-1]}{end}.\n".encode())

    def write_graph(self, sink: Sink, graph: GraphName) -> None:
        """Write the triples of one graph to *sink* as N-Triples."""
        sink.write("".join(f"{line}\n" for line in self.lines(graph)).encode())
