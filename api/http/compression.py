"""Packs answers in a content coding that the client accepts (RFC 9110, section 8.4).

zstd (RFC 8878) and gzip (RFC 1952). What is kept is packed once; what streams is packed as it
goes; what is short, packed already or an event stream stays as it is. A packed answer has a tag of
its own, which ends in the coding.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Protocol

import zstandard
from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.sparql.remembered import Key, Memory, Remembered

from .negotiation import parse_quality
from .varying import vary_by

#: The codings that there are; among those that are accepted equally the first is taken.
CODINGS: Final = ("zstd", "gzip")

#: Bytes below which packing gains nothing.
_LITTLE: Final = 1_000
#: Bytes from which on packing is left to a thread.
_MUCH: Final = 32_000
_GZIP_LEVEL: Final = 5
_ZSTD_LEVEL: Final = 3
_GZIP: Final = zlib.MAX_WBITS | 16

#: Media types that are text, besides all of text/ and those that end in +json or +xml.
_TEXTS: Final = {
    "application/graphql-response+json",
    "application/json",
    "application/link-format",
    "application/n-quads",
    "application/n-triples",
    "application/sparql-query",
    "application/trig",
    "application/xml",
}


class Packer(Protocol):
    """What packs the pieces of one body."""

    def compress(self, data: bytes, /) -> bytes:
        """Return what can be sent after *data*, perhaps nothing."""

    def flush(self) -> bytes:
        """Return the end."""


def packer(coding: str) -> Packer:
    """Return a new packer; the same body gives the same bytes each time."""
    if coding == "zstd":
        return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compressobj()
    return zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP)


def pack(coding: str, body: bytes) -> bytes:
    """Return *body* in a content coding.

    >>> len(pack("gzip", b"a" * 1000)) < 100, len(pack("zstd", b"a" * 1000)) < 100
    (True, True)
    """
    made = packer(coding)
    return made.compress(body) + made.flush()


def choose(accept_encoding: str, codings: tuple[str, ...] = CODINGS) -> str | None:
    """Return the one of *codings* to answer in, None where the body is to stay as it is.

    A coding that is as welcome as none is taken, since it is shorter.

    >>> choose("gzip, deflate, br, zstd"), choose("gzip;q=1, zstd;q=0.5"), choose("*;q=0.5")
    ('zstd', 'gzip', 'zstd')
    >>> choose("zstd;q=0, *"), choose("gzip;q=0"), choose("gzip;q=0.5, identity"), choose("br")
    ('gzip', None, None, None)
    """
    weights: dict[str, float] = {}
    for part in accept_encoding.split(","):
        name, _, parameter = (piece.strip().lower() for piece in part.partition(";"))
        key, _, value = parameter.partition("=")
        weights[name] = parse_quality(value.strip()) if key.strip() == "q" else 1.0
    rest = weights.get("*", 0.0)
    best = max(codings, key=lambda coding: weights.get(coding, rest))
    wanted = weights.get(best, rest)
    return best if wanted > 0 and wanted >= weights.get("identity", 0.0) else None


def accepted_coding(
    headers: Iterable[tuple[bytes, bytes]], codings: tuple[str, ...] = CODINGS
) -> str | None:
    """Return the one of *codings* to answer a request in, by its headers."""
    given = [value for name, value in headers if name == b"accept-encoding"]
    if not given:
        return None
    accepted = b",".join(given).decode("latin-1")
    return (_known if len(accepted) < _SHORT else choose)(accepted, codings)


#: Characters of a header of which it is remembered what was chosen.
_SHORT: Final = 200
_known = lru_cache(maxsize=500)(choose)


class CompressionMiddleware:
    """Packs what is worth it for clients that accept it; costs nothing for others."""

    def __init__(self, app: ASGIApp, *, memory: Memory, codings: tuple[str, ...] = CODINGS) -> None:
        """Wrap *app*, whose kept answers are in *memory*, and which answers in these *codings*."""
        self._app = app
        self._memory = memory
        self._codings = codings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_http = scope["type"] == "http"
        coding = accepted_coding(scope["headers"], self._codings) if is_http else None
        if coding is not None:
            send = _Packing(coding, scope, send, self._memory)
        await self._app(scope, receive, send)


class _Packing:
    """Sends the messages of one answer, packed if that is worth it."""

    def __init__(self, coding: str, scope: Scope, send: Send, memory: Memory) -> None:
        self._coding = coding
        self._scope = scope
        self._send = send
        self._memory = memory
        self._start: Message | None = None  # until the first bytes tell whether it is worth it
        self._packer: Packer | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_packable(message):
            self._start = message
        elif self._start is not None:
            await self._begin(self._start, message)
        elif self._packer is not None:
            await self._go_on(self._packer, message)
        else:
            if message.get("status") == 304:
                self._name(message)
            await self._send(message)

    def _name(self, start: Message) -> None:
        """Call an answer that the client has packed as the client calls it."""
        headers = MutableHeaders(scope=start)
        packed = self._tag(headers.get("ETag", '"'))
        if packed in Headers(scope=self._scope).get("if-none-match", ""):
            headers["ETag"] = packed

    def _tag(self, tag: str) -> str:
        return f'{tag[:-1]}-{self._coding}"'

    async def _begin(self, start: Message, message: Message) -> None:
        self._start = None
        headers = MutableHeaders(scope=start)
        vary_by(headers, "Accept-Encoding")
        body, is_all = message.get("body", b""), not message.get("more_body", False)
        if is_all and len(body) < _LITTLE:
            await self._send(start)
            await self._send(message)
            return
        headers["Content-Encoding"] = self._coding
        del headers["Content-Length"], headers["Accept-Ranges"]
        if tag := headers.get("ETag"):
            headers["ETag"] = self._tag(tag)
        if is_all:
            body = await self._whole(body)
            headers["Content-Length"] = str(len(body))
            await self._send(start)
            await self._send({**message, "body": body})
            return
        self._packer = packer(self._coding)
        await self._send(start)
        await self._go_on(self._packer, message)

    async def _whole(self, body: bytes) -> bytes:
        kept: tuple[Key, Remembered] | None = self._scope.get("state", {}).get("kept")
        if kept is not None and self._coding in kept[1].packed:
            return kept[1].packed[self._coding]
        if len(body) < _MUCH:
            packed = pack(self._coding, body)
        else:
            packed = await to_thread.run_sync(pack, self._coding, body)
        if kept is not None:
            self._memory.keep_packed(*kept, self._coding, packed)
        return packed

    async def _go_on(self, packing: Packer, message: Message) -> None:
        body, is_more = message.get("body", b""), message.get("more_body", False)
        if len(body) < _MUCH:
            packed = packing.compress(body)
        else:
            packed = await to_thread.run_sync(packing.compress, body)
        if not is_more:
            packed += packing.flush()
        if packed or not is_more:
            await self._send({**message, "body": packed})


def _is_packable(start: Message) -> bool:
    """Say whether an answer is text, whole in itself and not packed already."""
    headers = MutableHeaders(scope=start)
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    is_text = kind in _TEXTS or kind.startswith("text/") or kind.endswith(("+json", "+xml"))
    return (
        is_text
        and kind != "text/event-stream"
        and start["status"] >= 200
        and start["status"] not in {204, 206, 304}
        and "content-encoding" not in headers
        and "no-transform" not in headers.get("cache-control", "")
    )
