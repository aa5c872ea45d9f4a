"""What runs foreign queries, as those see it who have them run: processes here, or a server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

from .jobs import Job


class Opening(NamedTuple):
    """A checkpoint that jobs will want, and the bytes of memory that they may use."""

    checkpoint: Path
    memory: int


class Running(Protocol):
    """A job on its way: iterate over it for the pieces of its answer.

    ``spent`` are the seconds for which the engine was waited for. Errors are those of
    ``graph.foreign.sandbox.run_query``, and QueryStoppedError.
    """

    @property
    def job(self) -> Job:
        """What is asked."""

    @property
    def spent(self) -> float:
        """The seconds so far; they stand while nobody reads."""

    def stop(self, why: str) -> None:
        """End it now; whoever reads gets QueryStoppedError, which says *why*."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the answer in pieces; only its end without an error makes it whole."""


class Use(AbstractAsyncContextManager[Running], Protocol):
    """The use of what runs queries for one job, in a block, or from ``begin`` to ``end``."""

    async def begin(self) -> Running:
        """Begin as soon as it can be."""

    def end(self) -> None:
        """End; what was not done is broken off."""


class QueryPool(Protocol):
    """Runs so many foreign queries at once, for a server."""

    @property
    def killed(self) -> int:
        """How many were broken off."""

    @property
    def processes(self) -> int:
        """How many could run, or do."""

    @property
    def kills(self) -> bool:
        """Whether what is broken off has surely ended."""

    async def start(self, opening: Opening | None = None) -> None:
        """Begin; what is named will be wanted."""

    async def close(self) -> None:
        """End what is free; what is in use ends with its queries."""

    def running(self, job: Job, *, when_slow: Callable[[], None] | None = None) -> Use:
        """Run *job* for as long as the block takes; what is not done by its end is broken off.

        *when_slow* is called when the job has given its place to another.
        """

    def let_go(self) -> None:
        """Let go of checkpoints that are there no more."""
