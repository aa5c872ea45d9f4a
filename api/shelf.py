"""Keeps the newest generation open for everybody who reads, and lets go of older ones."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import StoreError
from graph.reader import Reader
from graph.workspace import Workspace


@dataclass(slots=True)
class _Lent:
    """An open reader, how many requests use it now, and what closes it."""

    reader: Reader
    closing: ExitStack
    users: int = 0
    retired: bool = field(default=False)


class Shelf:
    """The readers of a workspace, one open per generation and shared by all threads.

    A request borrows the newest one and keeps it for as long as it answers, whatever is published
    meanwhile; a retired one is closed when its last request ends.
    """

    def __init__(self, workspace: Workspace) -> None:
        """Read *workspace*; nothing is opened before the first ``reader()``."""
        self.workspace = workspace
        self._generations = workspace.generations()
        self._lock = threading.Lock()
        self._current: _Lent | None = None

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """Lend the reader of the newest generation.

        Raises EmptyWorkspaceError when nothing was ever published, StoreError when it is
        unreadable.
        """
        lent = self._borrow()
        try:
            yield lent.reader
        finally:
            self._give_back(lent)

    def generation(self) -> int:
        """Return the number of the newest generation, 0 before the first; opens nothing.

        Raises StoreError when it cannot be told.
        """
        with _translated(self.workspace.path):
            return self._generations.current() or 0

    def close(self) -> None:
        """Close what nobody uses; what is in use closes when it comes back."""
        with self._lock:
            self._retire()

    def _borrow(self) -> _Lent:
        with self._lock:
            newest = self.generation()
            if self._current is None or self._current.reader.generation != newest:
                lent = self._open()
                self._retire()
                self._current = lent
            self._current.users += 1
            return self._current

    def _open(self) -> _Lent:
        closing = ExitStack()
        with _translated(self.workspace.path):
            reader = closing.enter_context(self.workspace.reader())
        return _Lent(reader, closing)

    def _give_back(self, lent: _Lent) -> None:
        with self._lock:
            lent.users -= 1
            if lent.retired and not lent.users:
                lent.closing.close()

    def _retire(self) -> None:
        lent, self._current = self._current, None
        if lent is not None:
            lent.retired = True
            if not lent.users:
                lent.closing.close()


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn what the operating system refuses into a StoreError."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}; check --store") from error
