"""Reads graphs that are sent for storing: one body, or the parts of a form (RFC 7578)."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import MIMEPart
from typing import Final

from starlette.requests import Request

from api.errors import BadRequestError, UnsupportedMediaTypeError
from graph.formats import GRAPH_FORMATS

from .protocol import read_body

_MULTIPART: Final = "multipart/form-data"
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
    if kind != _MULTIPART:
        format = _format(said)
        return [Body(await read_body(request, longest=longest), format)]
    return _parts(said, await read_body(request, longest=longest))


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


def _parts(said: str, body: bytes) -> list[Body]:
    """Return the files of a form.

    >>> form = b'--x\\r\\nContent-Type: text/turtle\\r\\n\\r\\n<a:a> <a:b> 1 .\\r\\n--x--\\r\\n'
    >>> _parts("multipart/form-data; boundary=x", form)
    [Body(data=b'<a:a> <a:b> 1 .', format='ttl')]
    """
    head = f"Content-Type: {said}\r\nMIME-Version: 1.0\r\n\r\n".encode("latin-1", "replace")
    form = message_from_bytes(head + body, policy=policy.HTTP)
    parts = [part for part in form.iter_parts() if not part.is_multipart()]
    if not parts:
        raise BadRequestError("the form holds no file; send each graph as a part with its type")
    return [Body(_payload(part), _format(str(part.get("Content-Type", "")))) for part in parts]


def _payload(part: MIMEPart) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
