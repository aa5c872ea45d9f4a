"""Sends kept answers again, header by header, to whoever asks for them in the very same words.

What is kept has passed every layer once. Of a request that is the same byte by byte they would make
the same again, at several times what the rest of an answer costs; so it is sent as it left them
then, while the answer is kept, its generation there, and no newer one has come.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.shelf import Shelf
from api.sparql.remembered import Memory, Reply, Words
from graph.errors import GraphError

#: Headers of requests that no answer depends on.
_IDLE: Final = frozenset(
    {
        *(b"connection", b"dnt", b"keep-alive", b"priority", b"sec-fetch-dest", b"sec-fetch-mode"),
        *(b"sec-fetch-site", b"sec-fetch-user", b"sec-gpc", b"traceparent", b"tracestate"),
        *(b"upgrade-insecure-requests", b"user-agent", b"x-forwarded-for", b"x-real-ip"),
        *(b"x-request-id",),
    }
)
#: Requests of more bytes, or more headers, are not known by their words.
_LONGEST: Final = 4_000
_MOST: Final = 20
#: What a request notes of itself for those who count and log.
_NOTED: Final = ("generation", "outcome", "query", "route")


class Replaying:
    """Answers GET from what is kept, or notes what the app answers."""

    def __init__(self, app: ASGIApp, *, shelf: Shelf, memory: Memory) -> None:
        """Wrap *app*, which keeps its answers in *memory*."""
        self._app = app
        self._shelf = shelf
        self._memory = memory

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_kept = scope["type"] == "http" and self._memory.size
        words = words_of(scope) if is_kept else None
        if words is None:
            await self._app(scope, receive, send)
            return
        reply, newest = self._memory.reply(words), self._newest()
        if reply is None or not self._holds(reply, newest):
            noting = _Noting(send, partial(self._note, scope, words, newest))
            await self._app(scope, receive, noting)
            return
        scope["state"].update(reply.noted)
        headers = [*reply.headers]  # others add theirs to it
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": reply.body})

    def _holds(self, reply: Reply, newest: int | None) -> bool:
        return reply.newest == newest and self._shelf.is_there(reply.noted["generation"])

    def _newest(self) -> int | None:
        try:
            return self._shelf.generation()
        except GraphError:  # the app says what is wrong
            return None

    def _note(
        self, scope: Scope, words: Words, newest: int | None, start: Message, body: bytes
    ) -> None:
        """Keep an answer as it is sent, if it is one of those that are kept.

        *newest* was the newest generation when the request came.
        """
        state = scope["state"]
        kept, read = state.get("kept"), state.get("generation")
        headers = tuple((name, value) for name, value in start["headers"])
        # What tells of its neighbours in time changes with them.
        is_past = any(name == b"memento-datetime" for name, _ in headers)
        if kept is None or read is None or start["status"] != 200 or is_past:
            return
        if newest is None or newest != self._newest() or _length(words) > _LONGEST:
            return  # another that came meanwhile may answer otherwise
        noted = {name: state[name] for name in _NOTED if name in state}
        if "outcome" in noted:
            noted["outcome"] = "remembered"
        key, answer = kept
        self._memory.keep_reply(key, answer, words, Reply(newest, headers, body, noted))


class _Noting:
    """Sends the messages of one answer, and notes those of one that comes in one piece."""

    def __init__(self, send: Send, note: Callable[[Message, bytes], None]) -> None:
        self._send = send
        self._note = note
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = {**message, "headers": [*message.get("headers", ())]}
        elif self._start is not None:
            if not message.get("more_body", False):
                self._note(self._start, message.get("body", b""))
            self._start = None
        await self._send(message)


def words_of(scope: Scope) -> Words | None:
    """Return all of a request that its answer can depend on; None for what is not replayed.

    >>> headers = [(b"host", b"a"), (b"user-agent", b"b"), (b"accept", b"*/*")]
    >>> asked = {"method": "GET", "scheme": "http", "path": "/é", "query_string": b"y=1"}
    >>> asked["raw_path"] = b"/%C3%A9"
    >>> words_of({**asked, "headers": headers})
    ('http', '', b'/%C3%A9', b'y=1', (b'host', b'a'), (b'accept', b'*/*'))
    >>> words_of({**asked, "headers": headers, "method": "POST"}) is None
    True
    """
    if scope["method"] != "GET" or len(scope["query_string"]) > _LONGEST:
        return None
    headers = scope["headers"]
    if len(headers) > _MOST:
        return None
    said = [header for header in headers if header[0] not in _IDLE]
    # As it was sent: of two addresses of one path each may be the name of a graph.
    path = scope.get("raw_path") or scope["path"]
    return scope["scheme"], scope.get("root_path", ""), path, scope["query_string"], *said


def _length(words: tuple[Any, ...]) -> int:
    address, headers = words[:4], words[4:]
    return sum(map(len, address)) + sum(len(name) + len(value) for name, value in headers)
