"""The review queue for whoever comes again: read anew only after a commit, beside all others."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import closing
from typing import Final

from graph.keeping.documents import DocumentStore
from graph.workspace import Workspace

from .items import Item, Wish
from .queue import Queue

#: Wishes whose items are kept; those of one are some thousand.
_KEPT: Final = 4


class Ranked:
    """The review queue of one data directory; may be used by several threads."""

    def __init__(self, workspace: Workspace) -> None:
        """Read *workspace*; nothing is opened before it is asked."""
        self._workspace = workspace
        self._lock = threading.Lock()
        self._version = 0
        self._found: OrderedDict[Wish, tuple[Item, ...]] = OrderedDict()

    def items(self, wish: Wish, *, check: Callable[[], None] = lambda: None) -> tuple[Item, ...]:
        """Return what is wanted, in no order.

        It is read through a connection of its own, so that nobody waits for it. *check* is called
        now and then meanwhile; what it raises ends the reading, and is let out. Raises what a
        workspace raises that cannot be read.
        """
        version = self._workspace.documents.version()
        with self._lock:
            if version != self._version:
                self._version = version
                self._found.clear()
            elif wish in self._found:
                self._found.move_to_end(wish)
                return self._found[wish]
        found = self._read(wish, check)
        with self._lock:
            if version == self._version:  # else there was a commit, and it may be of before
                self._found[wish] = found
                while len(self._found) > _KEPT:
                    self._found.popitem(last=False)
        return found

    def _read(self, wish: Wish, check: Callable[[], None]) -> tuple[Item, ...]:
        path = self._workspace.documents.path
        with closing(DocumentStore.open(path)) as documents, documents.checked(check):
            return tuple(Queue.of(documents, self._workspace.base, check).items(wish))
