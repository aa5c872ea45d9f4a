"""Leaving no byte of what was taken out in any file, once the graph was made anew without it.

The older generations go, pinned or not; the search index, the ledger and documents.sqlite are
written anew, and the logs of those that have one are cut off. What of that is left to do is noted
in documents.sqlite. Nobody is waited for longer than is said: where a reader is in the way, the
rest is for the next writer, and only the rest.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from graph.engines import EMBEDDED, Engine
from graph.errors import StoreError
from graph.generations.generations import Generations
from graph.keeping.documents import DocumentStore
from graph.keeping.spools import remove_left_over
from graph.searching.search import FILE as SEARCH
from graph.searching.search import SearchIndex

from .followers import LEDGER
from .ledger import Ledger

#: Seconds to wait for those who still read what has to go; a server lets go within one.
PATIENCE: Final = 10.0
_PAUSE: Final = 0.1
_NOTE: Final = "purging"
_DOCUMENTS: Final = "documents.sqlite"
_LOG: Final = "-wal"
#: The files that are written anew or, the logs, cut off, in this order.
_FILES: Final = (SEARCH, LEDGER, _DOCUMENTS, SEARCH + _LOG, _DOCUMENTS + _LOG)


@dataclass(frozen=True, slots=True)
class Pending:
    """What a purge still has to do.

    ``below`` is the first generation without what was taken out, 0 before there is one; ``iris``
    are what the ledger may not name; ``left`` are the files that are still to be cleaned.
    """

    below: int = 0
    iris: tuple[str, ...] = ()
    left: tuple[str, ...] = _FILES


@dataclass(frozen=True, slots=True)
class Held:
    """What still holds something of it because someone reads it: generations, and files."""

    generations: tuple[int, ...] = ()
    files: tuple[str, ...] = ()


def pending(documents: DocumentStore) -> Pending | None:
    """Return what the last purges have left to do, if anything.

    A list, which is what was noted before generations were, holds the IRIs alone.
    """
    noted = json.loads(documents.meta(_NOTE) or "null")
    if noted is None:
        return None
    if isinstance(noted, list):
        return Pending(iris=tuple(noted))
    left = noted.get("left", _FILES)
    return Pending(noted["below"], tuple(noted["iris"]), tuple(left))


def note_without(documents: DocumentStore, number: int) -> None:
    """Note, within the transaction, that this generation is the first without what was taken out.

    It is noted where the generation is published, since those that come later are innocent.
    """
    noted = pending(documents)
    if noted is not None and not noted.below:
        _set(documents, replace(noted, below=number))


def begin(documents: DocumentStore, iris: Collection[str]) -> None:
    """Note, within the transaction, that something with these IRIs is taken out.

    It may be in every generation so far, and in every file; so may what an earlier purge left.
    """
    before = pending(documents) or Pending()
    _set(documents, Pending(iris=tuple(sorted({*iris, *before.iris}))))


def finish(
    directory: Path,
    documents: DocumentStore,
    engine: Engine = EMBEDDED,
    *,
    patience: float = PATIENCE,
) -> Held:
    """Leave nothing of what was taken out in any file, once the graph was made anew.

    Returns what still holds something after *patience* seconds; that is for the next writer.
    """
    if (noted := pending(documents)) is None:
        return Held()
    remove_left_over(directory)  # what a killed server had not read yet
    deadline = time.monotonic() + patience
    generations = Generations(directory)
    noted = replace(noted, below=noted.below or generations.current() or 0)
    held = _remove_below(generations, noted.below, deadline)
    left = _Cleaning(directory, documents, generations, engine, noted, deadline).left()
    if not held and not left:
        _write(documents, None)
    return Held(held, left)


def _remove_below(generations: Generations, below: int, deadline: float) -> tuple[int, ...]:
    """Remove the generations that may hold what was taken out; those published since may not."""
    while True:
        older = [number for number in generations.present() if number < below]
        held = [number for number in older if not generations.remove(number, even_pinned=True)]
        if not held or time.monotonic() >= deadline:
            return tuple(held)
        time.sleep(_PAUSE)


class _Cleaning:
    """The files beside the store; each that is clean is noted at once, and not done again."""

    def __init__(
        self,
        directory: Path,
        documents: DocumentStore,
        generations: Generations,
        engine: Engine,
        noted: Pending,
        deadline: float,
    ) -> None:
        self._directory = directory
        self._documents = documents
        self._generations = generations
        self._engine = engine
        self._noted = noted
        self._deadline = deadline

    def left(self) -> tuple[str, ...]:
        """Clean what can be cleaned, and return what cannot be yet."""
        _write(self._documents, self._noted)
        ways: dict[str, Callable[[], bool]] = {
            SEARCH: self._search,
            LEDGER: self._ledger,
            _DOCUMENTS: self._rewrite_documents,
            SEARCH + _LOG: self._search_log,
            _DOCUMENTS + _LOG: self._documents_log,
        }
        for name in self._noted.left:
            with suppress(StoreError):  # busy, or broken: then it is as little clean
                if ways[name]():
                    left = tuple(each for each in self._noted.left if each != name)
                    self._note(replace(self._noted, left=left))
        return self._noted.left

    def _note(self, noted: Pending) -> None:
        self._noted = noted
        _write(self._documents, noted)

    @property
    def _patience(self) -> float:
        return max(0.0, self._deadline - time.monotonic())

    def _search(self) -> bool:
        kept = [each for each in self._generations.present() if each >= self._noted.below]
        with closing(self._index()) as search:
            search.erase(kept)
        return True

    def _search_log(self) -> bool:
        if SEARCH in self._noted.left:
            return False
        with closing(self._index()) as search:
            return search.cut_log()

    def _index(self) -> SearchIndex:
        return SearchIndex.open(self._directory / SEARCH, writable=True, patience=self._patience)

    def _ledger(self) -> bool:
        path = self._directory / LEDGER
        ledger = Ledger.open(path, writable=True, patience=self._patience)
        with (
            self._generations.lease() as lease,
            self._engine.read(lease.path, lease.generation) as store,
        ):
            ledger.shorten(store.names)
        ledger.erase(self._noted.iris)
        self._note(replace(self._noted, iris=()))
        return True

    def _rewrite_documents(self) -> bool:
        if self._noted.iris:  # they stand in it until the ledger is clean
            return False
        self._documents.vacuum()
        return True

    def _documents_log(self) -> bool:
        return _DOCUMENTS not in self._noted.left and self._documents.cut_log(self._patience)


def _write(documents: DocumentStore, noted: Pending | None) -> None:
    documents.begin()
    _set(documents, noted)
    documents.commit()


def _set(documents: DocumentStore, noted: Pending | None) -> None:
    documents.set_meta(_NOTE, json.dumps(asdict(noted)) if noted else "")
