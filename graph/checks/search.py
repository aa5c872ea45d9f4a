"""Whether the search index finds what the graph holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode

from graph.engines import Engine
from graph.errors import GraphError, RemoteError
from graph.foreign.guests import is_own
from graph.generations.generations import Lease
from graph.quads import QuadReader
from graph.searching.search import FILE, NameRow, QuoteRow, SearchIndex, rows_of
from ontology.namespaces import PREFIXES

_PREDICATES: Final = (
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["skos"] + "altLabel",
    PREFIXES["rdfs"] + "label",
    PREFIXES["oa"] + "exact",
)
_Row = NameRow | QuoteRow


def search_faults(directory: Path, lease: Lease, engine: Engine) -> Iterator[str]:
    """Yield how the search index differs from the names and quotes of a generation."""
    path, remedy = directory / FILE, "remove it and run hansa rebuild"
    if not lease.manifest.digest:  # of a version that had no index
        return
    try:
        index = SearchIndex.covering(path, lease.generation)
        if index is None:
            yield f"{path}: it knows nothing of generation {lease.generation}; run hansa rebuild"
            return
        with closing(index):
            found = _summed(index.rows(lease.generation))
            with engine.read(lease.path, lease.generation) as store:
                wanted = _summed(_rows(store, lease.manifest.base))
            if found != wanted:
                yield (
                    f"{path}: it has {found[0]} names and quotes of generation "
                    f"{lease.generation}, not the {wanted[0]} that are there; {remedy}"
                )
    except RemoteError:
        return  # the graph could not be read, which is said of the generation
    except GraphError as error:
        yield f"{path}: {error}; {remedy}"


def _rows(store: QuadReader, base: str) -> Iterator[_Row]:
    """Yield what can be searched in a store, which may hold graphs of others too."""
    for predicate in _PREDICATES:
        for quad in store.quads(None, NamedNode(predicate)):
            graph = None if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
            is_said = predicate == _PREDICATES[-1] and is_own(graph, bases=[base])
            if graph is None or is_said:
                yield from rows_of(graph, (f"{quad.triple} .",))


def _summed(rows: Iterable[_Row]) -> tuple[int, int]:
    """Return the number of rows and the sum of their hashes, which tells nothing of their order."""
    count = amount = 0
    for row in rows:
        count, amount = count + 1, amount + hash(row)
    return count, amount
