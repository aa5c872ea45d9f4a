"""Lends readers to what runs on an event loop, which never waits for one to be opened.

Where a SPARQL server holds the quads, opening is asking it, and it may not answer for a while. A
thread does that then; everybody who comes meanwhile waits for the same one, and fails with it.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final

from anyio import CapacityLimiter, to_thread

if TYPE_CHECKING:
    from graph.reader import Reader

    from .shelf import Lent, Shelf

#: Generations that are opened at once.
_AT_ONCE: Final = 4


class Openings:
    """The generations of a shelf that are being opened; only one event loop may use it."""

    def __init__(self, shelf: Shelf) -> None:
        """Open nothing yet."""
        self._shelf = shelf
        self._threads = CapacityLimiter(_AT_ONCE)
        self._tasks: dict[int, asyncio.Task[None]] = {}

    async def borrow(self, number: int | None) -> Lent:
        """Return what ``Shelf.borrow`` does; raise what it raises. ``give_back`` has to follow."""
        while (lent := self._shelf.borrow_open(number)) is None:
            wanted = self._shelf.number(number)
            task = self._tasks.get(wanted)
            if task is None:
                task = self._tasks[wanted] = asyncio.create_task(self._open(number))
                task.add_done_callback(partial(self._ended, wanted))
            await asyncio.shield(task)  # who leaves takes it from nobody
        return lent

    def _ended(self, number: int, task: asyncio.Task[None]) -> None:
        del self._tasks[number]
        if not task.cancelled():
            task.exception()  # whoever still waits has it too

    async def _open(self, number: int | None) -> None:
        await to_thread.run_sync(self._shelf.open, number, limiter=self._threads)


class AsyncLoan:
    """A reader, lent for a block on an event loop."""

    def __init__(self, shelf: Shelf, openings: Openings, number: int | None) -> None:
        """Lend nothing before the block begins."""
        self._shelf = shelf
        self._openings = openings
        self._number = number

    async def __aenter__(self) -> Reader:
        """Borrow the reader."""
        self._lent = await self._openings.borrow(self._number)
        return self._lent.reader

    async def __aexit__(self, *raised: object) -> None:
        """Give it back."""
        self._shelf.give_back(self._lent)
