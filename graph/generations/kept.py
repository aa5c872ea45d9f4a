"""The generations that are kept, for whoever reads them.

``generations/N/`` is one (``checkpoints``), and ``current`` names the newest (``pointer``). That
moves only when a generation is whole and durable: a reader sees the old one or the new one and
never half of either. Readers hold a shared lock on the lease, so that the collector leaves it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from graph.errors import (
    EmptyWorkspaceError,
    GenerationGoneError,
    StoreError,
    UnknownGenerationError,
)

from .checkpoints import Checkpoint
from .leases import Holder, holders, shared
from .manifests import Manifest
from .pointer import Pointer
from .touched import Touched


@dataclass(frozen=True, slots=True)
class Lease:
    """A generation that cannot be collected as long as this is held."""

    generation: int
    path: Path
    manifest: Manifest


class KeptGenerations:
    """The generations of one data directory, to be read."""

    def __init__(self, directory: Path) -> None:
        """Look after ``generations/`` and ``current`` in the data directory *directory*."""
        self._directory = directory
        self._root = directory / "generations"
        self._pointer = Pointer(directory)

    def current(self) -> int | None:
        """Return the number of the newest published generation, or None before the first."""
        return self._pointer.read()

    def numbers(self) -> list[int]:
        """Return the numbers of the generations that are there whole, oldest first."""
        return [number for number in self._named() if self.is_whole(number)]

    def present(self) -> list[int]:
        """Return the numbers of all that is there, damaged or not, oldest first."""
        return self._named()

    def is_whole(self, number: int) -> bool:
        """Return whether the generation is there, as far as the names of its files tell."""
        return self._checkpoint(number).is_whole

    def files(self, number: int) -> tuple[str, ...]:
        """Return the paths of the files without which a generation is not whole."""
        return self._checkpoint(number).files

    def store(self, number: int) -> Path:
        """Return where the store of a generation is, or would be."""
        return self._checkpoint(number).store

    def directory(self, number: int) -> Path:
        """Return where a generation is, or would be."""
        return self._root / str(number)

    def damaged(self) -> list[Path]:
        """Return the directories that are named like generations and are not whole."""
        return [self.directory(each) for each in self._named() if not self.is_whole(each)]

    def manifest(self, number: int) -> Manifest:
        """Return what the generation *number* was made from.

        Raises UnknownGenerationError when it is not there, WorkspaceVersionError when it cannot be
        understood.
        """
        try:
            return self._checkpoint(number).manifest()
        except FileNotFoundError as error:
            raise self._absent(number) from error

    def touched(self, number: int) -> Touched | None:
        """Return what tells which things a generation changed; None where nothing does."""
        return self._checkpoint(number).touched()

    def pins(self) -> dict[int, str]:
        """Return the notes of the pinned generations, by number."""
        notes = {number: self._checkpoint(number).pinned() for number in self.numbers()}
        return {number: note for number, note in notes.items() if note is not None}

    @contextmanager
    def lease(self, number: int | None = None) -> Iterator[Lease]:
        """Hold the generation *number*, or the newest, against collection.

        Raises EmptyWorkspaceError when nothing was published, GenerationGoneError when *number* is
        kept no more, UnknownGenerationError when it never was there, StoreError when the newest
        was removed by hand.
        """
        held, file = self._held(number)
        with file:
            yield Lease(held, self._checkpoint(held).store, self.manifest(held))

    def holders(self, number: int) -> list[Holder]:
        """Return the processes that read a generation, where the system tells."""
        return holders(self._checkpoint(number).lease)

    def _held(self, number: int | None) -> tuple[int, IO[str]]:
        """Lock a generation, the newest one again if the collector was faster."""
        while True:
            newest = self.current()
            if newest is None:
                raise EmptyWorkspaceError(
                    f"there is nothing in {self._directory} yet; run hansa ingest with some files"
                )
            wanted = newest if number is None else number
            if wanted <= newest and self.is_whole(wanted):
                if file := shared(self._checkpoint(wanted).lease):
                    return wanted, file
            elif number is not None or wanted == self.current():
                raise self._absent(wanted)

    def _absent(self, number: int) -> StoreError:
        """Return the error that says why a generation cannot be had."""
        newest, numbers = self.current() or 0, self.numbers()
        kept = ", ".join(map(str, numbers)) or "none"
        if number == newest:
            return StoreError(
                f"generation {number}, the newest of {self._directory}, is damaged or was removed "
                f"by hand; run hansa rebuild (kept besides: {kept})"
            )
        if 0 < number < newest:
            return GenerationGoneError(
                f"generation {number} is kept no more; there are: {kept}", kept=numbers
            )
        return UnknownGenerationError(
            f"there never was a generation {number}; there are: {kept}", kept=numbers
        )

    def _named(self) -> list[int]:
        """Return the numbers that directories are named by, whole or not."""
        names = [path.name for path in self._root.iterdir()] if self._root.is_dir() else []
        return sorted(int(name) for name in names if name.isdecimal() and name.isascii())

    def _checkpoint(self, number: int) -> Checkpoint:
        return Checkpoint(self.directory(number))
