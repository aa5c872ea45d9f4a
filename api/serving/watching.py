"""What is noted of every request, before and after everybody else has a part in it."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Container
from itertools import count
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import problem_of

from .logs import RequestLog
from .metrics import Metrics
from .stopping import Stopping

#: An id of a request that may stand in a header and in a log.
_ID: Final = re.compile(rb"[A-Za-z0-9._:/+=@-]{1,100}")

#: Ids of requests that bring none: this process, and their number.
_PROCESS: Final = secrets.token_hex(4)
_NUMBERS: Final = count(secrets.randbelow(1 << 24))

#: What is answered until the very end.
_ALWAYS: Final = frozenset({"/health/live", "/health/ready", "/metrics", "/queries"})


class Watch:
    """The outermost application: gives each request its id, counts it, writes it into the log.

    It also knows how many are being answered, and sends new ones away when the server stops.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        metrics: Metrics,
        stopping: Stopping,
        doors: Container[str],
        generation: Callable[[], int],
        log: RequestLog | None = None,
    ) -> None:
        """Watch *app*; *doors* are the paths that are answered before the framework.

        *generation* tells the newest one.
        """
        self.active = 0
        self._app = app
        self._metrics = metrics
        self._stopping = stopping
        self._doors = doors
        self._generation = generation
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "websocket":
            await self._hold(scope, receive, send)
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, clock = time.time(), time.perf_counter()
        state: dict[str, Any] = scope.setdefault("state", {})
        state["request"] = id = _id_of(scope["headers"])
        status = size = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", id.encode())]
                if self._stopping.has_begun:
                    message["headers"].append((b"connection", b"close"))
            else:
                size += len(message.get("body", b""))
            await send(message)

        self.active += 1
        try:
            await self._answer(scope, receive, send_with_id)
        finally:
            self.active -= 1
            seconds = time.perf_counter() - clock
            route = self._route(scope)
            self._metrics.answered(route, status, seconds)
            if outcome := state.get("outcome"):
                self._metrics.asked(outcome)
            if self._log:
                self._write(self._log, scope, began, seconds, route, status, size)

    async def _hold(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a WebSocket be, which is logged once it has ended; its status is that of the start.

        How long it was open is no time to answer in, so that it is not counted with those.
        """
        began, clock = time.time(), time.perf_counter()
        scope.setdefault("state", {})["request"] = _id_of(scope["headers"])
        status = size = 0

        async def send_counting(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "websocket.accept":
                status = 101
            elif message["type"] == "websocket.http.response.start":
                status = message["status"]
            else:
                size += len(message.get("text") or message.get("body") or b"")
            await send(message)

        self.active += 1
        try:
            await self._app(scope, receive, send_counting)
        finally:
            self.active -= 1
            if self._log:
                scope = {**scope, "method": "GET"}
                seconds = time.perf_counter() - clock
                self._write(self._log, scope, began, seconds, self._route(scope), status, size)

    def close(self) -> None:
        """Write into the log what still waits to be."""
        if self._log:
            self._log.flush()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._stopping.has_begun and _path(scope) not in _ALWAYS:
            problem = problem_of(self._stopping.refuse(), instance=scope["path"])
            problem.headers["Hansa-Generation"] = str(self._generation())
            await problem.response()(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _route(self, scope: Scope) -> str:
        """Return the address as the routes have it: few, whatever clients ask for."""
        path = _path(scope)
        if path in self._doors:
            return path
        route = scope.get("route") or scope["state"].get("route")  # which only an inner scope knew
        return str(getattr(route, "path", "none"))

    @staticmethod
    def _write(
        log: RequestLog,
        scope: Scope,
        began: float,
        seconds: float,
        route: str,
        status: int,
        size: int,
    ) -> None:
        state = scope["state"]
        client = scope.get("client")
        log.write(
            began,
            request=state["request"],
            client=client[0] if client else "",
            method=scope["method"],
            path=scope["path"],
            route=route,
            status=status,
            bytes=size,
            seconds=round(seconds, 6),
            generation=state.get("generation"),
            outcome=state.get("outcome"),
            query=state.get("query"),
        )


def _path(scope: Scope) -> str:
    return str(scope["path"]).removeprefix(scope.get("root_path", ""))


def _id_of(headers: list[tuple[bytes, bytes]]) -> str:
    """Return the id that the request came with, or a new one."""
    for name, value in headers:
        if name == b"x-request-id":
            if _ID.fullmatch(value):
                return value.decode()
            break
    return f"{_PROCESS}{next(_NUMBERS):08x}"
