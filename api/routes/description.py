"""/, /void and /.well-known/void: what there is, how much of it, and where it can be had."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.context import ChargedRoute, ReaderDep, Services, ServicesDep
from api.http.negotiation import accepted, negotiate
from api.linked.forms import answer_in_form, data_in
from api.linked.overview import overview
from api.pages.views import counts_by_kind
from api.rdf import graph_response
from api.sparql.asking import endpoint
from graph.formats import GRAPH_FORMATS
from graph.reader import Reader
from ontology.namespaces import QUERY_PREFIXES
from queries.catalogue import catalogue

router = APIRouter(tags=["Linked data"], route_class=ChargedRoute)

#: Generations and documents that the first page names as the last ones.
_RECENT: Final = 5
_NEWEST: Final = 5


@router.get("/", include_in_schema=False)
def landing(request: Request, services: ServicesDep, reader: ReaderDep) -> Response:
    """Show what there is, what came last, and questions that need no value to be answered."""
    at_once = [
        each
        for each in catalogue().values()
        if not any(parameter.required for parameter in each.parameters)
    ]
    documents = sorted(reader.documents(), key=lambda row: row.date or "", reverse=True)
    request.state.is_passing = True  # generations that it names may go while this one stays
    return services.pages.render(
        request,
        "landing.html",
        counts=counts_by_kind(reader),
        questions=at_once[:8],
        recent=_recent(services, reader.generation),
        newest=documents[:_NEWEST],
    )


def _recent(services: Services, newest: int) -> list[tuple[int, str]]:
    """Return the last generations with the times when they were made, the newest first."""
    generations = services.shelf.workspace.generations()
    numbers = sorted(number for number in generations.numbers() if number <= newest)
    found = ((number, generations.manifest(number).time) for number in numbers[-_RECENT:][::-1])
    return [(number, time.isoformat(timespec="seconds") if time else "") for number, time in found]


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
