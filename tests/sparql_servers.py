"""Real SPARQL servers on ports of 127.0.0.1, for the tests of what speaks to them."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from graph.remote.addresses import Remote, remote_at

ROOT = Path(__file__).parents[1]
_PATIENCE = 30.0
#: The program of the package ``oxigraph``, which pip puts beside the interpreter.
OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent))


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Oxigraph:
    """An ``oxigraph serve`` that can be killed and started again where it was."""

    directory: Path
    port: int
    #: Seconds that a query has; else one that nobody waits for takes a core until the end.
    seconds: int = 60
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """What ``HANSA_REMOTE`` is set to."""
        return f"http://127.0.0.1:{self.port}"

    def remote(self, *, patience: float = 60.0) -> Remote:
        """Return the server as a data directory is told of it."""
        return remote_at(self.address, patience=patience)

    def start(self) -> None:
        """Start it, and return when it answers."""
        command = [str(OXIGRAPH), "serve", "--location", str(self.directory)]
        limits = ["--bind", f"127.0.0.1:{self.port}", "--timeout-s", str(self.seconds)]
        self.process = subprocess.Popen(
            [*command, *limits],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            with suppress(httpx.HTTPError):
                query = {"query": "ASK {}"}
                if httpx.get(f"{self.address}/query", params=query, trust_env=False).is_success:
                    return
            time.sleep(0.02)
        raise TimeoutError("oxigraph serve does not answer")

    def kill(self, how: int = signal.SIGKILL) -> None:
        """End it, by default in the middle of whatever it does."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait()
            self.process = None


#: The script that starts a Virtuoso of one's own, where the folder with standard suites is there.
VIRTUOSO_START = ROOT.parent / "shared" / "conformance" / "virtuoso_start.sh"
NO_VIRTUOSO = (
    "virtuoso-opensource is not installed"
    if shutil.which("virtuoso-t") is None
    else f"{VIRTUOSO_START} is not there"
    if not VIRTUOSO_START.exists()
    else ""
)


@dataclass
class Virtuoso:
    """A Virtuoso in a directory of its own; only its process is ours."""

    directory: Path
    port: int
    sql_port: int

    def remote(self) -> Remote:
        """Return the server as a data directory is told of it."""
        here = f"http://127.0.0.1:{self.port}"
        return remote_at(
            f"{here}/sparql",
            update=f"{here}/sparql-auth",
            data=f"{here}/sparql-graph-crud-auth",
            user="hansa",
            password="hansa-test",  # noqa: S106  of this server only
        )

    def start(self) -> None:
        """Start it, and return when it answers."""
        ports = [str(self.port), str(self.sql_port)]
        subprocess.run(
            ["bash", str(VIRTUOSO_START), str(self.directory), *ports],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=120,
        )

    def kill(self) -> None:
        """End it."""
        process = int((self.directory / "pid").read_text())
        os.kill(process, signal.SIGKILL)


@contextmanager
def running_oxigraph(folder: Path) -> Iterator[Oxigraph]:
    """Start an empty Oxigraph server in *folder* for a block; skip where it is not installed."""
    if OXIGRAPH is None:
        pytest.skip("the program oxigraph is not installed")
    found = Oxigraph(folder / "oxigraph", free_port())
    found.start()
    try:
        yield found
    finally:
        found.kill()


@contextmanager
def running_virtuoso(folder: Path) -> Iterator[Virtuoso]:
    """Start an empty Virtuoso in *folder* for a block; skip, saying why, where there is none."""
    if NO_VIRTUOSO:
        pytest.skip(NO_VIRTUOSO)
    found = Virtuoso(folder, free_port(), free_port())
    found.start()
    try:
        yield found
    finally:
        found.kill()
