"""The servers that are compared, each on a free port of 127.0.0.1 over the same quads."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.api.server import ROOT

_PATIENCE: Final = 600.0
_OURS: Final = "from api.cli import main; main()"
_CONSTANT: Final = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
async def answer(request):
    return JSONResponse({"data": {"__typename": "Query"}})
app = Starlette(routes=[Route("/constant", answer, methods=["GET", "POST"])])
uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", access_log=False)
"""
_RDFLIB: Final = """
import sys, uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
graph = Dataset(default_union=False)
graph.parse(sys.argv[1], format="nquads")
uvicorn.run(SparqlEndpoint(graph=graph, path="/sparql"), port=int(sys.argv[2]), log_level="warning")
"""


@dataclass(frozen=True, slots=True)
class Served:
    """A server that listens: its port, its process, the path of its endpoint."""

    port: int
    process: subprocess.Popen[bytes]
    path: str

    @property
    def memory(self) -> int:
        """The bytes of memory that it and its children have in use."""
        own = self.process.pid
        children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
        return sum(_resident(pid) for pid in (own, *map(int, children)))


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


@contextmanager
def hansa(store: Path, **environment: str) -> Iterator[Served]:
    """Serve a data directory with ``hansa serve``."""
    port = _free_port()
    arguments = [sys.executable, "-c", _OURS, "serve", "--port", str(port)]
    settings = {"PATH": os.defpath, "HANSA_STORE": str(store), **environment}
    with _running(arguments, port, "/sparql", settings) as served:
        yield served


@contextmanager
def oxigraph(store: Path) -> Iterator[Served]:
    """Serve a store with Oxigraph's own server, read-only."""
    port = _free_port()
    command = str(Path(sys.executable).with_name("oxigraph"))
    arguments = [command, "serve-read-only", "-l", str(store), "-b", f"127.0.0.1:{port}"]
    with _running(arguments, port, "/query") as served:
        yield served


@contextmanager
def constant() -> Iterator[Served]:
    """Serve one answer that never changes, with Starlette alone."""
    port = _free_port()
    with _running([sys.executable, "-c", _CONSTANT, str(port)], port, "/constant") as served:
        yield served


@contextmanager
def plain_graphql(store: Path) -> Iterator[Served]:
    """Serve a checkpoint by GraphQL as one would write it with Strawberry and SPARQL."""
    port = _free_port()
    arguments = [sys.executable, "-m", "tests.benchmarks.plain_graphql", str(store), str(port)]
    with _running(arguments, port, "/graphql") as served:
        yield served


@contextmanager
def rdflib_endpoint(quads: Path) -> Iterator[Served]:
    """Serve a file of N-Quads from memory with rdflib-endpoint."""
    port = _free_port()
    arguments = [sys.executable, "-c", _RDFLIB, str(quads), str(port)]
    with _running(arguments, port, "/sparql") as served:
        yield served


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


@contextmanager
def _running(
    arguments: list[str], port: int, path: str, environment: dict[str, str] | None = None
) -> Iterator[Served]:
    process = subprocess.Popen(
        arguments, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    try:
        _wait(process, port)
        yield Served(port, process, path)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    """Return when the port takes connections; OSError where the server ended before."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise OSError(f"{process.args!r} does not answer")
