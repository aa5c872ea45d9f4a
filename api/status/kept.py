"""The generations that are kept, and how much disk the data directory takes."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from graph.errors import GraphError
from graph.generations.generations import Generations
from graph.generations.manifests import Manifest
from graph.workspace import Workspace
from ontology.serialisation import JsonObject

#: Generations that are told one by one, the newest.
_LISTED: Final = 100
#: Generations of which it is remembered what they were made from.
_KEPT: Final = 2 * _LISTED
#: Seconds for which sizes are taken to be what they were.
_FRESH: Final = 10.0


class KeptStore:
    """What is on disk of one workspace; threads may share it."""

    def __init__(self, workspace: Workspace) -> None:
        """Look at *workspace*; nothing is read before it is asked."""
        self._path = workspace.path
        self._generations = workspace.generations()
        self._manifests: dict[int, Manifest] = {}
        self._sizes: tuple[float, JsonObject] | None = None
        self._lock = threading.Lock()

    def generations(self, newest: int | None = None) -> JsonObject:
        """Return how many are kept, up to *newest* if that is given, and what is known of the
        newest of them.
        """
        numbers = self._numbers(newest)
        listed = [*self._told(numbers[-_LISTED:])]
        return {
            "count": len(numbers),
            "oldest": min(numbers, default=None),
            "listed": listed[::-1],
        }

    def last(self, count: int, *, newest: int) -> list[tuple[int, Manifest]]:
        """Return the last generations up to *newest*, the newest one first, and what they were
        made from; one of which nothing tells is left out.
        """
        found = [(number, self.manifest(number)) for number in self._numbers(newest)[-count:]]
        return [(number, made) for number, made in found[::-1] if made is not None]

    def _numbers(self, newest: int | None) -> list[int]:
        numbers = self._generations.numbers()
        return [number for number in numbers if newest is None or number <= newest]

    def manifest(self, number: int) -> Manifest | None:
        """Return what a generation was made from, None where nothing tells."""
        with suppress(GraphError):  # it went meanwhile, or is damaged
            found = self._manifests.get(number) or self._generations.manifest(number)
            self._manifests[number] = found  # another thread may forget it at once
            for oldest in sorted(self._manifests)[:-_KEPT]:
                self._manifests.pop(oldest, None)
            return found
        return None

    def _told(self, numbers: list[int]) -> Iterator[JsonObject]:
        for gone in self._manifests.keys() - set(numbers):
            self._manifests.pop(gone, None)
        pinned = self._generations.pins().keys()
        for number in numbers:
            if made := self.manifest(number):
                yield {
                    "generation": number,
                    "created": made.created or None,
                    "documents": made.documents,
                    "quads": made.quads,
                    "added": made.added,
                    "removed": made.removed,
                    "pipelines": [*made.pipelines],
                    "pinned": number in pinned,
                }

    def sizes(self) -> JsonObject:
        """Return bytes on disk; what several generations share is counted once."""
        with self._lock:
            now = time.monotonic()
            if self._sizes is None or now - self._sizes[0] > _FRESH:
                self._sizes = now, _measured(self._path, self._generations)
            return self._sizes[1]


def _measured(path: Path, generations: Generations) -> JsonObject:
    return {
        "store": _newest(generations),
        "search": _with_log(path, "search.sqlite"),
        "documents": _with_log(path, "documents.sqlite"),
        "all": sum(_files(path).values()),
    }


def _newest(generations: Generations) -> int | None:
    """Return the bytes of the newest generation, None where nothing tells which that is."""
    try:
        newest = generations.current() or 0
    except GraphError:
        return None
    return sum(_files(generations.store(newest)).values())


def _with_log(path: Path, name: str) -> int:
    """Return the size of a file of SQLite with its log."""
    size = 0
    for end in ("", "-wal"):
        with suppress(OSError):  # a log is there only while somebody writes
            size += os.path.getsize(path / f"{name}{end}")
    return size


def _files(path: Path) -> dict[tuple[int, int], int]:
    """Return the sizes of all files below *path*, each once however often it is linked."""
    found: dict[tuple[int, int], int] = {}
    for folder, _, names in os.walk(path):
        for name in names:
            with suppress(OSError):  # it went meanwhile
                status = os.lstat(os.path.join(folder, name))
                found[status.st_dev, status.st_ino] = status.st_size
    return found
