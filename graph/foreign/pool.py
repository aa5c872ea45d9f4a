"""Processes that answer foreign queries one after another, for a server.

Each keeps its checkpoint open, so a light query costs what the engine takes and a third of a
millisecond. One that overstays, crashes, grows too large or loses its client is killed, and another
takes its place; a process lost costs one query.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any, Final

from graph.errors import GraphError, QueryStoppedError

from .channel import Channel
from .jobs import Job, died, failed
from .running import Opening
from .sandbox import GRACE, Child
from .sayable import SayableAnswer
from .worker import DONE, READY

#: Seconds in which a process has to be ready; a checkpoint takes long on a disk that is busy.
START: Final = 30.0


@dataclass(slots=True, eq=False)
class Worker:
    """A child with the line to it."""

    child: Child
    channel: Channel
    checkpoints: set[Path] = field(default_factory=set)

    @classmethod
    async def start(cls, opening: Opening | None) -> Worker:
        """Start one, and return it when it is ready, with what it shall be *opening* open.

        Raises OSError where it cannot be started, or is not ready in time.
        """
        named = {"checkpoint": str(opening.checkpoint), "memory": opening.memory} if opening else {}
        child = Child.start(named)
        child.channel.setblocking(False)
        worker = cls(child, await Channel.open(child.channel))
        try:
            async with asyncio.timeout(START):
                if await worker.channel.frame() != READY:
                    raise ConnectionError
        except TimeoutError:
            await worker.end()
            raise TimeoutError(f"one was not ready after {START:.0f} seconds") from None
        except BaseException:
            await worker.end()
            raise
        if opening:
            worker.checkpoints.add(opening.checkpoint)
        return worker

    async def end(self) -> tuple[int, bytes]:
        """Kill it; return its exit code and what it said last."""
        self.channel.close()
        return await asyncio.to_thread(self.child.end)


@dataclass(slots=True, eq=False)
class Running:
    """A job on its way: iterate over it for the pieces of its answer.

    ``spent`` are the seconds for which the engine was waited for. Errors are those of
    ``graph.foreign.sandbox.run_query``, and QueryStoppedError.
    """

    job: Job
    worker: Worker
    spent: float = 0.0
    is_done: bool = False
    is_slow: bool = False
    retires: bool = False
    _stopped: str = ""
    _waits_since: float | None = None

    @property
    def left(self) -> float:
        """The seconds that the engine may still take; the clock stands while nobody reads."""
        waited = 0.0 if self._waits_since is None else time.monotonic() - self._waits_since
        return self.job.limits.seconds + GRACE - self.spent - waited

    def stop(self, why: str) -> None:
        """Kill the process now; whoever reads gets QueryStoppedError, which says *why*.

        What is done is stopped no more: its process is as good as the next one's.
        """
        if self.is_done:
            return
        self._stopped = self._stopped or why
        self.worker.child.process.kill()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the answer in pieces; only its end without an error makes it whole."""
        answer = SayableAnswer(self.job.format)
        while not self.is_done:
            frame = await self._frame()
            if frame[:1] == b"D":
                yield answer.looked_at(frame[1:])
                continue
            self.is_done = True
            if frame == DONE:
                return
            report: dict[str, Any] = json.loads(frame[1:])
            self.retires |= bool(report["retire"])
            if report["outcome"] != "done":
                raise failed(report, self.job.limits, query=self.job.query)

    async def _frame(self) -> bytes:
        channel = self.worker.channel
        if channel.has_frame:
            return await channel.frame()
        self._waits_since = began = time.monotonic()
        try:
            return await channel.frame()
        except ConnectionError:
            raise await self._lost() from None
        finally:
            self._waits_since = None
            self.spent += time.monotonic() - began

    async def _lost(self) -> GraphError:
        with suppress(TimeoutExpired):  # its end of the channel closes a moment before it ends
            await asyncio.to_thread(self.worker.child.process.wait, GRACE)
        code, said = await self.worker.end()
        return (
            QueryStoppedError(self._stopped) if self._stopped else died(code, said, self.job.limits)
        )


class Use:
    """The use of one worker for one job, in a block."""

    def __init__(self, pool: WorkerPool, job: Job, when_slow: Callable[[], None] | None) -> None:
        """Begin with the block, or with ``begin``."""
        self._pool = pool
        self._job = job
        self._when_slow = when_slow

    async def __aenter__(self) -> Running:
        """Begin."""
        return await self.begin()

    async def __aexit__(self, *raised: object) -> None:
        """End."""
        self.end()

    async def begin(self) -> Running:
        """Give the job to a worker, as soon as one is free."""
        worker = await self._pool.free()
        self._running = running = Running(self._job, worker)
        self._loop = asyncio.get_running_loop()
        self._timer = self._loop.call_later(_PROMPT, self._step_aside)
        worker.checkpoints.add(self._job.checkpoint)
        self._pool.opening = Opening(self._job.checkpoint, self._job.limits.memory)
        worker.channel.send(self._job.frame)
        return running

    def end(self) -> None:
        """Give the worker back; what it was not done with is killed."""
        self._timer.cancel()
        self._pool.take_back(self._running)

    def _step_aside(self) -> None:
        self._pool.step_aside(self._running, self._when_slow)
        self._look()

    def _look(self) -> None:
        """End a worker that did not hear its own alarm, whenever its time is over."""
        left = self._running.left
        if left > 0:
            self._timer = self._loop.call_later(left, self._look)
        else:
            self._running.worker.child.process.kill()


_log = logging.getLogger("hansa")

#: Seconds after which to try again where a process cannot be started.
_PAUSE: Final = 1.0
#: Seconds after which a query is slow.
_PROMPT: Final = 0.1
#: What a slow query's process yields to all others with; without privileges there is no way back.
_NICE: Final = 19


class WorkerPool:
    """So many workers; who asks for one more waits, which ``api.sparql.admission`` keeps short.

    A query that is slow gives its place to another worker, and goes on beside all others with the
    lowest priority, so that light queries do not wait for heavy ones. Only when *slow* queries do
    so already does it keep its place.
    """

    #: What is broken off is killed.
    kills = True

    def __init__(self, size: int, *, slow: int | None = None) -> None:
        """Keep *size* workers, twice as many beside them; none is started before ``start``."""
        self._size = size
        self._slow = slow if slow is not None else 2 * size
        self._free: asyncio.LifoQueue[Worker] = asyncio.LifoQueue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._workers: set[Worker] = set()
        self._starting = 0
        self._fails_to_start = False
        self.killed = 0
        self.opening: Opening | None = None

    async def start(self, opening: Opening | None = None) -> None:
        """Start the workers, which open what is named already."""
        self.opening = opening
        await asyncio.gather(*(self._add() for _ in range(self._size)))

    @property
    def processes(self) -> int:
        """How many processes live, at work or free, or are being started.

        Where the last one did not start, the next one counts when it has.
        """
        workers = [*self._workers]  # read in a thread, changed in another
        starting = 0 if self._fails_to_start else self._starting
        return starting + sum(each.child.process.poll() is None for each in workers)

    async def _add(self) -> None:
        self._starting += 1
        opening = self.opening
        if opening and not opening.checkpoint.exists():  # it would be let go of at once, and again
            opening = None
        try:
            worker = await Worker.start(opening)
            self._workers.add(worker)
            self._fails_to_start = False
        except OSError:
            self._fails_to_start = True
            raise
        finally:
            self._starting -= 1
        self._free.put_nowait(worker)

    async def close(self) -> None:
        """End the workers that are free; those in use end with their queries."""
        self._size = 0
        for task in [*self._tasks]:
            await task
        while not self._free.empty():
            await self._end(self._free.get_nowait())

    def running(self, job: Job, *, when_slow: Callable[[], None] | None = None) -> Use:
        """Run *job* for as long as the block takes; what is not done by its end is killed.

        *when_slow* is called when the job has given its place to another.
        """
        return Use(self, job, when_slow)

    async def free(self) -> Worker:
        """Return a worker that is free, perhaps after a while; ``take_back`` has it again.

        One that was killed while it waited, for its memory or by hand, is replaced.
        """
        while (worker := await self._free.get()).channel.is_lost:
            self._begin(self._start_another())
            self._begin(self._end(worker))
        return worker

    def let_go(self) -> None:
        """Replace the free workers that may have a checkpoint open that is there no more.

        Else what a purge removed would stay on the disk for as long as they live.
        """
        for _ in range(self._free.qsize()):
            worker = self._free.get_nowait()
            if all(path.exists() for path in worker.checkpoints):
                self._free.put_nowait(worker)
            else:
                self._begin(self._start_another())
                self._begin(self._end(worker))

    def step_aside(self, running: Running, when_slow: Callable[[], None] | None) -> None:
        """Let a job that is slow give its place to another, and tell *when_slow* if it does."""
        with suppress(ProcessLookupError):  # it has just ended
            os.setpriority(os.PRIO_PGRP, running.worker.child.process.pid, _NICE)  # all its threads
        running.retires = True
        if self._slow and self._size:
            self._slow -= 1
            running.is_slow = True
            self._begin(self._start_another())
            if when_slow:
                when_slow()

    def take_back(self, running: Running) -> None:
        """Keep the worker of a job for the next one, or end it and start another."""
        self.killed += not running.is_done
        if running.is_done and not running.retires and self._size:
            self._free.put_nowait(running.worker)
            return
        if running.is_slow:
            self._slow += 1
        else:
            self._begin(self._start_another())
        self._begin(self._end(running.worker))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _start_another(self) -> None:
        while self._size:
            try:
                await self._add()
            except OSError as error:  # no memory, or no process, to be had for now
                _log.warning("no process for queries can be started: %s", error)
                await asyncio.sleep(_PAUSE)
            else:
                return

    async def _end(self, worker: Worker) -> None:
        self._workers.discard(worker)
        if not worker.child.said.closed:
            await worker.end()
