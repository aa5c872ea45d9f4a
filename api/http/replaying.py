"""Sends kept answers again, header by header, to whoever asks for them in the very same words.

What is kept has passed every layer once. Of a request that is the same byte by byte they would make
the same again, at several times what the rest of an answer costs; so it is sent as it left them
then, while the answer is kept, its generation there, and no newer one has come.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.shelf import Shelf
from api.sparql.remembered import Memory, Reply, Words
from graph.errors import GraphError

#: Headers of requests that no answer depends on.
_IDLE: Final = frozenset(
    {
        *(b"connection", b"dnt", b"keep-alive", b"priority", b"sec-fetch-dest", b"sec-fetch-mode"),
        *(b"sec-fetch-site", b"sec-fetch-user", b"sec-gpc", b"traceparent", b"tracestate"),
        *(b"upgrade-insecure-requests", b"user-agent", b"x-request-id"),
    }
)
#: Requests that have more bytes in their address, or more headers, are not known by their words.
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
        reply = self._memory.reply(words)
        if reply is None or not self._holds(reply):
            await self._app(scope, receive, _Noting(scope, send, words, self.note))
            return
        scope["state"].update(reply.noted)
        headers = [*reply.headers]  # others add theirs to it
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": reply.body})

    def _holds(self, reply: Reply) -> bool:
        is_newest = reply.newest == self._newest()
        return is_newest and self._shelf.is_there(reply.noted["generation"])

    def _newest(self) -> int | None:
        try:
            return self._shelf.generation()
        except GraphError:  # the app says what is wrong
            return None

    def note(self, scope: Scope, words: Words, start: Message, body: bytes) -> None:
        """Keep an answer as it is sent, if it is one of those that are kept."""
        state = scope["state"]
        kept, read = state.get("kept"), state.get("generation")
        headers = tuple((name, value) for name, value in start["headers"])
        # What tells of its neighbours in time changes with them.
        is_past = any(name == b"memento-datetime" for name, _ in headers)
        if kept is None or read is None or start["status"] != 200 or is_past:
            return
        noted = {name: state[name] for name in _NOTED if name in state}
        if "outcome" in noted:
            noted["outcome"] = "remembered"
        key, answer = kept
        if (newest := self._newest()) is not None:
            self._memory.keep_reply(key, answer, words, Reply(newest, headers, body, noted))


class _Noting:
    """Sends the messages of one answer, and notes those of one that comes in one piece."""

    def __init__(
        self,
        scope: Scope,
        send: Send,
        words: Words,
        note: Callable[[Scope, Words, Message, bytes], None],
    ) -> None:
        self._scope = scope
        self._send = send
        self._words = words
        self._note = note
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = {**message, "headers": [*message.get("headers", ())]}
        elif self._start is not None and not message.get("more_body", False):
            self._note(self._scope, self._words, self._start, message.get("body", b""))
            self._start = None
        await self._send(message)


def words_of(scope: Scope) -> Words | None:
    """Return all of a request that its answer can depend on; None for what is not replayed.

    >>> headers = [(b"host", b"a"), (b"user-agent", b"b"), (b"accept", b"*/*")]
    >>> asked = {"method": "GET", "scheme": "http", "path": "/x", "query_string": b"y=1"}
    >>> words_of({**asked, "headers": headers})
    ('http', '', '/x', b'y=1', (b'host', b'a'), (b'accept', b'*/*'))
    >>> words_of({**asked, "headers": headers, "method": "POST"}) is None
    True
    """
    if scope["method"] != "GET" or len(scope["query_string"]) > _LONGEST:
        return None
    headers = scope["headers"]
    if len(headers) > _MOST:
        return None
    said = [header for header in headers if header[0] not in _IDLE]
    address = scope["scheme"], scope.get("root_path", ""), scope["path"], scope["query_string"]
    return *address, *said
