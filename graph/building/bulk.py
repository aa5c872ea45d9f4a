"""The first load of a new store: lines flow into the bulk loader while they are still being made.

The loader reads a pipe, without Python's lock, and the caller's thread makes the lines. It parses
what comes, but sorts and writes only when it has all, or a million quads: so what comes is cut into
loads of which two run at a time, one parsing while the one before writes. A few loads are as cheap
as one; many are not, because the engine has to merge what they wrote, so later ones are larger, but
not a million: the engine takes about a kilobyte of memory for each quad of a load.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from graph.quads import Lines
from graph.store import Store, quad_block

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

#: Not N-Quads in any reading: it makes the loader refuse what it has read so far.
_ABORT: Final = b"\n<the lines end here, because making them failed\n"
#: Quads in each of the first loads, and in every later one.
_LOADS: Final = (300_000, 300_000, 300_000)
_LATER: Final = 600_000


@contextmanager
def loading(store: Store) -> Iterator[Loads]:
    """Load into *store* what is added to the Loads that this gives; at the end it is all there.

    Raises StoreError, at the latest at the end, when the store refuses a line. Then, as when the
    body raises, the store is of no use: what was loaded before may be in it.
    """
    from concurrent.futures import ThreadPoolExecutor  # a twelfth of what a writer takes to start

    with ThreadPoolExecutor(2, "bulk-load") as threads:
        loads = Loads(store, threads)
        try:
            yield loads
        except BrokenPipeError:  # the loader has stopped reading, and its result says why
            pass
        except BaseException:
            loads.abort()
            raise
        loads.finish()


def load(store: Store, parts: Iterable[Lines]) -> int:
    """Add the lines of all *parts*, each by graph, to *store*; return how many there were.

    Raises as ``loading`` does.
    """
    count = 0
    with loading(store) as loads:
        for lines in parts:
            for graph, triples in lines.items():
                loads.add(quad_block(triples, graph), len(triples))
                count += len(triples)
    return count


class Loads:
    """The loads that run, and the pipe into the last of them."""

    def __init__(self, store: Store, threads: Executor) -> None:
        """Load into *store* in two *threads*; see ``loading``."""
        self._store = store
        self._threads = threads
        self._running: list[Future[None]] = []
        self._sizes = iter(_LOADS)
        self._outgoing: int | None = None
        self._room = 0

    def add(self, block: bytes, size: int) -> None:
        """Load a block of so many N-Quads; returns when there is room for more."""
        if self._outgoing is None:
            self._outgoing = self._open()
        _send(self._outgoing, block)
        self._room -= size
        if self._room <= 0:
            self.end()

    def _open(self) -> int:
        """Begin a load, once no more than one runs, and return the way into it."""
        while len(self._running) > 1:
            self._running.pop(0).result()
        incoming, outgoing = os.pipe()
        self._running.append(self._threads.submit(_load, self._store, incoming))
        self._room = next(self._sizes, _LATER)
        return outgoing

    def end(self) -> None:
        """Say that no more comes for now, so that the loader need not wait for it."""
        if self._outgoing is not None:
            os.close(self._outgoing)
            self._outgoing = None

    def abort(self) -> None:
        """Make the load refuse what it has not written yet."""
        if self._outgoing is not None:
            with suppress(BrokenPipeError):
                _send(self._outgoing, _ABORT)
        self.end()

    def finish(self) -> None:
        """Wait for all loads; raises what the first of them that failed met with."""
        self.end()
        for load in self._running:
            load.result()


def _load(store: Store, incoming: int) -> None:
    """Load what comes through the pipe; close it at the end, else a writer would wait for ever."""
    try:
        store.load(f"/dev/fd/{incoming}")
    finally:
        os.close(incoming)


def _send(outgoing: int, block: bytes) -> None:
    rest = memoryview(block)
    while rest:
        rest = rest[os.write(outgoing, rest) :]
