"""Keeps the index of all names of the newest generation, so that questions need not rebuild it."""

from __future__ import annotations

import threading

from graph.reader import Reader
from queries.names import NameIndex


class NameIndexes:
    """The index of the generation that was asked for last."""

    def __init__(self) -> None:
        """Begin without any."""
        self._lock = threading.Lock()
        self._generation = -1
        self._index = NameIndex()

    def of(self, reader: Reader) -> NameIndex:
        """Return the index of the reader's generation, building it where it is another one."""
        with self._lock:
            if self._generation != reader.generation:
                self._index = NameIndex.of(reader.names())
                self._generation = reader.generation
            return self._index
