"""Keeps generations open for everybody who reads: the newest, and a few older ones for a while."""

from __future__ import annotations

import os
import threading
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.errors import GraphError, StoreError, UnknownGenerationError
from graph.reader import Reader
from graph.workspace import Workspace

from .lending import AsyncLoan, Openings

#: Older generations that stay open at once while nobody reads them, and for how many seconds.
OLDER = 3
IDLE = 5.0
#: Seconds for which a generation whose files were there is taken to be there.
_MOMENT: Final = 0.02


@dataclass(slots=True)
class Lent:
    """An open reader, how many requests use it now, and what closes it.

    ``files`` have to be there, and were when they were ``looked`` for; ``is_cited`` says that
    somebody asked for it by number; ``used`` is when one last came back.
    """

    reader: Reader
    closing: ExitStack
    files: tuple[str, ...]
    users: int = 0
    is_cited: bool = False
    used: float = 0.0
    looked: float = 0.0


class Shelf:
    """The readers of a workspace, one open per generation and shared by all threads.

    A request borrows the newest one, or one by its number, and keeps it for as long as it answers,
    whatever is published meanwhile. The newest stays open; one that is the newest no more is closed
    when its last request ends, except that those asked for by number stay a little longer: at most
    *older* of them, for *idle* seconds. A lease is held only for what is open.
    """

    def __init__(self, workspace: Workspace, *, older: int = OLDER, idle: float = IDLE) -> None:
        """Read *workspace*; nothing is opened before the first ``reader()``."""
        self.workspace = workspace
        self._generations = workspace.generations()
        self._older, self._idle = older, idle
        self._lock = threading.Lock()
        self._newest = 0
        self._open: dict[int, Lent] = {}
        self._opening: dict[int, threading.Lock] = {}
        self._openings = Openings(self)

    def reader(self, number: int | None = None) -> Loan:
        """Lend the reader of the newest generation, or of the one with that *number*, to a block.

        Entering it raises EmptyWorkspaceError when nothing was ever published, GenerationGoneError
        or UnknownGenerationError when that one cannot be had, StoreError when it is unreadable.
        """
        return Loan(self, number)

    def lent(self, number: int | None = None) -> AsyncLoan:
        """Lend as ``reader`` does, to a block on the event loop."""
        return AsyncLoan(self, self._openings, number)

    def generation(self) -> int:
        """Return the number of the newest generation, 0 before the first; opens nothing.

        Raises StoreError when it cannot be told.
        """
        try:
            return self._generations.current() or 0
        except OSError as error:
            raise _unreadable(self.workspace.path, error) from error

    def number(self, cited: int | None = None) -> int:
        """Return the number of the generation that ``reader`` would lend; opens nothing."""
        return self.generation() if cited is None else cited

    def is_open(self, number: int | None = None) -> bool:
        """Say whether ``reader`` would lend at once what somebody has opened before."""
        return self.number(number) in self._open

    def is_there(self, number: int) -> bool:
        """Say whether a generation has its directory still; reads nothing in it."""
        return os.path.exists(self._generations.directory(number))

    def may_stand(self, number: int) -> bool:
        """Say whether answers of a generation, once given, still hold: the newest's always do."""
        return number == self.generation() or self.is_there(number)

    def tidy(self) -> None:
        """Open a newer generation before it is asked for, if any was read, and close idle ones.

        The server calls this every second, so that it holds no lease for long that nobody needs.
        What cannot be opened is left for the next request to tell.
        """
        with suppress(GraphError):
            if self._open:
                lent = self.borrow(None)
                try:
                    lent.reader.require_there()
                except GraphError:
                    self._drop(lent)
                finally:
                    self.give_back(lent)
        with self._lock:
            self._close_idle()

    def _drop(self, lent: Lent) -> None:
        """Lend a reader no more that reads what it was opened for no more."""
        with self._lock:
            if self._open.get(lent.reader.generation) is lent:
                self._put_away(lent.reader.generation)

    def close(self) -> None:
        """Close what nobody uses; what is in use closes when it comes back."""
        with self._lock:
            for number in list(self._open):
                self._put_away(number)

    def borrow(self, number: int | None) -> Lent:
        """Return what ``reader`` lends; ``give_back`` has to follow."""
        while True:
            newest = self.generation()
            wanted = newest if number is None else number
            try:
                return self._lent(wanted, newest, is_cited=number is not None)
            except OSError as error:
                raise _unreadable(self.workspace.path, error) from error
            except UnknownGenerationError:
                if number is not None or newest == self.generation():
                    raise  # else a newer one came and this one went in the meantime

    def borrow_open(self, number: int | None) -> Lent | None:
        """Return what ``borrow`` does where it is open already, else None; waits for nothing."""
        newest = self.generation()
        with self._lock:
            self._newest = newest
            wanted = newest if number is None else number
            return self._taken(wanted, is_cited=number is not None)

    def open(self, number: int | None) -> None:
        """Open what ``borrow`` would lend, and leave it open for a while."""
        self.give_back(self.borrow(number))

    def _lent(self, wanted: int, newest: int, *, is_cited: bool) -> Lent:
        with self._lock:
            self._newest = newest
            if lent := self._taken(wanted, is_cited=is_cited):
                return lent
            opening = self._opening.setdefault(wanted, threading.Lock())
        with opening:  # who wants another generation need not wait for this one
            with self._lock:
                if lent := self._taken(wanted, is_cited=is_cited):
                    return lent
            try:
                fresh = self._opened(wanted)
                fresh.users, fresh.is_cited = 1, is_cited
                with self._lock:
                    self._open[wanted] = fresh
                    self._close_idle()
                return fresh
            finally:
                with self._lock:
                    self._opening.pop(wanted, None)

    def _taken(self, number: int, *, is_cited: bool) -> Lent | None:
        """Take a reader that is open, unless its files were removed by hand."""
        lent = self._open.get(number)
        if lent is None:
            return None
        now = time.monotonic()
        if now - lent.looked > _MOMENT:
            if not all(map(os.path.exists, lent.files)):
                self._put_away(number)
                return None
            lent.looked = now
        lent.users += 1
        lent.is_cited |= is_cited
        return lent

    def _opened(self, number: int) -> Lent:
        closing = ExitStack()
        reader = closing.enter_context(self.workspace.reader(number))
        return Lent(reader, closing, self._generations.files(number))

    def give_back(self, lent: Lent) -> None:
        """Take back what was lent, and close what is needed no more."""
        with self._lock:
            lent.users -= 1
            lent.used = time.monotonic()
            if self._open.get(lent.reader.generation) is lent:
                if len(self._open) > 1 or lent.reader.generation != self._newest:
                    self._close_idle()
            elif not lent.users:
                lent.closing.close()

    def _close_idle(self) -> None:
        now = time.monotonic()
        resting = [number for number, lent in self._open.items() if not lent.users]
        older = [number for number in resting if number != self._newest]
        older.sort(key=lambda number: self._open[number].used, reverse=True)
        for place, number in enumerate(older):
            lent = self._open[number]
            if not lent.is_cited or place >= self._older or now - lent.used >= self._idle:
                self._put_away(number)

    def _put_away(self, number: int) -> None:
        lent = self._open.pop(number)
        if not lent.users:
            lent.closing.close()


class Loan:
    """A reader, lent for a block; a generator here would cost a light query a twentieth."""

    def __init__(self, shelf: Shelf, number: int | None) -> None:
        """Lend nothing before the block begins."""
        self._shelf = shelf
        self._number = number

    def __enter__(self) -> Reader:
        """Borrow the reader."""
        self._lent = self._shelf.borrow(self._number)
        return self._lent.reader

    def __exit__(self, *raised: object) -> None:
        """Give it back."""
        self._shelf.give_back(self._lent)


def _unreadable(path: Path, error: OSError) -> StoreError:
    return StoreError(f"{path} cannot be read: {error.strerror}; check --store")
