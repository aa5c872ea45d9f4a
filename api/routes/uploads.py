"""What requests that send documents hold, as the OpenAPI description tells it."""

from __future__ import annotations

from typing import Any, Final

from api.ingesting.receiving import FORMATS

_AGAIN: Final = {
    "type": "boolean",
    "default": False,
    "description": "read it again, although it has not changed",
}
_KEY: Final = {
    "type": "string",
    "description": "the key that it is known by; it replaces an older document with that key",
}
_JSON: Final[dict[str, Any]] = {
    "oneOf": [
        {
            "type": "object",
            "required": ["url"],
            "additionalProperties": False,
            "properties": {
                "url": {"type": "string", "description": "a public address, by http or https"},
                "again": _AGAIN,
            },
        },
        {
            "type": "object",
            "required": ["text", "sourceKey"],
            "additionalProperties": False,
            "properties": {
                "text": {"type": "string"},
                "format": {"enum": list(FORMATS), "default": FORMATS[0]},
                "sourceKey": _KEY,
                "again": _AGAIN,
            },
        },
    ]
}
_FILE: Final = {
    "type": "string",
    "format": "binary",
    "description": "text, Markdown, HTML, PDF, Word or PowerPoint; its filename, which may be a "
    "relative path, is its source key",
}


def _body(files: dict[str, Any]) -> dict[str, Any]:
    form = {
        "type": "object",
        "required": ["file"],
        "additionalProperties": False,
        "properties": {"file": files, "sourceKey": _KEY, "again": _AGAIN},
    }
    content = {"multipart/form-data": {"schema": form}, "application/json": {"schema": _JSON}}
    return {"requestBody": {"required": True, "content": content}}


#: Of a request for any number of documents, and for one.
BODY: Final = _body({"type": "array", "items": _FILE})
ONE: Final = _body(_FILE)
