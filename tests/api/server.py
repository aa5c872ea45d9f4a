"""Real servers for tests: a process of its own on a free port, stopped by its process id."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx

from tests.warm import READER, reader, warm

ROOT = Path(__file__).parent.parent.parent


@contextmanager
def running_server(store: Path, **environment: str) -> Iterator[httpx.Client]:
    """Serve the workspace *store* and yield a client; *environment* adds HANSA_ variables.

    The socket listens before the process starts, so the first request simply waits for it.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as hansa serve does
        process = subprocess.Popen(
            [warm("server")],
            pass_fds=[listening.fileno()],
            env={
                "PATH": os.defpath,
                "PASS_FDS": str(listening.fileno()),
                "HANSA_STORE": str(store),
                "HANSA_LOG_REQUESTS": "off",
                **environment,
            },
            cwd=ROOT,
        )
        port = listening.getsockname()[1]
        listening.close()  # the process has its own: should it die, requests fail at once
        try:
            # trust_env: a proxy of the machine must not stand between a test and its server
            with httpx.Client(
                base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False
            ) as client:
                yield client
        finally:
            process.terminate()
            process.wait(timeout=15)


def reading_server(store: Path, **environment: str) -> AbstractContextManager[httpx.Client]:
    """Serve as ``running_server`` does, but fork what reads documents.

    Started cold, as it is for people and by ``running_server``, that takes five seconds of
    processor time, in which documents can be seen to wait.
    """
    return running_server(store, **{READER: reader()}, **environment)
