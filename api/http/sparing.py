"""Sends no more of an answer than its client needs: heads, and 304 by time (RFC 9110).

To HEAD belongs the head that GET would have got, and nothing has to be made that it does not tell
(section 9.3.2). So a streamed answer, whose status is settled when its first piece comes, ends
there, and with it the query or the file that it comes from. ``Last-Modified`` (section 8.8.2) is
the time since when the generation that was read has been the newest; whoever has an answer of that
time by ``If-Modified-Since``, and sends no tag, which would tell better, gets 304.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Final

from starlette.datastructures import Headers
from starlette.types import Message, Scope, Send

from api.past.moments import format_time, parse_time
from graph.errors import GraphError

Times = Callable[[], Mapping[int, datetime]]

#: Headers of an answer that 304 tells too (section 15.4.5).
_OF_UNCHANGED: Final = (
    *("cache-control", "content-location", "etag", "hansa-generation", "last-modified", "link"),
    *("memento-datetime", "vary"),
)


@lru_cache(maxsize=100)
def _written(moment: datetime) -> bytes:
    return format_time(moment).encode()


class Enough(Exception):  # noqa: N818  nothing is wrong
    """All that the client needs has been sent; what makes the rest may stop."""


class Sparing:
    """Sends the messages of one answer, and raises ``Enough`` where the rest is not wanted."""

    def __init__(self, scope: Scope, send: Send, *, times: Times) -> None:
        """Answer the request of *scope*; *times* tells since when generations were the newest."""
        self._scope = scope
        self._send = send
        self._times = times

    async def __call__(self, message: Message) -> None:
        """Send one message."""
        method = self._scope["method"]
        if message["type"] != "http.response.start":
            await self._send(message)
            if method == "HEAD" and message.get("more_body", False):
                await self._end()
        elif method in ("GET", "HEAD") and message["status"] == 200 and self._had(message):
            headers = Headers(scope=message)
            told = [(name, headers[name]) for name in _OF_UNCHANGED if name in headers]
            raw = [(name.encode(), value.encode("latin-1")) for name, value in told]
            await self._send({**message, "status": 304, "headers": raw})
            await self._end()
        else:
            await self._send(message)

    async def _end(self) -> None:
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})
        raise Enough

    def _had(self, start: Message) -> bool:
        """Tell in an answer's head since when it is so; say whether the client has it by that."""
        number = self._scope["state"].get("generation")
        told = start.setdefault("headers", [])
        if number is None or all(name != b"etag" for name, _ in told):
            return False
        if self._scope["state"].get("is_passing"):
            return False  # it may change while its generation stays, so the time does not tell
        try:
            times = self._times()
        except GraphError:  # the answer is there all the same
            return False
        if number not in times:
            return False
        told.append((b"last-modified", _written(times[number])))
        if all(name != b"if-modified-since" for name, _ in self._scope["headers"]):
            return False
        asked = Headers(scope=self._scope)
        if "if-none-match" in asked:
            return False
        since = parse_time(asked["if-modified-since"])
        # Of two generations of one second the time does not tell which of them the client has.
        is_sure = number == 1 or times.get(number - 1, times[number]) < times[number]
        return is_sure and since is not None and times[number] <= since
