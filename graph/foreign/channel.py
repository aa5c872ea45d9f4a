"""The parent's end of the line to a worker: frames out, frames in, none too many in memory."""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from typing import Final, cast

#: Bytes that may wait here until somebody takes them; then the child has to wait.
_MUCH: Final = 1 << 20


class Channel(asyncio.Protocol):
    """Sends frames, and hands out those that come, one by one.

    asyncio's own streams do the same and take three times as long, which a light query notices.
    """

    def __init__(self) -> None:
        """Wait to be connected; use ``open``. ``is_lost`` says that the child has gone."""
        self._part = bytearray()
        self._frames: deque[bytes] = deque()
        self._size = 0
        self._waiting: asyncio.Future[None] | None = None
        self._is_paused = self.is_lost = False

    @classmethod
    async def open(cls, connected: socket.socket) -> Channel:
        """Return the channel over a connected socket."""
        loop = asyncio.get_running_loop()
        _, channel = await loop.create_unix_connection(cls, sock=connected)
        return channel

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Cut what came into frames."""
        self._part += data
        start = 0
        while len(self._part) >= (begin := start + 4):
            end = begin + int.from_bytes(self._part[start:begin], "big")
            if len(self._part) < end:
                break
            self._frames.append(bytes(self._part[begin:end]))
            self._size += end - begin
            start = end
        del self._part[:start]
        if self._size > _MUCH and not self._is_paused:
            self._is_paused = True
            self._transport.pause_reading()
        if self._frames:
            self._wake()

    def connection_lost(self, error: Exception | None) -> None:  # noqa: ARG002
        """Wake whoever waits for a frame that will not come."""
        self.is_lost = True
        self._wake()

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def send(self, frame: bytes) -> None:
        """Send one frame, which has its length in front."""
        self._transport.write(frame)

    @property
    def has_frame(self) -> bool:
        """Whether a frame is there already."""
        return bool(self._frames)

    async def frame(self) -> bytes:
        """Return the next frame; raise ConnectionError when the child has gone."""
        while not self._frames:
            if self.is_lost:
                raise ConnectionError
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting
        frame = self._frames.popleft()
        self._size -= len(frame)
        if self._is_paused and self._size < _MUCH // 2 and not self.is_lost:
            self._is_paused = False
            self._transport.resume_reading()
        return frame

    def close(self) -> None:
        """Close the line."""
        self._transport.abort()
