"""The process that reads documents for a server, one at a time, for whoever has their turn.

The model takes more memory than all else that a server does. So it is in a process of its own,
which is started for the first document, and stays for a while after the last one.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import shutil
import sys
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, cast

from api.settings import Settings
from graph.building.crew import import_path
from graph.errors import WriterError
from graph.keeping.disks import full_disk, says_full
from graph.writing.operations import error_from_json
from ingest import errors as ingest_errors
from ontology.errors import HansaError

from .spool import Spool

_log = logging.getLogger("hansa")

#: What starts the process.
COMMAND: tuple[str, ...] = (sys.executable, "-P", "-m", "api.ingesting.child")
#: Seconds after the last document until the process ends, with its model.
_IDLE: Final = 60.0
#: Bytes of one line that the process says.
_LONGEST: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """What is to be read: the address *url*, or a *file*, which is read by that *name*.

    A *file* is one of a server's ``Spool``, and goes once it is read.
    """

    url: str | None = None
    file: Path | None = None
    name: str = ""
    key: str | None = None
    force: bool = False

    def asked(self) -> dict[str, Any]:
        """Return it as the process is asked for it."""
        given = {name: value for name, value in asdict(self).items() if value is not None}
        return {"key": None, **given} | ({"file": str(self.file)} if self.file else {})

    def discard(self) -> None:
        """Delete the file, if there is one."""
        if self.file is not None:
            self.file.unlink(missing_ok=True)


class Reading:
    """The process; only its event loop may use it."""

    def __init__(self, settings: Settings, spool: Spool) -> None:
        """Read into the data directory of *settings*, in folders of *spool*; start nothing yet."""
        self._settings = settings
        self._spool = spool
        self._turns = asyncio.Lock()  # which is fair: whoever came first is next
        self._process: Process | None = None
        self._ending: asyncio.TimerHandle | None = None
        self._idle: asyncio.Future[None] | None = None

    @property
    def is_running(self) -> bool:
        """Whether there is a process."""
        return self._process is not None and self._process.returncode is None

    @property
    def is_taken(self) -> bool:
        """Whether somebody has their turn."""
        return self._turns.locked()

    @asynccontextmanager
    async def turn(self, *, patience: float | None = None) -> AsyncIterator[None]:
        """Wait for all who came before, and keep the process for a block.

        Raises TimeoutError where that is more than *patience* seconds.
        """
        async with asyncio.timeout(patience):
            await self._turns.acquire()
        if self._ending is not None:
            self._ending.cancel()
        try:
            yield
        finally:
            self._turns.release()
            self._ending = asyncio.get_running_loop().call_later(_IDLE, self._end_idle)

    async def ask(
        self,
        asked: Mapping[str, Any],
        *,
        seconds: float,
        told: Callable[[dict[str, Any]], None] = lambda _: None,
    ) -> dict[str, Any]:
        """Have something done in one's turn, and return what came of it.

        *told* is called with whatever the process says on the way. Raises the error that ended it,
        and WriterError where that was the end of the process, or more than so many *seconds*.
        """
        place = self._spool.place()
        try:
            return await self._asked({**asked, "place": str(place)}, seconds, told)
        finally:  # which the process does itself, unless it was killed
            shutil.rmtree(place, ignore_errors=True)

    async def _asked(
        self, asked: Mapping[str, Any], seconds: float, told: Callable[[dict[str, Any]], None]
    ) -> dict[str, Any]:
        process = await self._running()
        to, back = cast(StreamWriter, process.stdin), cast(StreamReader, process.stdout)
        is_done = False
        try:
            async with asyncio.timeout(seconds):
                with suppress(ConnectionError):
                    to.write(json.dumps(asked).encode() + b"\n")
                    await to.drain()
                while line := await back.readline():
                    said: dict[str, Any] = json.loads(line)
                    if is_done := said.pop("is_last", False):
                        return self._result(said)
                    told(said)
        except TimeoutError:
            raise WriterError("reading the document took too long; send less at a time") from None
        finally:
            if not is_done:
                await self.end()
        raise WriterError("the process that read the document ended before its work; send it again")

    async def _running(self) -> Process:
        if self._process is not None and self.is_running:
            return self._process
        settings = self._settings
        process = await asyncio.create_subprocess_exec(
            *COMMAND,
            stdin=PIPE,
            stdout=PIPE,
            env={"PYTHONPATH": os.pathsep.join(import_path())},
            limit=_LONGEST,
            start_new_session=True,  # Ctrl+C is for the server, which ends it
        )
        asked: Mapping[str, Any] = {
            "store": str(settings.store.absolute()),
            "base": settings.base.iri,
            "retention": asdict(settings.retention),
            "remote": asdict(settings.server) if settings.server else None,
            "limits": asdict(settings.writer_limits),
            "model": settings.model,
            "allow_private": settings.allow_private_urls,
        }
        cast(StreamWriter, process.stdin).write(json.dumps(asked).encode() + b"\n")
        self._process = process
        return process

    def _end_idle(self) -> None:
        if not self._turns.locked():
            self._idle = asyncio.ensure_future(self._end_unless_taken())

    async def _end_unless_taken(self) -> None:
        """End the process, unless somebody took their turn since the time was up."""
        if not self._turns.locked():
            await self.end()

    async def end(self) -> None:
        """End the process, whatever it is at."""
        if self._ending is not None:
            self._ending.cancel()
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    def _result(self, said: dict[str, Any]) -> dict[str, Any]:
        if (told := said.get("error")) is not None:
            here = str(self._settings.store.absolute())
            # Whoever follows a document is told, with the token or without.
            raise _error({**told, "text": told["text"].replace(here, "DATA")})
        return said


def _error(said: Mapping[str, Any]) -> HansaError:
    """Return the error that the process tells of; one of the system without what it names."""
    kind = getattr(ingest_errors, said["class"], None)
    if isinstance(kind, type) and issubclass(kind, HansaError):
        return kind(said["text"])
    error = error_from_json({"details": {"errno": None, "filename": None}, **said})
    if isinstance(error, HansaError):
        return error
    _log.error("a document could not be read: %s", error)
    if says_full(error):
        return full_disk("the disk on which documents are read")
    return WriterError("the document could not be read; the log of the server says why")
