"""What requests over HTTP bring: bodies, none longer than it may be, and fields of addresses."""

from __future__ import annotations

import json
from typing import Any, Final

from starlette.requests import Request
from starlette.types import Message, Receive

from api.errors import BadRequestError, ContentTooLargeError, UnsupportedMediaTypeError

from .wording import quoted

JSON: Final = "application/json"
#: Fields of an address that hold JSON.
_JSON_FIELDS: Final = ("variables", "extensions")


def at_most(longest: int, receive: Receive) -> Receive:
    """Wrap *receive* to raise ContentTooLargeError after *longest* bytes of a body."""
    left = longest

    async def receiving() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise ContentTooLargeError(
                f"the body is longer than {longest} bytes; ask in several smaller requests"
            )
        return message

    return receiving


async def sent_by(request: Request) -> Any:
    """Return what a request asks, as JSON has it: the fields of its address or its body.

    Raises BadRequestError, UnsupportedMediaTypeError and ContentTooLargeError.
    """
    if request.method == "GET":
        return _fields(request)
    kind = request.headers.get("content-type", "")
    if kind.partition(";")[0].strip().lower() != JSON:
        what = f"a body of type {quoted(kind)}" if kind else "a body without a Content-Type"
        raise UnsupportedMediaTypeError(f"{what} is not read here; send {JSON}")
    body = await request.body()
    if not body.strip():
        raise BadRequestError("the body is empty; send a JSON object with a query in it")
    return decoded(body, "the body")


def _fields(request: Request) -> dict[str, Any]:
    found: dict[str, Any] = dict(request.query_params)
    for name in _JSON_FIELDS:
        if text := found.pop(name, ""):
            found[name] = decoded(text, f"{name}=")
    return found


def decoded(data: str | bytes, what: str) -> Any:
    """Return what JSON holds; BadRequestError unless it can be used.

    >>> decoded(b'{"a": null}', "the body")
    {'a': None}
    """
    try:
        found = json.loads(data)
        if "\\u" in data if isinstance(data, str) else b"\\u" in data:
            # JSON can escape one half of a surrogate pair, which is no character.
            json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise BadRequestError(f"{what} is not JSON in UTF-8; encode it so") from error
    return found
