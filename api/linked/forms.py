"""One answer for everything that has an IRI: 303 to the form that is asked for, or that form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import quote

from pyoxigraph import Triple
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.errors import NotFoundError
from api.http.citing import asked_generation, keep_generation
from api.http.negotiation import accepted, negotiate
from api.pages.pages import HTML, PAGE_FORMATS
from api.rdf import graph_response
from graph.formats import GRAPH_FORMATS, Format
from ontology.namespaces import PREFIXES

#: Makes the answer in one of ``GRAPH_FORMATS``.
Data = Callable[[Format], Response]


def data_in(
    triples: Callable[[], Iterable[Triple]],
    about: str,
    *,
    prefixes: Mapping[str, str] = PREFIXES,
) -> Data:
    """Return what writes *triples*; JSON-LD has the thing with the IRI *about* on top."""

    def write(format: Format) -> Response:
        return graph_response(triples(), format, about=about, prefixes=prefixes)

    return write


def answer_in_form(
    request: Request,
    *,
    name: str,
    given: str | None,
    wanted: str | None,
    page: Callable[[], Response],
    data: Data,
) -> Response:
    """Answer for the thing whose path ends in *name*, with links to its other forms.

    *given* is the suffix of the address, *wanted* the value of ``format=``. Raises NotFoundError
    for a suffix that is no format, NotAcceptableError as ``negotiate`` does.
    """
    if given is None:
        chosen = negotiate(accepted(request.headers), PAGE_FORMATS, wanted=wanted)
        there = _address(request, name, chosen)
        response: Response = RedirectResponse(there, status_code=303, headers={"Vary": "Accept"})
    elif given == HTML.name:
        response = page()
    elif given in GRAPH_FORMATS:
        response = data(GRAPH_FORMATS[given])
    else:
        raise NotFoundError(f"there is no form {name}.{given}")
    response.headers.append("Link", ", ".join(_others(request, name, given)))
    return response


def _others(request: Request, name: str, given: str | None) -> Iterator[str]:
    """Yield links to the forms of a thing, as Link headers have them (RFC 8288)."""
    for format in PAGE_FORMATS.values():
        if format.name != given:
            there = _address(request, name, format)
            yield f'<{there}>; rel="alternate"; type="{format.media_type}"'


def _address(request: Request, name: str, format: Format) -> str:
    """Return where a form is, relative to the thing and to all of its forms."""
    here = quote(f"{name}.{format.name}", safe="!$&'()*+,;=@._~-")
    return keep_generation(f"./{here}" if ":" in name else here, asked_generation(request))
