"""What the endpoint answers when nothing is asked: its description, or a page to ask at."""

from __future__ import annotations

from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from api.context import Services
from api.http.citing import asked_generation
from api.http.negotiation import accepted, negotiate
from api.linked.described import NAME
from api.pages.pages import HTML
from api.rdf import graph_response
from graph.formats import GRAPH_FORMATS
from graph.reader import Reader

from .asking import endpoint
from .description import OWN_GRAPHS, describe_service
from .protocol import fields_of


def describe(request: Request, services: Services) -> Response:
    """Return the service description (SPARQL 1.1 Service Description), or a form for a browser."""
    wanted = dict(fields_of(request)).get("format")
    formats = {**GRAPH_FORMATS, HTML.name: HTML}
    format = negotiate(accepted(request.headers), formats, wanted=wanted)
    with services.shelf.reader(asked_generation(request)) as reader:
        request.state.generation = reader.generation
        if format is HTML:
            return services.pages.render(request, "sparql.html")
        graphs = _held(reader, services)
        base = services.settings.base
        told = describe_service(endpoint(request), base=base, graphs=graphs)
        return graph_response(told, format)


def _held(reader: Reader, services: Services) -> list[str]:
    graphs = [services.settings.base.graph(name) for name in OWN_GRAPHS]
    held = [iri for iri in graphs if next(reader.quads(graph=NamedNode(iri)), None)]
    return [*held, services.settings.base.graph(NAME)]
