"""/questions: the catalogue, and each question answered with the sentences behind its rows."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.context import ChargedRoute, ReaderDep, ServicesDep
from api.http.negotiation import accepted, negotiate
from api.http.problems import problem_of
from api.pages.pages import HTML
from api.questions.formats import FORMATS, LIST_FORMATS, QUERY, written
from api.questions.pages import choices, question_page
from api.questions.paging import Paging, row_count
from api.questions.values import values_of
from queries.answers import Answer, ask, query_of
from queries.catalogue import Question, catalogue, find_question
from queries.descriptions import grouped
from queries.errors import AmbiguousNameError, Choice

router = APIRouter(tags=["Questions"], route_class=ChargedRoute)

#: Names in the query string that are no parameters of a question.
_RESERVED = ("format", "generation", "limit", "offset")


@router.get("/questions", summary="List the questions of the catalogue")
def list_questions(request: Request, services: ServicesDep, format: str | None = None) -> Response:
    """Return every question with its parameters and an example."""
    chosen = negotiate(accepted(request.headers), LIST_FORMATS, wanted=format)
    if chosen is HTML:
        return services.pages.render(request, "questions.html", groups=grouped())
    listed = [_described(each) for each in catalogue().values()]
    return JSONResponse({"questions": listed}, headers={"Vary": "Accept"})


# Each question is described by itself, see api.openapi.
@router.get("/questions/{name}", summary="Answer a question", include_in_schema=False)
def answer_question(
    request: Request,
    services: ServicesDep,
    reader: ReaderDep,
    name: str,
    format: str | None = None,
    limit: str | None = None,
    offset: str | None = None,
) -> Response:
    """Answer the question *name*; its parameters are the other fields of the query string."""
    asked = find_question(name)
    chosen = negotiate(accepted(request.headers), FORMATS, wanted=format)
    values = values_of(request, reserved=_RESERVED)
    rows = {"limit": row_count("limit", limit), "offset": row_count("offset", offset)}

    def answered() -> Answer:
        return ask(reader, name, values, index=services.names.of(reader), **rows)

    if chosen is HTML:
        return question_page(request, services, reader, asked, values, answered)
    try:
        if chosen is QUERY:
            query = query_of(reader, name, values, index=services.names.of(reader), **rows)
            return Response(query, media_type=QUERY.content_type, headers={"Vary": "Accept"})
        paging = Paging(answered(), values, reader.generation)
    except AmbiguousNameError as error:
        found = choices(asked, values, error, reader.generation)
        return _open(request, error, found)
    here = paging.address(limit=paging.answer.limit, offset=paging.answer.offset)
    return written(paging, chosen, address=f"{request.base_url}questions/{here}")


def _open(request: Request, error: AmbiguousNameError, found: list[tuple[Choice, str]]) -> Response:
    """Say which things may be meant, each with the address that asks of it alone."""
    problem = problem_of(error, instance=request.scope["path"])
    problem.members["choices"] = [
        asdict(choice) | {"address": address} for choice, address in found
    ]
    return problem.response()


def _described(asked: Question) -> dict[str, Any]:
    return {
        "name": asked.name,
        "summary": asked.summary,
        "group": asked.group,
        "description": asked.description,
        "parameters": [asdict(each) for each in asked.parameters],
        "example": dict(asked.example),
        "limit": asked.limit,
        "columns": list(asked.columns),
    }
