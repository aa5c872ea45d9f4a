"""Connections that do not wait for ever, nor take what is endless.

uvicorn limits neither the time in which a request is sent or an answer read, nor the size of the
head of a request. One sweep a second over all connections does; a request that comes in good time
pays nothing for it.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Final

from pyoxigraph import NamedNode
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.errors import (
    BadRequestError,
    BusyError,
    HeadTooLargeError,
    RequestError,
    RequestTimeoutError,
)
from api.serving.metrics import Metrics
from api.settings import Settings

from .middleware import OF_DATA
from .problems import problem_of
from .unread import LEAST, Unread

#: Bytes of the head of a request: whoever asks more sends it in a body.
LONGEST_HEAD: Final = 128 * 1024
MOST_HEADERS: Final = 100

#: What may look like a host and its port.
_HOST: Final = re.compile(rb"(?:[A-Za-z0-9._~%-]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{0,5}))?")

_LAST_PORT: Final = 65_535

#: Bytes of a host and its port; names end at 253 (RFC 1035, section 2.3.4).
_LONGEST_HOST: Final = 300


class Connection(HttpToolsProtocol):
    """uvicorn's protocol with bounds; ``guarded`` makes the class that a server uses."""

    settings: Settings
    metrics: Metrics
    generation: Callable[[], int]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what uvicorn gives."""
        super().__init__(*args, **kwargs)
        self.url = b""  # which uvicorn has from the first request on
        self._began = 0.0  # when the request that is still being sent began
        self._received = 0  # its bytes
        self._head = 0  # and of its headers
        self._fields = 0  # how many they are
        self._is_in_head = True
        self._has_host = False
        self._unread = Unread(self.settings.request_seconds)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, unless there are too many."""
        super().connection_made(transport)
        self._began = self.loop.time()
        if len(self.connections) > self.settings.connections:
            self._end("many", BusyError("too many connections are open; ask later", retry_after=5))

    def data_received(self, data: bytes) -> None:
        """Read on, while the head is not too long."""
        self._received += len(data)
        super().data_received(data)
        if self._is_in_head and self._received > LONGEST_HEAD and not self.transport.is_closing():
            self._end_head()

    def on_message_begin(self) -> None:
        """Begin to count."""
        super().on_message_begin()
        self._head, self._fields, self._has_host = 0, 0, False
        self._began, self._is_in_head = self.loop.time(), True

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header, while there are not too many; one after the body counts, and is dropped.

        It is none of the request's (RFC 9110, section 6.5.1): who checks the head never saw it.
        """
        self._fields += 1
        self._head += len(name) + len(value)
        if self._is_too_long():
            raise _HeadError
        if not self._is_in_head:
            return
        super().on_header(name, value)
        if len(name) == 4 and name.lower() == b"host":
            if self._has_host or len(value) > _LONGEST_HOST or not _is_host(value):
                raise _HeadError
            self._has_host = True

    def on_headers_complete(self) -> None:
        """Let the application begin, if it is told which host is meant (RFC 9112, section 3.2)."""
        if not self._has_host:
            self._name_host()
        self._is_in_head = False
        super().on_headers_complete()

    def _name_host(self) -> None:
        """Take the address that was connected to, where an older client names none."""
        if self.parser.get_http_version() == "1.1" or self.server is None:
            raise _HeadError
        host, port = self.server
        named = f"[{host}]" if ":" in host else host
        self.headers.append((b"host", f"{named}:{port}".encode()))

    def _should_upgrade(self) -> bool:
        """Say whether a WebSocket is asked for where there is one; else HTTP goes on."""
        path = self.url.partition(b"?")[0]
        return path.endswith(b"/graphql") and super()._should_upgrade()

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing: it is no trouble of ours what a stranger would rather speak."""

    def on_message_complete(self) -> None:
        """Count no more."""
        super().on_message_complete()
        self._began, self._received, self._is_in_head = 0.0, 0, True

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002
        """Say that this is no HTTP, or that its head is too long."""
        if self._is_too_long():
            self._end_head()
        else:
            self._end("malformed", BadRequestError("this is no request of HTTP/1.1"))

    def _is_too_long(self) -> bool:
        return self._fields > MOST_HEADERS or self._head + len(self.url) > LONGEST_HEAD

    def _end_head(self) -> None:
        self._end(
            "large",
            HeadTooLargeError(
                f"the head of the request has more than {LONGEST_HEAD} bytes or {MOST_HEADERS} "
                "headers; send a long query by POST"
            ),
        )

    def resume_writing(self) -> None:
        """Note that somebody reads."""
        super().resume_writing()
        self._unread.moves()

    def check(self, now: float) -> None:
        """End the connection if its client is too slow; called every second."""
        if self.flow is None or self.transport is None:
            return
        self._check_sending(now)
        if self._unread.is_stuck(self.transport.get_write_buffer_size(), now=now):
            self.metrics.refused("unread")
            self.transport.abort()

    def _check_sending(self, now: float) -> None:
        if not self._began:
            return
        if self.flow.read_paused:  # it is we who let it wait
            self._began = now
        elif now - self._began > self.settings.request_seconds + self._received / LEAST:
            self._end(
                "slow",
                RequestTimeoutError(
                    f"the request did not come within {self.settings.request_seconds:g} seconds"
                ),
            )

    def _end(self, reason: str, error: RequestError) -> None:
        """Say what is wrong if nothing was said yet, and close."""
        self._began = 0.0
        self.metrics.refused(reason)
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True  # whoever answers need not go on
            self.cycle.message_event.set()
            if self.cycle.response_started:
                self.transport.abort()
                return
        self.transport.write(_written(error, self.generation()))
        self.transport.close()


class _HeadError(Exception):
    """Stops the parser, which then asks for ``send_400_response``."""


@lru_cache(maxsize=1_000)
def _is_host(value: bytes) -> bool:
    """Say whether a header names one host, on which relative IRIs can build.

    >>> _is_host(b"localhost:8000"), _is_host(b"[::1]"), _is_host(b"")
    (True, True, False)
    >>> _is_host(b"x:99999"), _is_host(b"[1::2::3]"), _is_host(b"a%0"), _is_host(b"a@b")
    (False, False, False, False)
    """
    found = _HOST.fullmatch(value)
    if not found or int(found[1] or 0) > _LAST_PORT:
        return False
    try:
        NamedNode(f"http://{value.decode()}/")
    except ValueError:
        return False
    return True


def _written(error: RequestError, generation: int) -> bytes:
    """Return a problem as it goes over the line, for what never becomes a request."""
    response = problem_of(error).response()
    phrase = HTTPStatus(response.status_code).phrase.encode()
    lines = [b"HTTP/1.1 %d %s" % (response.status_code, phrase)]
    headers = [
        *response.raw_headers,
        (b"hansa-generation", b"%d" % generation),
        (b"x-content-type-options", b"nosniff"),
        *OF_DATA,
        (b"connection", b"close"),
    ]
    lines += [name + b": " + value for name, value in headers]
    return b"\r\n".join([*lines, b"", bytes(response.body)])


def guarded(
    settings: Settings, metrics: Metrics, generation: Callable[[], int]
) -> type[Connection]:
    """Return the class of the connections of one server."""
    members = {"settings": settings, "metrics": metrics, "generation": staticmethod(generation)}
    return type("GuardedConnection", (Connection,), members)
