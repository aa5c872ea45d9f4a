"""Reads a request of the SPARQL 1.1 Protocol: what is asked, of which graphs, in which format."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NoReturn
from urllib.parse import parse_qsl

from starlette.requests import Request

from api.errors import (
    BadRequestError,
    ContentTooLargeError,
    UnsupportedMediaTypeError,
)
from api.negotiation import accepted
from graph.jobs import QueryDataset

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"

_UTF_8 = frozenset({"", "utf-8", "utf8", "us-ascii"})
_MAX_FIELDS = 1_000


@dataclass(frozen=True, slots=True)
class ProtocolRequest:
    """A query with its dataset, the value of ``format=`` and the Accept header."""

    query: str
    dataset: QueryDataset
    format: str | None
    accept: str | None


async def read_request(request: Request, *, longest: int) -> ProtocolRequest:
    """Return what a GET or POST to the endpoint asks (SPARQL 1.1 Protocol, section 2.1).

    *longest* is the number of bytes a body may have. Raises BadRequestError,
    ContentTooLargeError or UnsupportedMediaTypeError.
    """
    fields = [*fields_of(request)]
    if request.method == "POST":
        kind = _media_type(request)
        body = await _body(request, longest=longest)
        if kind == FORM:
            fields += _form_fields(body)
        else:
            fields.append(("query", _decode(body)))
    if any(name == "update" for name, _ in fields):
        refuse_update()
    return ProtocolRequest(
        query=_single(fields, "query") or _missing(),
        dataset=QueryDataset(
            tuple(value for name, value in fields if name == "default-graph-uri"),
            tuple(value for name, value in fields if name == "named-graph-uri"),
        ),
        format=_single(fields, "format"),
        accept=accepted(request.headers),
    )


def fields_of(request: Request) -> list[tuple[str, str]]:
    """Return the fields of the request's query string, which is parsed once."""
    state = request.scope.setdefault("state", {})
    if "fields" not in state:
        encoded = request.scope["query_string"]
        state["fields"] = _remembered(encoded) if len(encoded) < _SHORT else parse_fields(encoded)
    found: list[tuple[str, str]] = state["fields"]
    return found


#: Bytes of a query string that is worth remembering: the same ones come again and again.
_SHORT: Final = 4_000


@lru_cache(maxsize=1_000)
def _remembered(encoded: bytes) -> list[tuple[str, str]]:
    return parse_fields(encoded)


def parse_fields(encoded: bytes) -> list[tuple[str, str]]:
    """Return the fields of a query string or form; BadRequestError unless it is UTF-8.

    >>> parse_fields(b"query=ASK+%7B%7D&format=")
    [('query', 'ASK {}'), ('format', '')]
    """
    try:
        return parse_qsl(
            encoded.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS
        )
    except UnicodeDecodeError as error:
        raise BadRequestError("the fields of the request are not UTF-8; encode them so") from error
    except ValueError as error:
        raise BadRequestError(f"the request has more than {_MAX_FIELDS} fields") from error


def _form_fields(body: bytes) -> list[tuple[str, str]]:
    fields = parse_fields(body)
    if any(name == "generation" for name, _ in fields):
        raise BadRequestError(
            "generation= stands in the form; send it in the address: /sparql?generation="
        )
    return fields


def refuse_update() -> NoReturn:
    """Say where updates go."""
    raise BadRequestError(
        "this door takes queries, not updates; data comes in by hansa ingest, so send query="
    )


def _missing() -> NoReturn:
    raise BadRequestError("there is no query; send query=, or a body of type " + DIRECT)


def _single(fields: list[tuple[str, str]], name: str) -> str | None:
    values = [value for each, value in fields if each == name]
    if len(values) > 1:
        raise BadRequestError(f"{name}= stands {len(values)} times; send it once")
    return values[0] if values else None


def _media_type(request: Request) -> str:
    """Return the media type of the body, one of the two that are read, in a charset we know."""
    header = request.headers.get("content-type", "")
    kind, *parameters = (part.strip().lower() for part in header.split(";"))
    if kind == UPDATE:
        refuse_update()
    if kind not in {FORM, DIRECT}:
        said = f"a body of type {kind}" if kind else "a body without a Content-Type"
        raise UnsupportedMediaTypeError(f"{said} is not read here; send {DIRECT} or {FORM}")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name == "charset" and value.strip('"') not in _UTF_8:
            raise UnsupportedMediaTypeError(f"a body in {value} is not read here; send UTF-8")
    return kind


async def _body(request: Request, *, longest: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > longest:
            raise ContentTooLargeError(
                f"the body is longer than {longest} bytes; ask in several smaller queries"
            )
    return bytes(body)


def _decode(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise BadRequestError(
            f"the query is not UTF-8 from byte {error.start} on; encode it so"
        ) from error
