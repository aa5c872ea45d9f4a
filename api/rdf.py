"""Writes graphs of our own making: pages' data, vocabulary files, the service description."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import RdfFormat, Triple, serialize
from starlette.responses import Response

from api.errors import NotAcceptableError
from api.linked.framing import framed
from graph.errors import ExportError
from graph.foreign.sayable import SayableAnswer
from graph.formats import GRAPH_FORMATS, Format
from ontology.namespaces import PREFIXES


def write_graph(
    triples: Iterable[Triple],
    format: Format,
    *,
    about: str | None = None,
    prefixes: Mapping[str, str] = PREFIXES,
) -> bytes:
    """Return the triples, each once and in a fixed order, in one of ``GRAPH_FORMATS``.

    JSON-LD has the thing with the IRI *about* on top. Raises NotAcceptableError where a format
    cannot say the triples.

    >>> from graph.formats import GRAPH_FORMATS
    >>> from pyoxigraph import NamedNode
    >>> node = NamedNode("http://ex.org/a")
    >>> write_graph([Triple(node, node, node)] * 2, GRAPH_FORMATS["nt"])
    b'<http://ex.org/a> <http://ex.org/a> <http://ex.org/a> .\\n'
    """
    if format.name == "jsonld":
        try:
            return framed(set(triples), about)
        except ExportError as error:
            raise not_sayable(error, format) from error
    ordered = sorted(set(triples), key=str)
    target = RdfFormat.from_media_type(format.media_type)
    if target is None:
        raise ValueError(f"{format.media_type} is no format for graphs")
    written = serialize(ordered, format=target, prefixes=dict(prefixes)) or b""
    try:
        return SayableAnswer(format).looked_at(written)
    except ExportError as error:
        raise not_sayable(error, format) from error


def not_sayable(error: ExportError, format: Format) -> NotAcceptableError:
    """Return the error of an answer that a format cannot say, with the other formats."""
    others = [each.media_type for each in GRAPH_FORMATS.values() if each is not format]
    return NotAcceptableError(str(error), available=others)


def graph_response(
    triples: Iterable[Triple],
    format: Format,
    *,
    about: str | None = None,
    prefixes: Mapping[str, str] = PREFIXES,
) -> Response:
    """Return the triples as an answer, as ``write_graph`` writes them."""
    return Response(
        write_graph(triples, format, about=about, prefixes=prefixes),
        headers={"Content-Type": format.content_type, "Vary": "Accept"},
    )
