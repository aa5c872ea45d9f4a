"""Reads graphs that are sent for storing: one body, or the parts of a form (RFC 7578)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request

from api.errors import BadRequestError, UnsupportedMediaTypeError
from api.http import multipart
from graph.formats import GRAPH_FORMATS

from .protocol import read_body

#: Media types by which graphs are sent; several formats share ``application/json`` and the like.
_FORMATS: Final = {
    **{each.media_type: each.name for each in GRAPH_FORMATS.values()},
    "application/json": "jsonld",
    "application/xml": "rdf",
    "application/x-turtle": "ttl",
    "text/plain": "nt",
    "text/xml": "rdf",
}
_UTF_8: Final = frozenset({"", "utf-8", "utf8", "us-ascii"})


@dataclass(frozen=True, slots=True)
class Body:
    """What was sent, and its format by its name in ``graph.formats.GRAPH_FORMATS``."""

    data: bytes
    format: str


async def read_bodies(request: Request, *, longest: int) -> list[Body]:
    """Return the graphs of a PUT or POST (SPARQL 1.1 Graph Store HTTP Protocol, section 5).

    Raises UnsupportedMediaTypeError, BadRequestError for a form without files, and
    ContentTooLargeError for more than *longest* bytes.
    """
    said = request.headers.get("content-type", "")
    kind = said.partition(";")[0].strip().lower()
    if kind == multipart.MEDIA_TYPE:
        return await _files(request, said, longest=longest)
    format = _format(said)
    return [Body(await read_body(request, longest=longest), format)]


def _format(said: str) -> str:
    kind, *parameters = (part.strip().lower() for part in said.split(";"))
    if kind not in _FORMATS:
        what = f"data of type {kind}" if kind else "data without a Content-Type"
        known = ", ".join(each.media_type for each in GRAPH_FORMATS.values())
        raise UnsupportedMediaTypeError(f"{what} is not read here; send {known}")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name == "charset" and value.strip('"') not in _UTF_8:
            raise UnsupportedMediaTypeError(f"data in {value} is not read here; send UTF-8")
    return _FORMATS[kind]


async def _files(request: Request, said: str, *, longest: int) -> list[Body]:
    """Return the graphs of a form."""
    found: dict[multipart.Part, bytearray] = {}
    async for part, data in multipart.read_parts(request.stream(), said, longest=longest):
        found.setdefault(part, bytearray()).extend(data)
    if not found:
        raise BadRequestError("the form holds no file; send each graph as a part with its type")
    return [Body(bytes(data), _format(part.content_type)) for part, data in found.items()]
