"""``hansa serve``: the app under uvicorn, until it is interrupted."""

from __future__ import annotations

import socket
import sys

from .settings import Settings


def serve(settings: Settings) -> None:
    """Serve the workspace of *settings*; say on stderr where."""
    import uvicorn

    from .app import create_app

    config = uvicorn.Config(
        create_app(settings), host=settings.host, port=settings.port, log_level="warning"
    )
    server = uvicorn.Server(config)
    listening = config.bind_socket()
    # asyncio sets this only on sockets it opened itself; without it each answer waits 40 ms
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    host, port = listening.getsockname()[:2]
    name = f"[{host}]" if ":" in host else host
    print(f"Hansa serves {settings.store} on http://{name}:{port}/ (stop: Ctrl+C)", file=sys.stderr)
    server.run(sockets=[listening])
