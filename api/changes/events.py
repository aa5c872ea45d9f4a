"""Server-sent events (the HTML Standard, section 9.2): who waits for news, and how it ends.

A stream costs a task that sleeps. It ends when its client goes, and when the server is told to
stop: a server that drains waits for its answers, and this one would never end by itself.
"""

from __future__ import annotations

import asyncio
import json
from asyncio import FIRST_COMPLETED
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager, suppress
from typing import Any, Final

from api.errors import BusyError

#: Seconds between signs of life, below the minute after which proxies give a connection up.
HEARTBEAT: Final = 15.0
#: Milliseconds after which a client that was cut off comes back.
_RETRY: Final = 3_000
_STILL_HERE: Final = b": still here\n\n"
#: Streams of one process.
MOST: Final = 500

#: Returns the events that tell what came after a first generation and until a second one.
Tell = Callable[[int, int], Awaitable[Sequence[bytes]]]


def event(number: int, *, kind: str, data: Any) -> bytes:
    r"""Return one event, known by the number of its generation.

    >>> event(7, kind="gap", data={"oldest": 5})
    b'id: 7\nevent: gap\ndata: {"oldest": 5}\n\n'
    """
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (number, kind.encode(), json.dumps(data).encode())


async def beating(
    events: AsyncGenerator[bytes, None], *, heartbeat: float = HEARTBEAT
) -> AsyncGenerator[bytes, None]:
    """Yield *events*, and signs of life while there is none; closes them where nobody listens."""
    async with aclosing(events):
        coming: asyncio.Future[bytes] | None = None
        try:
            while True:
                coming = coming or asyncio.ensure_future(anext(events))
                done, _ = await asyncio.wait({coming}, timeout=heartbeat)
                if not done:
                    yield _STILL_HERE
                    continue
                try:
                    piece = coming.result()
                except StopAsyncIteration:
                    return
                coming = None
                yield piece
        finally:
            if coming is not None and not coming.done():
                coming.cancel()
                with suppress(asyncio.CancelledError, StopAsyncIteration):
                    await coming


class Subscriptions:
    """Everybody who waits for news of generations; only its event loop may use it."""

    def __init__(self, *, heartbeat: float = HEARTBEAT, most: int = MOST) -> None:
        """Send a sign of life every *heartbeat* seconds to at most *most* clients."""
        self._heartbeat = heartbeat
        self._most = most
        self._newest = 0
        self._news = asyncio.Event()
        self._closing = asyncio.Event()
        self.count = 0

    def notice(self, newest: int) -> None:
        """Wake everybody where *newest* is another generation than before."""
        if newest != self._newest:
            self._newest = newest
            self._wake()

    def close(self) -> None:
        """End every stream, and let no other begin."""
        self._closing.set()
        self._wake()

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    def require_place(self) -> None:
        """Raise BusyError where there is no place for another stream."""
        if self._closing.is_set() or self.count >= self._most:
            raise BusyError(
                f"{self.count} clients wait for events already; ask again in a minute",
                retry_after=60,
            )

    @contextmanager
    def place(self) -> Iterator[None]:
        """Count one more who waits, for a block; raises BusyError where there is no place."""
        self.require_place()
        self.count += 1
        try:
            yield
        finally:
            self.count -= 1

    @property
    def has_ended(self) -> bool:
        """Whether nobody is told anything any more."""
        return self._closing.is_set()

    async def other(self, seen: int | None) -> int | None:
        """Return the newest generation once there is another than *seen*; None at the end."""
        while not self._closing.is_set():
            news, now = self._news, self._newest
            if now and now != seen:
                return now
            await news.wait()
        return None

    async def stream(self, newest: int, seen: int, tell: Tell) -> AsyncGenerator[bytes, None]:
        """Yield what *tell* tells of all after *seen*, now and whenever there is news.

        *newest* is the newest generation as its client began.
        """
        self.count += 1
        try:
            self.notice(max(newest, self._newest))
            yield b"retry: %d\nid: %d\n\n" % (_RETRY, seen)
            while not self._closing.is_set():
                news, now = self._news, self._newest
                if now != seen:
                    last = b"id: %d\n\n" % now
                    async with aclosing(self._told(tell(seen, now), last)) as pieces:
                        async for piece in pieces:
                            yield piece
                    seen = now
                elif not await _set_within(news, self._heartbeat):
                    yield _STILL_HERE
        finally:
            self.count -= 1

    async def _told(
        self, work: Awaitable[Sequence[bytes]], last: bytes
    ) -> AsyncGenerator[bytes, None]:
        """Yield what *work* returns and *last*, and signs of life before.

        Once all is to end, that is not waited for.
        """
        working, ending = asyncio.ensure_future(work), asyncio.ensure_future(self._closing.wait())
        try:
            while not (working.done() or self._closing.is_set()):
                await asyncio.wait(
                    {working, ending}, timeout=self._heartbeat, return_when=FIRST_COMPLETED
                )
                if not (working.done() or self._closing.is_set()):
                    yield _STILL_HERE
            if working.done():
                yield b"".join([*working.result(), last])
        finally:
            working.cancel()
            ending.cancel()


async def _set_within(event: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await event.wait()
    except TimeoutError:
        return False
