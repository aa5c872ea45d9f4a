"""WebSockets that do not take what is endless, from clients that do not read.

The library bounds a message; here are bounds on what a client may leave unread, which uvicorn has
for requests only. While a client does not read, nothing of what it sends is read either: whatever
it sends may have to be answered, a ping by a pong.
"""

from __future__ import annotations

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from api.serving.metrics import Metrics
from api.settings import Settings

from .unread import Unread

#: Bytes that a message may have, as the body of a request.
LONGEST_MESSAGE = 1_000_000
#: Seconds between two pings, and until the pong to one.
PING = 20.0


class Socket(WebSocketsSansIOProtocol):
    """uvicorn's protocol with bounds; ``guarded_socket`` makes the class that a server uses."""

    settings: Settings
    metrics: Metrics

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what uvicorn gives."""
        super().__init__(*args, **kwargs)
        self._unread = Unread(self.settings.request_seconds)

    def data_received(self, data: bytes) -> None:
        """Read on, while the client reads."""
        super().data_received(data)
        if not self.writable.is_set() and not self.transport.is_closing():
            self.read_paused = True
            self.transport.pause_reading()

    async def receive(self) -> Any:
        """Return what came, once the client has read what was sent."""
        await self.writable.wait()
        return await super().receive()

    async def send(self, message: Any) -> None:
        """Send a message; a handshake that was refused is at its end, and no error."""
        await super().send(message)
        self.handshake_complete |= self.close_sent

    def resume_writing(self) -> None:
        """Note that somebody reads, and read on."""
        super().resume_writing()
        self._unread.moves()
        if self.read_paused and self.queue.empty() and not self.transport.is_closing():
            self.read_paused = False
            self.transport.resume_reading()

    def keepalive_timeout(self) -> None:
        """End the connection, unless the ping waits behind what is still being read."""
        if self.transport.get_write_buffer_size():
            self.pong_timer = None
            self.schedule_ping()  # whether anything is read the sweep sees
        else:
            super().keepalive_timeout()

    def check(self, now: float) -> None:
        """End the connection if its client does not read; called every second."""
        if self._unread.is_stuck(self.transport.get_write_buffer_size(), now=now):
            self.metrics.refused("unread")
            self.transport.abort()


def guarded_socket(settings: Settings, metrics: Metrics) -> type[Socket]:
    """Return the class of the WebSockets of one server."""
    return type("GuardedSocket", (Socket,), {"settings": settings, "metrics": metrics})
