"""One answer for everything that has an IRI: 303 to the form that is asked for, or that form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pyoxigraph import Triple
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.errors import NotFoundError
from api.http.citing import asked_generation, keep_generation
from api.http.negotiation import accepted, negotiate
from api.pages.pages import HTML, PAGE_FORMATS
from api.rdf import graph_response
from graph.formats import GRAPH_FORMATS
from ontology.namespaces import PREFIXES


def answer_in_form(
    request: Request,
    *,
    name: str,
    given: str | None,
    wanted: str | None,
    about: str,
    triples: Callable[[], Iterable[Triple]],
    page: Callable[[], Response],
    prefixes: Mapping[str, str] = PREFIXES,
) -> Response:
    """Answer for the thing with the IRI *about*, whose path ends in *name*.

    *given* is the suffix of the address, *wanted* the value of ``format=``. Raises NotFoundError
    for a suffix that is no format, NotAcceptableError as ``negotiate`` does.
    """
    if given is None:
        chosen = negotiate(accepted(request.headers), PAGE_FORMATS, wanted=wanted)
        address = keep_generation(f"{name}.{chosen.name}", asked_generation(request))
        return RedirectResponse(address, status_code=303, headers={"Vary": "Accept"})
    if given == HTML.name:
        return page()
    if given not in GRAPH_FORMATS:
        raise NotFoundError(f"there is no form {name}.{given}")
    return graph_response(triples(), GRAPH_FORMATS[given], about=about, prefixes=prefixes)
