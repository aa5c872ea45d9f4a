"""Graphs that are not Hansa's own: no document makes them, so a store made anew takes them over."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from graph.errors import StoreError
from graph.generations.generations import Generations
from graph.quads import QuadReader
from graph.store import NOTE, Store

#: Beside the store: the one that another takes the place of.
BEFORE: Final = "store.before"
_REMOVED: Final = "store.removed"


@contextmanager
def set_aside(path: Path, generations: Generations, *, again: bool) -> Iterator[Store | None]:
    """Set the store in *path* aside while a new one is made, and give it for reading.

    When it is made *again*, what a killed writer set aside comes first, for the store it left is
    not whole. Where that is damaged, the newest generation that can be read is given; None before
    the first. What was set aside is removed at the end, but not where making the new store failed.
    """
    aside = path.with_name(BEFORE)
    if not again:
        forget_aside(path)
    if path.exists() and not aside.exists():
        path.rename(aside)
    with _readable(aside, generations) as before:
        yield before
    forget_aside(path)


def forget_aside(path: Path) -> None:
    """Remove what was set aside of the store in *path*.

    It is renamed first: half a store must not be taken for the one to copy from.
    """
    aside, removed = path.with_name(BEFORE), path.with_name(_REMOVED)
    if removed.exists():
        shutil.rmtree(removed)
    if aside.exists():
        aside.rename(removed)
        shutil.rmtree(removed)


@contextmanager
def _readable(aside: Path, generations: Generations) -> Iterator[Store | None]:
    """Open what was set aside, or else the newest generation that can be opened.

    What is older than a time at a SPARQL server says nothing of what guests had there.
    """
    with ExitStack() as stack:
        store, is_elsewhere = _opened(aside), (aside / NOTE).exists()
        numbers = generations.numbers()
        while store is None and numbers and not is_elsewhere:
            with suppress(StoreError):
                path = stack.enter_context(generations.lease(numbers.pop())).path
                store, is_elsewhere = _opened(path), (path / NOTE).exists()
        yield store


def _opened(path: Path) -> Store | None:
    try:
        return Store.read_only(path)
    except StoreError:
        return None


def is_own(graph: str | None, *, bases: Collection[str]) -> bool:
    """Say whether a graph is Hansa's own, under any of *bases*; the default graph is.

    >>> is_own("urn:mine", bases=["http://ex.org/"]), is_own("http://ex.org/doc/a", bases=["http://ex.org/"])
    (False, True)
    """
    return graph is None or graph.startswith(
        tuple(f"{base}{part}/" for base in bases for part in ("doc", "graph"))
    )


def guests_in(store: QuadReader, *, bases: Collection[str]) -> list[str]:
    """Return the graphs that are not Hansa's own, under any of *bases*, sorted."""
    return sorted(graph for graph in store.graphs() if not is_own(graph, bases=bases))


def copy_guests(before: Store, store: Store, *, bases: Collection[str]) -> None:
    """Copy guests' graphs from one store to the other."""
    for graph in guests_in(before, bases=bases):
        store.add_graph(graph)
        store.change({}, {graph: before.lines(graph)})
