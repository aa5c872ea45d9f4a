"""Bodies of requests, none longer than it may be."""

from __future__ import annotations

from starlette.types import Message, Receive

from api.errors import ContentTooLargeError


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
