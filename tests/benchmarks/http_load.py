"""Clients that ask one server again and again over kept connections, and what they saw.

They run in a process of their own and read no more of an answer than its end takes, so that what
they cost is small beside any server.
"""

from __future__ import annotations

import math
import socket
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Final

_ACCEPT: Final = "application/sparql-results+json"


@dataclass(frozen=True, slots=True)
class Load:
    """How many requests were answered a second, and their seconds, sorted."""

    rate: float
    seconds: tuple[float, ...]

    def percentile(self, share: float) -> float:
        """Return the seconds that so large a share of the answers took at most."""
        return self.seconds[min(len(self.seconds) - 1, int(len(self.seconds) * share))]


def load(
    port: int,
    paths: Sequence[str],
    *,
    clients: int,
    seconds: float = math.inf,
    requests: float = math.inf,
    body: str | Sequence[str] = "",
) -> Load:
    """Let so many clients ask a server on 127.0.0.1 for *paths*, in turns.

    Each does so for *seconds*, or until it has sent so many *requests*; by POST where there is a
    *body*, in JSON; of several bodies, one in each of their turns.
    """
    bodies = [body] if isinstance(body, str) else [*body]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_load, port, paths, clients, seconds, requests, bodies).result()


def _load(
    port: int,
    paths: Sequence[str],
    clients: int,
    seconds: float,
    requests: float,
    bodies: Sequence[str],
) -> Load:
    taken: list[float] = []
    ends = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_ask, args=(port, paths, number * 7, ends, requests, taken, bodies))
        for number in range(clients)
    ]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(len(taken) / (time.monotonic() - began), tuple(sorted(taken)))


def _ask(
    port: int,
    paths: Sequence[str],
    first: int,
    ends: float,
    requests: float,
    taken: list[float],
    bodies: Sequence[str],
) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        number = first
        while time.monotonic() < ends and number - first < requests:
            path, body = paths[number % len(paths)], bodies[number % len(bodies)]
            number += 1
            request = _request(path, port, body)
            began = time.perf_counter()
            connection.sendall(request)
            _read_answer(connection)
            taken.append(time.perf_counter() - began)


def _request(path: str, port: int, body: str) -> bytes:
    method = "POST" if body else "GET"
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    if body:
        length = len(body.encode())
        lines += ["Content-Type: application/json", f"Content-Length: {length}"]
    else:
        lines.append(f"Accept: {_ACCEPT}")
    return "\r\n".join([*lines, "", body]).encode()


def _read_answer(connection: socket.socket) -> None:
    """Read one answer; OSError unless it is a 200."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _received(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    if b" 200 " not in head.split(b"\r\n", 1)[0]:
        raise OSError(f"the server answered {head[:200]!r} {body[:300]!r}")
    _, found, length = head.lower().partition(b"content-length:")
    if found:
        left = int(length.split(b"\r\n", 1)[0]) - len(body)
        while left > 0:
            left -= len(_received(connection))
        return
    while not body.endswith(b"0\r\n\r\n"):
        body = body[-8:] + _received(connection)


def _received(connection: socket.socket) -> bytes:
    data = connection.recv(1 << 18)
    if not data:
        raise OSError("the server closed the connection")
    return data
