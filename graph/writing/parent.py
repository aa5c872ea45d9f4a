"""The process that writes, as whoever started it sees it: what is said to it and by it.

Lines of JSON go to its standard input and come from its standard output. Its death is explained by
how it ended and by what it said last.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

from graph.errors import WriterError
from ontology.serialisation import JsonObject

from .operations import error_from_json

_MIB: Final = 1024 * 1024
#: Seconds after its time that the process is given to hear its own alarm.
_GRACE: Final = 5.0
#: What starts the process. -P: a folder "graph" where the command is typed is not this package.
COMMAND: tuple[str, ...] = (sys.executable, "-P", "-m", "graph.writing.child")
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


class WriterProcess:
    """The running process, and what is said to it and by it."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        errors: IO[bytes],
        directory: Path,
        limits: WriterLimits,
    ) -> None:
        """Speak with *process*, which says to *errors* what it dies of."""
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
def started(directory: Path, limits: WriterLimits) -> Iterator[WriterProcess]:
    """Start the process; leaving closes its input, which ends whatever was not to be committed."""
    with TemporaryFile() as errors:
        child = subprocess.Popen(  # noqa: S603
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={"PYTHONPATH": os.pathsep.join(_import_path())},
            process_group=0,  # Ctrl+C is for the command, which knows whether the commit began
        )
        try:
            yield WriterProcess(child, errors, directory, limits)
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
