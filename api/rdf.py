"""Writes graphs of our own making: pages' data, vocabulary files, the service description."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import RdfFormat, Triple, serialize
from starlette.responses import Response

from graph.formats import Format
from ontology.namespaces import PREFIXES


def write_graph(triples: Iterable[Triple], format: Format) -> bytes:
    """Return the triples, each once and in a fixed order, in one of ``GRAPH_FORMATS``.

    >>> from graph.formats import GRAPH_FORMATS
    >>> from pyoxigraph import NamedNode
    >>> node = NamedNode("http://ex.org/a")
    >>> write_graph([Triple(node, node, node)] * 2, GRAPH_FORMATS["nt"])
    b'<http://ex.org/a> <http://ex.org/a> <http://ex.org/a> .\\n'
    """
    ordered = sorted(set(triples), key=str)
    target = RdfFormat.from_media_type(format.media_type)
    if target is None:
        raise ValueError(f"{format.media_type} is no format for graphs")
    return serialize(ordered, format=target, prefixes=PREFIXES) or b""


def graph_response(triples: Iterable[Triple], format: Format) -> Response:
    """Return the triples as an answer."""
    return Response(
        write_graph(triples, format),
        headers={"Content-Type": format.content_type, "Vary": "Accept"},
    )
