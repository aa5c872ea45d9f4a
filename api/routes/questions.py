"""/questions: the catalogue, and each question answered with the sentences behind its rows."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.citing import asked_generation, keep_generation
from api.context import ReaderDep, Services, ServicesDep
from api.errors import BadRequestError
from api.negotiation import accepted, negotiate
from api.pages import HTML
from api.problems import problem_of
from api.protocol import fields_of
from api.rows import to_cells, to_headings
from graph.formats import SOLUTION_FORMATS, Format
from graph.reader import Reader
from queries.answers import Answer, ask
from queries.catalogue import Question, catalogue, find_question
from queries.descriptions import grouped
from queries.errors import AmbiguousNameError, ParameterError
from queries.kinds import PROPERTY_WORDS, STATUS_WORDS
from queries.renderings import to_csv, to_results_json, to_tsv

router = APIRouter(tags=["Questions"])

_JSON = Format("json", "application/json", ("text/json",))
_LIST_FORMATS = {_JSON.name: _JSON, HTML.name: HTML}
_FORMATS = {
    _JSON.name: _JSON,
    "csv": SOLUTION_FORMATS["csv"],
    "tsv": SOLUTION_FORMATS["tsv"],
    HTML.name: HTML,
}

#: Names in the query string that are no parameters of a question.
_RESERVED = ("format", "generation", "limit", "offset")


@router.get("/questions", summary="List the questions of the catalogue")
def list_questions(request: Request, services: ServicesDep, format: str | None = None) -> Response:
    """Return every question with its parameters and an example."""
    chosen = negotiate(accepted(request.headers), _LIST_FORMATS, wanted=format)
    if chosen is HTML:
        return services.pages.render(request, "questions.html", groups=grouped())
    listed = [_described(each) for each in catalogue().values()]
    return JSONResponse({"questions": listed}, headers={"Vary": "Accept"})


@router.get("/questions/{name}", summary="Answer a question")
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
    chosen = negotiate(accepted(request.headers), _FORMATS, wanted=format)
    values = _values(request)
    if chosen is HTML:
        return _page(request, services, reader, asked, values, (limit, offset))
    answer = _ask(services, reader, asked, values, (limit, offset))
    return _written(request, answer, values, chosen)


def _ask(
    services: Services,
    reader: Reader,
    asked: Question,
    values: dict[str, str],
    page: tuple[str | None, str | None],
) -> Answer:
    limit, offset = row_count("limit", page[0]), row_count("offset", page[1])
    index = services.names.of(reader)
    return ask(reader, asked.name, values, limit=limit, offset=offset, index=index)


def _written(request: Request, answer: Answer, values: dict[str, str], format: Format) -> Response:
    headers = {"Content-Type": format.content_type, "Vary": "Accept"}
    if following := _following(answer, values, format=format.name):
        following = keep_generation(following, asked_generation(request))
        headers["Link"] = f'<{following}>; rel="next"'  # CSV and TSV cannot say it themselves
    if format.name == "csv":
        return Response(to_csv(answer), headers=headers)
    if format.name == "tsv":
        return Response(to_tsv(answer), headers=headers)
    content = {
        "question": answer.question.name,
        "summary": answer.question.summary,
        "parameters": values,
        "resolved": dict(answer.resolved),
        "columns": list(answer.columns),
        "rows": to_results_json(answer)["results"]["bindings"],
        "limit": answer.limit,
        "offset": answer.offset,
        "more": answer.more,
        "query": answer.query,
        "generation": request.state.generation,
    }
    return JSONResponse(content, headers=headers)


def _page(
    request: Request,
    services: Services,
    reader: Reader,
    asked: Question,
    values: dict[str, str],
    page: tuple[str | None, str | None],
) -> Response:
    """Show the question's form with its answer, or with what is wrong with the values.

    A page without values asks for them; any other trouble is shown beside the form, with the
    problem's own status.
    """
    shown: dict[str, Any] = {
        "question": asked,
        "values": values,
        "columns": (),
        "rows": None,
        "problem": None,
        "choices": (),
        "words": {"status": STATUS_WORDS, "property": PROPERTY_WORDS},
        "query": "",
        "formats": [],
        "following": "",
    }
    needs_values = any(parameter.required for parameter in asked.parameters)
    if needs_values and not values:
        return services.pages.render(request, "question.html", **shown)
    try:
        answer = _ask(services, reader, asked, values, page)
    except ParameterError as error:
        status = problem_of(error).type.status
        shown["problem"] = str(error)
        if isinstance(error, AmbiguousNameError):
            shown["choices"] = [
                (each, _asking(asked, values | {error.parameter: each.iri}))
                for each in error.choices
            ]
        return services.pages.render(request, "question.html", status=status, **shown)
    shown |= {
        "columns": to_headings(answer.columns),
        "rows": [to_cells(answer.columns, row, label=reader.label) for row in answer.rows],
        "query": answer.query,
        "formats": _addresses(answer, values),
        "following": _following(answer, values),
    }
    return services.pages.render(request, "question.html", **shown)


def _asking(asked: Question, values: dict[str, str]) -> str:
    return f"{asked.name}?{urlencode(values)}"


def _addresses(answer: Answer, values: dict[str, str]) -> list[tuple[str, str]]:
    """Return the name and the address of the same rows in each other format."""
    return [
        (each.upper(), _address(answer, values, offset=answer.offset, format=each))
        for each in _FORMATS
        if each != HTML.name
    ]


def _following(answer: Answer, values: dict[str, str], *, format: str | None = None) -> str:
    """Return the address of the rows that follow these, if any do."""
    if not (answer.more and answer.rows):
        return ""
    return _address(answer, values, offset=answer.offset + len(answer.rows), format=format)


def _address(answer: Answer, values: dict[str, str], *, offset: int, format: str | None) -> str:
    fields = {"limit": answer.limit, "offset": offset or None, "format": format}
    given = {name: str(value) for name, value in fields.items() if value is not None}
    return f"{answer.question.name}?{urlencode(values | given)}"


def _values(request: Request) -> dict[str, str]:
    """Return the fields of the query string that are parameters; each may stand once."""
    values: dict[str, str] = {}
    for name, value in fields_of(request):
        if not value:
            continue  # an empty field of the form is one that was left out
        if name in values:
            raise BadRequestError(f"{name}= stands twice; send it once")
        values[name] = value
    return {name: value for name, value in values.items() if name not in _RESERVED}


def row_count(name: str, text: str | None) -> int | None:
    """Return a number of rows from the query string; BadRequestError where it is none."""
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise BadRequestError(f"{name}={text!r} is no number of rows; send a whole number")
    return int(text)


def _described(asked: Question) -> dict[str, Any]:
    return {
        "name": asked.name,
        "summary": asked.summary,
        "group": asked.group,
        "description": asked.description,
        "parameters": [asdict(each) for each in asked.parameters],
        "example": dict(asked.example),
        "columns": list(asked.columns),
    }
