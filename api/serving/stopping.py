"""The end of a server: what runs may finish for a while, what is new is sent elsewhere."""

from __future__ import annotations

import asyncio
import math
import time

from api.errors import UnavailableError


class Stopping:
    """Whether the server is about to stop, and for how long it has been; of one event loop."""

    def __init__(self, seconds: float) -> None:
        """Give what runs *seconds* to finish, once the end has begun."""
        self.seconds = seconds
        self._event = asyncio.Event()
        self._began = 0.0

    @property
    def has_begun(self) -> bool:
        """Whether nothing new is answered any more."""
        return self._event.is_set()

    @property
    def is_over(self) -> bool:
        """Whether nothing is waited for any more."""
        return self.has_begun and time.monotonic() - self._began >= self.seconds

    def begin(self) -> None:
        """Take nothing new from now on."""
        if not self.has_begun:
            self._began = time.monotonic()
            self._event.set()

    async def begun(self) -> None:
        """Wait for the end to begin, as whoever sends without end should."""
        await self._event.wait()

    def refuse(self) -> UnavailableError:
        """Return what a new request is told."""
        return UnavailableError(
            "this server is about to stop; ask again when it has started anew",
            retry_after=max(1, math.ceil(self.seconds)),
        )
