"""What the endpoint answers when nothing is asked: its description, or a page to ask at.

That page runs queries itself where the workbench is built. An address with a query, opened in a
browser, is then this page too: it shows a query that is wrong, and can stop one that takes long.
"""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from api.context import Services
from api.http.citing import FIELD, asked_generation
from api.http.negotiation import accepted, negotiate, preferred
from api.linked.described import NAME
from api.pages.pages import HTML
from api.rdf import graph_response
from graph.formats import GRAPH_FORMATS, SOLUTION_FORMATS
from graph.reader import Reader
from ontology.namespaces import QUERY_PREFIXES

from .asking import endpoint
from .description import OWN_GRAPHS, describe_service
from .protocol import fields_of

#: How the page shows an answer (``sparql/shown.ts`` of the workbench).
_SHOWN: Final = frozenset({"view", "rows", "sort", "names", "chart", "x", "y", "from", "to"})
#: What the address of the page may say; with any more it is a request of the protocol.
_OF_PAGE: Final = frozenset({"query", "evidence", FIELD}) | _SHOWN
_DATA: Final = {**SOLUTION_FORMATS, **GRAPH_FORMATS}


def is_for_page(request: Request, services: Services) -> bool:
    """Say whether a browser opens a query that the page is to run."""
    if not services.pages.workbench.is_built or "path" in request.scope["state"]:
        return False
    if not all(name in _OF_PAGE for name, _ in fields_of(request)):
        return False
    return preferred(accepted(request.headers), {**_DATA, HTML.name: HTML}) is HTML


def describe(request: Request, services: Services) -> Response:
    """Return the service description (SPARQL 1.1 Service Description), or a form for a browser."""
    wanted = dict(fields_of(request)).get("format")
    formats = {**GRAPH_FORMATS, HTML.name: HTML}
    format = negotiate(accepted(request.headers), formats, wanted=wanted)
    with services.shelf.reader(asked_generation(request)) as reader:
        request.state.generation = reader.generation
        if format is HTML:
            query = dict(fields_of(request)).get("query", "")
            return services.pages.render(
                request, "sparql.html", query=query, prefixes=QUERY_PREFIXES
            )
        graphs = _held(reader, services)
        base = services.settings.base
        told = describe_service(endpoint(request), base=base, graphs=graphs)
        return graph_response(told, format)


def _held(reader: Reader, services: Services) -> list[str]:
    graphs = [services.settings.base.graph(name) for name in OWN_GRAPHS]
    held = [iri for iri in graphs if next(reader.quads(graph=NamedNode(iri)), None)]
    return [*held, services.settings.base.graph(NAME)]
