"""``hansa serve``: the app under uvicorn, in one process or several, until it is interrupted."""

from __future__ import annotations

import gc
import resource
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from api.errors import ListenError
from api.settings import Settings
from graph.errors import GraphError
from graph.generations.generations import Generations

if TYPE_CHECKING:
    from .ending import Server


def serve(settings: Settings) -> None:
    """Serve the workspace of *settings*; say on stderr where."""
    listening = _listen(settings.host, settings.port)
    host, port = listening.getsockname()[:2]
    name = f"[{host}]" if ":" in host else host
    print(f"Hansa serves {settings.store} on http://{name}:{port}/ (stop: Ctrl+C)", file=sys.stderr)
    _say_when_empty(settings)
    serve_on(listening, settings)


def serve_on(listening: socket.socket, settings: Settings) -> None:
    """Serve on a socket that listens."""
    if settings.workers > 1:
        from .supervising import supervise

        supervise(listening, settings)
    else:
        run(listening, settings)


def run(
    listening: socket.socket,
    settings: Settings,
    *,
    number: int = 1,
    folder: Path | None = None,
    is_orphan: Callable[[], bool] = lambda: False,
) -> None:
    """Serve in this process, the one with that *number* of those that meet in *folder*.

    It ends when it is told to, or *is_orphan*.
    """
    _allow_files()
    served = server(settings, number=number, folder=folder, is_orphan=is_orphan)
    settle()
    served.run(sockets=[listening])


#: Seconds for which a thread computes while another waits, a fifth of Python's own measure.
TURN: Final = 0.001
#: Objects that come, and collections of the younger ones, until the collector looks again: a
#: seventh as often as Python's own measure, since what answers made is mostly freed without it.
GARBAGE: Final = (5_000, 10, 10)


def settle() -> None:
    """Let nothing hold the event loop for long that need not.

    The collector of garbage passes over what is there from the start: it holds every thread while
    it looks through everything, a tenth of a second for what a server is made of. And threads that
    compute take shorter turns, since the loop waits for one after each call of the system.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    sys.setswitchinterval(TURN)


def server(
    settings: Settings, *, number: int, folder: Path | None, is_orphan: Callable[[], bool]
) -> Server:
    """Return the server of one process."""
    import uvicorn

    from api.app import create_app
    from api.http.connections import guarded
    from api.http.sockets import LONGEST_MESSAGE, PING, guarded_socket

    from .ending import Server
    from .logs import RequestLog, log_as_json
    from .peers import Peers

    log_as_json(sys.stderr)
    log = RequestLog() if settings.log_requests else None
    app = create_app(settings, peers=Peers(folder, number), log=log)
    services = app.state.services
    config = uvicorn.Config(
        app,
        http=guarded(settings, services.metrics, services.generation),
        ws=guarded_socket(settings, services.metrics),
        ws_max_size=LONGEST_MESSAGE,
        ws_ping_interval=PING,
        ws_ping_timeout=PING,
        ws_per_message_deflate=False,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or "",
        timeout_graceful_shutdown=3,
    )
    return Server(config, services, app.watch, is_orphan=is_orphan)


def _allow_files() -> None:
    """Open as many files as this user may: each connection is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65_536), hard))


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
