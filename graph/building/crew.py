"""Who reads and drafts the documents of a first build: this process, or others beside it.

Each process of a crew opens documents.sqlite for reading, is told keys, and answers with what
comes of them, in the order asked. The answers are the same whoever gives them, and so is the graph.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final, Protocol

from graph.errors import WriterError
from graph.identity.index import NodeRow
from graph.keeping.database import Current
from graph.keeping.documents import DocumentStore
from ontology.iris import Base

from .drafting import Draft, Drafting, Reading

#: Fewer documents are done sooner than another process starts.
_FEW: Final = 200
#: More processes would only wait for the one that puts together what they made.
_MOST: Final = 8
#: Documents that are asked for together, and how often before the first answer is waited for.
_TOGETHER: Final = 8
_AHEAD: Final = 2

Placed = tuple[Current, list[NodeRow]]


@dataclass(frozen=True, slots=True)
class Failure:
    """What a process of a crew answers where it cannot: an error, or words about one."""

    error: BaseException | str


class Crew(Protocol):
    """Whoever does the work that concerns one document alone."""

    def read(self, entries: Sequence[Current]) -> Iterator[Reading]:
        """Yield the reading of each document, in their order."""

    def drafts(self, placed: Iterable[Placed]) -> Iterator[Draft]:
        """Yield the draft of each document, in their order."""


class Alone:
    """This process, without others."""

    def __init__(self, drafting: Drafting) -> None:
        """Work by *drafting*."""
        self._drafting = drafting

    def read(self, entries: Sequence[Current]) -> Iterator[Reading]:
        """Yield the reading of each document."""
        return map(self._drafting.read, entries)

    def drafts(self, placed: Iterable[Placed]) -> Iterator[Draft]:
        """Yield the draft of each document."""
        return (self._drafting.draft(entry, rows) for entry, rows in placed)


class _Helpers:
    """Several other processes, asked in turns."""

    def __init__(self, helpers: Sequence[_Helper]) -> None:
        self._helpers = helpers

    def read(self, entries: Sequence[Current]) -> Iterator[Reading]:
        return self._all("read", ((entry,) for entry in entries))

    def drafts(self, placed: Iterable[Placed]) -> Iterator[Draft]:
        return self._all("draft", placed)

    def _all(self, method: str, asked: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
        """Yield the answers in the order of what is asked, a few of them waiting."""
        rest, waiting = iter(asked), deque[_Helper]()
        turn = 0
        while some := [*islice(rest, _TOGETHER)]:
            helper = self._helpers[turn % len(self._helpers)]
            if len(waiting) == _AHEAD * len(self._helpers):
                yield from waiting.popleft().answer()
            helper.ask(method, some)
            waiting.append(helper)
            turn += 1
        for helper in waiting:
            yield from helper.answer()


class _Helper:
    """One other process; ``graph.building.child`` is what it runs."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None  # noqa: S101  # they are pipes
        assert process.stdout is not None  # noqa: S101
        self._process = process
        self._stdin = process.stdin
        self._stdout = process.stdout

    def ask(self, *asked: Any) -> None:
        with suppress(BrokenPipeError):  # ``answer`` says why nobody reads
            pickle.dump(asked, self._stdin, protocol=pickle.HIGHEST_PROTOCOL)
            self._stdin.flush()

    def answer(self) -> Any:
        """Return the next answer; raises what the process met with."""
        try:
            answer = pickle.load(self._stdout)  # noqa: S301  # our own process wrote it
        except (EOFError, pickle.UnpicklingError) as error:
            raise self._death() from error
        if not isinstance(answer, Failure):
            return answer
        if isinstance(answer.error, BaseException):
            raise answer.error
        raise WriterError(f"a process that helped to make the graph failed: {answer.error}")

    def _death(self) -> WriterError:
        self._process.kill()  # what answers half has gone wrong already
        code = self._process.wait()
        how = f"by signal {-code}" if code < 0 else f"with status {code}"
        return WriterError(
            f"a process that helped to make the graph was ended {how}; nothing is half done, "
            "run the command again"
        )

    def end(self) -> None:
        for pipe in (self._stdin, self._stdout):
            with suppress(BrokenPipeError):
                pipe.close()
        self._process.kill()  # it has nothing open to be lost
        self._process.wait()


@contextmanager
def crew_for(documents: DocumentStore, base: Base, *, helpers: int) -> Iterator[Crew]:
    """Give a crew of so many *helpers*, other processes, or none, for as long as the block takes.

    Raises WriterError, from the crew, when one of them ends before its work.
    """
    if not helpers:
        yield Alone(Drafting(documents, base))
        return
    with ExitStack() as stack:
        crew = []
        with suppress(OSError):  # where no more processes may be started, fewer do
            for _ in range(helpers):
                crew.append(_Helper(_start()))
                stack.callback(crew[-1].end)
        for helper in crew:
            helper.ask(documents.path, base.iri)
        yield _Helpers(crew) if crew else Alone(Drafting(documents, base))


def helpers_for(documents: int) -> int:
    """Return how many helpers pay for so many documents, on the cores this process may use.

    >>> helpers_for(20)
    0
    """
    cores = cores_of_this_process()
    return 0 if cores == 1 or documents < _FEW else min(cores, _MOST)


def cores_of_this_process() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        # -P: a folder "graph" where the command is typed must not be taken for this package.
        [sys.executable, "-P", "-m", "graph.building.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": os.pathsep.join(import_path())},
    )


def import_path() -> list[str]:
    """Return where this process finds modules, this package's own place among it."""
    root = str(Path(__file__).resolve().parents[2])
    path = [place for place in sys.path if place]
    return path if root in path else [root, *path]
