"""Writes to a data directory in a process of its own, which ends with its work, or soon after.

The process takes the lock, opens the store, does what it is asked, commits, publishes and ends,
within limits of memory and time. So what asks (a command that has a model loaded, a server) never
opens the store read-write, and nothing that goes wrong in the engine takes it along. However the
process ends, the graph is whole: what was not committed is undone, and what was committed and not
published is published by the next writer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from typing import Any

from graph.deriving.assembly import inputs_digest
from graph.errors import EmptyWorkspaceError, GraphError, WriterError
from graph.keeping.lock import this_process
from graph.searching.search import FILE, SearchIndex
from graph.workspace import Workspace
from ontology.errors import HansaError
from ontology.serialisation import JsonObject

from .operations import COMMIT, METHODS, Operation, operation_to_json
from .parent import WriterLimits, WriterProcess, started
from .synchronising import Commit


@dataclass(frozen=True, slots=True)
class WriterReport:
    """What came of a job: the result of each operation, in order, and the commit."""

    results: tuple[Any, ...]
    commit: Commit


class InterruptedWriting(KeyboardInterrupt):  # it is no error
    """Ctrl+C while the process was committing: it finished first, and ``report`` is its report."""

    def __init__(self, report: WriterReport) -> None:
        """Keep the report."""
        super().__init__()
        self.report = report


def run_writer(
    workspace: Workspace,
    operations: Iterable[Operation],
    *,
    on_wait: Callable[[str], None] | None = None,
    limits: WriterLimits | None = None,
) -> WriterReport:
    """Do *operations* on *workspace* in a process of their own, and commit them: all or none.

    Without operations, what a killed writer left is finished. The data directory is made when
    there is none. *on_wait* is told once, in a sentence, who is waited for.

    Raises what the writer raises, WriterError when the process ends before its work, and
    InterruptedWriting for a KeyboardInterrupt that comes too late to stop the commit.
    """
    limits = limits or WriterLimits()
    with started(workspace.path, limits) as process:
        return _talk(process, workspace, operations, limits, on_wait)


class KeptWriter:
    """Writes like ``run_writer``, in a process that stays for a while after its work.

    To start one takes longer than most writes of somebody who makes many. Between two writes it
    holds neither lock nor store. Safe for threads; one write at a time.
    """

    def __init__(self, workspace: Workspace, limits: WriterLimits, *, idle: float = 5.0) -> None:
        """Write to *workspace*; the process ends when it had nothing to do for *idle* seconds."""
        self._workspace = workspace
        self._limits = limits
        self._idle = idle
        self._lock = threading.Lock()
        self._process: WriterProcess | None = None
        self._ending = ExitStack()
        self._timer: threading.Timer | None = None

    def run(self, operations: Iterable[Operation]) -> WriterReport:
        """Do *operations* and commit them, as ``run_writer`` does, and raise what it raises."""
        with self._lock:
            self._require_process()
            assert self._process is not None  # noqa: S101  # it was just started
            try:
                return _talk(self._process, self._workspace, operations, self._limits, None)
            except HansaError as error:
                if isinstance(error, WriterError):
                    self._end()
                raise
            except BaseException:
                self._end()
                raise
            finally:
                self._wait_for_more()

    def close(self) -> None:
        """End the process, once its work is done."""
        with self._lock:
            self._end()

    def _require_process(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._process is not None and not self._process.is_alive:
            self._end()
        if self._process is None:
            child = started(self._workspace.path, self._limits)
            self._process = self._ending.enter_context(child)

    def _wait_for_more(self) -> None:
        self._timer = threading.Timer(self._idle, self.close)
        self._timer.daemon = True
        self._timer.start()

    def _end(self) -> None:
        self._process = None
        self._ending.close()


def _talk(
    process: WriterProcess,
    workspace: Workspace,
    operations: Iterable[Operation],
    limits: WriterLimits,
    on_wait: Callable[[str], None] | None,
) -> WriterReport:
    process.tell(
        {
            "directory": str(workspace.path),
            "base": workspace.base.iri,
            "retention": asdict(workspace.retention),
            "remote": asdict(remote) if (remote := workspace.engine.remote) else None,
            "holder": this_process(),
            "memory": limits.memory,
            "seconds": limits.seconds,
        }
    )
    process.wait_for_lock(on_wait)
    with process.timed():
        return _perform(process, operations)


def needs_writer(workspace: Workspace) -> bool:
    """Return whether a writer has something to do without being asked: what a killed one left.

    Costs a look into documents.sqlite; takes no lock.
    """
    try:
        documents = workspace.documents
    except EmptyWorkspaceError:
        return False
    has_other_inputs = documents.meta("inputs") not in (None, inputs_digest(workspace.base))
    is_behind = documents.meta("anew") or documents.journal() or documents.changed(1)
    is_unfinished = is_behind or documents.meta("purging") or _has_no_index(workspace)
    return has_other_inputs or bool(is_unfinished)


def _has_no_index(workspace: Workspace) -> bool:
    """Say whether nothing can be found in the newest generation, as after a loss of power."""
    try:
        newest = workspace.generations().current()
    except GraphError:
        return False  # hansa check tells of it; another writer would not mend it
    search = SearchIndex.covering(workspace.path / FILE, newest) if newest else None
    if search is not None:
        search.close()
    return newest is not None and search is None


def _perform(process: WriterProcess, operations: Iterable[Operation]) -> WriterReport:
    methods: list[str] = []
    for operation in operations:
        process.tell(operation_to_json(operation))
        methods.append(operation.method)
    try:
        process.tell({"commit": True})
        answer = process.answer()
    except KeyboardInterrupt:
        raise InterruptedWriting(_report(process.answer(), methods)) from None
    return _report(answer, methods)


def _report(answer: JsonObject, methods: list[str]) -> WriterReport:
    pairs = zip(methods, answer["results"], strict=True)
    results = tuple(METHODS[method].result.read(value) for method, value in pairs)
    return WriterReport(results, COMMIT.read(answer["commit"]))
