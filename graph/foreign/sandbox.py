"""Runs the queries that strangers write, in processes that can be killed.

pyoxigraph cannot stop a running query, its sorts and aggregates ignore signals handled in Python,
and a small query can exhaust memory or the stack. In a process of its own every one of these is an
ordinary error. Four locks, each enough for what it is for: the guard before parsing, wall clock and
processor time, address space, and no sockets.

``run_query`` starts a process for one query, which costs about 30 ms; a server keeps some that
answer one query after another, in ``graph.foreign.pool``.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from graph.formats import Format
from graph.remote.served import Source
from ontology.namespaces import QUERY_PREFIXES

from .jobs import NO_DATASET, Job, Limits, QueryDataset, died, failed, job, timed_out
from .sayable import SayableAnswer

_WORKER: Final = Path(__file__).with_name("worker.py")
#: Seconds after its own alarm in which a child that cannot hear it is killed.
GRACE: Final = 2.0


@dataclass(frozen=True, slots=True)
class QueryAnswer:
    """A whole answer and the format it is written in."""

    body: bytes
    format: Format


@dataclass(slots=True)
class Child:
    """A process that waits for jobs at the other end of *channel*; *said* is its standard error."""

    process: subprocess.Popen[bytes]
    channel: socket.socket
    said: IO[bytes]

    @classmethod
    def start(cls, prepared: Mapping[str, Any] | None = None) -> Child:
        """Start one, without our environment, which holds secrets.

        One that is to be *prepared*, perhaps by opening a checkpoint, says when it is ready.
        """
        more = [] if prepared is None else [json.dumps(prepared)]
        channel, theirs = socket.socketpair()
        said = tempfile.TemporaryFile()  # noqa: SIM115  open as long as the process
        with theirs:
            process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-I", str(_WORKER), json.dumps(QUERY_PREFIXES), *more],
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=said,
                env={},
                process_group=0,  # Ctrl+C at a terminal is for us, and a priority for all threads
            )
        return cls(process, channel, said)

    def end(self) -> tuple[int, bytes]:
        """Kill the process if it still runs; return its exit code and what it said last."""
        self.process.kill()
        code = self.process.wait()
        self.said.seek(0)
        said = self.said.read()[-10_000:]
        self.said.close()
        self.channel.close()
        return code, said


def run_query(
    source: Source,
    query: str,
    *,
    format: str,
    limits: Limits | None = None,
    dataset: QueryDataset = NO_DATASET,
    base_iri: str | None = None,
) -> QueryAnswer:
    """Answer a foreign *query* over the checkpoint or server *source*, written in *format*.

    *format* is a name of ``graph.formats``. The prefixes of ``ontology.namespaces`` are known.

    Raises QuerySyntaxError, QueryRefusedError (the guard, a format that does not fit the form),
    QueryTimeoutError, QueryTooLargeError or QueryCrashedError; ExportError for what the format
    cannot say; StoreError when *source* cannot be read.
    """
    asked = job(
        source,
        query,
        format=format,
        limits=limits or Limits(),
        dataset=dataset,
        base_iri=base_iri,
    )
    if not isinstance(source, Path):
        import asyncio  # which is slow to import, as is httpx

        from .remote_pool import answer_of

        return QueryAnswer(asyncio.run(answer_of(asked)), asked.format)
    child = Child.start()
    try:
        child.channel.settimeout(asked.limits.seconds + GRACE)
        child.channel.sendall(asked.frame)
        return QueryAnswer(b"".join(_pieces(child, asked)), asked.format)
    except TimeoutError:
        raise timed_out(asked.limits) from None
    finally:
        if child.process.returncode is None:
            child.end()


def _pieces(child: Child, asked: Job) -> Iterator[bytes]:
    """Yield the answer; raise what went wrong when its end says so, or never comes."""
    answer = SayableAnswer(asked.format)
    with child.channel.makefile("rb") as frames:
        while len(head := frames.read(4)) == 4:
            frame = frames.read(int.from_bytes(head, "big"))
            if frame[:1] == b"D":
                yield answer.looked_at(frame[1:])
                continue
            report: dict[str, Any] = json.loads(frame[1:])
            if report["outcome"] != "done":
                raise failed(report, asked.limits, query=asked.query)
            return
    raise died(*_ended(child), asked.limits)


def _ended(child: Child) -> tuple[int, bytes]:
    child.process.wait()
    return child.end()
