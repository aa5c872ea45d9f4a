"""The child process that runs one foreign query and ends; ``graph.sandbox`` starts it by its path.

It needs nothing of Hansa, so that it starts in about 20 ms. A job comes as JSON on standard input,
the answer goes to standard output, and one line of JSON on standard error says how it went. The
answer counts only once that line says ``done``, so half an answer is never taken for a whole one.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import threading

TYPE_CHECKING = False  # typing itself would cost a tenth of the start
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, BinaryIO

_STACK = 64 * 1024 * 1024  # the engine recurses; with this, no query that the guard admits crashed


def main() -> None:
    """Read a job, lock the process down, run the job, report."""
    job = json.load(sys.stdin)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, job["seconds"])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    limit(resource.RLIMIT_CPU, int(job["seconds"]) + 2)
    forbid_sockets()
    threading.stack_size(_STACK)
    report: dict[str, str] = {"outcome": "failed", "message": "the query did not begin"}
    thread = threading.Thread(target=lambda: report.update(run(job)))
    thread.start()
    thread.join()
    sys.stderr.write("\n" + json.dumps(report))
    sys.stderr.flush()
    os._exit(0)  # the store is read-only: nothing to close, and closing takes longer than exiting


def run(job: dict[str, Any]) -> dict[str, str]:
    """Run *job* and return the report: ``outcome`` and, unless it is ``done``, ``message``."""
    import pyoxigraph  # after the locks, and in the thread with the deep stack

    try:
        store = pyoxigraph.Store.read_only(job["checkpoint"])
    except Exception as error:
        return {"outcome": "store", "message": str(error)}
    try:
        limit(resource.RLIMIT_AS, address_space() + job["memory"])
        results = store.query(
            job["query"],
            base_iri=job["base_iri"],
            prefixes=job["prefixes"],
            default_graph=_nodes(job["default_graphs"]),
            named_graphs=_nodes(job["named_graphs"]),
        )
        sink = Sink(sys.stdout.buffer, limit=job["answer"])
        _write(results, sink, name=job["format"], prefixes=job["prefixes"])
    except Exception as error:
        return _explain(error)
    return {"outcome": "done"}


class AnswerTooLargeError(Exception):
    """The answer is longer than it may be."""


class Sink:
    """A binary file that passes on up to *limit* bytes and then raises AnswerTooLargeError."""

    def __init__(self, file: BinaryIO, *, limit: int) -> None:
        """Write to *file*."""
        self.file = file
        self.left = limit

    def write(self, data: bytes) -> int:
        """Pass on *data*."""
        self.left -= len(data)
        if self.left < 0:
            raise AnswerTooLargeError
        return self.file.write(data)

    def flush(self) -> None:
        """Pass on what is buffered."""
        self.file.flush()


def _write(results: Any, sink: Sink, *, name: str, prefixes: dict[str, str]) -> None:
    import pyoxigraph

    target: Any = sink
    if isinstance(results, pyoxigraph.QueryTriples):
        graph_format = {
            "ttl": pyoxigraph.RdfFormat.TURTLE,
            "nt": pyoxigraph.RdfFormat.N_TRIPLES,
            "jsonld": pyoxigraph.RdfFormat.JSON_LD,
            "rdf": pyoxigraph.RdfFormat.RDF_XML,
        }[name]
        pyoxigraph.serialize(results, target, graph_format, prefixes=prefixes)
    else:
        results.serialize(
            target,
            {
                "json": pyoxigraph.QueryResultsFormat.JSON,
                "xml": pyoxigraph.QueryResultsFormat.XML,
                "csv": pyoxigraph.QueryResultsFormat.CSV,
                "tsv": pyoxigraph.QueryResultsFormat.TSV,
            }[name],
        )
    sink.flush()


def _nodes(iris: Iterable[str] | None) -> Any:
    import pyoxigraph

    return None if iris is None else [pyoxigraph.NamedNode(iri) for iri in iris]


def _explain(error: Exception) -> dict[str, str]:
    if isinstance(error, AnswerTooLargeError):
        return {"outcome": "too-large", "message": ""}
    if isinstance(error, MemoryError):
        return {"outcome": "memory", "message": ""}
    if isinstance(error, SyntaxError):
        return {"outcome": "syntax", "message": str(error)}
    if isinstance(error, KeyError):
        return {"outcome": "format", "message": str(error)}
    if isinstance(error, ValueError):
        return {"outcome": "refused", "message": str(error)}
    return {"outcome": "failed", "message": f"{type(error).__name__}: {error}"}


def limit(kind: int, value: int) -> None:
    """Let this process use no more of a resource, and never more than it already may."""
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    try:
        resource.setrlimit(kind, (value, hard))
    except (OSError, ValueError):
        return  # macOS knows no RLIMIT_AS


def address_space() -> int:
    """Return the bytes of address space in use; an open store reserves about 650 MB and uses 30."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 1 << 30


def forbid_sockets() -> bool:
    """Make ``socket()`` fail with EPERM from here on, by seccomp; return whether that was possible.

    SERVICE and LOAD then fail even if a spelling of them passed the guard. Needs no privilege; on
    another kernel or machine than those below the guard stands alone.
    """
    number = {"x86_64": 41, "aarch64": 198}.get(os.uname().machine)
    if sys.platform != "linux" or number is None:
        return False
    import ctypes
    import struct

    def step(code: int, yes: int, no: int, value: int) -> bytes:
        return struct.pack("HBBI", code, yes, no, value)

    load, equal, back = 0x20, 0x15, 0x06  # BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_RET|K
    steps = (
        step(load, 0, 0, 0)  # seccomp_data.nr
        + step(equal, 0, 1, number)
        + step(back, 0, 0, 0x00050000 | 1)  # SECCOMP_RET_ERRNO | EPERM
        + step(back, 0, 0, 0x7FFF0000)  # SECCOMP_RET_ALLOW
    )
    code = ctypes.create_string_buffer(steps, len(steps))
    programme = struct.pack("HxxxxxxQ", len(steps) // 8, ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    no_new_privileges, seccomp, filter_mode = 38, 22, 2
    zero = ctypes.c_ulong(0)
    if libc.prctl(no_new_privileges, ctypes.c_ulong(1), zero, zero, zero):
        return False
    return not libc.prctl(
        seccomp, ctypes.c_ulong(filter_mode), ctypes.c_char_p(programme), zero, zero
    )


if __name__ == "__main__":
    main()
