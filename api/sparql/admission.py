"""Lets so many foreign queries run at once, so many wait, and sends the rest away kindly."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable

from anyio import CapacityLimiter

from api.errors import BusyError


class Gate:
    """A bounded queue before a bounded number of places."""

    def __init__(self, *, places: int, queue: int, patience: float) -> None:
        """Admit *places* at once, let *queue* wait, none longer than *patience* seconds."""
        #: Threads to wait for the processes in, apart from those that answer everything else.
        self.threads = CapacityLimiter(places)
        self._places = asyncio.Semaphore(places)
        self._queue = queue
        self._patience = patience
        self._waiting = 0

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return self._waiting

    def place(self) -> Place:
        """Hold one place for a block; raise BusyError when the queue is full or the wait too long.

        The block is given what lets go of the place before its end.
        """
        return Place(self)

    async def enter(self) -> None:
        """Take a place; ``leave`` gives it back."""
        if self._places.locked():
            await self._wait()
        else:
            await self._places.acquire()  # at once

    def leave(self) -> None:
        """Give a place back."""
        self._places.release()

    async def _wait(self) -> None:
        if self._waiting >= self._queue:
            raise self._busy()
        self._waiting += 1
        try:
            async with asyncio.timeout(self._patience):
                await self._places.acquire()
        except TimeoutError:
            raise self._busy() from None
        finally:
            self._waiting -= 1

    def _busy(self) -> BusyError:
        seconds = max(1, math.ceil(self._patience))
        return BusyError(
            f"as many queries as this server allows are running and {self._waiting} wait; "
            f"ask again in {seconds} seconds",
            retry_after=seconds,
        )


class Place:
    """One place, held for a block."""

    def __init__(self, gate: Gate) -> None:
        """Take none before ``take``, or the block."""
        self._gate = gate
        self._is_held = False

    async def take(self) -> None:
        """Take it, perhaps after a while."""
        await self._gate.enter()
        self._is_held = True

    async def __aenter__(self) -> Callable[[], None]:
        """Take it, and return what lets go of it."""
        await self.take()
        return self.let_go

    async def __aexit__(self, *raised: object) -> None:
        """Let go of it."""
        self.let_go()

    def let_go(self) -> None:
        """Give it back, once."""
        if self._is_held:
            self._is_held = False
            self._gate.leave()
