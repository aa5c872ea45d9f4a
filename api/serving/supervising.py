"""Several processes on one socket: started, replaced when they end, told to end together."""

from __future__ import annotations

import logging
import math
import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final

from api.settings import Settings

from .logs import log_as_json

#: Spawned, not forked: what is open here is of no use to them.
_CONTEXT: Final = multiprocessing.get_context("spawn")
_MOMENT: Final = 0.25
#: Seconds that a process must live not to be waited for longer each time it is replaced.
_SOUND: Final = 10.0
_LONGEST: Final = 30.0
#: Seconds beyond those for running requests in which a process has to end.
_GRACE: Final = 6.0

_log = logging.getLogger("hansa")


class _EndError(Exception):
    """Somebody wants the server to end."""


@dataclass(slots=True)
class _Place:
    """One of the places for processes: which one has it, since when, how often in a row it fell."""

    number: int
    process: BaseProcess | None = None
    began: float = 0.0
    falls: int = 0

    def tend(self, *parts: Any) -> None:
        """Start the process, or another if it has ended and the time has come."""
        now = time.monotonic()
        if self.process is None:
            self._start(now, *parts)
        elif not self.process.is_alive():
            pause = min(0.1 * 2**self.falls, _LONGEST) if self.falls else 0.0
            if now - self.began >= pause:
                _log.warning(
                    "process %d ended with status %s; another takes its place",
                    self.number,
                    self.process.exitcode,
                )
                self.falls = 0 if now - self.began > _SOUND else self.falls + 1
                self._start(now, *parts)

    def _start(self, now: float, *parts: Any) -> None:
        self.process = _CONTEXT.Process(target=_run, args=(self.number, os.getpid(), *parts))
        self.process.start()
        self.began = now


def supervise(listening: socket.socket, settings: Settings) -> None:
    """Serve on *listening* with as many processes as *settings* say, until a signal comes."""
    log_as_json(sys.stderr)
    ended: list[int] = []
    places = [_Place(number) for number in range(1, settings.workers + 1)]
    shared = _shared(settings)
    with tempfile.TemporaryDirectory(prefix="hansa-") as folder, _signals(ended):
        try:
            while True:
                for place in places:
                    place.tend(listening, shared, Path(folder))
                alive = [
                    each.process for each in places if each.process and each.process.is_alive()
                ]
                wait([each.sentinel for each in alive], timeout=_MOMENT)
        except _EndError:
            _end(places, settings.stop_seconds + _GRACE)
    for each in ended:
        signal.raise_signal(each)  # so that whoever waits for us sees how we ended


def _shared(settings: Settings) -> Settings:
    """Return what each process gets: its part of the queries that run and wait."""

    def part(of: int) -> int:
        return math.ceil(of / settings.workers)

    return replace(
        settings,
        query_workers=part(settings.concurrency),
        query_queue=part(settings.query_queue),
        query_cache=part(settings.query_cache),
    )


def _run(
    number: int, parent: int, listening: socket.socket, settings: Settings, folder: Path
) -> None:
    """Be one of the processes."""
    from .serving import run

    with suppress(KeyboardInterrupt):
        run(
            listening,
            settings,
            number=number,
            folder=folder,
            is_orphan=lambda: os.getppid() != parent,
        )


@contextmanager
def _signals(ended: list[int]) -> Iterator[None]:
    """Raise at the first signal to end, and note it in *ended*; later ones are the processes'."""

    def end(number: int, _: object) -> None:
        ended.append(number)
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_IGN)
        raise _EndError

    before = {each: signal.signal(each, end) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _end(places: list[_Place], seconds: float) -> None:
    processes = [each.process for each in places if each.process is not None]
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + seconds
    for process in processes:
        process.join(max(0.0, deadline - time.monotonic()))
        if process.is_alive():
            process.kill()
            process.join()
