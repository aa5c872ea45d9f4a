"""/decision/, /curator/, /pipeline/, /graph/ and /problem/: the addresses of the lesser IRIs."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from api.context import ChargedRoute, ReaderDep, Services, ServicesDep
from api.errors import NotFoundError
from api.linked import records
from api.linked.described import NAME
from api.linked.forms import answer_in_form
from api.linked.paging import asked_page, page_of
from api.linked.records import Record
from api.pages.pages import PAGE_FORMATS, local_name
from api.pages.views import split_suffix
from graph.reader import Reader

router = APIRouter(tags=["Linked data"], route_class=ChargedRoute)


@router.get("/decision/{name}", summary="What a curator decided")
def decision(
    request: Request,
    services: ServicesDep,
    reader: ReaderDep,
    name: str,
    format: str | None = None,
) -> Response:
    """Redirect to the form that Accept asks for, or send it."""
    return _of_curation(request, services, reader, "decision", name, format)


@router.get("/curator/{name}", summary="Who decides under a name")
def curator(
    request: Request,
    services: ServicesDep,
    reader: ReaderDep,
    name: str,
    format: str | None = None,
) -> Response:
    """Redirect to the form that Accept asks for, or send it."""
    return _of_curation(request, services, reader, "curator", name, format)


@router.get("/pipeline/{name}", summary="What read documents")
def pipeline(
    request: Request,
    services: ServicesDep,
    reader: ReaderDep,
    name: str,
    format: str | None = None,
) -> Response:
    """Redirect to the form that Accept asks for, or send it."""

    def find(name: str) -> Record:
        return records.pipeline(reader, _checked(reader.base.pipeline(name)))

    return _answer(request, services, name, format, find)


@router.get("/graph/{name}", summary="One of Hansa's own graphs")
def graph(
    request: Request,
    services: ServicesDep,
    reader: ReaderDep,
    name: str,
    format: str | None = None,
) -> Response:
    """Redirect to the form that Accept asks for, or send it."""

    def find(name: str) -> Record:
        described = services.described.triples(reader) if name == NAME else ()
        return records.graph(reader, _checked(reader.base.graph(name)), described=described)

    return _answer(request, services, name, format, find)


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


def _of_curation(
    request: Request,
    services: Services,
    reader: Reader,
    kind: str,
    name: str,
    wanted: str | None,
) -> Response:
    def find(name: str) -> Record:
        iri = _checked(f"{reader.base.iri}{kind}/{name}")
        return records.activity(reader, iri, kind)

    return _answer(request, services, name, wanted, find)


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
        about=record.iri,
        triples=lambda: record.triples,
        page=page,
    )


def _checked(iri: str) -> str:
    """Return an IRI that is one; NotFoundError for what nothing can have."""
    try:
        return NamedNode(iri).value
    except ValueError:
        raise NotFoundError(f"{iri!r} is no IRI, so nothing has it") from None
