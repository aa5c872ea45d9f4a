"""Writes what a SPARQL server answered in another format, from file to file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pyoxigraph

from graph.errors import ExportError, GraphError, RemoteError
from graph.formats import GRAPH_FORMATS, Format
from ontology.namespaces import QUERY_PREFIXES

_GRAPHS: Final = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "rdf": pyoxigraph.RdfFormat.RDF_XML,
}
_SOLUTIONS: Final = {
    "json": pyoxigraph.QueryResultsFormat.JSON,
    "xml": pyoxigraph.QueryResultsFormat.XML,
    "csv": pyoxigraph.QueryResultsFormat.CSV,
    "tsv": pyoxigraph.QueryResultsFormat.TSV,
}


def rewrite(source: Path, found: Format, target: Path, wanted: Format) -> None:
    """Write to *target* as *wanted* what *source* holds as *found*.

    Raises RemoteError where that is not what it says, ExportError where *wanted* cannot say it.
    """
    if (failure := _rewritten(source, found, target, wanted)) is not None:
        raise failure


def _rewritten(source: Path, found: Format, target: Path, wanted: Format) -> GraphError | None:
    """Return what went wrong, without what was read: that may go in this thread alone."""
    try:
        with target.open("wb") as file:
            if wanted in GRAPH_FORMATS.values():
                quads = pyoxigraph.parse(path=str(source), format=_GRAPHS[found.name])
                triples = (quad.triple for quad in quads)
                pyoxigraph.serialize(triples, file, _GRAPHS[wanted.name], prefixes=QUERY_PREFIXES)
            else:
                results = pyoxigraph.parse_query_results(
                    path=str(source), format=_SOLUTIONS[found.name]
                )
                results.serialize(file, _SOLUTIONS[wanted.name])
    except (SyntaxError, ValueError) as error:
        return RemoteError(f"the SPARQL server answers what cannot be read: {error}")
    except OSError as error:
        if "RDF 1.2" not in str(error):
            raise
        return ExportError(
            "the answer has triple terms of RDF 1.2, which this format cannot say; take another, "
            "such as nt or ttl"
        )
    return None
