"""The child process that writes to a data directory; ``graph.writing.process`` starts it.

It does one job after the other, each under the lock and within its limits, and ends with its
input. For a job it reads lines of JSON from standard input and writes lines of JSON to standard
output: a header comes in, ``waiting`` (perhaps) and ``locked`` go out, operations come in and a
last line that asks for the commit, and one answer goes out. Nothing is committed before that last
line: input that ends without it, because whoever asked is gone, undoes everything.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.engines import engine_for
from graph.following.standby import require_primary
from graph.foreign.worker import address_space, limit
from graph.generations.retention import Retention
from graph.keeping.lock import locked
from graph.keeping.readings import Readings
from graph.remote.addresses import Remote
from ontology.iris import Base

from .operations import (
    COMMIT,
    METHODS,
    error_to_json,
    operation_from_json,
)
from .synchronising import Commit
from .writer import Writer, open_writer


def main() -> None:
    """Do one job after the other, as long as they come."""
    while (header := _read()) is not None:
        is_out_of_memory = False
        try:
            answer = _run(header)
        except _AbandonedError:
            return
        except Exception as error:
            answer = {"error": error_to_json(error)}
            is_out_of_memory = isinstance(error, MemoryError)
            if not is_out_of_memory:
                import traceback

                traceback.print_exc()
        signal.setitimer(signal.ITIMER_REAL, 0)
        _tell(answer)
        if is_out_of_memory:
            return


class _AbandonedError(Exception):
    """Whoever asked is gone, or asks no more."""


def _run(header: dict[str, Any]) -> dict[str, Any]:
    directory = Path(header["directory"])
    require_primary(directory)  # before the lock, which its follower may hold for long
    directory.mkdir(parents=True, exist_ok=True)
    with locked(
        directory / "lock",
        on_wait=lambda who: _tell({"waiting": who}),
        on_pause=_require_parent,
        holder=header["holder"],
    ):
        _limit(header["memory"], header["seconds"])
        _tell({"locked": True})
        base, retention = Base(header["base"]), Retention(**header["retention"])
        engine, lines = engine_for(_remote(header), base), _lines()
        try:
            with open_writer(directory, base, retention, engine) as writer:
                return _perform(directory, writer, lines)
        except _AbandonedError:
            raise
        except Exception:
            for _ in lines:  # the next line is the next job's
                pass
            raise


def _remote(header: dict[str, Any]) -> Remote | None:
    return Remote(**header["remote"]) if header["remote"] else None


def _perform(directory: Path, writer: Writer, lines: Iterator[dict[str, Any]]) -> dict[str, Any]:
    """Do what is asked, line by line, and commit."""
    results: list[Any] = []
    commit: Commit | None = None
    for operation in map(operation_from_json, lines):
        if operation.method == "note":
            Readings(directory).note(*operation.arguments)
            result = None
        else:
            method = getattr(writer, operation.method)
            result = method(*operation.arguments, **operation.keywords)
        commit = result if isinstance(result, Commit) else None
        results.append(METHODS[operation.method].result.write(result))
    commit = commit or writer.commit()
    return {"results": results, "commit": COMMIT.write(commit)}


def _lines() -> Iterator[dict[str, Any]]:
    """Yield what comes in until the line that asks for the commit."""
    while (line := _read()) is not None:
        if "commit" in line:
            return
        yield line
    raise _AbandonedError


def _require_parent() -> None:
    """End when nobody waits for the lock any more: nothing may come in before it is held."""
    ready, _, _ = select.select([sys.stdin.fileno()], [], [], 0)
    if ready:
        raise _AbandonedError


def _limit(memory: int, seconds: float) -> None:
    """Let the work, from here on, take so many bytes of address space and seconds."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    limit(resource.RLIMIT_AS, address_space() + memory)


def _read() -> dict[str, Any] | None:
    """Return the next line, or None where there is no whole one."""
    line = sys.stdin.buffer.readline()
    return dict(json.loads(line)) if line.endswith(b"\n") else None


def _tell(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)  # everything is closed and durable; taking the interpreter down takes longer
