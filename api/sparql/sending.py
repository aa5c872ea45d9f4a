"""Sends an answer: whole, with a length and a tag, or in pieces as they come."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .asking import Asked
from .remembered import Remembered

#: What the answer to a query depends on, besides its address.
VARY: Final = "Accept, Accept-Encoding, Accept-Datetime"
_VARY: Final = (b"vary", VARY.encode())


class Sending:
    """Sends messages on, and knows whether it has begun to."""

    def __init__(self, send: Send) -> None:
        """Send by *send*."""
        self._send = send
        self.has_begun = False

    async def __call__(self, message: Message) -> None:
        """Send one message."""
        self.has_begun = True
        await self._send(message)


async def read_head(pieces: AsyncIterator[bytes], *, most: int) -> tuple[list[bytes], bool]:
    """Return the first pieces, until they are more than *most* bytes, and whether they are all."""
    head, size = [], 0
    async for piece in pieces:
        head.append(piece)
        size += len(piece)
        if size > most:
            return head, False
    return head, True


def headers_of(wanted: Asked, *, kept: Remembered | None = None) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer, which is *kept* for the next one.

    What nobody may keep says so; all else is worth asking for again, since a newer generation may
    answer otherwise.
    """
    kind = (b"content-type", wanted.format.content_type.encode())
    if wanted.key is None:
        return [kind, _VARY, (b"cache-control", b"no-store")]
    tag = kept.tag if kept else wanted.key.weak
    return [kind, _VARY, (b"cache-control", b"no-cache"), (b"etag", tag.encode())]


def unchanged(tag: str) -> Response:
    """Return the answer for whoever has it already by that *tag* (RFC 9110, section 15.4.5)."""
    headers = {"ETag": tag, "Vary": VARY, "Cache-Control": "no-cache"}
    return Response(status_code=304, headers=headers)


def whole(request: Request, wanted: Asked, body: bytes, *, kept: Remembered | None) -> ASGIApp:
    """Return a whole answer; where its very bytes are *kept* it is packed once for all."""
    if kept is not None:
        request.scope["state"]["kept"] = wanted.key, kept
    headers = [*headers_of(wanted, kept=kept), (b"content-length", b"%d" % len(body))]

    async def send_whole(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return send_whole


async def send_pieces(
    wanted: Asked, head: list[bytes], pieces: AsyncIterator[bytes], send: Send
) -> None:
    """Send an answer that is too long to be held back; an error on the way breaks it off."""
    await send({"type": "http.response.start", "status": 200, "headers": headers_of(wanted)})
    for piece in head:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    async for piece in pieces:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
