"""What every answer has in common: the generation, HEAD as GET, and no error without a problem."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ontology.errors import HansaError

from .negotiation import path_of
from .problems import internal_problem
from .sparing import Enough, Sparing, Times

_log = logging.getLogger("hansa")

#: Pages without the workbench carry no scripts; none loads from elsewhere, and nothing frames any.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

#: What pages say beside their policy: no address leaks, no window of another site holds them, and
#: they use none of a browser's devices.
_OF_PAGES = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
}

#: What data says: it is what its type says, for every site to read, and no page, though a browser
#: would show some formats of RDF as one.
OF_DATA = (
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; sandbox"),
    (b"cross-origin-resource-policy", b"cross-origin"),
)


class AnswerMiddleware:
    """Adds the headers that every answer has, and turns what nobody caught into a problem."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        generation: Callable[[], int],
        times: Times,
        policy: str = CONTENT_SECURITY_POLICY,
    ) -> None:
        """Wrap *app*; *generation* tells the newest one where a request did not read.

        *times* tells since when each was the newest, *policy* what pages may load and run.
        """
        self.app = app
        self.of_pages = {"Content-Security-Policy": policy, **_OF_PAGES}
        self.generation = generation
        self.times = times

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False
        sparing = Sparing(scope, send, times=self.times)

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._add_headers(scope, message)
            await sparing(message)

        inner = self._as_get(scope)
        try:
            await self.app(inner, receive, send_with_headers)
        except Enough:
            return
        except Exception as error:
            told = {"request": scope["state"].get("request")}
            place = scope["method"], scope["path"]
            if started and isinstance(error, HansaError):
                _log.warning("broke off %s %s: %s", *place, error, extra=told)
            else:
                _log.exception("no answer for %s %s", *place, extra=told)
            if started:
                raise  # half an answer is out: break the connection rather than pretend
            response = internal_problem(instance=path_of(scope)).response()
            await response(scope, receive, send_with_headers)
        finally:
            if "route" in inner:
                scope["route"] = inner["route"]  # for who counts by it

    @staticmethod
    def _as_get(scope: Scope) -> Scope:
        # The server drops the body of an answer to HEAD, so every route can take it as a GET.
        state = scope.setdefault("state", {})
        if scope["method"] != "HEAD":
            return scope
        state["is_head"] = True
        return {**scope, "method": "GET"}

    def _newest(self) -> int:
        try:
            return self.generation()
        except HansaError:  # an answer that needs no store is not kept back for it
            return 0

    def _add_headers(self, scope: Scope, message: Message) -> None:
        generation = scope["state"].get("generation")
        number = self._newest() if generation is None else generation
        raw: list[tuple[bytes, bytes]] = message.setdefault("headers", [])
        kind = next((value for name, value in raw if name == b"content-type"), b"")
        raw += [(b"hansa-generation", b"%d" % number), (b"x-content-type-options", b"nosniff")]
        if message["status"] == HTTPStatus.NOT_MODIFIED:
            return  # which leaves what the answer said that it stands for, a page or data
        if kind.startswith(b"text/html"):
            headers = MutableHeaders(scope=message)
            if "Content-Security-Policy" not in headers:  # a page's own says who may frame it
                headers["X-Frame-Options"] = "DENY"
            for name, value in self.of_pages.items():
                headers.setdefault(name, value)
        else:
            raw += OF_DATA
