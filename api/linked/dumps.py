"""Dumps of a generation: packed once into a file, and sent from it while it still grows.

The bytes follow from the generation alone: the export is sorted, and the head of the gzip file says
neither a time nor a name (RFC 1952, section 2.3.1).
"""

from __future__ import annotations

import asyncio
import threading
import zlib
from collections.abc import AsyncIterator
from contextvars import copy_context
from functools import partial
from pathlib import Path
from typing import Final

from api.http.rates import counted
from api.shelf import Shelf
from graph.checks.wholeness import require_whole
from ontology.errors import HansaError
from ontology.iris import digest

from .scratch import Scratch

#: The forms of dumps, by the name that ``graph.lines.export`` has for them.
FORMS: Final = ("nq", "trig")
_KEPT: Final = 4
_PIECE: Final = 256 * 1024
#: Seconds between two looks at a file that grows.
_PATIENCE: Final = 0.05
#: A window with 16 added makes a gzip file of what is packed (zlib manual, deflateInit2).
_GZIP: Final = zlib.MAX_WBITS + 16


class Dump:
    """One file, being written or whole."""

    def __init__(self, path: Path) -> None:
        """Stand for the file at *path*, which nobody wrote yet."""
        self.path = path
        self.is_whole = False
        self.failure: Exception | None = None

    def write(self, shelf: Shelf, form: str, generation: int) -> None:
        """Write the file; what goes wrong is kept as ``failure``."""
        packed = zlib.compressobj(6, zlib.DEFLATED, _GZIP)
        try:
            with shelf.reader(generation) as reader, self.path.open("wb", buffering=0) as file:
                for chunk in reader.export(form):
                    file.write(packed.compress(chunk))
                file.write(packed.flush())
                require_whole(shelf.workspace, reader)
            self.is_whole = True
        except (HansaError, OSError) as error:
            self.failure = error

    async def pieces(self) -> AsyncIterator[bytes]:
        """Iterate over the bytes, waiting for those to come; raise where writing failed."""
        while not self.path.exists() and self.failure is None:
            await asyncio.sleep(_PATIENCE)
        if self.failure is not None:
            raise self.failure
        with self.path.open("rb", buffering=0) as file:
            while True:
                is_whole = self.is_whole
                if piece := file.read(_PIECE):
                    yield piece
                elif is_whole:
                    return
                elif self.failure is not None:
                    raise self.failure  # half a dump must not pass for one
                else:
                    await asyncio.sleep(_PATIENCE)


class Dumps:
    """The dumps of some generations, in a directory that goes with the server."""

    def __init__(self, shelf: Shelf) -> None:
        """Make nothing before it is asked for."""
        self._shelf = shelf
        self._lock = threading.Lock()
        self._made: dict[tuple[int, str], Dump] = {}
        self._scratch = Scratch("hansa-dumps")

    def has(self, form: str, generation: int) -> bool:
        """Say whether somebody has asked for that dump already, so that it is there or comes."""
        with self._lock:
            return (generation, form) in self._made

    def of(self, form: str, generation: int) -> Dump:
        """Return the dump of a generation in one of ``FORMS``, which may still be written."""
        with self._lock:
            dump = self._made.pop((generation, form), None)
            if dump is None or dump.failure is not None:
                dump = Dump(self._scratch.folder() / f"{generation}.{form}.gz")
                dump.path.unlink(missing_ok=True)
                write = partial(counted(dump.write), self._shelf, form, generation)
                thread = threading.Thread(
                    target=copy_context().run, args=(write,), daemon=True
                )  # in the context of who asked first, who pays
                thread.start()
            self._made[generation, form] = dump
            self._forget()
            return dump

    def close(self) -> None:
        """Remove every file."""
        with self._lock:
            self._made.clear()
        self._scratch.remove()

    def _forget(self) -> None:
        """Remove the files last used longest ago; who reads one goes on, for it stays open."""
        old = [key for key, dump in self._made.items() if dump.is_whole or dump.failure]
        for key in old[: max(0, len(self._made) - _KEPT)]:
            self._made.pop(key).path.unlink(missing_ok=True)


def tag_of(form: str, generation: int, graph: str) -> str:
    """Return a strong ETag: the same for the same bytes; *graph* is the digest of the generation.

    >>> tag_of("nq", 3, "") == tag_of("nq", 4, "")
    False
    """
    return f'"{digest(form, str(generation), graph, zlib.ZLIB_RUNTIME_VERSION)[:32]}"'


def is_known(if_none_match: str | None, tag: str) -> bool:
    """Say whether a client has the bytes with that tag (RFC 9110, section 13.1.2).

    >>> is_known('"a", W/"b"', '"b"'), is_known('"a"', '"b"'), is_known("*", '"b"')
    (True, False, True)
    """
    given = [each.strip().removeprefix("W/") for each in (if_none_match or "").split(",")]
    return tag in given or given == ["*"]
