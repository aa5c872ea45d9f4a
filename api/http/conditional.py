"""Tags for the answers of every door, and 304 for whoever has one already (RFC 9110, section 13).

A tag is a digest of the generation and of all that was asked, known before anything is read. So a
client that has the answer is told so without the store. Whole answers are kept and served again;
those have strong tags. ``/sparql`` does the same by itself, since it knows when two queries are one
(``api.sparql.door``).
"""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import RequestError
from api.shelf import Shelf
from api.sparql.remembered import Key, Memory, Remembered, known
from graph.errors import GraphError

from .citing import asked_generation
from .varying import vary_by

#: Paths whose answers change while the generation stays; what stands below them does too.
UNTAGGED: Final = (
    *("/changes", "/documents/", "/health", "/metrics", "/queries", "/status", "/timemap"),
)

#: What an answer may depend on besides its address and the generation: what the client prefers,
#: and where it believes to be.
_HEADERS: Final = (
    "accept",
    "accept-language",
    "host",
    "forwarded",
    "x-forwarded-host",
    "x-forwarded-prefix",
    "x-forwarded-proto",
)
#: What 304 says of the answer that it stands for (RFC 9110, section 15.4.5).
_OF_UNCHANGED: Final = ("etag", "vary", "cache-control", "content-location", "link")
_VARY: Final = ("Accept", "Accept-Encoding", "Accept-Datetime")


def is_tagged(scope: Scope) -> bool:
    """Say whether the generation decides what is answered at a path to whoever may ask it."""
    if scope["method"] != "GET":
        return False
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    if path == "/sparql" and b"query=" in scope["query_string"]:
        return False  # that door knows better what is asked
    if path.startswith(UNTAGGED):
        return False
    return all(name not in (b"authorization", b"range") for name, _ in scope["headers"])


def key_of(scope: Scope, generation: int) -> Key:
    """Return the key of what a request asks of a generation."""
    headers = Headers(scope=scope)
    said = [", ".join(headers.getlist(name)) for name in _HEADERS]
    address = scope["scheme"], scope.get("root_path", ""), scope["path"], scope["query_string"]
    return Key.of(generation, *address, *said)


class ConditionalMiddleware:
    """Answers GET from what is kept, or tags what the app answers."""

    def __init__(self, app: ASGIApp, *, shelf: Shelf, memory: Memory) -> None:
        """Wrap *app*, which reads the generations of *shelf*; keep its answers in *memory*."""
        self._app = app
        self._shelf = shelf
        self._memory = memory

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})
        key = self._key(scope)
        if key is not None and await self._sent(scope, key, send):
            return
        if key is not None or any(name == b"if-none-match" for name, _ in scope["headers"]):
            send = _Tagging(scope, key, send, self._memory)
        try:
            await self._app(scope, receive, send)
        finally:
            scope["state"]["route"] = scope.get("route")

    def _key(self, scope: Scope) -> Key | None:
        if not is_tagged(scope):
            return None
        try:
            return key_of(scope, self._shelf.number(asked_generation(Request(scope))))
        except (RequestError, GraphError):  # the app says what is wrong
            return None

    async def _sent(self, scope: Scope, key: Key, send: Send) -> bool:
        """Send what needs no store; say whether that was the answer."""
        state = scope["state"]
        tag = known(Headers(scope=scope).get("if-none-match"), key)
        if tag and self._shelf.may_stand(key.generation):
            state["generation"] = key.generation
            vary = ", ".join([*_VARY, "Accept-Language"])
            await _send_unchanged({"etag": tag, "vary": vary, "cache-control": "no-cache"}, send)
            return True
        found = self._memory.get(key)
        if found is None or not self._shelf.is_there(key.generation):
            return False
        state |= {"kept": (key, found), "route": found.route}
        if found.generation is not None:
            state["generation"] = found.generation
        headers = [*found.headers, (b"etag", found.tag.encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": found.body})
        return True


class _Tagging:
    """Sends the messages of one answer with a tag, or nothing of it to whoever has it."""

    def __init__(self, scope: Scope, key: Key | None, send: Send, memory: Memory) -> None:
        self._scope = scope
        self._key = key
        self._send = send
        self._memory = memory
        #: Until it is known whether the body is whole.
        self._waiting: tuple[Message, Key] | None = None
        self._is_dropped = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self._waiting is not None:
            await self._tag(*self._waiting, message)
        elif not self._is_dropped:
            await self._send(message)

    async def _begin(self, start: Message) -> None:
        headers = MutableHeaders(scope=start)
        if tag := self._had(start, headers):
            self._is_dropped = True
            vary_by(headers, "Accept-Encoding")
            said = {name: headers[name] for name in _OF_UNCHANGED if name in headers}
            await _send_unchanged(said | {"etag": tag}, self._send)
        elif self._key is not None and self._may_tag(start, headers):
            self._waiting = start, self._key
        else:
            await self._send(start)

    def _had(self, start: Message, headers: Headers) -> str | None:
        """Return the client's tag, where it is one that the app gave itself."""
        tag = headers.get("etag")
        if start["status"] != 200 or tag is None or self._scope["method"] != "GET":
            return None
        return same_tag(Headers(scope=self._scope).get("if-none-match"), tag)

    def _may_tag(self, start: Message, headers: Headers) -> bool:
        kind, control = headers.get("content-type", ""), headers.get("cache-control", "")
        return (
            start["status"] == 200
            and "etag" not in headers
            and "set-cookie" not in headers
            and not kind.startswith("text/event-stream")
            and not any(word in control for word in ("no-store", "private"))
            and not self._scope["state"].get("is_passing")
        )

    async def _tag(self, start: Message, key: Key, message: Message) -> None:
        self._waiting = None
        headers = MutableHeaders(scope=start)
        vary_by(headers, *_VARY)
        headers.setdefault("Cache-Control", "no-cache")
        kept, read = None, self._scope["state"].get("generation")
        if read not in (None, key.generation):  # a newer one, published in the meantime
            key = key_of(self._scope, read)
        if not message.get("more_body", False):
            kept = self._kept(key, start, message.get("body", b""))
        headers["ETag"] = kept.tag if kept else key.weak
        await self._send(start)
        await self._send(message)

    def _kept(self, key: Key, start: Message, body: bytes) -> Remembered | None:
        state = self._scope["state"]
        headers = tuple((name, value) for name, value in start["headers"])
        kept = self._memory.keep(key, body, headers, generation=state.get("generation"))
        if kept is not None:
            kept.route = self._scope.get("route")
            state["kept"] = key, kept
        return kept


def same_tag(if_none_match: str | None, tag: str) -> str | None:
    """Return what a client calls the answer with a *tag*, weakly compared, in any coding.

    >>> same_tag('W/"a", "b-gzip"', '"b"'), same_tag('"b"', '"bc"'), same_tag("*", '"b"')
    ('"b-gzip"', None, '"b"')
    """
    plain = tag.removeprefix("W/")
    same = {plain, *(f'{plain[:-1]}-{coding}"' for coding in ("gzip", "zstd"))}
    for each in (if_none_match or "").split(","):
        if each.strip() == "*":
            return tag
        if each.strip().removeprefix("W/") in same:
            return each.strip()
    return None


async def _send_unchanged(headers: dict[str, str], send: Send) -> None:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": 304, "headers": raw})
    await send({"type": "http.response.body", "body": b""})
