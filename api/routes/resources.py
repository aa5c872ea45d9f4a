"""/id/, /doc/ and /claim/: each thing's address leads to its page and its data.

An IRI answers 303 to the form that Accept asks for (Cool URIs for the Semantic Web, section 4);
each form has an address of its own, which ends in its suffix. An IRI that was in use once leads
on to what took its place, and says so where nothing did.
"""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from pyoxigraph import NamedNode
from starlette.responses import PlainTextResponse, Response

from api.context import ChargedRoute, Services
from api.errors import NotFoundError
from api.linked.forms import Data, answer_in_form
from api.linked.hubs import HubResponse, data_of, is_hub
from api.linked.paging import asked_page
from api.linked.visits import Visit, VisitDep
from api.pages.pages import PAGE_FORMATS, local_name
from api.pages.views import claim_view, document_view, entity_view, split_suffix
from api.rdf import graph_response
from api.replacements import departed, lead_on, successors
from api.sparql.protocol import fields_of
from graph.curating.unpublished import standing
from graph.errors import UnknownEntityError
from graph.formats import Format
from graph.reader import Reader

router = APIRouter(tags=["Linked data"], route_class=ChargedRoute)

TEXT = Format("txt", "text/plain")
_DOCUMENT_FORMATS = {**PAGE_FORMATS, TEXT.name: TEXT}

#: Fields of a thing's address by which the scripts of its page narrow and sort the facts.
_FILTERS = ("filter", "status", "year", "document", "sort")

_Page = Callable[[Visit, str], Response]


@router.get("/id/{kind}/{name}", summary="A thing: a city, a network, a programme, …")
def thing(visit: VisitDep, kind: str, name: str) -> Response:
    """Redirect to the form that Accept asks for, or send it."""
    return _serve(visit, f"id/{kind}/{name}", _entity_page)


@router.get("/doc/{name}", summary="A document, what it says, and its text")
def document(visit: VisitDep, name: str) -> Response:
    """Redirect to the form that Accept asks for, or send it."""
    return _serve(visit, f"doc/{name}", _document_page)


@router.get("/claim/{name}", summary="A claim and its sentence")
def claim(visit: VisitDep, name: str) -> Response:
    """Redirect to the form that Accept asks for, or send it."""
    return _serve(visit, f"claim/{name}", _claim_page)


def _serve(visit: Visit, path: str, page: _Page) -> Response:
    if "#" in path:  # escaped in the address, so it is no fragment and no part of any name
        raise NotFoundError(f"nothing has the address {path!r}")
    request, services, reader = visit.request, visit.services, visit.reader
    is_document = page is _document_page
    formats = _DOCUMENT_FORMATS if is_document else PAGE_FORMATS
    name, given = split_suffix(path, formats)
    iri = services.settings.base.iri + name
    if moved := successors(reader, iri):
        return lead_on(visit, iri, moved, suffix=given)
    try:
        _require(reader, iri, is_document=is_document)
    except (NotFoundError, UnknownEntityError):
        because = _reviewed(services, iri) if page is _claim_page else None
        instead = departed(services, reader, iri, because=because)
        if instead is None and page is _claim_page:
            raise _no_claim(reader, iri, because) from None
        if instead is None:
            raise
        return lead_on(visit, iri, instead, suffix=given)
    if given == TEXT.name:
        return PlainTextResponse(reader.document_text(iri))
    return answer_in_form(
        request,
        name=local_name(iri),
        given=given,
        wanted=visit.format,
        page=lambda: page(visit, iri),
        data=_data(services, reader, iri, is_document=is_document),
    )


def _data(services: Services, reader: Reader, iri: str, *, is_document: bool) -> Data:
    """Return what writes a thing's data: a document's graph, or what is gathered of a thing."""

    def write(format: Format) -> Response:
        if not is_document and is_hub(reader, iri):
            return HubResponse(services, reader, iri, format)
        about = NamedNode(iri)
        quads = (
            reader.quads(graph=about)
            if is_document
            else reader.in_rounds(lambda: data_of(reader, iri))
        )
        return graph_response((quad.triple for quad in quads), format, about=iri)

    return write


def _reviewed(services: Services, iri: str) -> str | None:
    return standing(services.shelf.workspace.documents, local_name(iri))


def _no_claim(reader: Reader, iri: str, because: str | None) -> NotFoundError:
    """Return the error for a claim that never was there, without a word of what it would say."""
    because = because or "what waits in hansa review has no address before it is accepted"
    return NotFoundError(f"generation {reader.generation} has no claim {iri}: {because}")


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


def _entity_page(visit: Visit, iri: str) -> Response:
    page, documents = asked_page(visit.request), asked_page(visit.request, field="documents")
    view = visit.reader.in_rounds(
        lambda: entity_view(visit.reader, iri, page=page, documents=documents)
    )
    given = {name: value for name, value in fields_of(visit.request) if value}
    return visit.services.pages.render(
        visit.request,
        "entity.html",
        view=view,
        is_compact=given.get("sentences") == "no",
        is_filtering=not given.keys().isdisjoint(_FILTERS),
    )


def _document_page(visit: Visit, iri: str) -> Response:
    link = visit.services.pages.linking(visit.request)
    page = asked_page(visit.request)
    view = visit.reader.in_rounds(lambda: document_view(visit.reader, iri, link=link, page=page))
    return visit.services.pages.render(visit.request, "document.html", view=view)


def _claim_page(visit: Visit, iri: str) -> Response:
    view = visit.reader.in_rounds(lambda: claim_view(visit.reader, iri))
    slug = local_name(iri)
    return visit.services.pages.render(visit.request, "claim.html", view=view, slug=slug)
