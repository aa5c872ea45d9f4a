"""What the Reconciliation Service API 0.2 asks of answers, as JSON Schemas.

They are written from the text of the specification (the W3C Entity Reconciliation Community Group's
final report of 10 April 2023). What they accept, the schemas in its appendix accept; where those
leave room, these are stricter: nothing that is not named, no name that is empty.
"""

from __future__ import annotations

from typing import Any

import jsonschema_rs

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string", "minLength": 1}
_URL: Schema = {"type": "string", "pattern": "^https?://"}


def _object(required: Schema, **optional: Schema) -> Schema:
    return {
        "type": "object",
        "properties": required | optional,
        "required": [*required],
        "additionalProperties": False,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _each(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _template(variable: str) -> Schema:
    return {"type": "string", "pattern": "^(https?:/)?/.*" + variable}


_REFERENCE = _object({"id": _TEXT, "name": _TEXT})
_TYPE = _object({"id": _TEXT, "name": _TEXT}, broader=_list(_REFERENCE))
_SUGGEST = _object(
    {"service_url": _URL, "service_path": {"type": "string", "pattern": "^/[^?]*$"}},
    flyout_service_url=_URL,
    flyout_service_path=_template(r"\$\{id\}"),
)


def _setting(kind: str, default: Schema, **more: Schema) -> Schema:
    required = {"name": _TEXT, "label": _TEXT, "type": {"const": kind}, **more}
    return _object(required, default=default, help_text=_TEXT)


_SETTING: Schema = {
    "oneOf": [
        _setting("number", {"type": "number"}),
        _setting("text", {"type": "string"}),
        _setting("checkbox", {"type": "boolean"}),
        _setting(
            "select",
            {"type": "string"},
            choices=_list(_object({"value": _TEXT, "name": _TEXT})),
        ),
    ]
}

#: Section 3.1.
MANIFEST = _object(
    {
        "versions": _list(_TEXT) | {"contains": {"const": "0.2"}},
        "name": _TEXT,
        "identifierSpace": _URL,
        "schemaSpace": _URL,
    },
    defaultTypes=_list(_TYPE) | {"uniqueItems": True},
    documentation=_URL,
    serviceVersion=_TEXT,
    batchSize={"type": "integer", "minimum": 1},
    view=_object({"url": _template(r"\{\{id\}\}")}),
    preview=_object(
        {
            "url": _template(r"\{\{id\}\}"),
            "width": {"type": "integer"},
            "height": {"type": "integer"},
        }
    ),
    suggest=_object({}, entity=_SUGGEST, property=_SUGGEST, type=_SUGGEST),
    extend=_object(
        {},
        propose_properties=_object({"service_url": _URL, "service_path": _TEXT}),
        property_settings=_list(_SETTING),
    ),
)

#: Section 4.2, one result; ids of features are unique within a candidate.
RESULT = _object(
    {
        "result": _list(
            _object(
                {"id": _TEXT, "name": _TEXT, "score": {"type": "number"}},
                description=_TEXT,
                type=_list(_REFERENCE),
                match={"type": "boolean"},
                features=_list(_object({"id": _TEXT, "value": {"type": ["boolean", "number"]}})),
            )
        )
    }
)
BATCH = _each(RESULT)

#: Section 6.3.
SUGGESTED_ENTITIES = _object(
    {
        "result": _list(
            _object({"id": _TEXT, "name": _TEXT}, description=_TEXT, notable=_list(_REFERENCE))
        )
    }
)
SUGGESTED_TERMS = _object(
    {"result": _list(_object({"id": _TEXT, "name": _TEXT}, description=_TEXT))}
)
#: Section 6.5.
FLYOUT = _object({"id": _TEXT, "html": _TEXT})

#: Sections 7.2 and 7.4.
PROPOSAL = _object(
    {"type": {"type": "string"}, "properties": _list(_REFERENCE)},
    limit={"type": "integer", "minimum": 0},
)
_DAY = r"-?([1-9]\d*)?\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_TIME = r"([01]\d|2[0-3])(:[0-5]\d){2}(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?"
_MOMENT = f"^{_DAY}T{_TIME}$"
EXTENSION = _object(
    {
        "meta": _list(_object({"id": _TEXT, "name": _TEXT}, type=_REFERENCE, service=_URL)),
        "rows": _each(
            _each(
                _list(
                    {
                        "oneOf": [
                            _object({}),
                            _object({"id": _TEXT, "name": _TEXT}, description=_TEXT),
                            _object({"str": {"type": "string"}}),
                            _object({"int": {"type": "integer"}}),
                            _object({"float": {"type": "number"}}),
                            _object({"date": {"type": "string", "pattern": _MOMENT}}),
                        ]
                    }
                )
            )
        ),
    }
)


def conforms(schema: Schema, value: Any) -> Any:
    """Return *value* if it is as the schema asks, else raise."""
    jsonschema_rs.Draft202012Validator(schema).validate(value)
    return value
