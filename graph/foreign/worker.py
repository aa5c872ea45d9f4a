"""The child process that runs foreign queries, one by one; ``graph.foreign.sandbox`` starts it.

It needs nothing of Hansa, so that it starts in about 20 ms. Jobs come as JSON in frames on standard
input, answers go as frames to standard output: a frame is its length in four bytes, big-endian,
and then its bytes. A frame of an answer begins with ``D`` and holds data, or with ``E`` and holds
one JSON object that says how it went; until that says ``done``, what came is no answer.
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
    from typing import Any

_STACK = 64 * 1024 * 1024  # the engine recurses; with this, no query that the guard admits crashed
_PIECE = 64 * 1024
_MANY = 4 * 1024 * 1024  # bytes of a file from which on the bulk loader pays
READY = b"R"  # the first frame of a process that was told what to prepare
DONE = b'E{"outcome": "done", "retire": false}'  # the report of nearly every query
_DONE = {"outcome": "done", "retire": False}
_PAGE = resource.getpagesize()
_statm_file: list[int] = []  # open for good: it is read after every query
_STORES = 2  # generations that stay open: the newest, and one that somebody goes on citing


def main() -> None:
    """Lock the process down, then run jobs until there are no more."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    forbid_sockets()
    threading.stack_size(_STACK)
    thread = threading.Thread(target=serve)
    thread.start()
    thread.join()
    os._exit(0)  # the stores are read-only: nothing to close, and closing takes longer than exiting


def serve() -> None:
    """Answer every job that comes, each with its report at the end."""
    stores, prefixes = Stores(), json.loads(sys.argv[1])
    if len(sys.argv) > 2:
        prepare(stores, json.loads(sys.argv[2]))
    before = resident()
    while job := read_job():
        job["prefixes"] = prefixes
        limit_time(job["seconds"])
        sink = Sink(limit=job["answer"])
        report: dict[str, Any] = run(job, sink, stores)
        signal.setitimer(signal.ITIMER_REAL, 0)
        report["retire"] = resident() > before + job["growth"]
        sink.end(report)


def prepare(stores: Stores, opening: dict[str, Any]) -> None:
    """Do what the first job would have to wait for, and say that it is done.

    *opening* names the checkpoint that jobs will probably want, and their memory, if it is known.
    """
    import pyoxigraph  # noqa: F401

    if opening:
        try:
            stores.open(opening["checkpoint"], memory=opening["memory"])
        except Exception:  # the job that wants it tells what is wrong
            sys.stderr.flush()
    send((1).to_bytes(4, "big") + READY)


def read_job() -> dict[str, Any] | None:
    """Return the next job, or None when the parent has gone."""
    data = os.read(0, _PIECE)  # most jobs come in one piece, and none before the last is answered
    while len(data) < 4 or len(data) < 4 + int.from_bytes(data[:4], "big"):
        more = os.read(0, _PIECE)
        if not more:
            return None
        data += more
    found: dict[str, Any] = json.loads(data[4:])
    return found


def limit_time(seconds: float) -> None:
    """Let the process end when so many seconds have passed, or were spent by its processor."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 2)


def run(job: dict[str, Any], sink: Sink, stores: Stores) -> dict[str, Any]:
    """Run *job* and return the report: ``outcome`` and, unless it is ``done``, ``message``."""
    if "steps" in job:
        return change(job)
    try:
        store = stores.open(job["checkpoint"], memory=job["memory"])
    except Exception as error:
        return {"outcome": "store", "message": str(error)}
    try:
        results = ask(job, store)
        _write(results, sink, name=job["format"], prefixes=job["prefixes"])
    except Exception as error:
        return _explain(error)
    return {"outcome": "done"}


def ask(job: dict[str, Any], store: Any) -> Any:
    """Ask *store* what is asked, as it was mended where that is understood, else as it was said."""
    if job.get("original") is None:
        return asked(job, store)
    try:
        for question, edit in reversed(job["absent"]):
            if not asked({**job, "query": question}, store):
                start, end, more = edit
                job["query"] = job["query"][:start] + more + job["query"][end:]
        return asked(job, store)
    except SyntaxError:  # its places are those of a text that the client never saw
        return asked({**job, "query": job["original"]}, store)


def asked(job: dict[str, Any], store: Any) -> Any:
    """Return what *store* answers to the query of *job*."""
    return store.query(
        job["query"],
        base_iri=job["base_iri"],
        prefixes=job["prefixes"],
        default_graph=_nodes(job["default_graphs"]),
        named_graphs=_nodes(job["named_graphs"]),
    )


def change(job: dict[str, Any]) -> dict[str, Any]:
    """Change the store of *job*, which is nobody else's, step by step; one in memory without."""
    import pyoxigraph

    try:
        store = pyoxigraph.Store(job["store"]) if job["store"] else pyoxigraph.Store()
        limit(resource.RLIMIT_AS, address_space() + job["memory"])
        graphs: set[str] = set()
        for step in job["steps"]:
            graphs |= _asked(store, step, prefixes=job["prefixes"])
            _take(store, step, prefixes=job["prefixes"])
        if job["store"]:
            store.flush()
    except Exception as error:
        report = _explain(error)
        is_conflict = isinstance(error, RuntimeError) and report["outcome"] == "failed"
        return {"outcome": "conflict", "message": str(error)} if is_conflict else report
    return {"outcome": "done", "graphs": sorted(graphs)}


def _asked(store: Any, step: dict[str, Any], *, prefixes: dict[str, str]) -> set[str]:
    """Return the graphs that a step is about to write to, where it says how to find them."""
    import pyoxigraph

    if "asked" not in step:
        return set()
    found = ask({**step["asked"], "prefixes": prefixes}, store)
    terms = {term for row in found for term in row}
    return {term.value for term in terms if isinstance(term, pyoxigraph.NamedNode)}


def _take(store: Any, step: dict[str, Any], *, prefixes: dict[str, str]) -> None:
    import pyoxigraph

    if "update" in step:
        try:
            store.update(step["update"], base_iri=step["base"], prefixes=prefixes)
        except SyntaxError:  # then nothing was done
            store.update(step["original"], base_iri=step["base"], prefixes=prefixes)
        return
    name = step["graph"]
    graph = pyoxigraph.DefaultGraph() if name is None else pyoxigraph.NamedNode(name)
    if "load" not in step:
        (store.clear_graph if name is None else store.remove_graph)(graph)
        return
    kind, path = graph_formats()[step["format"]], step["load"]
    if kind == pyoxigraph.RdfFormat.JSON_LD:  # the only one that may name graphs of its own
        for _ in pyoxigraph.parse(
            path=path, format=kind, base_iri=step["base"], without_named_graphs=True
        ):
            pass
    if name is not None:
        store.add_graph(graph)  # it is there also without a triple
    load = store.bulk_load if os.stat(path).st_size > _MANY else store.load
    load(path=path, format=kind, base_iri=step["base"], to_graph=graph)


def graph_formats() -> dict[str, Any]:
    """Return the engine's formats for graphs by their short names."""
    import pyoxigraph

    return {
        "ttl": pyoxigraph.RdfFormat.TURTLE,
        "nt": pyoxigraph.RdfFormat.N_TRIPLES,
        "jsonld": pyoxigraph.RdfFormat.JSON_LD,
        "rdf": pyoxigraph.RdfFormat.RDF_XML,
    }


class Stores:
    """The stores that are open, the last one used last."""

    def __init__(self) -> None:
        """Open none."""
        self._open: dict[tuple[str, int], Any] = {}

    def open(self, path: str, *, memory: int) -> Any:
        """Return the store of a checkpoint; queries may use *memory* bytes beyond what it takes."""
        import pyoxigraph  # after the locks, and in the thread with the deep stack

        key = path, os.stat(path).st_ino
        store = self._open.pop(key, None)
        if store is None:
            limit(resource.RLIMIT_AS, resource.RLIM_INFINITY)
            while len(self._open) >= _STORES:
                del self._open[next(iter(self._open))]
            store = pyoxigraph.Store.read_only(path)
            limit(resource.RLIMIT_AS, address_space() + memory)
        self._open[key] = store
        return store


class AnswerTooLargeError(Exception):
    """The answer is longer than it may be."""


class Sink:
    """A binary file that sends up to *limit* bytes in frames and then raises AnswerTooLargeError.

    The clock stands while a frame waits for a reader: only the engine's time is the query's.
    """

    def __init__(self, *, limit: int) -> None:
        """Send to standard output."""
        self.left = limit
        self._waiting: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        """Take *data*, and send what has come together if it is enough."""
        self.left -= len(data)
        if self.left < 0:
            raise AnswerTooLargeError
        self._waiting.append(data)
        self._size += len(data)
        if self._size >= _PIECE:
            left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
            send(self._frame())
            signal.setitimer(signal.ITIMER_REAL, left)
        return len(data)

    def flush(self) -> None:
        """Wait for more: the end sends the rest."""

    def end(self, report: dict[str, Any]) -> None:
        """Send what is left, if it counts, and the report."""
        rest = self._frame() if report["outcome"] == "done" else b""
        said = DONE if report == _DONE else b"E" + json.dumps(report).encode()
        send(rest + len(said).to_bytes(4, "big") + said)

    def _frame(self) -> bytes:
        data = b"".join(self._waiting)
        self._waiting, self._size = [], 0
        return (len(data) + 1).to_bytes(4, "big") + b"D" + data if data else b""


def send(data: bytes) -> None:
    """Write all of *data* to standard output."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(1, rest) :]


def _write(results: Any, sink: Sink, *, name: str, prefixes: dict[str, str]) -> None:
    import pyoxigraph

    target: Any = sink
    if isinstance(results, pyoxigraph.QueryTriples):
        pyoxigraph.serialize(results, target, graph_formats()[name], prefixes=prefixes)
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
    if str(error).startswith("The custom function <"):
        return {"outcome": "function", "message": str(error).split("<")[1].split(">")[0]}
    if isinstance(error, OSError) and "RDF 1.2" in str(error):
        return {"outcome": "unsayable", "message": str(error)}
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
    return _statm(0, unknown=1 << 30)


def resident() -> int:
    """Return the bytes of memory in use; ``ru_maxrss`` would count what the parent had."""
    return _statm(1, unknown=0)


def _statm(field: int, *, unknown: int) -> int:
    if not _statm_file:
        try:
            _statm_file.append(os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC))
        except OSError:
            return unknown
    return int(os.pread(_statm_file[0], 200, 0).split()[field]) * _PAGE


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
