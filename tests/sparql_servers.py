"""Real SPARQL servers on ports of 127.0.0.1, for the tests of what speaks to them."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from graph.remote.addresses import Remote, remote_at

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
        self.process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{self.port}"],
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
