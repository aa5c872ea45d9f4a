"""The server of one process, and how it ends: what runs may finish, then all is closed."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from types import FrameType

import uvicorn

from api.context import Services
from api.http.connections import Connection
from api.http.sockets import Socket

from .watching import Watch


class Server(uvicorn.Server):
    """uvicorn's, with a stage before its own shutdown.

    At the first signal it goes on listening, but answers whatever is new with 503, until nothing
    runs any more or the time for that is over. A second Ctrl+C ends it there and then.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        services: Services,
        watch: Watch,
        *,
        is_orphan: Callable[[], bool],
    ) -> None:
        """Serve as *config* says; end also when it *is_orphan*."""
        super().__init__(config)
        self._services = services
        self._watch = watch
        self._is_orphan = is_orphan
        self._is_told = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
        """Begin to end; at a second Ctrl+C, end."""
        if not self._is_told:
            self._captured_signals.append(sig)
            self._is_told = True
        elif sig == signal.SIGINT:
            self.should_exit = self.force_exit = True

    async def on_tick(self, counter: int) -> bool:
        """Look ten times a second whether it is time."""
        if counter % 10 == 0:
            self._sweep()
        if self._is_told or (counter % 10 == 0 and self._is_orphan()):
            self._end()
        return await super().on_tick(counter)

    def _sweep(self) -> None:
        now = asyncio.get_running_loop().time()
        for connection in [*self.server_state.connections]:
            if isinstance(connection, Connection | Socket):
                connection.check(now)
        self._services.running.stop_older(
            self._services.settings.query_hold, "the query held its process for too long"
        )

    def _end(self) -> None:
        stopping = self._services.stopping
        stopping.begin()
        if stopping.is_over:
            self._services.running.stop_older(0, "the server stops")
        if not self._watch.active or stopping.is_over:
            self.should_exit = True
