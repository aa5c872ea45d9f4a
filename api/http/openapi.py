"""The questions of the catalogue in the OpenAPI description: each with its own parameters, and with
every answer there is, problems included.
"""

from __future__ import annotations

from typing import Any, Final

from api.questions.formats import FORMATS, JSON
from queries.answers import MOST_ROWS
from queries.catalogue import Parameter, Question, catalogue
from queries.kinds import ENTITY_TYPES, PROPERTY_WORDS, STATUS_WORDS

from .problems import MEDIA_TYPE

_SCHEMAS: Final = "#/components/schemas/"

#: The schemas that the descriptions of questions refer to.
SCHEMAS: Final[dict[str, Any]] = {
    "Problem": {
        "type": "object",
        "description": "What went wrong (RFC 9457); `type` is what programs compare.",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "instance": {"type": "string"},
            "parameter": {"type": "string", "description": "the parameter it is about"},
            "candidates": {"type": "array", "items": {"type": "string"}},
            "choices": {"type": "array", "items": {"$ref": _SCHEMAS + "Choice"}},
        },
    },
    "Choice": {
        "type": "object",
        "description": "One of the things that a name may mean, and where it alone is asked of.",
        "required": ["iri", "label", "kind", "about", "address"],
        "properties": {
            name: {"type": "string"} for name in ("iri", "label", "kind", "about", "address")
        },
    },
    "Term": {
        "type": "object",
        "description": "A term as SPARQL 1.1 Query Results JSON Format writes it (section 3.2.2).",
        "required": ["type", "value"],
        "properties": {
            "type": {"enum": ["uri", "literal"]},
            "value": {"type": "string"},
            "datatype": {"type": "string"},
            "xml:lang": {"type": "string"},
        },
        "additionalProperties": False,
    },
    "Answer": {
        "type": "object",
        "description": "The rows that answer a question, and how they were found.",
        "required": ["question", "columns", "rows", "offset", "more", "query", "generation"],
        "properties": {
            "question": {"type": "string"},
            "summary": {"type": "string"},
            "parameters": {"type": "object", "additionalProperties": {"type": "string"}},
            "resolved": {
                "type": "object",
                "description": "the IRI that each name was taken for",
                "additionalProperties": {"type": "string"},
            },
            "columns": {"type": "array", "items": {"type": "string"}},
            "rows": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": {"$ref": _SCHEMAS + "Term"},
                },
            },
            "limit": {"type": ["integer", "null"]},
            "limit_is_default": {
                "type": "boolean",
                "description": "whether the limit is the question's own, which nobody asked for",
            },
            "offset": {"type": "integer"},
            "more": {"type": "boolean", "description": "whether further rows follow"},
            "total": {
                "type": ["integer", "null"],
                "description": "how many rows there are in all, where these tell it",
            },
            "links": {
                "type": "object",
                "description": "addresses of other rows: first, prev, next",
                "additionalProperties": {"type": "string"},
            },
            "query": {"type": "string", "description": "the SPARQL that was run"},
            "generation": {"type": "integer"},
        },
    },
}

_GENERATION: Final = {
    "description": "the generation that the answer was computed on",
    "schema": {"type": "integer"},
}
_HEADERS: Final = {
    "Hansa-Generation": _GENERATION,
    "Hansa-Rows": {
        "description": "which rows these are: offset, count, limit, default where nobody asked "
        "for the limit, more where others follow, total where it is known (RFC 9651)",
        "schema": {"type": "string"},
    },
    "Link": {
        "description": "the addresses of the first rows and of those before and after these, in "
        "the same format and generation (RFC 8288)",
        "schema": {"type": "string"},
    },
}
#: Statuses that are answered with a problem, and when.
_PROBLEMS: Final = {
    "400": "A value is missing, unknown or of the wrong form, or a field stands twice",
    "404": "A name that nothing bears, with the nearest ones, or a generation that never was",
    "406": "No format that is accepted, with those there are",
    "410": "A generation that is kept no more",
    "422": "A name that several things bear, with what tells them apart (`ambiguous-name`)",
    "503": "The store cannot be read, or holds nothing yet",
}


def describe_questions() -> dict[str, Any]:
    """Return an OpenAPI path item for every question, by path."""
    return {f"/questions/{name}": {"get": _operation(each)} for name, each in catalogue().items()}


def _operation(asked: Question) -> dict[str, Any]:
    own = [_parameter(each, asked.example.get(each.name)) for each in asked.parameters]
    names = {each.name for each in asked.parameters}
    return {
        "tags": ["Questions"],
        "summary": asked.summary,
        "description": asked.description,
        "operationId": "ask_" + asked.name.replace("-", "_"),
        "parameters": own + [each for each in _paging(asked) if each["name"] not in names],
        "responses": _responses(),
    }


def _responses() -> dict[str, Any]:
    text = {"schema": {"type": "string"}}
    content: dict[str, Any] = {each.media_type: text for each in FORMATS.values()}
    content[JSON.media_type] = {"schema": {"$ref": _SCHEMAS + "Answer"}}
    problem = {MEDIA_TYPE: {"schema": {"$ref": _SCHEMAS + "Problem"}}}
    headers = {"Hansa-Generation": _GENERATION}
    problems = {
        status: {"description": why, "headers": headers, "content": problem}
        for status, why in _PROBLEMS.items()
    }
    several = {
        "description": "To browsers: a name that several things bear, with a link for each",
        "headers": headers,
        "content": {"text/html": text},
    }
    answer = {
        "description": "The rows, with the sentences that say so",
        "headers": _HEADERS,
        "content": content,
    }
    return {"200": answer, "300": several, **problems}


def _parameter(parameter: Parameter, example: str | None) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": _described(parameter),
        "schema": _schema(parameter),
    }
    if parameter.default is not None:
        described["schema"]["default"] = parameter.default
    return described | ({} if example is None else {"example": example})


def _described(parameter: Parameter) -> str:
    if parameter.type in ENTITY_TYPES:
        return f"{parameter.description} A name or an IRI ({parameter.type})."
    if parameter.type == "document":
        return f"{parameter.description} Its IRI, key or title, or an end of its key."
    return f"{parameter.description} ({parameter.type})"


def _schema(parameter: Parameter) -> dict[str, Any]:
    if parameter.type == "status":
        return {"type": "string", "enum": list(STATUS_WORDS)}
    if parameter.type == "property":
        return {"type": "string", "enum": list(PROPERTY_WORDS)}
    return {"type": "integer" if parameter.type == "integer" else "string"}


def _paging(asked: Question) -> list[dict[str, Any]]:
    rows = {"type": "integer", "minimum": 0, "maximum": MOST_ROWS}
    limit = rows if asked.limit is None else rows | {"default": asked.limit}
    otherwise = "all" if asked.limit is None else str(asked.limit)
    table: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("limit", f"rows to send at most; {otherwise} unless given", limit),
        ("offset", "rows to leave out before them", rows | {"default": 0}),
        (
            "generation",
            "number of an older generation to read, while it is kept",
            {"type": "integer", "minimum": 1},
        ),
        ("format", "instead of Accept", {"type": "string", "enum": list(FORMATS)}),
    )
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": description,
            "schema": schema,
        }
        for name, description, schema in table
    ]
