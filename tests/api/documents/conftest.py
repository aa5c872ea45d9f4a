"""A server with a token over a sample, and a page on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest

from tests.api.sample import write_sample
from tests.api.server import reading_server

from .sending import LONGEST, TEXT, TOKEN


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data directory of a sample into which all tests write."""
    return write_sample(tmp_path_factory.mktemp("documents") / "data")


@pytest.fixture(scope="module")
def keeper(store: Path) -> Iterator[httpx.Client]:
    """Return a client of a server with a token, which it does not send by itself."""
    with reading_server(store, HANSA_TOKEN=TOKEN, HANSA_UPLOAD_LENGTH=str(LONGEST)) as client:
        client.timeout = httpx.Timeout(90)
        yield client


@pytest.fixture(scope="module")
def pages() -> Iterator[str]:
    """Return the address of a page on this machine."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.end_headers()
            self.wfile.write(TEXT.encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/news"
        server.shutdown()
