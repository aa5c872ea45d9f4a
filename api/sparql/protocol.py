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
from api.http.negotiation import accepted
from graph.foreign.jobs import QueryDataset

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"

_UTF_8 = frozenset({"", "utf-8", "utf8", "us-ascii"})
_MAX_FIELDS = 1_000


@dataclass(frozen=True, slots=True)
class ProtocolRequest:
    """A query with its dataset, the value of ``format=``, the Accept header, and ``evidence=``."""

    query: str
    dataset: QueryDataset
    format: str | None
    accept: str | None
    evidence: bool = False

    @property
    def length(self) -> int:
        """How many characters all of it has."""
        graphs = self.dataset.length if self.dataset else 0
        return len(self.query) + graphs + len(self.format or "") + len(self.accept or "")


async def read_request(request: Request, *, longest: int) -> ProtocolRequest:
    """Return what a GET or POST to the endpoint asks (SPARQL 1.1 Protocol, section 2.1).

    *longest* is the number of bytes a body may have. Raises BadRequestError,
    ContentTooLargeError or UnsupportedMediaTypeError.
    """
    accept = accepted(request.headers)
    if request.method != "POST":
        encoded = request.scope["query_string"]
        if len(encoded) + len(accept or "") < _SHORT:
            return _known(encoded, accept)
        return _asked(fields_of(request), accept)
    sent = await _sent_fields(request, "query", DIRECT, longest=longest)
    return _asked([*fields_of(request), *sent], accept)


def _asked(fields: list[tuple[str, str]], accept: str | None) -> ProtocolRequest:
    if any(name == "update" for name, _ in fields):
        refuse_update()
    return ProtocolRequest(
        query=single(fields, "query") or _missing(),
        dataset=QueryDataset(
            tuple(value for name, value in fields if name == "default-graph-uri"),
            tuple(value for name, value in fields if name == "named-graph-uri"),
        ),
        # Some clients send several spellings; the first that is known counts.
        format=",".join(value for name, value in fields if name == "format") or None,
        accept=accept,
        evidence=_flag(fields, "evidence"),
    )


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """An update with the dataset of its WHERE clauses."""

    update: str
    using: QueryDataset


async def read_update_request(request: Request, *, longest: int) -> UpdateRequest:
    """Return what a POST asks to be updated (SPARQL 1.1 Protocol, section 2.2).

    *longest* is the number of bytes a body may have. Raises BadRequestError,
    ContentTooLargeError or UnsupportedMediaTypeError.
    """
    fields = [*fields_of(request)]
    fields += await _sent_fields(request, "update", UPDATE, longest=longest)
    if any(name == "query" for name, _ in fields):
        raise BadRequestError("this door takes updates, not queries; send update=, or ask /sparql")
    update = single(fields, "update")
    if update is None:
        raise BadRequestError("there is no update; send update=, or a body of type " + UPDATE)
    return UpdateRequest(
        update,
        QueryDataset(
            tuple(value for name, value in fields if name == "using-graph-uri"),
            tuple(value for name, value in fields if name == "using-named-graph-uri"),
        ),
    )


async def _sent_fields(
    request: Request, name: str, direct: str, *, longest: int
) -> list[tuple[str, str]]:
    """Return the fields of a form, or the body of the type *direct* as a field of that *name*."""
    kind = _media_type(request, direct)
    body = await read_body(request, longest=longest)
    return _form_fields(body) if kind == FORM else [(name, _decode(body))]


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
def _known(encoded: bytes, accept: str | None) -> ProtocolRequest:
    return _asked(_remembered(encoded), accept)


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
        "this door takes queries, not updates; send query=, or updates to /sparql/update"
    )


def _missing() -> NoReturn:
    raise BadRequestError("there is no query; send query=, or a body of type " + DIRECT)


def single(fields: list[tuple[str, str]], name: str) -> str | None:
    """Return the value of a field that may stand once; raise BadRequestError where it is twice."""
    values = [value for each, value in fields if each == name]
    if len(values) > 1:
        raise BadRequestError(f"{name}= stands {len(values)} times; send it once")
    return values[0] if values else None


def _flag(fields: list[tuple[str, str]], name: str) -> bool:
    value = single(fields, name) or "0"
    if value not in {"0", "1"}:
        raise BadRequestError(f"{name}={value!r} is neither 1 nor 0; send one of them")
    return value == "1"


def _media_type(request: Request, direct: str) -> str:
    """Return the media type of the body, a form or *direct*, in a charset we know."""
    header = request.headers.get("content-type", "")
    kind, *parameters = (part.strip().lower() for part in header.split(";"))
    if kind == UPDATE != direct:
        refuse_update()
    if kind not in {FORM, direct}:
        said = f"a body of type {kind}" if kind else "a body without a Content-Type"
        raise UnsupportedMediaTypeError(f"{said} is not read here; send {direct} or {FORM}")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name == "charset" and value.strip('"') not in _UTF_8:
            raise UnsupportedMediaTypeError(f"a body in {value} is not read here; send UTF-8")
    return kind


async def read_body(request: Request, *, longest: int) -> bytes:
    """Return the body; raise ContentTooLargeError where it has more than *longest* bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > longest:
            raise ContentTooLargeError(
                f"the body is longer than {longest} bytes; send less at once"
            )
    return bytes(body)


def _decode(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise BadRequestError(
            f"the text is not UTF-8 from byte {error.start} on; encode it so"
        ) from error
