"""Runs the queries that strangers write, each in a process of its own that can be killed.

pyoxigraph cannot stop a running query, its sorts and aggregates ignore signals handled in Python,
and a small query can exhaust memory or the stack. A process per query costs about 30 ms and makes
every one of these an ordinary error. Four locks, each enough for what it is for: the guard before
parsing, wall clock and processor time, address space, and no sockets.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import (
    GraphError,
    QueryCrashedError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    QueryTooLargeError,
    StoreError,
)
from graph.formats import GRAPH_FORMATS, SOLUTION_FORMATS, Format
from graph.guard import Form, Shape, inspect
from ontology.namespaces import PREFIXES

_WORKER = Path(__file__).with_name("worker.py")
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use: wall clock, memory beyond the opened store, answer, own length.

    ``memory`` and ``answer`` are bytes, ``length`` counts characters.
    """

    seconds: float = 10.0
    memory: int = 512 * _MIB
    answer: int = 64 * _MIB
    length: int = 500_000


@dataclass(frozen=True, slots=True)
class QueryDataset:
    """The dataset of the protocol (SPARQL 1.1 Protocol, section 2.1.4): IRIs of graphs.

    When either is given, both count and the query's own FROM clauses do not.
    """

    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether the request named any graph."""
        return bool(self.default_graphs or self.named_graphs)


@dataclass(frozen=True, slots=True)
class QueryAnswer:
    """A whole answer and the format it is written in."""

    body: bytes
    format: Format


def formats_of(form: Form | None) -> Mapping[str, Format]:
    """Return the formats for the answers of a query form; unknown forms count as SELECT.

    >>> sorted(formats_of("DESCRIBE"))
    ['jsonld', 'nt', 'rdf', 'ttl']
    """
    return GRAPH_FORMATS if form in {"CONSTRUCT", "DESCRIBE"} else SOLUTION_FORMATS


def measure(query: str, *, limits: Limits) -> Shape:
    """Return the query's shape; raise QueryRefusedError or QuerySyntaxError as ``guard`` does."""
    if len(query) > limits.length:
        raise QueryRefusedError(
            f"the query has {len(query)} characters and may have {limits.length}; "
            "ask in several smaller ones"
        )
    return inspect(query)


def run_query(
    checkpoint: Path,
    query: str,
    *,
    format: str,
    limits: Limits | None = None,
    dataset: QueryDataset | None = None,
    base_iri: str | None = None,
) -> QueryAnswer:
    """Answer a foreign *query* over the store at *checkpoint*, written in *format*.

    *format* is a name of ``graph.formats``. The prefixes of ``ontology.namespaces`` are known.

    Raises QuerySyntaxError, QueryRefusedError (the guard, a format that does not fit the form),
    QueryTimeoutError, QueryTooLargeError or QueryCrashedError; StoreError when *checkpoint* cannot
    be read.
    """
    sandboxed = SandboxedQuery(
        checkpoint, query, format=format, limits=limits, dataset=dataset, base_iri=base_iri
    )
    return sandboxed.run()


class SandboxedQuery:
    """One foreign query that one thread runs and any other thread may kill."""

    def __init__(
        self,
        checkpoint: Path,
        query: str,
        *,
        format: str,
        limits: Limits | None = None,
        dataset: QueryDataset | None = None,
        base_iri: str | None = None,
        shape: Shape | None = None,
    ) -> None:
        """Check the query and prepare its job; *shape* spares measuring it a second time.

        Raises QuerySyntaxError or QueryRefusedError.
        """
        self.limits = limits or Limits()
        form = (shape or measure(query, limits=self.limits)).form
        self.format = _fitting(format, form)
        self._job = _job(checkpoint, query, self.limits, dataset or QueryDataset(), base_iri)
        self._job["format"] = self.format.name
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._killed = False

    def run(self) -> QueryAnswer:
        """Start the process, wait for it and return its answer; errors as of ``run_query``."""
        with self._lock:
            if self._killed:
                raise QueryTimeoutError("the query was stopped before it began")
            # -I: no variables, no user's packages; and none of our environment, which holds secrets
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-I", str(_WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={},
            )
        with self._process as process:
            try:
                # The child's own alarm comes first; this one is for a child that cannot hear it.
                body, said = process.communicate(
                    json.dumps(self._job).encode(), timeout=self.limits.seconds + 2
                )
            except subprocess.TimeoutExpired:
                raise self._timeout() from None
            finally:
                process.kill()
        if process.returncode or _report(said).get("outcome") != "done":
            raise self._error(process.returncode, said)
        return QueryAnswer(body, self.format)

    def kill(self) -> None:
        """End the query now, from any thread; ``run`` then raises QueryTimeoutError."""
        with self._lock:
            self._killed = True
            if self._process is not None:
                self._process.kill()

    def _timeout(self) -> QueryTimeoutError:
        return QueryTimeoutError(
            f"the query took longer than {self.limits.seconds:g} seconds and was stopped; "
            "ask for less, or add a LIMIT before sorting"
        )

    def _error(self, code: int, said: bytes) -> GraphError:
        if self._killed:
            return QueryTimeoutError("the query was stopped before it ended")
        if -code in {signal.SIGALRM, signal.SIGXCPU, signal.SIGKILL}:
            return self._timeout()
        report = _report(said)
        message = report.get("message", "")
        match report.get("outcome"):
            case "syntax":
                return QuerySyntaxError(f"the query is not SPARQL 1.1: {_first_line(message)}")
            case "refused":
                return QueryRefusedError(f"the query cannot be answered: {_first_line(message)}")
            case "store":
                return StoreError(
                    f"the store cannot be read: {_first_line(message)}; run hansa rebuild"
                )
            case "too-large":
                return QueryTooLargeError(
                    f"the answer is larger than {self.limits.answer} bytes; add a LIMIT, "
                    "or ask in parts"
                )
            case "failed":
                return QueryCrashedError(f"the query failed: {_first_line(message)}")
        if report.get("outcome") == "memory" or b"memory allocation" in said:
            return QueryCrashedError(
                f"the query needed more than {self.limits.memory // _MIB} MiB of memory; "
                "ask for less, or sort and join fewer rows"
            )
        return QueryCrashedError(
            "the query took down the process that ran it; it is deeper or larger than the engine "
            "can hold, so write it flatter"
        )


def _fitting(name: str, form: Form | None) -> Format:
    formats = formats_of(form)
    if form is not None and name not in formats:
        known = ", ".join(formats)
        raise QueryRefusedError(f"a {form} query cannot be answered as {name}; choose {known}")
    return formats.get(name) or GRAPH_FORMATS[name]


def _job(
    checkpoint: Path, query: str, limits: Limits, dataset: QueryDataset, base_iri: str | None
) -> dict[str, object]:
    return {
        "checkpoint": str(checkpoint),
        "query": query,
        "seconds": limits.seconds,
        "memory": limits.memory,
        "answer": limits.answer,
        "default_graphs": list(dataset.default_graphs) if dataset else None,
        "named_graphs": list(dataset.named_graphs) if dataset else None,
        "base_iri": base_iri,
        "prefixes": PREFIXES,
    }


def _report(said: bytes) -> dict[str, str]:
    """Return the worker's report, its last line, or nothing when it died before writing one."""
    last = said.rpartition(b"\n")[2]
    return dict(json.loads(last)) if last.startswith(b'{"outcome"') and last.endswith(b"}") else {}


def _first_line(message: str) -> str:
    """Shorten a parser's message, which lists whole character classes, to what helps."""
    line = message.splitlines()[0] if message else "no reason was given"
    return line if len(line) <= 300 else line[:299] + "…"
