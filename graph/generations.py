"""Numbered, immutable checkpoints of the store, and the pointer to the newest.

``generations/N/`` holds a checkpoint (``store/``), what it was made from (``manifest.json``), a
lease, and a ``pin`` where it is to stay for ever. ``current`` names the newest. A generation is
written under another name, made durable and renamed, and only then does ``current`` move, by an
atomic rename too: a reader sees the old generation or the new one and never half of either. Readers
hold a shared lock on the lease; the collector removes only what it can lock for itself.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Final

from .durable import sync, write
from .errors import (
    EmptyWorkspaceError,
    GenerationGoneError,
    StoreError,
    UnknownGenerationError,
    WorkspaceVersionError,
)
from .leases import Holder, exclusive, holders, shared
from .manifests import Manifest, read_manifest, timestamp
from .retention import Retention, expired
from .store import Store

__all__ = ["KEPT", "Generations", "Lease", "Manifest"]

#: How many of the newest generations are kept, leased or not.
KEPT: Final = Retention().generations
_LEASE: Final = "lease"
_MANIFEST: Final = "manifest.json"
_PARTIAL: Final = ".partial"
_PIN: Final = "pin"
_REMOVED: Final = ".removed"
_STORE: Final = "store"


@dataclass(frozen=True, slots=True)
class Lease:
    """A generation that cannot be collected as long as this is held."""

    generation: int
    path: Path
    manifest: Manifest


class Generations:
    """The generations of one data directory."""

    def __init__(self, directory: Path) -> None:
        """Look after ``generations/`` and ``current`` in the data directory *directory*."""
        self._directory = directory
        self._root = directory / "generations"
        self._pointer = directory / "current"

    def current(self) -> int | None:
        """Return the number of the newest published generation, or None before the first."""
        try:
            return int(self._pointer.read_text())
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise StoreError(f"{self._pointer} is damaged; run hansa rebuild") from error

    def numbers(self) -> list[int]:
        """Return the numbers of the generations that are there whole, oldest first."""
        return [number for number in self._named() if self.is_whole(number)]

    def present(self) -> list[int]:
        """Return the numbers of all that is there, damaged or not, oldest first."""
        return self._named()

    def is_whole(self, number: int) -> bool:
        """Return whether the generation is there, as far as the names of its files tell."""
        path = self._root / str(number)
        return all((path / name).exists() for name in (_MANIFEST, _LEASE, f"{_STORE}/CURRENT"))

    def directory(self, number: int) -> Path:
        """Return where a generation is, or would be."""
        return self._root / str(number)

    def damaged(self) -> list[Path]:
        """Return the directories that are named like generations and are not whole."""
        return [self.directory(each) for each in self._named() if not self.is_whole(each)]

    def following(self) -> int:
        """Return the number of the generation to come: above every one that was ever here."""
        with suppress(StoreError):  # a damaged pointer must not keep a rebuild from mending it
            return max([0, *self._named(), self.current() or 0]) + 1
        return max([0, *self._named()]) + 1

    def manifest(self, number: int) -> Manifest:
        """Return what the generation *number* was made from.

        Raises UnknownGenerationError when it is not there, WorkspaceVersionError when it cannot be
        understood.
        """
        try:
            return read_manifest(self._root / str(number) / _MANIFEST)
        except FileNotFoundError as error:
            raise self._absent(number) from error

    # Publishing

    def publish(self, store: Store, manifest: Manifest, *, number: int | None = None) -> int:
        """Make a checkpoint of *store* the newest generation and return its number.

        A *number* that is given and there already is not written again: only ``current`` moves,
        so that the work of a killed writer can be repeated. Its number, and the time where there is
        none, are written into the manifest. Raises StoreError when it cannot be written, or when
        another graph was published under that number.
        """
        number = number or self.following()
        pointer = self._pointer.with_suffix(".new")
        try:
            write(pointer, f"{number}\n")
            if self.is_whole(number):
                self._require_same(number, manifest)
                sync(pointer)
            else:
                self._write(store, self._dated(manifest, number), pointer)
            pointer.replace(self._pointer)
            sync(self._directory)
        except (OSError, StoreError) as error:
            with suppress(OSError):
                self.clear()
            if isinstance(error, StoreError):
                raise
            raise StoreError(
                f"generation {number} cannot be written to {self._root}: {error.strerror or error}"
            ) from error
        return number

    def _dated(self, manifest: Manifest, number: int) -> Manifest:
        created = manifest.created or timestamp(datetime.now(UTC))
        return replace(manifest, generation=number, created=created)

    def _require_same(self, number: int, manifest: Manifest) -> None:
        found = self.manifest(number)
        if manifest.digest and found.digest and found.digest != manifest.digest:
            raise StoreError(
                f"generation {number} of {self._directory} holds another graph than the one to be "
                "published under its number; run hansa rebuild"
            )

    def _write(self, store: Store, manifest: Manifest, pointer: Path) -> None:
        """Write a generation, and make it durable together with the pointer that waits for it."""
        partial, final = self._root / _PARTIAL, self._root / str(manifest.generation)
        self.clear()
        if final.exists():  # damaged by hand: nobody can read it, and its name is needed
            self._take_away(manifest.generation)
        partial.mkdir(parents=True)
        store.backup(partial / _STORE)
        (partial / _LEASE).touch()
        write(partial / _MANIFEST, manifest.to_json())
        sync(*_copies(partial / _STORE), partial / _MANIFEST, partial, pointer)
        partial.rename(final)
        sync(self._root)

    # Removing

    def clear(self) -> None:
        """Remove what a killed writer left unfinished."""
        for path in self._root.glob(".*"):
            if path.name.startswith((_PARTIAL, _REMOVED)):
                shutil.rmtree(path)

    def collect(
        self,
        *,
        keep: int = KEPT,
        younger_than: timedelta = timedelta(0),
        now: datetime | None = None,
    ) -> list[int]:
        """Remove generations and return their numbers.

        One goes only when it is not among the newest *keep*, was superseded at least
        *younger_than* ago, is not current, not pinned and not being read. So do the remains of
        one that was damaged by hand.
        """
        created = {number: self._created(number) for number in self.numbers()}
        now = now or datetime.now(UTC)
        gone = expired(created, keep=keep, younger_than=younger_than, now=now)
        newest = self.current() or 0
        damaged = [each for each in self._named() if each not in created and each < newest]
        return [number for number in sorted({*gone, *damaged}) if self.remove(number)]

    def remove(self, number: int, *, even_pinned: bool = False) -> bool:
        """Remove a generation unless it is current, pinned or being read; tell whether it went."""
        path = self._root / str(number)
        if number == self.current() or not path.is_dir():
            return False
        with exclusive(path / _LEASE) as is_free:
            # Pinning takes a lease first, so from here on nobody pins it.
            if not is_free or (self.pinned(number) is not None and not even_pinned):
                return False
            away = self._rename_away(number)
        shutil.rmtree(away)
        return True

    def _take_away(self, number: int) -> None:
        shutil.rmtree(self._rename_away(number))

    def _rename_away(self, number: int) -> Path:
        away = self._root / f"{_REMOVED}-{number}"
        if away.exists():
            shutil.rmtree(away)
        return (self._root / str(number)).rename(away)

    # Pinning

    def pin(self, number: int, note: str = "") -> None:
        """Keep a generation for ever, because it is cited; *note* says where.

        Without a note, that of an earlier pin stays. Raises UnknownGenerationError when it is not
        kept.
        """
        folder = self._root / str(number)
        with self.lease(number):
            fresh = folder / f"{_PIN}.{os.getpid()}"
            write(fresh, f"{note or self.pinned(number) or ''}\n")
            sync(fresh)
            fresh.replace(folder / _PIN)
            sync(folder)

    def unpin(self, number: int) -> bool:
        """Let a generation go with the others of its age; return whether it was pinned.

        Raises UnknownGenerationError when it is not kept.
        """
        with self.lease(number):
            was_pinned = self.pinned(number) is not None
            (self._root / str(number) / _PIN).unlink(missing_ok=True)
            sync(self._root / str(number))
        return was_pinned

    def pinned(self, number: int) -> str | None:
        """Return the note of a pinned generation, None where it is not pinned."""
        try:
            path = self._root / str(number) / _PIN
            return path.read_text(encoding="utf-8", errors="replace").removesuffix("\n")
        except FileNotFoundError:
            return None

    def pins(self) -> dict[int, str]:
        """Return the notes of the pinned generations, by number."""
        notes = {number: self.pinned(number) for number in self.numbers()}
        return {number: note for number, note in notes.items() if note is not None}

    # Reading

    @contextmanager
    def lease(self, number: int | None = None) -> Iterator[Lease]:
        """Hold the generation *number*, or the newest, against collection.

        Raises EmptyWorkspaceError when nothing was published, GenerationGoneError when *number* is
        kept no more, UnknownGenerationError when it never was there, StoreError when the newest
        was removed by hand.
        """
        held, file = self._held(number)
        with file:
            yield Lease(held, self._root / str(held) / _STORE, self.manifest(held))

    def holders(self, number: int) -> list[Holder]:
        """Return the processes that read a generation, where the system tells."""
        return holders(self._root / str(number) / _LEASE)

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
                if file := shared(self._root / str(wanted) / _LEASE):
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

    def _created(self, number: int) -> datetime | None:
        with suppress(FileNotFoundError, WorkspaceVersionError):
            return read_manifest(self._root / str(number) / _MANIFEST).time
        return None


def _copies(checkpoint: Path) -> list[Path]:
    """Return the files of a checkpoint that the engine copied and did not sync: its log.

    The others are links to files that were synced when they were made.
    """
    return [path for path in checkpoint.iterdir() if path.stat().st_nlink == 1]
