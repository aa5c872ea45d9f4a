"""Numbered, immutable checkpoints of the store, and the pointer to the newest.

``generations/N/`` holds a checkpoint (``store/``), what it was made from (``manifest.json``) and a
lease. ``current`` names the newest. A generation is written under another name, made durable and
renamed, and only then does ``current`` move, by an atomic rename too: a reader sees the old
generation or the new one and never half of either. Readers hold a shared lock on the lease; the
collector removes only what it can lock for itself.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Final

from .errors import EmptyWorkspaceError, StoreError, WorkspaceVersionError
from .store import Store

#: How many of the newest generations are kept, leased or not.
KEPT: Final = 3
_LEASE: Final = "lease"
_MANIFEST: Final = "manifest.json"
_PARTIAL: Final = ".partial"
_REMOVED: Final = ".removed"
_STORE: Final = "store"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made from: the revision of the documents, the base, the format."""

    revision: int
    base: str
    format: int


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
        """Return the numbers of the generations that are kept, oldest first."""
        names = [path.name for path in self._root.iterdir()] if self._root.is_dir() else []
        return sorted(int(name) for name in names if name.isdecimal())

    def manifest(self, number: int) -> Manifest:
        """Return what the generation *number* was made from.

        Raises StoreError when it is not kept, WorkspaceVersionError when it cannot be understood.
        """
        path = self._root / str(number) / _MANIFEST
        try:
            return Manifest(**json.loads(path.read_text()))
        except FileNotFoundError as error:
            kept = ", ".join(map(str, self.numbers())) or "none"
            raise StoreError(f"generation {number} is not kept; there are: {kept}") from error
        except (TypeError, ValueError) as error:
            raise WorkspaceVersionError(
                f"{path} is not of this version's format; run hansa rebuild"
            ) from error

    def publish(self, store: Store, manifest: Manifest) -> int:
        """Make a checkpoint of *store* the newest generation and return its number."""
        number = max([0, *self.numbers(), self.current() or 0]) + 1
        partial = self._root / _PARTIAL
        self.clear()
        partial.mkdir(parents=True)
        store.backup(partial / _STORE)
        (partial / _LEASE).touch()
        _write(partial / _MANIFEST, json.dumps(asdict(manifest), sort_keys=True) + "\n")
        _sync_directory(partial)
        partial.rename(self._root / str(number))
        _sync_directory(self._root)
        fresh = self._pointer.with_suffix(".new")
        _write(fresh, f"{number}\n")
        fresh.replace(self._pointer)
        _sync_directory(self._directory)
        return number

    def clear(self) -> None:
        """Remove what a killed writer left unfinished."""
        for path in (self._root / _PARTIAL, self._root / _REMOVED):
            if path.exists():
                shutil.rmtree(path)

    def collect(self, *, keep: int = KEPT) -> list[int]:
        """Remove all but the newest *keep* generations, except those that someone reads."""
        removed = [number for number in self.numbers()[:-keep] if number != self.current()]
        return [number for number in removed if self._remove(number)]

    def _remove(self, number: int) -> bool:
        path = self._root / str(number)
        with (path / _LEASE).open("a") as lease:
            try:
                fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            path.rename(self._root / _REMOVED)
        shutil.rmtree(self._root / _REMOVED)
        return True

    @contextmanager
    def lease(self, number: int | None = None) -> Iterator[Lease]:
        """Hold the generation *number*, or the newest, against collection.

        Raises EmptyWorkspaceError when nothing was published, StoreError when *number* is not
        kept.
        """
        held, file = self._held(number)
        with file:
            yield Lease(held, self._root / str(held) / _STORE, self.manifest(held))

    def _held(self, number: int | None) -> tuple[int, IO[str]]:
        """Lock a generation, the newest one again if the collector was faster."""
        while True:
            wanted = number or self.current()
            if wanted is None:
                raise EmptyWorkspaceError(
                    f"there is nothing in {self._directory} yet; run hansa ingest with some files"
                )
            if file := _shared(self._root / str(wanted) / _LEASE):
                return wanted, file
            if number is not None or wanted == self.current():
                kept = ", ".join(map(str, self.numbers())) or "none"
                raise StoreError(f"generation {wanted} is not kept; there are: {kept}")


def _shared(lease: Path) -> IO[str] | None:
    """Open and lock a lease, or return None when its generation is gone or just going."""
    with suppress(FileNotFoundError):
        file = lease.open()
        fcntl.flock(file, fcntl.LOCK_SH)
        if lease.exists():  # else the collector renamed it between open and lock
            return file
        file.close()
    return None


def _write(path: Path, content: str) -> None:
    with path.open("w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
