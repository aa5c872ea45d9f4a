"""/id/, /doc/ and /claim/: each thing's address leads to its page and its data.

An IRI answers 303 to the form that Accept asks for (Cool URIs for the Semantic Web, section 4);
each form has an address of its own, which ends in its suffix. An IRI that was in use once leads
on to what took its place, and says so where nothing did.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from fastapi import APIRouter
from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from api.context import ChargedRoute, ReaderDep, Services, ServicesDep
from api.errors import NotFoundError
from api.http.negotiation import accepted, negotiate
from api.linked.hubs import HubResponse, data_of, is_hub
from api.linked.paging import asked_page
from api.pages.pages import HTML, PAGE_FORMATS, local_name
from api.pages.views import claim_view, document_view, entity_view, split_suffix
from api.rdf import graph_response
from api.replacements import departed, lead_on, successors
from graph.curating.unpublished import standing
from graph.errors import UnknownEntityError
from graph.formats import GRAPH_FORMATS, Format
from graph.reader import Reader

router = APIRouter(tags=["Linked data"], route_class=ChargedRoute)

TEXT = Format("txt", "text/plain")
_DOCUMENT_FORMATS = {**PAGE_FORMATS, TEXT.name: TEXT}

_Page = Callable[[Request, Services, Reader, str], Response]


@router.get("/id/{kind}/{name}", summary="A thing: a city, a network, a programme, …")
def thing(
    request: Request,
    services: ServicesDep,
    reader: ReaderDep,
    kind: str,
    name: str,
    format: str | None = None,
) -> Response:
    """Redirect to the form that Accept asks for, or send it."""
    return _serve(request, services, reader, f"id/{kind}/{name}", wanted=format, page=_entity_page)


@router.get("/doc/{name}", summary="A document, what it says, and its text")
def document(
    request: Request,
    services: ServicesDep,
    reader: ReaderDep,
    name: str,
    format: str | None = None,
) -> Response:
    """Redirect to the form that Accept asks for, or send it."""
    path = f"doc/{name}"
    return _serve(request, services, reader, path, wanted=format, page=_document_page)


@router.get("/claim/{name}", summary="A claim and its sentence")
def claim(
    request: Request,
    services: ServicesDep,
    reader: ReaderDep,
    name: str,
    format: str | None = None,
) -> Response:
    """Redirect to the form that Accept asks for, or send it."""
    return _serve(request, services, reader, f"claim/{name}", wanted=format, page=_claim_page)


def _serve(
    request: Request,
    services: Services,
    reader: Reader,
    path: str,
    *,
    wanted: str | None,
    page: _Page,
) -> Response:
    if "#" in path:  # escaped in the address, so it is no fragment and no part of any name
        raise NotFoundError(f"nothing has the address {path!r}")
    formats = _DOCUMENT_FORMATS if page is _document_page else PAGE_FORMATS
    name, given = split_suffix(path, formats)
    iri = services.settings.base.iri + name
    if moved := successors(reader, iri):
        return lead_on(request, services, reader, iri=iri, to=moved, suffix=given)
    try:
        _require(reader, iri, is_document=page is _document_page)
    except (NotFoundError, UnknownEntityError):
        because = _reviewed(services, iri) if page is _claim_page else None
        instead = departed(services, reader, iri, because=because)
        if instead is None and page is _claim_page:
            raise _no_claim(reader, iri, because) from None
        if instead is None:
            raise
        return lead_on(request, services, reader, iri=iri, to=instead, suffix=given)
    if given is None:
        accept = accepted(request.headers)
        chosen = negotiate(accept, PAGE_FORMATS, wanted=wanted)
        address = f"{local_name(iri)}.{chosen.name}{_kept(request)}"
        return RedirectResponse(address, status_code=303, headers={"Vary": "Accept"})
    if given == HTML.name:
        return page(request, services, reader, iri)
    if given == TEXT.name:
        return PlainTextResponse(reader.document_text(iri))
    form = GRAPH_FORMATS[given]
    if page is _document_page:  # a document's graph has what it says; a thing's data are gathered
        quads = [*reader.quads(graph=NamedNode(iri))]
    elif is_hub(reader, iri):
        return HubResponse(services, reader, iri, form)
    else:
        quads = data_of(reader, iri)
    return graph_response((quad.triple for quad in quads), form, about=iri)


def _reviewed(services: Services, iri: str) -> str | None:
    return standing(services.shelf.workspace.documents, local_name(iri))


def _no_claim(reader: Reader, iri: str, because: str | None) -> NotFoundError:
    """Return the error for a claim that never was there, without a word of what it would say."""
    because = because or "what waits in hansa review has no address before it is accepted"
    return NotFoundError(f"generation {reader.generation} has no claim {iri}: {because}")


def _kept(request: Request) -> str:
    """Return the part of the query that the form's address needs too: the generation."""
    number = request.query_params.get("generation")
    return f"?{urlencode({'generation': number})}" if number is not None else ""


def _require(reader: Reader, iri: str, *, is_document: bool) -> None:
    """Raise NotFoundError or UnknownEntityError where this generation has no such thing."""
    try:
        about = NamedNode(iri)
    except ValueError:
        raise NotFoundError(f"{iri!r} is no IRI, so nothing has it") from None
    if is_document and next(reader.quads(graph=about), None) is None:
        raise NotFoundError(f"generation {reader.generation} has no document {iri}")
    if not is_document and not reader.knows(iri):
        raise reader.unknown(iri)


def _entity_page(request: Request, services: Services, reader: Reader, iri: str) -> Response:
    page, documents = asked_page(request), asked_page(request, field="documents")
    view = entity_view(reader, iri, page=page, documents=documents)
    return services.pages.render(request, "entity.html", view=view)


def _document_page(request: Request, services: Services, reader: Reader, iri: str) -> Response:
    view = document_view(reader, iri, page=asked_page(request))
    return services.pages.render(request, "document.html", view=view)


def _claim_page(request: Request, services: Services, reader: Reader, iri: str) -> Response:
    view = claim_view(reader, iri)
    return services.pages.render(request, "claim.html", view=view, slug=local_name(iri))
