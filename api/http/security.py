"""Who may do what only the keeper of a server may: whoever sends its bearer token (RFC 6750)."""

from __future__ import annotations

import hmac

from starlette.requests import HTTPConnection

from api.errors import ForbiddenError, UnauthorizedError
from api.settings import Settings


def require_token(request: HTTPConnection, settings: Settings) -> None:
    """Let the keeper pass, whose token is ``HANSA_TOKEN``.

    Raises ForbiddenError where none is configured, UnauthorizedError where the request has none or
    another.
    """
    if not settings.token:
        raise ForbiddenError(
            "this is switched off, since the server has no token; set HANSA_TOKEN and send it"
        )
    if not _bearer(request):
        raise UnauthorizedError(
            "this needs the token of the server; send Authorization: Bearer and the token"
        )
    if not has_token(request, settings):
        raise UnauthorizedError("this is not the token of the server", error="invalid_token")


def has_token(request: HTTPConnection, settings: Settings) -> bool:
    """Say whether the request has the token; how long that takes tells nothing about it."""
    sent = _bearer(request)
    return bool(sent and settings.token) and hmac.compare_digest(sent, settings.token.encode())


def _bearer(request: HTTPConnection) -> bytes:
    for name, value in request.scope["headers"]:
        if name == b"authorization":
            scheme, _, token = value.partition(b" ")
            return bytes(token.strip()) if scheme.lower() == b"bearer" else b""
    return b""
