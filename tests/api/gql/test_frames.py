"""What no client of WebSockets sends: frames that are none, handshakes that are none, floods."""

from __future__ import annotations

import base64
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.api.server import running_server

_MASK = b"\x00\x00\x00\x00"


@pytest.fixture(scope="module")
def server(sample_store: Path) -> Iterator[httpx.Client]:
    with running_server(sample_store, HANSA_REQUEST_SECONDS="2") as client:
        client.get("/health/ready").raise_for_status()
        yield client


def frame(opcode: int, data: bytes = b"", *, first: int = 0x80, mask: bool = True) -> bytes:
    """Return one frame (RFC 6455, section 5.2)."""
    masked = 0x80 if mask else 0
    if len(data) < 126:
        head = struct.pack("!BB", first | opcode, masked | len(data))
    else:
        head = struct.pack("!BBQ", first | opcode, masked | 127, len(data))
    return head + (_MASK if mask else b"") + data


@contextmanager
def raw(client: httpx.Client) -> Iterator[socket.socket]:
    """Open a WebSocket by hand."""
    port = client.base_url.port
    assert port is not None
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(handshake())
        head = b""
        while b"\r\n\r\n" not in head:
            head += connection.recv(4096)
        assert head.startswith(b"HTTP/1.1 101 ")
        yield connection


def handshake(**headers: str) -> bytes:
    """Return the request that begins a WebSocket, with other headers."""
    usual = {
        "Host": "localhost",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(b"0123456789abcdef").decode(),
        "Sec-WebSocket-Protocol": "graphql-transport-ws",
    }
    said = usual | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = ["GET /graphql HTTP/1.1", *(f"{name}: {value}" for name, value in said.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def is_closed(connection: socket.socket) -> bool:
    """Say whether the server ends a connection, whatever it says before."""
    try:
        while connection.recv(65_536):
            pass
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"\xff" * 1000, id="noise"),
        pytest.param(frame(1, b"{}", mask=False), id="not masked"),
        pytest.param(frame(3, b"x"), id="an opcode that is none"),
        pytest.param(frame(1, b"x", first=0xF0), id="bits that are reserved"),
        pytest.param(frame(0, b"x"), id="a continuation of nothing"),
        pytest.param(frame(1, b"\xff\xfe"), id="text that is not UTF-8"),
        pytest.param(frame(9, b"x" * 126), id="a ping that is too long"),
        pytest.param(frame(9, b"x", first=0), id="a ping in parts"),
        pytest.param(struct.pack("!BBQ", 0x81, 0xFF, 2**62) + _MASK, id="an endless length"),
        pytest.param(frame(8, b"x"), id="a close that is too short"),
        pytest.param(b"GET / HTTP/1.1\r\n\r\n", id="HTTP again"),
        pytest.param(
            frame(1, b"x" * 900_000, first=0) + frame(0, b"x" * 200_000), id="parts of too much"
        ),
        pytest.param(
            frame(1, b"x", first=0) + frame(0, b"x", first=0) * 200_000 + frame(0, b"x"),
            id="very many parts",
        ),
        pytest.param(frame(1, b'{"type": "ping"}') * 1000 + frame(2), id="pings of the protocol"),
    ],
)
def test_frames_that_are_none_end_the_connection(server: httpx.Client, sent: bytes) -> None:
    with raw(server) as connection:
        try:
            connection.sendall(sent)
        except ConnectionError:
            return
        assert is_closed(connection)
    assert server.get("/health/live").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_WebSocket_Version": "7"},
        {"Sec_WebSocket_Key": "short"},
        {"Sec_WebSocket_Protocol": "graphql-ws"},
        {"Connection": "close"},
    ],
)
def test_a_handshake_that_is_none_gets_an_answer(
    server: httpx.Client, headers: dict[str, str]
) -> None:
    port = server.base_url.port
    assert port is not None
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(handshake(**headers))
        status = int(connection.recv(4096).split()[1])
    assert 400 <= status < 500


def test_pings_of_who_does_not_read_take_no_memory(server: httpx.Client) -> None:
    with raw(server) as connection:
        connection.settimeout(5)
        pings = frame(9, b"x" * 125) * 1000
        sent = 0
        until = time.monotonic() + 30
        try:
            while time.monotonic() < until:
                sent += connection.send(pings)
        except (TimeoutError, ConnectionError):
            pass  # it is read no more, or cut off
        else:
            raise AssertionError("it reads for ever")
    assert sent < 100_000_000
    assert server.get("/health/live").status_code == 200
