"""What every answer has in common: the generation, HEAD as GET, and no error without a problem."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import internal_problem
from ontology.errors import HansaError

_log = logging.getLogger("hansa")

#: Pages carry no scripts and load nothing from elsewhere; nothing may frame them.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


class FrontDoors:
    """Applications that answer a path before the framework looks for a route."""

    def __init__(self, app: ASGIApp, *, doors: Mapping[str, ASGIApp]) -> None:
        """Wrap *app*; *doors* by the path that each answers alone."""
        self.app = app
        self.doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_http = scope["type"] == "http"
        path = scope["path"].removeprefix(scope.get("root_path", "")) if is_http else ""
        door = self.doors.get(path, self.app)
        await door(scope, receive, send)


class AnswerMiddleware:
    """Adds the headers that every answer has, and turns what nobody caught into a problem."""

    def __init__(self, app: ASGIApp, *, generation: Callable[[], int]) -> None:
        """Wrap *app*; *generation* tells the newest one where a request did not read."""
        self.app = app
        self.generation = generation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._add_headers(scope, MutableHeaders(scope=message))
            await send(message)

        try:
            await self.app(self._as_get(scope), receive, send_with_headers)
        except Exception:
            _log.exception("no answer for %s %s", scope["method"], scope["path"])
            if started:
                raise  # half an answer is out: break the connection rather than pretend
            response = internal_problem(instance=scope["path"]).response()
            await response(scope, receive, send_with_headers)

    @staticmethod
    def _as_get(scope: Scope) -> Scope:
        # The server drops the body of an answer to HEAD, so every route can take it as a GET.
        state = scope.setdefault("state", {})
        return {**scope, "method": "GET", "state": state} if scope["method"] == "HEAD" else scope

    def _newest(self) -> int:
        try:
            return self.generation()
        except HansaError:  # an answer that needs no store is not kept back for it
            return 0

    def _add_headers(self, scope: Scope, headers: MutableHeaders) -> None:
        generation = scope.get("state", {}).get("generation")
        headers["Hansa-Generation"] = str(self._newest() if generation is None else generation)
        headers["X-Content-Type-Options"] = "nosniff"
        if headers.get("content-type", "").startswith("text/html"):
            headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
            headers.setdefault("Referrer-Policy", "no-referrer")
