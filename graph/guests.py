"""Graphs that are not Hansa's own: no document makes them, so a store made anew takes them over."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from .errors import StoreError
from .generations import Generations
from .store import Store

#: How a document's graph, or one of Hansa's own, ends under whatever base.
_OWN: Final = re.compile(
    r".*/(doc/[^/]+-[0-9a-f]{8}|graph/(ontology|authority|gazetteer|curation))"
)
_BEFORE: Final = "store.before"


@contextmanager
def set_aside(path: Path, generations: Generations) -> Iterator[Store | None]:
    """Set the store in *path* aside while a new one is made, and give it for reading.

    What was set aside by a writer that was killed comes first, for the store it left is not whole.
    Where that is damaged, the newest generation that can be read is given; None before the first.
    The store is removed at the end, but not where making the new one failed.
    """
    aside = path.with_name(_BEFORE)
    if path.exists() and not aside.exists():
        path.rename(aside)
    with _readable(aside, generations) as before:
        yield before
    if aside.exists():
        shutil.rmtree(aside)


@contextmanager
def _readable(aside: Path, generations: Generations) -> Iterator[Store | None]:
    """Open what was set aside, or else the newest generation that can be opened."""
    with ExitStack() as stack:
        store = _opened(aside)
        numbers = generations.numbers()
        while store is None and numbers:
            with suppress(StoreError):
                store = _opened(stack.enter_context(generations.lease(numbers.pop())).path)
        yield store


def _opened(path: Path) -> Store | None:
    try:
        return Store.read_only(path)
    except StoreError:
        return None


def copy_guests(before: Store, store: Store) -> None:
    """Copy the guests' graphs from one store to the other."""
    for graph in sorted(before.graphs()):
        if not _OWN.fullmatch(graph):
            store.apply({}, {graph: before.lines(graph)})
