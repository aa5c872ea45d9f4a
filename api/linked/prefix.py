"""Served under a path of somebody else's server: what a proxy in front has to say, and what not.

Links of pages and ``Location`` headers are relative, so they need nothing said where the proxy
takes its prefix off. What is absolute (the endpoint in descriptions, the servers of OpenAPI) needs
the prefix: from ``HANSA_PREFIX``, or from ``X-Forwarded-Prefix`` where that says ``forwarded``.
"""

from __future__ import annotations

import re
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

#: The value of ``HANSA_PREFIX`` that takes the prefix from the proxy's header.
FORWARDED: Final = "forwarded"
_HEADER: Final = "x-forwarded-prefix"
#: Path segments of unreserved characters, so that nothing else gets into an address.
_PREFIX: Final = re.compile(r"(/[A-Za-z0-9._~-]+)+")


def checked_prefix(text: str) -> str:
    """Return a prefix without its last slash; ValueError where it is none.

    >>> checked_prefix("/data/hansa/"), checked_prefix("/"), checked_prefix("forwarded")
    ('/data/hansa', '', 'forwarded')
    """
    prefix = text.strip().rstrip("/")
    if prefix in {"", FORWARDED} or (_PREFIX.fullmatch(prefix) and "/." not in prefix):
        return prefix
    raise ValueError(f"it must be a path such as /hansa, or {FORWARDED}")


def path_within(connection: HTTPConnection) -> str:
    """Return the path of a request without the prefix: where the app has it."""
    path: str = connection.scope["path"]
    return path.removeprefix(connection.scope.get("root_path", ""))


class Prefixed:
    """Wraps the app of a server that a proxy shows under a prefix, whether it takes that off."""

    def __init__(self, app: ASGIApp, *, prefix: str) -> None:
        """Wrap *app*; *prefix* is a path, nothing, or ``FORWARDED``."""
        self.app = app
        self.prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, its scope as ASGI has it: ``path`` begins with ``root_path``."""
        prefix = self._prefix(scope) if scope["type"] in ("http", "websocket") else ""
        if not prefix:
            await self.app(scope, receive, send)
        elif scope["path"] == prefix and scope["type"] == "http":
            # Links of the page are relative to the path with the slash.
            here = prefix.rpartition("/")[2]
            await RedirectResponse(f"{here}/", status_code=308)(scope, receive, send)
        else:
            await self.app(_under(prefix, scope), receive, send)

    def _prefix(self, scope: Scope) -> str:
        if self.prefix != FORWARDED:
            return self.prefix
        try:
            return checked_prefix(Headers(scope=scope).get(_HEADER, ""))
        except ValueError:
            return ""


def _under(prefix: str, scope: Scope) -> Scope:
    path, raw = scope["path"], scope.get("raw_path") or b""
    if not path.startswith(f"{prefix}/"):
        path, raw = prefix + path, prefix.encode() + raw
    return {**scope, "root_path": prefix, "path": path, "raw_path": raw}
