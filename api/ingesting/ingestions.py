"""The ingestions of one server process: begun, followed, remembered for a while.

One document is read at a time, by a process of its own, since the model takes more memory than all
else that a server does; the process stays for a while after the last one. What is asked for
meanwhile waits, within a bound. An ingestion has an id that nobody can guess: who was given it may
follow how far it is, with the token or without.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
import sys
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import PIPE, Process
from collections import OrderedDict
from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, cast

from api.errors import BusyError, ForbiddenError, UnavailableError
from api.http.problems import problem_of
from api.serving.peers import Peers
from api.settings import Settings
from graph.building.crew import import_path
from graph.errors import WriterError
from graph.writing.operations import error_from_json
from ingest import errors as ingest_errors
from ontology.errors import HansaError

_log = logging.getLogger("hansa")

#: Ingestions that wait for their turn, and those that are remembered after they ended.
MOST_WAITING: Final = 50
MOST_KEPT: Final = 500
#: Seconds after the last document until the process ends, with its model.
_IDLE: Final = 60.0
#: Seconds between two looks at an ingestion of another process of this server.
_LOOK: Final = 0.5
#: Bytes of one line that the process says.
_LONGEST: Final = 16 * 1024 * 1024

_ENDED: Final = frozenset({"DONE", "FAILED"})


@dataclass(frozen=True, slots=True)
class Source:
    """What is to be read: the address *url*, or a *text*, in a file of that *name*."""

    url: str | None = None
    text: str | None = None
    name: str = "text.md"
    key: str | None = None
    force: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingestion is.

    ``state`` is QUEUED, READING, EXTRACTING, WRITING, DONE or FAILED; ``waiting`` says in words
    what it waits for, while that is not its own work. Once it is done ``key`` is that of the
    document, ``outcome`` is added, changed, unchanged or duplicate, ``duplicate_of`` the key of the
    one with the same bytes, ``withheld`` what the gate kept back, and ``generation`` the newest one
    then. Once it
    failed, ``code`` and ``reason`` say why.
    """

    id: str
    state: str = "QUEUED"
    key: str | None = None
    waiting: str | None = None
    outcome: str | None = None
    duplicate_of: str | None = None
    withheld: tuple[str, ...] = ()
    generation: int | None = None
    code: str | None = None
    reason: str | None = None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more comes."""
        return self.state in _ENDED


@dataclass(slots=True)
class _Ingestion:
    """One ingestion: its source, how far it is, its error, and who waits for news of it."""

    source: Source
    progress: Progress
    error: HansaError | None = None
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def move(self, **said: Any) -> None:
        """Note how far it is, and wake everybody who waits for that."""
        self.progress = replace(self.progress, **said)
        self.news.set()
        self.news = asyncio.Event()


class Ingestions:
    """All of them; only its event loop may use it."""

    def __init__(self, settings: Settings, peers: Peers) -> None:
        """Read into the data directory of *settings*; nothing is started yet."""
        self._settings = settings
        self._peers = peers
        self._kept: OrderedDict[str, _Ingestion] = OrderedDict()
        self._queue: list[_Ingestion] = []
        self._work: asyncio.Task[None] | None = None
        self._process: Process | None = None
        self._ending: asyncio.TimerHandle | None = None
        self._idle: asyncio.Future[None] | None = None
        self._is_closed = False

    @property
    def count(self) -> int:
        """How many wait, with the one that is read."""
        return len(self._queue) + (self._work is not None)

    def begin(self, source: Source) -> str:
        """Let *source* be read when its turn comes, and return the id of the ingestion.

        Raises ForbiddenError where the server has no documents, BusyError where too many wait, and
        UnavailableError when it stops.
        """
        if not self._settings.managed:
            raise ForbiddenError("this server is a bare store, which takes no documents")
        if self._is_closed:
            raise UnavailableError("this server is about to stop; send it again", retry_after=10)
        if len(self._queue) >= MOST_WAITING:
            raise BusyError(
                f"{MOST_WAITING} documents wait to be read; send this one in a minute",
                retry_after=60,
            )
        waiting = _before(self.count)
        id = secrets.token_urlsafe(16)
        begun = _Ingestion(source, Progress(id, key=source.key, waiting=waiting))
        self._kept[id] = begun
        self._queue.append(begun)
        if self._work is None:
            self._work = asyncio.create_task(self._read_all())
        self._forget()
        return id

    def told(self, id: str) -> Progress | None:
        """Return how far an ingestion of this process is; None where it has none with that id."""
        found = self._kept.get(id)
        return found.progress if found else None

    def error(self, id: str) -> HansaError | None:
        """Return why an ingestion of this process failed, if it did."""
        found = self._kept.get(id)
        return found.error if found else None

    async def wait(self, id: str, *, seconds: float) -> Progress:
        """Return how far an ingestion of this process is when it ended, or after so long."""
        found = self._kept[id]
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not found.progress.has_ended:
                    await found.news.wait()
        return found.progress

    async def follow(self, id: str) -> AsyncGenerator[Progress | None, None]:
        """Yield how far an ingestion is, now and whenever that changes, until it ended.

        Yields None where there is none with that id. Who is slow misses steps on the way, and never
        the last one.
        """
        found = self._kept.get(id)
        if found is None:
            async for progress in self._elsewhere(id):
                yield progress
            return
        while True:
            news, progress = found.news, found.progress
            yield progress
            if progress.has_ended:
                return
            if found.progress is progress:
                await news.wait()

    async def _elsewhere(self, id: str) -> AsyncGenerator[Progress | None, None]:
        """Follow an ingestion of another process of this server."""
        last: Progress | None = None
        while True:
            answers = await self._peers.ask("ingestion", id)
            told = next((each for each in answers if each), None)
            if told is None:
                if last is None:
                    yield None
                    return
                told = asdict(replace(last, state="FAILED", code="UNAVAILABLE", reason=_GONE))
            progress = Progress(**{**told, "withheld": tuple(told["withheld"])})
            if progress != last:
                yield progress
            if progress.has_ended:
                return
            last = progress
            await asyncio.sleep(_LOOK)

    async def close(self) -> None:
        """Read no more; what is being read stays whole: it is in the graph or it is not."""
        self._is_closed = True
        work, self._work = self._work, None
        for each in (*self._queue, *self._kept.values()):
            if not each.progress.has_ended:
                self._fail(each, UnavailableError(_STOPS, retry_after=10))
        self._queue.clear()
        if work is not None:
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work
        await self._end()

    def _forget(self) -> None:
        ended = [id for id, each in self._kept.items() if each.progress.has_ended]
        for id in ended[: max(0, len(self._kept) - MOST_KEPT)]:
            del self._kept[id]

    async def _read_all(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
        while self._queue:
            each = self._queue.pop(0)
            for number, other in enumerate(self._queue, start=1):
                other.move(waiting=_before(number))
            try:
                await self._read(each)
            except HansaError as error:
                self._fail(each, error)
            except Exception:
                _log.exception("an ingestion failed")
                self._fail(each, WriterError("the document could not be read; the log says why"))
            self._forget()
        self._work = None
        self._ending = asyncio.get_running_loop().call_later(_IDLE, self._end_idle)

    async def _read(self, each: _Ingestion) -> None:
        """Have one document read, and note how far that is."""
        each.move(waiting=None if self._is_running else _STARTS)
        process = await self._running()
        to, back = cast(StreamWriter, process.stdin), cast(StreamReader, process.stdout)
        source = {name: value for name, value in asdict(each.source).items() if value is not None}
        try:
            async with asyncio.timeout(self._settings.writer_seconds * 2):
                with suppress(ConnectionError):
                    to.write(json.dumps({"key": None, **source}).encode() + b"\n")
                    await to.drain()
                while line := await back.readline():
                    if self._is_last(each, json.loads(line)):
                        return
        except TimeoutError:
            raise WriterError("reading the document took too long; send less at a time") from None
        finally:
            if not each.progress.has_ended:
                await self._end()
        raise WriterError("the process that read the document ended before its work; send it again")

    def _is_last(self, each: _Ingestion, said: dict[str, Any]) -> bool:
        """Note what the process said, and say whether it is done with that document."""
        if (error := said.get("error")) is not None:
            self._fail(each, _error(error))
        elif "outcome" in said:
            each.move(state="DONE", waiting=None, **{**said, "withheld": tuple(said["withheld"])})
        else:
            each.move(**{"waiting": None, **said})
        return each.progress.has_ended

    @staticmethod
    def _fail(each: _Ingestion, error: HansaError) -> None:
        problem = problem_of(error)
        each.error = error
        each.move(state="FAILED", waiting=None, code=problem.type.constant, reason=problem.detail)

    @property
    def _is_running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def _running(self) -> Process:
        if self._process is not None and self._is_running:
            return self._process
        settings = self._settings
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "api.ingesting.child"),
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
            "limits": asdict(settings.writer_limits),
            "model": settings.model,
            "allow_private": settings.allow_private_urls,
        }
        cast(StreamWriter, process.stdin).write(json.dumps(asked).encode() + b"\n")
        self._process = process
        return process

    def _end_idle(self) -> None:
        if self._work is None:
            self._idle = asyncio.ensure_future(self._end())

    async def _end(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def _before(others: int) -> str | None:
    """Return what an ingestion in the queue waits for; whose the others are is not told.

    >>> _before(0), _before(1), _before(2)
    (None, 'the document before it', '2 documents before it')
    """
    if not others:
        return None
    return "the document before it" if others == 1 else f"{others} documents before it"


_STARTS: Final = "the process that reads documents, which starts"
_GONE: Final = "the process that read the document has ended; send it again"
_STOPS: Final = "the server stopped before the document was read; send it again"


def _error(said: Mapping[str, Any]) -> HansaError:
    """Return the error that the process tells of."""
    kind = getattr(ingest_errors, said["class"], None)
    if isinstance(kind, type) and issubclass(kind, HansaError):
        return kind(said["text"])
    error = error_from_json({"details": {"errno": None, "filename": None}, **said})
    return error if isinstance(error, HansaError) else WriterError(str(error))
