"""Notices when a client leaves, and stops the query that nobody waits for any more."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.types import Receive

from graph.foreign.running import Running

#: Seconds that most queries take less than; to watch these would cost more than it saves.
_MOMENT: Final = 0.02


class Leaving:
    """Watches one client until ``end``; ``has_left`` says whether it went."""

    def __init__(self, receive: Receive, running: Running) -> None:
        """Stop *running* when *receive* tells that the client is gone; its body has been read."""
        self._receive = receive
        self._running = running
        self._task: asyncio.Task[None] | None = None
        self.has_left = False
        self._timer = asyncio.get_running_loop().call_later(_MOMENT, self._begin)

    def end(self) -> None:
        """Watch no more."""
        self._timer.cancel()
        if self._task is not None:
            self._task.cancel()

    def _begin(self) -> None:
        self._task = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.has_left = True
        self._running.stop("its client left")
