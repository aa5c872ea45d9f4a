"""Sends an answer: whole, with a length and a tag, or in pieces as they come."""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.responses import Response
from starlette.types import Message, Send

from .asking import Asked


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


def headers_of(wanted: Asked, *, is_kept: bool) -> dict[str, str]:
    """Return the headers of an answer.

    What nobody may keep says so; all else is worth asking for again, since a newer generation may
    answer otherwise.
    """
    headers = {"Content-Type": wanted.format.content_type, "Vary": "Accept"}
    if wanted.key is None:
        headers["Cache-Control"] = "no-store"
    else:
        headers["ETag"] = wanted.key.strong if is_kept else wanted.key.weak
        headers["Cache-Control"] = "no-cache"
    return headers


def whole(wanted: Asked, body: bytes, *, is_kept: bool) -> Response:
    """Return a whole answer; *is_kept* says that its very bytes are kept for the next one."""
    return Response(body, headers=headers_of(wanted, is_kept=is_kept))


async def send_pieces(
    wanted: Asked, head: list[bytes], pieces: AsyncIterator[bytes], send: Send
) -> None:
    """Send an answer that is too long to be held back; an error on the way breaks it off."""
    headers = headers_of(wanted, is_kept=False)
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": 200, "headers": raw})
    for piece in head:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    async for piece in pieces:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
