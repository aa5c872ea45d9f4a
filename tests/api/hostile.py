"""What strangers send: ``hostile.toml``, read and sent over bare connections."""

from __future__ import annotations

import http.client
import socket
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

CORPUS = Path(__file__).with_name("hostile.toml")

#: Text in parts, each with how often it comes.
Parts = list[list[Any]]


@dataclass(frozen=True, slots=True)
class Hostile:
    """One request, and the answers that it may get."""

    name: str
    line: str
    reason: str
    answers: list[str]
    method: str = "GET"
    target: Parts = field(default_factory=lambda: [["/", 1]])
    headers: Mapping[str, str | Parts] = field(default_factory=dict)
    body: Parts = field(default_factory=list)
    query: Parts = field(default_factory=list)
    raw: Parts = field(default_factory=list)
    pause: float = 0.0
    lacks: str = ""
    lacks_header: str = ""

    def pieces(self) -> list[bytes]:
        """Return what goes over the line, in the pieces in which it goes."""
        if self.raw and self.pause:
            return [str(text).encode("latin-1") for text, times in self.raw for _ in range(times)]
        if self.raw:
            return [_bytes(self.raw)]
        method, headers = self.method, {"Host": "127.0.0.1", "Connection": "close"}
        target, body = _bytes(self.target), _bytes(self.body)
        if self.query:
            method, target = "POST", b"/sparql"
            body = urlencode(
                {"query": "".join(text * times for text, times in self.query)}
            ).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if body:
            headers["Content-Length"] = str(len(body))
        lines = [method.encode() + b" " + target + b" HTTP/1.1"]
        for name, value in {**headers, **self.headers}.items():
            parts = [[value, 1]] if isinstance(value, str) else value
            lines.append(name.encode() + b": " + _bytes(parts))
        return [b"\r\n".join([*lines, b"", body])]


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: its status, its head and body as text."""

    status: int
    head: str
    body: str
    type: str
    seconds: float


def hostile() -> list[Hostile]:
    """Return the corpus."""
    return [Hostile(**each) for each in tomllib.loads(CORPUS.read_text())["request"]]


def send(request: Hostile, port: int) -> Answer:
    """Send a request and return its answer; whoever is cut off reads what came before."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=15) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            for piece in request.pieces():
                line.sendall(piece)
                if request.pause:
                    time.sleep(request.pause)
        except OSError:
            pass  # the server has had enough
        response = http.client.HTTPResponse(line, method=request.method)
        response.begin()
        body = response.read().decode("latin-1")
        return Answer(
            response.status,
            str(response.headers),
            body,
            response.headers.get("content-type", ""),
            time.monotonic() - began,
        )


def _bytes(parts: Parts) -> bytes:
    return b"".join(str(text).encode("latin-1") * times for text, times in parts)
