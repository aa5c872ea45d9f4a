"""The ingestions of one server process: begun, followed, remembered for a while.

One document is read at a time (``api.ingesting.reading``); what is asked for meanwhile waits,
within a bound. An ingestion has an id that nobody can guess: who was given it may follow how far it
is, with the token or without.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import OrderedDict
from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Final

from api.errors import BusyError, ForbiddenError, UnavailableError
from api.http.problems import problem_of
from api.serving.peers import Peers
from api.settings import Settings
from graph.errors import WriterError
from graph.following.standby import require_primary
from ontology.errors import HansaError

from .reading import Reading, Source

_log = logging.getLogger("hansa")

#: Ingestions that wait for their turn, and those that are remembered after they ended.
MOST_WAITING: Final = 50
MOST_KEPT: Final = 500
#: Seconds between two looks at an ingestion of another process of this server.
_LOOK: Final = 0.5

_ENDED: Final = frozenset({"DONE", "FAILED"})


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
        if self.progress.has_ended:  # what was read is kept no longer
            self.source.discard()
            self.source = Source()
        self.news.set()
        self.news = asyncio.Event()


class Ingestions:
    """All of them; only its event loop may use it."""

    def __init__(self, settings: Settings, peers: Peers, reading: Reading) -> None:
        """Have documents read by *reading*, and know of those of the other processes by *peers*."""
        self._settings = settings
        self._peers = peers
        self._reading = reading
        self._kept: OrderedDict[str, _Ingestion] = OrderedDict()
        self._queue: list[_Ingestion] = []
        self._current: _Ingestion | None = None
        self._work: asyncio.Task[None] | None = None
        self._is_closed = False

    @property
    def count(self) -> int:
        """How many wait, with the one that is read."""
        return len(self._queue) + (self._current is not None)

    @property
    def states(self) -> list[str]:
        """In which state each is that has not ended, the one that is read first."""
        begun = [each.progress.state for each in self._kept.values() if not each.progress.has_ended]
        return sorted(begun, key=lambda state: state == "QUEUED")

    def begin(self, source: Source) -> str:
        """Let *source* be read when its turn comes, and return the id of the ingestion.

        Raises ForbiddenError where the server has no documents, StandbyError where its directory
        follows another, BusyError where too many wait, and UnavailableError when it stops.
        """
        require_primary(self._settings.store)
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

    async def find(self, id: str) -> Progress | None:
        """Return how far an ingestion of any process of this server is, if it has one."""
        found = self._kept.get(id)
        return found.progress if found else await self._ask(id)

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
            async for there in self._elsewhere(id):
                yield there
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
            progress = await self._ask(id)
            if progress is None:
                if last is None:
                    yield None
                    return
                progress = replace(last, state="FAILED", code="UNAVAILABLE", reason=_GONE)
            if progress != last:
                yield progress
            if progress.has_ended:
                return
            last = progress
            await asyncio.sleep(_LOOK)

    async def _ask(self, id: str) -> Progress | None:
        """Return how far an ingestion of another process of this server is."""
        answers = await self._peers.ask("ingestion", id)
        told: Mapping[str, Any] | None = next((each for each in answers if each), None)
        return Progress(**{**told, "withheld": tuple(told["withheld"])}) if told else None

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

    def _forget(self) -> None:
        ended = [id for id, each in self._kept.items() if each.progress.has_ended]
        for id in ended[: max(0, len(self._kept) - MOST_KEPT)]:
            del self._kept[id]

    async def _read_all(self) -> None:
        while self._queue:
            each = self._current = self._queue.pop(0)
            for number, other in enumerate(self._queue, start=1):
                other.move(waiting=_before(number))
            try:
                each.move(waiting=_LOOKED_AT if self._reading.is_taken else None)
                async with self._reading.turn():
                    await self._read(each)
            except HansaError as error:
                self._fail(each, error)
            except Exception:
                _log.exception("an ingestion failed")
                self._fail(each, WriterError("the document could not be read; the log says why"))
            self._current = None
            self._forget()
        self._work = None

    async def _read(self, each: _Ingestion) -> None:
        """Have one document read, and note how far that is."""
        each.move(waiting=None if self._reading.is_running else _STARTS)
        said = await self._reading.ask(
            each.source.asked(),
            seconds=self._settings.writer_seconds * 2,
            told=lambda said: each.move(**{"waiting": None, **said}),
        )
        each.move(state="DONE", waiting=None, **{**said, "withheld": tuple(said["withheld"])})

    @staticmethod
    def _fail(each: _Ingestion, error: HansaError) -> None:
        problem = problem_of(error)
        each.error = error
        each.move(state="FAILED", waiting=None, code=problem.type.constant, reason=problem.detail)


def _before(others: int) -> str | None:
    """Return what an ingestion in the queue waits for; whose the others are is not told.

    >>> _before(0), _before(1), _before(2)
    (None, 'the document before it', '2 documents before it')
    """
    if not others:
        return None
    return "the document before it" if others == 1 else f"{others} documents before it"


_LOOKED_AT: Final = "a document that somebody looks at before it is read"
_STARTS: Final = "the process that reads documents, which starts"
_GONE: Final = "the process that read the document has ended; send it again"
_STOPS: Final = "the server stopped before the document was read; send it again"
