"""``hansa serve``: the app under uvicorn, until it is interrupted."""

from __future__ import annotations

import socket
import sys
from contextlib import suppress

from graph.errors import GraphError
from graph.generations import Generations

from .errors import ListenError
from .settings import Settings


def serve(settings: Settings) -> None:
    """Serve the workspace of *settings*; say on stderr where."""
    import uvicorn

    from .app import create_app

    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="warning"))
    listening = _listen(settings.host, settings.port)
    host, port = listening.getsockname()[:2]
    name = f"[{host}]" if ":" in host else host
    print(f"Hansa serves {settings.store} on http://{name}:{port}/ (stop: Ctrl+C)", file=sys.stderr)
    _say_when_empty(settings)
    server.run(sockets=[listening])


def _say_when_empty(settings: Settings) -> None:
    """Say on stderr that there is nothing to serve yet; what else is wrong the requests tell."""
    with suppress(GraphError):
        if Generations(settings.store).current() is None:
            print(
                f"hansa: there is nothing in {settings.store} yet; run hansa ingest with some "
                "files, and it is served",
                file=sys.stderr,
            )


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; ListenError where that cannot be."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.create_server(address[:2], family=family, backlog=2048)
    except (OSError, UnicodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "this is no name of a host"
        raise ListenError(
            f"cannot listen on {host}, port {port}: {why}; choose others with --host and --port"
        ) from error
    # asyncio sets this only on sockets it opened itself; without it each answer waits 40 ms
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening
