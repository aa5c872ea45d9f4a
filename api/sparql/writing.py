"""Lets what is sent to be written be written: by the keeper only, one at a time."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from anyio import to_thread
from starlette.requests import Request

from api.http.security import require_token
from api.settings import Settings
from graph.errors import ChangedMeanwhileError, EmptyWorkspaceError, StoreError
from graph.foreign.updates import ClearStep, ForeignUpdate, LoadStep, UpdateStep
from graph.keeping.disks import full_disk, says_full
from graph.writing.operations import Operation, found, update
from graph.writing.process import KeptWriter, WriterReport
from graph.writing.synchronising import Commit

from .admission import Gate
from .preconditions import Condition

#: Seconds for which a write waits for those before it.
_PATIENCE: Final = 60.0
#: How often a write with a condition is tried while others write.
_TRIES: Final = 5


class Writing:
    """The writes of one server; each runs in a process of its own, which takes the lock."""

    def __init__(self, settings: Settings) -> None:
        """Write to the data directory of *settings*."""
        self._settings = settings
        self._gate = Gate(places=1, queue=settings.query_queue, patience=_PATIENCE)
        workspace = settings.workspace
        self._writer = KeptWriter(workspace, settings.writer_limits)

    def require_keeper(self, request: Request) -> None:
        """Raise ForbiddenError or UnauthorizedError unless the request may write."""
        require_token(request, self._settings)

    async def write(
        self,
        request: Request,
        *steps: UpdateStep | LoadStep | ClearStep,
        condition: Condition | None = None,
    ) -> Commit:
        """Take *steps*, all or none, and note the generation they made for the answer's header.

        They are taken on the very generation for which *condition* holds, if there is one. Raises
        PreconditionFailedError where it does not, BusyError when too many wait, and what
        ``graph.writing.process.run_writer`` raises.
        """
        settings = self._settings
        wanted = ForeignUpdate(steps, settings.update_limits, is_managed=settings.managed)
        async with self._gate.place():
            commit = await self._on(wanted, condition)
        request.state.generation = commit.generation
        return commit

    async def perform(self, *operations: Operation) -> WriterReport:
        """Do *operations*, all or none, as the command line does; raises as ``write`` does.

        Whoever calls it has seen that the request may write. Raises EmptyWorkspaceError where there
        is nothing yet, rather than make a data directory.
        """
        if not (self._settings.store / "documents.sqlite").exists():
            raise EmptyWorkspaceError("nothing has been ingested yet; send a document first")
        async with self._gate.place():
            return await self._report(*operations)

    async def _on(self, wanted: ForeignUpdate, condition: Condition | None) -> Commit:
        """Carry out what is wanted; where another process was faster, see whether it still may."""
        for left in reversed(range(_TRIES)):
            on = None if condition is None else await to_thread.run_sync(condition)
            try:
                return await self._run(update(replace(wanted, on=on)))
            except ChangedMeanwhileError:
                if not left:
                    raise
        raise AssertionError

    async def found(self) -> None:
        """Make the data directory one without documents, where it is to be; else do nothing.

        Raises StoreError when it holds documents.
        """
        if not self._settings.managed:
            await self._run(found())

    async def _run(self, operation: Operation) -> Commit:
        return (await self._report(operation)).commit

    async def _report(self, *operations: Operation) -> WriterReport:
        run = partial(self._writer.run, operations)
        try:
            return await to_thread.run_sync(run, limiter=self._gate.threads)
        except OSError as error:  # of the disk, or no process to be had
            what = f"{self._settings.store} cannot be written to"
            if says_full(error):
                raise full_disk(f"{what}: the disk") from error
            raise StoreError(f"{what}: {error.strerror or error}") from error

    async def close(self) -> None:
        """End the process that writes."""
        await to_thread.run_sync(self._writer.close)
