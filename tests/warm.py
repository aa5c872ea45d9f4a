"""Servers and commands from a process that has loaded already what each of them loads.

Importing a server or spaCy, reading the gazetteer and building the pipeline take seconds of
processor time at every start, and the tests start them by the hundred. A ``Warm`` process does it
once and forks one for each start: with the caller's words, folder, environment and streams, told
the signals that the caller is sent, and ended with it. Where a start as such matters it must be as
it is for people: in ``tests.api.test_cli`` each command starts cold, as ``python -m api.cli`` does.

Processes that write are forked too, for warm servers and commands always, for tests within
``warm_writers``; a server's reader is where that is asked for (``tests.api.server``).

What Python reads as it starts is that of the ``Warm`` process, whatever the caller says: its hash
seed (all that start from one order their sets alike), warnings and locale. Who kills the program
kills what it stands for a moment later, so whoever needs it gone waits for what it held.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NoReturn
from unittest.mock import patch

import graph.generations.comparing
import graph.writing.parent

ROOT = Path(__file__).parent.parent
#: Called where a command is typed; it imports next to nothing, for that is what takes the time.
_CLIENT = """#!{python} -ISs
import json, os, signal, socket, sys
with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as warm:
    warm.connect({address!r})
    streams = [0, 1, 2, *map(int, filter(None, os.environ.pop("PASS_FDS", "").split()))]
    socket.send_fds(warm, [b"+"], streams)
    warm.sendall(json.dumps([sys.argv, os.getcwd(), dict(os.environ)]).encode() + b"\\n")
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, lambda number, _: warm.sendall(b"%d\\n" % number))
    for each in streams:
        os.close(each)
    status = int(warm.makefile().readline() or "70")
if status < 0:
    if -status != signal.SIGKILL:
        signal.signal(-status, signal.SIG_DFL)
    os.kill(os.getpid(), -status)
os._exit(status)
"""


@cache
def warm(kind: str) -> Path:
    """Return the program that starts one of that *kind*, a name of ``KINDS``.

    The process behind it starts with the first call and ends with this one.
    """
    folder = Path(mkdtemp(prefix="hansa-warm-", dir="/tmp"))  # addresses of sockets are short
    address, program = folder / "socket", folder / kind
    program.write_text(_CLIENT.format(python=sys.executable, address=str(address)))
    program.chmod(0o755)
    words = [sys.executable, "-W", "error", "-m", "tests.warm", kind, str(address)]
    own, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            words,
            cwd=ROOT,
            env=_PLAIN,
            stdin=theirs.fileno(),
            start_new_session=True,
            stdout=subprocess.PIPE,
        )
    _KEPT.append((process, own))  # what it reads from ends with this process
    assert process.stdout is not None
    if process.stdout.readline() != b"ready\n":
        raise RuntimeError(f"what each {kind} is forked from does not start")
    return program


def hansa(
    *words: str | Path, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line in *cwd* and return what came of it."""
    return subprocess.run(
        [warm("command"), *map(str, words)],
        capture_output=True,
        text=True,
        cwd=cwd,
        check=False,
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), **environment},
    )


#: As bare as tests start processes; threads of a library would not outlive a fork.
_PLAIN = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
_KEPT: list[tuple[subprocess.Popen[bytes], socket.socket]] = []


@contextmanager
def warm_writers() -> Iterator[None]:
    """Fork the processes that write for this one, each of which saves half a second.

    Whoever looks for a writer among processes, or measures one, needs it cold.
    """
    with patch.object(graph.writing.parent, "COMMAND", (str(warm("writer")),)):
        yield


#: In the environment of a server: the program that reads documents for it.
READER = "WARM_READER"
#: The word by which the program of commands becomes a reader, which needs what they have loaded.
_READ = "(read)"
#: The word by which the program of writers becomes what compares generations for a server.
_COMPARE = "(compare)"


def reader() -> str:
    """Return what ``READER`` may be."""
    return f"{warm('command')}\n{_READ}"


def _serve() -> None:
    """Serve on the socket that the caller passed; processes of one server are forked as well."""
    import api.ingesting.reading
    import api.serving.supervising as supervising
    from api.serving.serving import serve_on
    from api.settings import read_settings

    if (words := os.environ.pop(READER, None)) is not None:
        api.ingesting.reading.COMMAND = tuple(words.split("\n"))
    run = supervising._run

    def forked(*parts: Any) -> None:
        for each in (signal.SIGINT, signal.SIGTERM):  # not to be taken as the supervisor takes them
            signal.signal(each, signal.SIG_DFL)
        run(*parts)

    context = multiprocessing.get_context("fork")
    with patch.multiple(supervising, _CONTEXT=context, _run=forked):
        serve_on(socket.socket(fileno=3), read_settings())


def _command() -> None:
    """Run what was typed, or read for a server."""
    if sys.argv[1:] == [_READ]:
        from api.ingesting.child import main as read

        read()
        return
    from api.cli import main

    sys.modules["__main__"].__package__ = "api"  # where the command's name is taken from
    main()


def _write() -> None:
    """Write, and end as ``graph.writing.child`` does, or compare generations."""
    if sys.argv[1:] == [_COMPARE]:
        from graph.generations.comparing_child import main
    else:
        from graph.writing.child import main

    main()
    sys.stdout.flush()
    os._exit(0)


def _load_writer() -> None:
    import graph.generations.comparing_child
    import graph.writing.child  # noqa: F401


def _load_server() -> None:
    import anyio._backends._asyncio  # noqa: F401
    import uvicorn  # noqa: F401
    import uvloop  # noqa: F401

    import api.app
    import api.http.connections
    import api.http.sockets
    import api.serving.ending  # noqa: F401
    from api.edition import edition
    from api.gql.schema import schema

    schema()
    edition()
    graph.writing.parent.COMMAND = (str(warm("writer")),)
    graph.generations.comparing.COMMAND = (str(warm("writer")), _COMPARE)


#: Read beforehand: patterns, and the tables of places and languages, are made at the first text.
_TEXT = b"Riga joined the Amber Quays Network in 2004, and its mayor, Anna Berg, chairs it since."


def _load_command() -> None:
    import api.ingesting.child  # noqa: F401
    import ingest.pipeline
    from api.commands import command_line  # noqa: F401
    from ingest.documents import read_bytes
    from ingest.extraction import extract
    from ingest.small_cities import small_cities

    graph.writing.parent.COMMAND = (str(warm("writer")),)
    ingest.pipeline.build_pipeline = cache(ingest.pipeline.build_pipeline)
    built = ingest.pipeline.build_pipeline(model=None)
    small_cities()
    list(extract([read_bytes(_TEXT, name="warm.txt", key="warm.txt")], built))


def _load_cluster() -> None:
    import ingest.cluster.connection
    from api.commands import command_line  # noqa: F401
    from ingest.cluster import executor  # noqa: F401

    graph.writing.parent.COMMAND = (str(warm("writer")),)
    # Its native part reads these as it is loaded; what it needs later it takes from the caller's.
    read_once = {**ingest.cluster.connection._ENVIRONMENT, "RAY_AUTH_MODE": "token"}
    with patch.dict(os.environ, read_once):
        import ray  # noqa: F401


def _run_on_cluster() -> None:
    """Run the code that was typed first: a test's, which runs the command line after changes."""
    code = sys.argv.pop(1)
    exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102


#: What is loaded beforehand, and what then starts.
KINDS: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
    "server": (_load_server, _serve),
    "command": (_load_command, _command),
    "writer": (_load_writer, _write),
    "cluster": (_load_cluster, _run_on_cluster),
}


def main(kind: str, address: str) -> None:
    """Fork for each connection at *address*, until stdin ends."""
    load, run = KINDS[kind]
    load()
    gc.collect()
    gc.freeze()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(address)
        listener.listen(64)
        print("ready", flush=True)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who look after one
        while 0 not in select.select([0, listener.fileno()], [], [])[0]:
            connection, _ = listener.accept()
            if not os.fork():
                listener.close()
                _start(connection)
                run()
                return
            connection.close()
    shutil.rmtree(Path(address).parent)
    os.killpg(0, signal.SIGKILL)  # what tests that were broken off have left, and this


def _start(connection: socket.socket) -> None:
    """Fork once more: return in the process that is to run, look after it in this one."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _, streams, _, _ = socket.recv_fds(connection, 1, 8)
    with connection.makefile("rb", buffering=0) as file:  # what follows the line are signals
        words, folder, environment = json.loads(file.readline())
    child = os.fork()
    if child:
        for each in streams:
            os.close(each)
        _look_after(child, connection)
    connection.close()
    _take(streams)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [str(ROOT / "api" / "cli.py"), *words[1:]]


def _take(streams: list[int]) -> None:
    """Make them 0, 1, 2 and so on; they came in ascending order, so none is in another's way."""
    for place, stream in enumerate(streams):
        os.dup2(stream, place)
    for stream in streams:
        if stream >= len(streams):
            os.close(stream)


def _look_after(child: int, connection: socket.socket) -> NoReturn:
    """Pass on signals and the exit status; who has gone away leaves nothing running."""
    ended = os.pidfd_open(child)
    while ended not in select.select([ended, connection.fileno()], [], [])[0]:
        for number in connection.recv(64).split() or [b"%d" % signal.SIGKILL]:
            os.kill(child, int(number))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with suppress(OSError):
        connection.sendall(b"%d\n" % status)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
