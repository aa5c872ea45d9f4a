"""Writes to a data directory in a process of its own, which ends with its work, or soon after.

The process takes the lock, opens the store, does what it is asked, commits, publishes and ends,
within limits of memory and time. So what asks (a command that has a model loaded, a server) never
opens the store read-write, and nothing that goes wrong in the engine takes it along. However the
process ends, the graph is whole: what was not committed is undone, and what was committed and not
published is published by the next writer.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Final

from graph.deriving.assembly import inputs_digest
from graph.errors import EmptyWorkspaceError, GraphError, WriterError
from graph.keeping.lock import this_process
from graph.searching.search import FILE, SearchIndex
from graph.workspace import Workspace
from ontology.errors import HansaError
from ontology.serialisation import JsonObject

from .operations import (
    COMMIT,
    METHODS,
    Operation,
    error_from_json,
    operation_to_json,
)
from .synchronising import Commit

_MIB: Final = 1024 * 1024
#: Seconds after its time that the process is given to hear its own alarm.
_GRACE: Final = 5.0
#: What engine and interpreter say when they find no more memory.
_NO_MEMORY: Final = (b"memory allocation of", b"MemoryError", b"bad_alloc", b"Cannot allocate")


@dataclass(frozen=True, slots=True)
class WriterLimits:
    """What one job of the writer may use.

    ``memory`` is bytes of address space beyond the started process, of which an open store takes
    about 700 MB without using them; ``seconds`` is wall clock from when the lock is held.
    """

    memory: int = 4096 * _MIB
    seconds: float = 3600.0


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
    with _started(workspace.path, limits) as process:
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
        self._process: _Process | None = None
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
            started = _started(self._workspace.path, self._limits)
            self._process = self._ending.enter_context(started)

    def _wait_for_more(self) -> None:
        self._timer = threading.Timer(self._idle, self.close)
        self._timer.daemon = True
        self._timer.start()

    def _end(self) -> None:
        self._process = None
        self._ending.close()


def _talk(
    process: _Process,
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


def _perform(process: _Process, operations: Iterable[Operation]) -> WriterReport:
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


class _Process:
    """The running process, and what is said to it and by it."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        errors: IO[bytes],
        directory: Path,
        limits: WriterLimits,
    ) -> None:
        self._process = process
        self._errors = errors
        self._directory = directory
        self._limits = limits
        self._is_late = False

    @property
    def is_alive(self) -> bool:
        """Whether it can be told anything."""
        return self._process.poll() is None

    def tell(self, message: JsonObject) -> None:
        """Send one line; one that nobody reads any more is explained by ``answer``."""
        assert self._process.stdin is not None  # noqa: S101  # it is a pipe
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()

    def wait_for_lock(self, on_wait: Callable[[str], None] | None) -> None:
        """Return when the process holds the lock, telling *on_wait* for whom it waits."""
        while "locked" not in (message := self.answer()):
            if on_wait:
                on_wait(message["waiting"])

    def answer(self) -> JsonObject:
        """Return the next line; raise the error it tells of, or WriterError when there is none."""
        assert self._process.stdout is not None  # noqa: S101  # it is a pipe
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            raise self._death()
        message: JsonObject = json.loads(line)
        if (error := message.get("error")) is not None:
            raise self._no_memory() if error["class"] == "MemoryError" else error_from_json(error)
        return message

    @contextmanager
    def timed(self) -> Iterator[None]:
        """End the process a little after its time, should it not hear its own alarm."""
        timer = threading.Timer(self._limits.seconds + _GRACE, self._expire)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _expire(self) -> None:
        self._is_late = True
        self._process.kill()

    def _death(self) -> WriterError:
        """Say why the process ended without an answer."""
        code = self._process.wait()
        self._errors.seek(0)
        said = self._errors.read()
        if code == -signal.SIGALRM or self._is_late:
            return WriterError(
                f"writing to {self._directory} took longer than {self._limits.seconds:g} seconds "
                "and was stopped; raise HANSA_WRITER_SECONDS, the next writer goes on from there"
            )
        # Engine and runtime abort where they find no more memory, not always with a word.
        if code == -signal.SIGABRT or any(words in said for words in _NO_MEMORY):
            return self._no_memory()
        how = f"by signal {-code}" if code < 0 else f"with status {code}: {_last_line(said)}"
        return WriterError(
            f"the process that wrote to {self._directory} was ended {how}; nothing is half done, "
            "run the command again"
        )

    def _no_memory(self) -> WriterError:
        return WriterError(
            f"writing to {self._directory} needed more than {self._limits.memory // _MIB} MiB of "
            "memory; raise HANSA_WRITER_MEMORY and run the command again"
        )


@contextmanager
def _started(directory: Path, limits: WriterLimits) -> Iterator[_Process]:
    """Start the process; leaving closes its input, which ends whatever was not to be committed."""
    with TemporaryFile() as errors:
        child = subprocess.Popen(
            # -P: a folder "graph" where the command is typed must not be taken for this package.
            [sys.executable, "-P", "-m", "graph.writing.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={"PYTHONPATH": os.pathsep.join(_import_path())},
            process_group=0,  # Ctrl+C is for the command, which knows whether the commit began
        )
        try:
            yield _Process(child, errors, directory, limits)
        finally:
            _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Close the pipes and wait; a second Ctrl+C kills."""
    for pipe in (child.stdin, child.stdout):
        with suppress(BrokenPipeError):
            if pipe is not None:
                pipe.close()
    try:
        child.wait()
    except BaseException:
        child.kill()
        child.wait()
        raise


def _import_path() -> list[str]:
    """Return where this process finds modules, this package's own place among it."""
    root = str(Path(__file__).resolve().parents[2])
    path = [place for place in sys.path if place]
    return path if root in path else [root, *path]


def _last_line(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "no reason was given")
