"""What is read of a remote SPARQL server, in the values that the engine on disk gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

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

from graph.errors import QueryRefusedError, RemoteError
from graph.quads import GraphName, QuadReader, Sink
from ontology.iris import Base

from .client import NO_DATASET, SOLUTIONS, TRIPLES, Client
from .dialects import Dialect
from .marks import GRAPH

_Subject = NamedNode | BlankNode | Triple | None
_Term = NamedNode | BlankNode | Literal | Triple | None
_Graph = NamedNode | BlankNode | DefaultGraph | None

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
    """A server's quads, each look a request; what was foreseen is at hand."""

    def __init__(self, client: Client, base: Base, dialect: Dialect) -> None:
        """Read by *client* what Hansa keeps there under *base*."""
        self.client = client
        self.dialect = dialect
        self._mark_graph = f"{base.iri}{GRAPH}"
        self._default = f"{base.iri}{dialect.default_graph}" if dialect.default_graph else None
        here = httpx.URL(client.remote.query)
        self._foreign = tuple(str(here.join(each)) for each in dialect.graphs)
        self._at_hand: dict[NamedNode, list[Quad]] = {}

    # Queries of our own

    def select(self, sparql: str) -> QuerySolutions:
        """Return the solutions of a SELECT query of our own."""
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
        answer = self.client.ask(sparql, TRIPLES, self._dataset(sparql))
        self._require_whole(answer.headers)
        for quad in pyoxigraph.parse(answer.content, RdfFormat.N_TRIPLES):
            yield quad.triple

    def _results(self, sparql: str) -> QuerySolutions | QueryBoolean:
        answer = self.client.ask(sparql, SOLUTIONS, self._dataset(sparql))
        self._require_whole(answer.headers)
        try:
            return pyoxigraph.parse_query_results(answer.content, QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise RemoteError(
                f"the SPARQL server at {self.client.address} answers what cannot be read: {error}"
            ) from error

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

    def foresee(self, iris: Iterable[str]) -> None:
        """Have at hand what is said of things, which one request fetches for all."""

    def quads(
        self,
        subject: _Subject = None,
        predicate: NamedNode | None = None,
        term: _Term = None,
        graph: _Graph = None,
    ) -> Iterator[Quad]:
        """Iterate over the quads that match, in the server's own order; None matches anything."""
        pattern = " ".join(map(str, (subject or "?s", predicate or "?p", term or "?o")))
        for row in self.select(f"SELECT * {{ {self._within(pattern, graph)} }}"):
            name = self._graph_of(row) if graph is None else graph
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

    def _graph_of(self, row: pyoxigraph.QuerySolution) -> NamedNode | DefaultGraph | None:
        """Return the graph of a row, None where it is none of ours."""
        name = row["g"]
        if name is None or name.value == self._default:
            return DefaultGraph()
        return None if name.value == self._mark_graph else name

    def names(self, iri: str) -> bool:
        """Say whether anything is said about *iri*."""
        return self.ask(f"ASK {{ {self._within(f'{NamedNode(iri)} ?p ?o', None)} }}")

    def has(self, subject: NamedNode, predicate: NamedNode, term: NamedNode | Literal) -> bool:
        """Say whether the default graph has a triple."""
        return self.ask(f"ASK {{ {subject} {predicate} {term} }}")

    # Graphs

    def graphs(self) -> set[str]:
        """Return the IRIs of the named graphs, ours and guests', not the server's own."""
        found = self.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        names = {row["g"].value for row in found} - {self._mark_graph, self._default}
        return {name for name in names if not name.startswith(self._foreign)}

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
            answer = self.client.ask(query, TRIPLES, self._dataset(query))
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
            for row in self.select(query):
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
