"""The page of a question: its form, and the answer or what is wrong with the values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from api.context import Services
from api.http.citing import FIELD
from api.http.problems import NOT_FOR_EVER, problem_of
from api.pages.pages import HTML
from api.pages.rows import to_cells, to_headings
from api.questions.documents import to_graphql
from api.questions.formats import FORMATS, QUERY
from api.questions.paging import Paging, in_words
from graph.reader import Reader
from queries.answers import Answer
from queries.catalogue import Question
from queries.errors import AmbiguousNameError, Choice, ParameterError, UnknownNameError
from queries.kinds import ENTITY_TYPES, PROPERTY_WORDS, STATUS_WORDS
from queries.sentences import tell

#: What formats are called, where not by their short names.
_TITLES: Final = {QUERY.name: "SPARQL"}


def question_page(
    request: Request,
    services: Services,
    reader: Reader,
    asked: Question,
    values: Mapping[str, str],
    answered: Callable[[], Answer],
) -> Response:
    """Return the page of the question *asked*, which *answered* answers with these *values*.

    A page without values asks for them. A name of several things is answered 300 with a link for
    each (RFC 9110, section 15.4.1); any other trouble is shown beside the form, with the problem's
    own status.
    """
    shown = _empty(asked, values)
    if not values and any(parameter.required for parameter in asked.parameters):
        return services.pages.render(request, "question.html", **shown)
    try:
        answer = answered()
    except AmbiguousNameError as error:
        shown |= {
            "problem": str(error),
            "choices": choices(asked, values, error, reader.generation),
        }
        status = HTTPStatus.MULTIPLE_CHOICES
        page = services.pages.render(request, "question.html", status=status, **shown)
        page.headers.update(NOT_FOR_EVER)
        return page
    except ParameterError as error:
        shown |= {"problem": str(error), "nearest": _nearest(asked, values, error)}
        status = HTTPStatus(problem_of(error).type.status)
        return services.pages.render(request, "question.html", status=status, **shown)
    paging = Paging(answer, values, reader.generation)
    shown |= {
        "columns": to_headings(answer.columns),
        "rows": [to_cells(answer.columns, row, label=reader.label) for row in answer.rows],
        "told": tell(answer),
        "query": answer.query,
        "document": to_graphql(answer, values),
        "formats": _formats(paging),
        "feeds": _feeds(paging),
        "links": paging.links(),
        "caption": in_words(answer),
    }
    page = services.pages.render(request, "question.html", **shown)
    page.headers.update(paging.headers(HTML.name))
    return page


def choices(
    asked: Question, values: Mapping[str, str], error: AmbiguousNameError, generation: int
) -> list[tuple[Choice, str]]:
    """Return each thing that may be meant, with the address that asks of it alone."""
    fields = {**values, FIELD: generation}
    return [
        (each, f"{asked.name}?{urlencode(fields | {error.parameter: each.iri})}")
        for each in error.choices
    ]


def _nearest(
    asked: Question, values: Mapping[str, str], error: ParameterError
) -> list[tuple[str, str]]:
    """Return the names that were perhaps meant, each with the address that asks of it."""
    names = error.candidates if isinstance(error, UnknownNameError) else ()
    return [
        (name, f"{asked.name}?{urlencode({**values, error.parameter: name})}") for name in names
    ]


def _empty(asked: Question, values: Mapping[str, str]) -> dict[str, Any]:
    return {
        "question": asked,
        "values": values,
        "columns": (),
        "rows": None,
        "problem": None,
        "choices": (),
        "nearest": (),
        "words": {"status": STATUS_WORDS, "property": PROPERTY_WORDS},
        "kinds": {parameter.name: _tiers(parameter.type) for parameter in asked.parameters},
        "told": (),
        "query": "",
        "document": "",
        "formats": [],
        "feeds": [],
        "links": {},
        "caption": "",
    }


def _tiers(type_name: str) -> str:
    """Return the kinds of things whose names a field takes, tier by tier; "" for no names.

    >>> _tiers("city"), _tiers("document"), _tiers("integer")
    ('City;Region,Country', 'Document', '')
    """
    if type_name == "document":
        return "Document"
    return ";".join(",".join(tier) for tier in ENTITY_TYPES.get(type_name, ()))


def _formats(paging: Paging) -> list[tuple[str, str]]:
    """Return the name and the address of the same rows in each other format."""
    answer = paging.answer
    return [
        (
            _TITLES.get(each, each.upper()),
            paging.address(limit=answer.limit, offset=answer.offset, format=each),
        )
        for each in FORMATS
        if each != HTML.name
    ]


def _feeds(paging: Paging) -> list[tuple[str, str]]:
    """Return the name and the address, from the root, of each feed of the rows that change."""
    path = f"changes/questions/{paging.answer.question.name}"
    return [
        (name, f"{path}?{urlencode({**paging.values, 'format': format})}")
        for name, format in (("Atom", "atom"), ("JSON Feed", "json"))
    ]
