"""Foreign queries that a SPARQL server answers, with our limits in front.

They wait and are told in the same way as those that ``graph.foreign.pool`` runs. What is broken off
here ends our wait and the connection; whether it ends the query is the server's affair.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Final, TypeVar

import httpx

from graph.errors import QueryStoppedError, QuerySyntaxError, RemoteError
from graph.formats import SOLUTION_FORMATS, Format
from graph.remote.addresses import Remote
from graph.remote.client import READING, manners, unreached
from graph.remote.served import Served

from .forwarding import CUT, accepted, cut_at, form_of, head_of, refused, sent_format
from .jobs import Job, failed, timed_out
from .mending import mended_query
from .rewriting import rewrite
from .running import Opening
from .sayable import SayableAnswer

#: Seconds after which a query is slow.
_PROMPT: Final = 0.1
#: Seconds between two attempts to reach a server.
_AGAIN: Final = 0.2
#: Bytes that are read and sent at a time.
_PIECE: Final = 64 * 1024
#: Bytes of an answer that is none.
_SAID: Final = 10_000
#: Seconds in which a connection is made, or is not; the clock of each query is another.
_TIMEOUT: Final = httpx.Timeout(None, connect=5.0)
#: The turns are fewer.
_LIMITS: Final = httpx.Limits(max_connections=None, max_keepalive_connections=20)

_Found = TypeVar("_Found")


class RemoteRunning:
    """A job that a server does: iterate over it for the pieces of its answer."""

    def __init__(self, job: Job, http: httpx.AsyncClient) -> None:
        """Send nothing before somebody iterates; ``close`` has to follow.

        Raises TypeError for a job that no server does.
        """
        if not isinstance(job.source, Served):
            raise TypeError("a query of a checkpoint is sent to no server")
        self.job = job
        self.spent = 0.0
        self.is_done = self.is_slow = False
        self._served = job.source
        self._http = http
        self._stopped = ""
        self._end: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._open = AsyncExitStack()

    def stop(self, why: str) -> None:
        """Wait for it no more; whoever reads gets QueryStoppedError, which says *why*."""
        if self.is_done:
            return
        self._stopped = self._stopped or why
        if not self._end.done():
            self._end.set_result(None)

    async def close(self) -> None:
        """Let go of the connection, and so of what was not read."""
        self._end.cancel()
        await self._open.aclose()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the answer in pieces; only its end without an error makes it whole."""
        answer = await self._answer()
        found = sent_format(self.job.format, answer.headers.get("content-type", ""))
        pieces = self._pieces(answer)
        if found != self.job.format or not self._served.dialect.is_exact:
            pieces = self._rewritten(pieces, found)
        sayable = SayableAnswer(self.job.format)
        async for piece in self._few(pieces):
            yield sayable.looked_at(piece)
        self.is_done = True

    async def _few(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Yield *pieces* as long as they are not more than an answer may be."""
        left = self.job.limits.answer
        async for piece in pieces:
            left -= len(piece)
            if left < 0:
                raise failed({"outcome": "too-large"}, self.job.limits)
            yield piece

    async def _answer(self) -> httpx.Response:
        """Return the answer to the query as it was mended where that is understood."""
        told, mended = self.job.query, mended_query(self.job.query)
        is_mended = mended.text != told or bool(mended.absent)
        if not (is_mended and self._served.dialect.is_mended):
            return await self._asked(told, self.job.format)
        query = mended.text
        try:
            for question, (start, end, more) in reversed(mended.absent):
                if not await self._holds(question):
                    query = query[:start] + more + query[end:]
            return await self._asked(query, self.job.format)
        except QuerySyntaxError:  # its places are those of a text that the client never saw
            return await self._asked(told, self.job.format)

    async def _holds(self, question: str) -> bool:
        """Return the answer to an ASK query."""
        told = await self._asked(question, SOLUTION_FORMATS["json"])
        return bool(json.loads(await self._awaited(told.aread()))["boolean"])

    async def _asked(self, query: str, format: Format) -> httpx.Response:
        """Return the answer to a query, of which the head was read."""
        body = form_of(query, self.job, self._served)
        answer = await self._translated(self._reached(body, format))
        self._open.push_async_callback(answer.aclose)
        if not answer.is_success:
            said, head = await self._said(answer), len(head_of(query, self.job.base_iri))
            raise refused(answer.status_code, said, self.job, self._served, head=head)
        if CUT in answer.headers:
            raise cut_at(answer.headers[CUT])
        return answer

    async def _reached(self, body: Mapping[str, Any], format: Format) -> httpx.Response:
        """Return an answer as soon as the server is there, for which it has a moment."""
        deadline = time.monotonic() + READING
        while True:
            try:
                return await self._sent(body, format)
            except (httpx.ReadError, httpx.RemoteProtocolError):  # of a connection that had gone
                return await self._sent(body, format)
            except httpx.ConnectError:
                if time.monotonic() + _AGAIN > deadline:
                    raise
            await self._awaited(asyncio.sleep(_AGAIN))

    async def _sent(self, body: Mapping[str, Any], format: Format) -> httpx.Response:
        headers = {"Accept": accepted(format, self._served)}
        request = self._http.build_request(
            "POST", self._served.remote.query, data=dict(body), headers=headers
        )
        return await self._awaited(self._http.send(request, stream=True))

    async def _said(self, answer: httpx.Response) -> str:
        """Return how an answer begins that is none."""
        said = b""
        async for piece in self._pieces(answer):
            said += piece
            if len(said) > _SAID:
                break
        return said.decode(errors="replace")

    async def _pieces(self, answer: httpx.Response) -> AsyncIterator[bytes]:
        pieces = answer.aiter_bytes(_PIECE)
        while (piece := await self._translated(self._awaited(anext(pieces, None)))) is not None:
            yield piece

    async def _rewritten(self, pieces: AsyncIterator[bytes], found: Format) -> AsyncIterator[bytes]:
        """Yield an answer in the format that is wanted; it waits on disk, since it may be long."""
        with tempfile.TemporaryDirectory(prefix="hansa-answer-") as folder:
            source, target = Path(folder, "found"), Path(folder, "wanted")
            with source.open("wb") as file:
                async for piece in self._few(pieces):
                    file.write(piece)
            await self._awaited(asyncio.to_thread(rewrite, source, found, target, self.job.format))
            with target.open("rb") as file:
                while piece := file.read(_PIECE):
                    yield piece

    async def _translated(self, work: Awaitable[_Found]) -> _Found:
        """Wait for *work*; raise RemoteError where the server is not there any more."""
        try:
            return await work
        except httpx.HTTPError as error:
            raise unreached(self._served.remote, error) from error

    async def _awaited(self, work: Awaitable[_Found]) -> _Found:
        """Wait for what the server does, as long as it may take, and until somebody stops it."""
        began = time.monotonic()
        task: asyncio.Future[_Found] = asyncio.ensure_future(work)
        both: set[asyncio.Future[Any]] = {task, self._end}
        try:
            await asyncio.wait(
                both,
                timeout=max(0.0, self.job.limits.seconds - self.spent),
                return_when=asyncio.FIRST_COMPLETED,
            )
            if self._stopped:
                raise QueryStoppedError(self._stopped)
            if not task.done():
                raise timed_out(self.job.limits)
            return task.result()
        finally:
            self.spent += time.monotonic() - began
            if not task.done():
                task.cancel()
                await asyncio.wait({task})


class RemoteUse:
    """The use of a connection for one job, in a block."""

    def __init__(self, pool: RemotePool, job: Job, when_slow: Callable[[], None] | None) -> None:
        """Begin with the block, or with ``begin``."""
        self._pool = pool
        self._job = job
        self._when_slow = when_slow

    async def __aenter__(self) -> RemoteRunning:
        """Begin."""
        return await self.begin()

    async def __aexit__(self, *raised: object) -> None:
        """End."""
        self.end()

    async def begin(self) -> RemoteRunning:
        """Begin as soon as there is a turn."""
        self._running = running = await self._pool.begun(self._job)
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(_PROMPT, self._step_aside)
        return running

    def end(self) -> None:
        """Give the turn back."""
        self._timer.cancel()
        self._pool.take_back(self._running)

    def _step_aside(self) -> None:
        self._pool.step_aside(self._running, self._when_slow)


class RemotePool:
    """So many queries at once at a server; a slow one gives its turn to another and goes on."""

    #: What is broken off has not surely ended.
    kills = False

    def __init__(self, size: int, remote: Remote, *, slow: int | None = None) -> None:
        """Let *size* queries run, and twice as many slow ones beside them."""
        self._size = size
        self._slow = slow if slow is not None else 2 * size
        self._remote = remote
        self._http: httpx.AsyncClient | None = None
        self._turns = asyncio.Semaphore(size)
        self._tasks: set[asyncio.Task[None]] = set()
        self.killed = 0

    async def start(self, opening: Opening | None = None) -> None:  # noqa: ARG002
        """Connect to nothing yet."""
        self._http = httpx.AsyncClient(**manners(self._remote), timeout=_TIMEOUT, limits=_LIMITS)

    @property
    def processes(self) -> int:
        """How many queries may run at once, none before the start and after the end."""
        return self._size if self._http is not None else 0

    async def close(self) -> None:
        """Let go of all connections, once those that nobody reads are closed."""
        http, self._http = self._http, None
        await asyncio.gather(*self._tasks)
        if http is not None:
            await http.aclose()

    def running(self, job: Job, *, when_slow: Callable[[], None] | None = None) -> RemoteUse:
        """Run *job* for as long as the block takes; what is not done by its end is broken off.

        *when_slow* is called when the job has given its turn to another.
        """
        return RemoteUse(self, job, when_slow)

    async def begun(self, job: Job) -> RemoteRunning:
        """Return a job that runs, perhaps after a while; ``take_back`` has to follow."""
        await self._turns.acquire()
        if self._http is None:
            self._turns.release()
            raise RemoteError("this server is about to end, and asks no other any more")
        return RemoteRunning(job, self._http)

    def step_aside(self, running: RemoteRunning, when_slow: Callable[[], None] | None) -> None:
        """Let a job that is slow give its turn to another, and tell *when_slow* if it does."""
        if self._slow:
            self._slow -= 1
            running.is_slow = True
            self._turns.release()
            if when_slow:
                when_slow()

    def take_back(self, running: RemoteRunning) -> None:
        """Have the turn of a job back, and close its connection unless it was read to the end."""
        self.killed += not running.is_done
        if running.is_slow:
            self._slow += 1
        else:
            self._turns.release()
        task = asyncio.create_task(running.close())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def let_go(self) -> None:
        """Do nothing: no checkpoint is open."""


async def answer_of(job: Job) -> bytes:
    """Return the whole answer to a job that is the only one."""
    if not isinstance(job.source, Served):
        raise TypeError("a query of a checkpoint is sent to no server")
    pool = RemotePool(1, job.source.remote)
    await pool.start()
    try:
        async with pool.running(job) as running:
            return b"".join([piece async for piece in running])
    finally:
        await pool.close()
