"""The first load of a new store: lines flow into the bulk loader while they are still being made.

One bulk load of everything is twice as fast as one for every part, because the loader sorts a
million quads at a time and does so beside its parser; but the lines of a whole graph are gigabytes.
So they go through a pipe: the loader reads it in a thread, without Python's lock, and the caller's
thread makes the lines. When making them fails, the load fails as a whole and leaves nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Final

from .store import Lines, Store, quad_block

#: Not N-Quads in any reading: it makes the loader refuse what it has read so far.
_ABORT: Final = b"\n<the lines end here, because making them failed\n"


@contextmanager
def loading(store: Store) -> Iterator[Callable[[Lines], None]]:
    """Load lines into *store* while they are made: call what this gives with some, by graph.

    A call returns when the loader has room for more. Raises StoreError at the end when the store
    refuses a line; then, as when the body raises, nothing is added.
    """
    from concurrent.futures import ThreadPoolExecutor  # a twelfth of what a writer takes to start

    incoming, outgoing = os.pipe()
    with ThreadPoolExecutor(1, "bulk-load") as thread:
        loaded = thread.submit(_load, store, incoming)
        try:
            yield partial(_send_lines, outgoing)
        except BrokenPipeError:  # the loader has stopped reading, and its result says why
            pass
        except BaseException:
            with suppress(BrokenPipeError):
                _send(outgoing, _ABORT)
            raise
        finally:
            os.close(outgoing)
        loaded.result()


def load(store: Store, parts: Iterable[Lines]) -> int:
    """Add the lines of all *parts*, each by graph, to *store*; return how many there were.

    Raises as ``loading`` does.
    """
    count = 0
    with loading(store) as add:
        for lines in parts:
            add(lines)
            count += sum(map(len, lines.values()))
    return count


def _send_lines(outgoing: int, lines: Lines) -> None:
    for graph, triples in lines.items():
        _send(outgoing, quad_block(triples, graph))


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
