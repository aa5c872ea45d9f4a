"""Keeps the index of all names of each open generation, so that questions need not rebuild it."""

from __future__ import annotations

import threading
from weakref import WeakKeyDictionary

from graph.reader import Reader
from queries.names import NameIndex


class NameIndexes:
    """The indexes of the generations that are open; each goes with its reader."""

    def __init__(self) -> None:
        """Begin without any."""
        self._lock = threading.Lock()
        self._indexes: WeakKeyDictionary[Reader, NameIndex] = WeakKeyDictionary()

    def of(self, reader: Reader) -> NameIndex:
        """Return the index of the reader's generation, building it at the first time."""
        with self._lock:
            if reader not in self._indexes:
                self._indexes[reader] = NameIndex.of(reader.names())
            return self._indexes[reader]
