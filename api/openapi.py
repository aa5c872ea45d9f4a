"""The questions of the catalogue in the OpenAPI description, each with its own parameters."""

from __future__ import annotations

from typing import Any

from queries.catalogue import Parameter, Question, catalogue


def describe_questions() -> dict[str, Any]:
    """Return an OpenAPI path item for every question, by path."""
    return {f"/questions/{name}": {"get": _operation(each)} for name, each in catalogue().items()}


def _operation(asked: Question) -> dict[str, Any]:
    own = [_parameter(each, asked.example.get(each.name)) for each in asked.parameters]
    names = sorted(each.name for each in asked.parameters)
    return {
        "tags": ["Questions"],
        "summary": asked.summary,
        "description": asked.description,
        "operationId": "ask_" + asked.name.replace("-", "_"),
        "parameters": own + [each for each in _PAGING if each["name"] not in names],
        "responses": {
            "200": {
                "description": "The rows, with the sentences that say so",
                "content": {"application/json": {}, "text/csv": {}, "text/html": {}},
            },
            "404": {
                "description": "A name that nothing bears, with the nearest ones",
                "content": {"application/problem+json": {}},
            },
        },
    }


def _parameter(parameter: Parameter, example: str | None) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": f"{parameter.description} ({parameter.type})",
        "schema": {"type": "string"},
    }
    if parameter.default is not None:
        described["schema"]["default"] = parameter.default
    return described | ({} if example is None else {"example": example})


_PAGING: list[dict[str, Any]] = [
    {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
    }
    for name, description, schema in (
        ("limit", "rows to send at most", {"type": "integer", "minimum": 0}),
        ("offset", "rows to leave out before them", {"type": "integer", "minimum": 0}),
        (
            "generation",
            "number of an older generation to read, while it is kept",
            {"type": "integer", "minimum": 1},
        ),
        ("format", "instead of Accept", {"enum": ["json", "csv", "tsv", "html"]}),
    )
]
