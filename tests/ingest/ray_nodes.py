"""Nodes of a Ray cluster on this machine, as ``ray start`` makes them, and how they end."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
_DEADLINE = 90.0
#: The head notices soon that a node is gone; a node waits until its head has started.
_QUICKER = {
    "RAY_health_check_initial_delay_ms": "1000",
    "RAY_health_check_period_ms": "500",
    "RAY_health_check_failure_threshold": "3",
    "RAY_NUM_REDIS_GET_RETRIES": "60",
    "RAY_USAGE_STATS_ENABLED": "0",
}


def free_port() -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition."""
    deadline = time.monotonic() + _DEADLINE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


class Node:
    """One node with one processor: a ``ray start --block`` and what that started."""

    def __init__(self, folder: Path, environment: dict[str, str], *words: str) -> None:
        """Start it; it is ready when ``is_ready`` says so."""
        self._log = folder / f"{secrets.token_hex(4)}.log"
        own = ("--num-cpus=1", "--object-store-memory=80000000", "--disable-usage-stats", "--block")
        quiet = "--include-log-monitor=false"  # nobody reads its logs from afar
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [Path(sys.executable).parent / "ray", "start", *own, quiet, *words],
                stdout=log,
                stderr=log,
                env=environment,
                start_new_session=True,
            )

    def is_ready(self) -> bool:
        """Say whether it is part of its cluster."""
        said = self._log.read_text()
        assert self._process.poll() is None, said
        return "Ray runtime started" in said

    def reading(self) -> list[int]:
        """Return the processes of it that read a batch now."""
        return [
            pid for pid in self._of("raylet/raylet") for pid in _children(pid, "ray::read_batch")
        ]

    def kill(self) -> None:
        """Kill it without a word, as a machine that loses its power."""
        for name in ("raylet/raylet", "gcs/gcs_server"):
            for pid in self._of(name):
                os.kill(pid, signal.SIGKILL)
        self.stop()

    def stop(self) -> None:
        """End all that is left of it."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        for pid in _session(self._process.pid):
            _end(pid)

    def _of(self, name: str) -> list[int]:
        return _children(self._process.pid, name)


class Cluster:
    """A head, and another node that joins it."""

    def __init__(self, folder: Path, more: dict[str, str]) -> None:
        """Start the head, with *more* environment; only who knows the token may join or use it."""
        self.address = f"127.0.0.1:{free_port()}"
        self.token = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
        self._environment = {
            **os.environ,
            **self.token,
            **_QUICKER,
            **more,
            "PYTHONPATH": str(ROOT),
        }
        self._folder = folder
        port = self.address.rpartition(":")[2]
        quiet = ("--include-dashboard=false", f"--temp-dir={folder / 'r'}")
        self.nodes = [Node(folder, self._environment, "--head", f"--port={port}", *quiet)]

    def join(self) -> Node:
        """Start another node, which becomes part of it."""
        self.nodes.append(Node(self._folder, self._environment, f"--address={self.address}"))
        return self.nodes[-1]

    def wait(self) -> None:
        """Wait until all of its nodes are there."""
        until(lambda: all(node.is_ready() for node in self.nodes))

    def stop(self) -> None:
        """End all of it."""
        for node in reversed(self.nodes):
            node.stop()


@contextmanager
def cluster(**more: str) -> Iterator[Cluster]:
    """Run a cluster, of a head first; its folder has a short name, since sockets are in it.

    *more* is environment of its machines.
    """
    with tempfile.TemporaryDirectory(prefix="r", dir="/tmp", ignore_cleanup_errors=True) as folder:
        started = Cluster(Path(folder), more)
        try:
            yield started
        finally:
            started.stop()


def _stat(pid: str) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _processes() -> Iterator[tuple[int, list[str]]]:
    for path in Path("/proc").iterdir():
        if path.name.isdigit() and (fields := _stat(path.name)) and fields[0] != "Z":
            yield int(path.name), fields


def _children(of: int, name: str) -> list[int]:
    """Return the processes that one started and whose command has *name* in it.

    Asked of it alone, not of all processes, since tests ask again and again.
    """
    found: list[int] = []
    for path in Path(f"/proc/{of}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, path.read_text().split())
    return [pid for pid in found if name in _command(pid)]


def _session(of: int) -> list[int]:
    return [pid for pid, fields in _processes() if int(fields[3]) == of and pid != of]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""


def _end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
