"""What mutations may do: write through the server's one writer, and have documents read.

Mutations run in a thread, as all resolvers do, and wait there for what the event loop does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from anyio import from_thread

from api.ingesting.ingestions import Ingestions, Progress
from api.ingesting.reading import Source
from api.ingesting.spool import Spool
from api.sparql.writing import Writing
from graph.reader import Reader
from graph.workspace import Workspace
from graph.writing.operations import Operation
from graph.writing.process import WriterReport
from ontology.errors import HansaError


class Writes:
    """The writes of one request."""

    def __init__(
        self,
        writing: Writing,
        ingestions: Ingestions,
        workspace: Workspace,
        spool: Spool,
        *,
        require_keeper: Callable[[], None],
        renew: Callable[[], Reader],
        restart: Callable[[], None],
    ) -> None:
        """Write with *writing* and *ingestions*, where *require_keeper* raises nothing.

        Texts wait in *spool* until they are read.

        *renew* makes the request read the newest generation; *restart* gives it as much time as it
        had to begin with, after what it waited for.
        """
        self.workspace = workspace
        self.spool = spool
        self.require_keeper = require_keeper
        self._writing = writing
        self._ingestions = ingestions
        self._renew = renew
        self._restart = restart

    def perform(self, *operations: Operation) -> WriterReport:
        """Do *operations*, all or none; what is read from here on is the generation they made."""
        self.require_keeper()
        try:
            done: WriterReport = from_thread.run(self._writing.perform, *operations)
        finally:
            self._restart()
        self._renew()
        return done

    def ingest(self, source: Source, *, seconds: float) -> Progress:
        """Begin to read *source*, and return how far that is when it ended, or after so long.

        Raises what ended it, if anything did.
        """
        self.require_keeper()
        try:
            id = from_thread.run_sync(self._ingestions.begin, source)
        except HansaError:
            source.discard()
            raise
        progress: Progress = from_thread.run(partial(self._ingestions.wait, id, seconds=seconds))
        self._restart()
        error: HansaError | None = from_thread.run_sync(self._ingestions.error, id)
        if error is not None:
            raise error
        if progress.generation is not None:
            self._renew()
        return progress
