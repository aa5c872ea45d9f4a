"""/, /void and /.well-known/void: what there is, how much of it, and where it can be had."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.context import ChargedRoute, ReaderDep, Services, ServicesDep
from api.http.negotiation import accepted, negotiate
from api.http.varying import vary_by
from api.linked.forms import answer_in_form, data_in
from api.linked.overview import overview
from api.rdf import graph_response
from api.sparql.asking import endpoint
from api.sparql.remembered import Key
from graph.formats import GRAPH_FORMATS
from graph.reader import Reader
from ontology.namespaces import QUERY_PREFIXES
from queries.catalogue import catalogue

router = APIRouter(tags=["Linked data"], route_class=ChargedRoute)

#: Generations that the first page names as the last ones.
_RECENT: Final = 5


@router.get("/", include_in_schema=False)
def landing(request: Request, services: ServicesDep, reader: ReaderDep) -> Response:
    """Show what there is, what came last, and questions that need no value to be answered."""
    at_once = [
        each
        for each in catalogue().values()
        if not any(parameter.required for parameter in each.parameters)
    ]
    held = services.contents.of(reader)
    page = services.pages.render(
        request,
        "landing.html",
        things=held["things"],
        documents=held["documents"],
        questions=at_once[:8],
        recent=services.kept.last(_RECENT, newest=reader.generation),
    )
    request.state.is_passing = True  # generations that it names may go while this one stays
    page.headers["ETag"] = Key.of(reader.generation, bytes(page.body)).weak
    page.headers["Cache-Control"] = "no-cache"
    vary_by(page.headers, "Accept", "Accept-Encoding", "Accept-Datetime")
    return page


@router.get("/.well-known/void", summary="VoID and DCAT-AP description of the dataset")
def well_known(
    request: Request, services: ServicesDep, reader: ReaderDep, format: str | None = None
) -> Response:
    """Send the description in the form that Accept asks for, by default as Turtle."""
    chosen = negotiate(accepted(request.headers), GRAPH_FORMATS, wanted=format)
    triples = services.described.triples(reader, address=_address(request))
    iri = f"{reader.base.iri}void"
    return graph_response(triples, chosen, about=iri, prefixes=QUERY_PREFIXES)


@router.get("/void", summary="What there is in this dataset")
@router.get("/void.{suffix}", summary="What there is in this dataset, in one format")
def void(
    request: Request,
    services: ServicesDep,
    reader: ReaderDep,
    suffix: str | None = None,
    format: str | None = None,
) -> Response:
    """Redirect to the form that Accept asks for, or send it."""

    def page() -> Response:
        return _page(request, services, reader)

    return answer_in_form(
        request,
        name="void",
        given=suffix,
        wanted=format,
        page=page,
        data=data_in(
            lambda: services.described.triples(reader, address=_address(request)),
            f"{reader.base.iri}void",
            prefixes=QUERY_PREFIXES,
        ),
    )


def _page(request: Request, services: Services, reader: Reader) -> Response:
    shown = overview(reader, services.described.counts(reader))
    return services.pages.render(
        request,
        "void.html",
        slug="void",
        overview=shown,
        publisher=services.settings.publisher,
        licence=services.settings.data_licence,
        iri=f"{reader.base.iri}void",
    )


def _address(request: Request) -> str:
    """Return the address of the server as this client sees it, with its last slash."""
    here = endpoint(request)
    prefix: str = request.scope.get("root_path", "")
    return f"{here.removesuffix(request.scope['path'])}{prefix}/"
