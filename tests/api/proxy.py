"""A reverse proxy for tests: shows a server under a prefix, takes the prefix off, and says so."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

PREFIX = "/data/hansa"
#: Headers that are of one connection only, or that the proxy writes itself.
_OWN = {"connection", "date", "server", "transfer-encoding"}


class Proxy(ThreadingHTTPServer):
    """Listens at once; ``upstream`` may be told later."""

    daemon_threads = True
    upstream: httpx.Client

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def base(self) -> str:
        """The address under which the server behind is seen."""
        return f"http://127.0.0.1:{self.server_port}{PREFIX}/"

    @contextmanager
    def before(self, upstream: httpx.Client) -> Iterator[httpx.Client]:
        """Stand before a server and yield a client that asks through the proxy."""
        self.upstream = upstream
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            with httpx.Client(base_url=self.base, timeout=30, trust_env=False) as client:
                yield client
        finally:
            self.shutdown()
            thread.join()
            self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Proxy

    def do_GET(self) -> None:
        assert self.path.startswith(PREFIX), self.path
        headers = {"Host": self.headers["Host"], "X-Forwarded-Prefix": PREFIX}
        headers |= {"Accept": self.headers.get("Accept", "*/*")}
        answer = self.server.upstream.get(self.path.removeprefix(PREFIX), headers=headers)
        self.send_response(answer.status_code)
        for name, value in answer.headers.multi_items():
            if name not in {*_OWN, "content-length", "content-encoding"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
