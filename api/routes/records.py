"""/decision/, /curator/, /pipeline/, /graph/ and /problem/: the addresses of the lesser IRIs."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from api.context import ChargedRoute, Services, ServicesDep
from api.errors import NotFoundError
from api.linked import records
from api.linked.described import NAME
from api.linked.forms import answer_in_form, data_in
from api.linked.paging import asked_page, page_of
from api.linked.prefix import path_within
from api.linked.records import Record
from api.linked.visits import VisitDep
from api.pages.pages import PAGE_FORMATS, local_name
from api.pages.views import split_suffix

router = APIRouter(tags=["Linked data"], route_class=ChargedRoute)


@router.get("/decision/{name}", summary="What a curator decided")
@router.get("/curator/{name}", summary="Who decides under a name")
def of_curation(visit: VisitDep, name: str) -> Response:
    """Redirect to the form that Accept asks for, or send it."""
    kind = path_within(visit.request).split("/")[1]
    base = visit.reader.base.iri

    def find(name: str) -> Record:
        return records.activity(visit.reader, _checked(f"{base}{kind}/{name}"), kind)

    return _answer(visit.request, visit.services, name, visit.format, find)


@router.get("/pipeline/{name}", summary="What read documents")
def pipeline(visit: VisitDep, name: str) -> Response:
    """Redirect to the form that Accept asks for, or send it."""

    def find(name: str) -> Record:
        return records.pipeline(visit.reader, _checked(visit.reader.base.pipeline(name)))

    return _answer(visit.request, visit.services, name, visit.format, find)


@router.get("/graph/{name}", summary="One of Hansa's own graphs")
def graph(visit: VisitDep, name: str) -> Response:
    """Redirect to the form that Accept asks for, or send it."""

    def find(name: str) -> Record:
        is_made = name == NAME
        described = visit.services.described.triples(visit.reader) if is_made else ()
        iri = _checked(visit.reader.base.graph(name))
        return records.graph(visit.reader, iri, described=described)

    return _answer(visit.request, visit.services, name, visit.format, find)


@router.get("/problem", summary="Every kind of problem")
@router.get("/problem.{suffix}", summary="Every kind of problem, in one format")
def problems(
    request: Request, services: ServicesDep, suffix: str | None = None, format: str | None = None
) -> Response:
    """Redirect to the form that Accept asks for, or send it."""
    name = "problem" if suffix is None else f"problem.{suffix}"
    return _answer(request, services, name, format, lambda _: records.problems())


@router.get("/problem/{name}", summary="What a kind of problem means")
def problem(
    request: Request, services: ServicesDep, name: str, format: str | None = None
) -> Response:
    """Redirect to the form that Accept asks for, or send it."""
    return _answer(request, services, name, format, records.problem)


def _answer(
    request: Request,
    services: Services,
    name: str,
    wanted: str | None,
    find: Callable[[str], Record],
) -> Response:
    name, given = split_suffix(name, PAGE_FORMATS)
    record = find(name)

    def page() -> Response:
        listed = page_of(record.listed, asked_page(request))
        return services.pages.render(
            request, "record.html", record=record, listed=listed, slug=local_name(record.iri)
        )

    return answer_in_form(
        request,
        name=name,
        given=given,
        wanted=wanted,
        page=page,
        data=data_in(lambda: record.triples, record.iri),
    )


def _checked(iri: str) -> str:
    """Return an IRI that is one; NotFoundError for what nothing can have."""
    try:
        return NamedNode(iri).value
    except ValueError:
        raise NotFoundError(f"{iri!r} is no IRI, so nothing has it") from None
