"""The first load of a new store: lines flow into the bulk loader while they are still being made.

One bulk load of everything is twice as fast as one for every part, because the loader sorts a
million quads at a time and does so beside its parser; but the lines of a whole graph are gigabytes.
So they go through a pipe: the loader reads it in a thread, without Python's lock, and the caller's
thread makes the lines. When making them fails, the load fails as a whole and leaves nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Final

from .store import Lines, Store, quad_block

#: Not N-Quads in any reading: it makes the loader refuse what it has read so far.
_ABORT: Final = b"\n<the lines end here, because making them failed\n"


def load(store: Store, parts: Iterable[Lines]) -> int:
    """Add the lines of all *parts*, each by graph, to *store*; return how many quads were read.

    The parts are taken one by one, each when the loader has room for it. Raises StoreError when
    the store refuses a line, and what taking the parts raises; nothing is added then.
    """
    incoming, outgoing = os.pipe()
    with ThreadPoolExecutor(1, "bulk-load") as thread:
        loaded = thread.submit(_load, store, incoming)
        count = _write(outgoing, parts)
        loaded.result()
        return count


def _load(store: Store, incoming: int) -> None:
    """Load what comes through the pipe; close it at the end, else a writer would wait for ever."""
    try:
        store.load(f"/dev/fd/{incoming}")
    finally:
        os.close(incoming)


def _write(outgoing: int, parts: Iterable[Lines]) -> int:
    count = 0
    try:
        for lines in parts:
            for graph, triples in lines.items():
                _send(outgoing, quad_block(triples, graph))
                count += len(triples)
    except BrokenPipeError:  # the loader has stopped reading, and its result says why
        return count
    except BaseException:
        with suppress(BrokenPipeError):
            _send(outgoing, _ABORT)
        raise
    finally:
        os.close(outgoing)
    return count


def _send(outgoing: int, block: bytes) -> None:
    rest = memoryview(block)
    while rest:
        rest = rest[os.write(outgoing, rest) :]
