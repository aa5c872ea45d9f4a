"""Generations are published one after the other, pinned, and removed when nobody needs them.

The collector removes only what it can lock for itself, so nothing that is read; how one is read is
in ``kept_generations``.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from graph.errors import StoreError
from graph.following.standby import require_primary
from graph.keeping.disks import full_disk, says_full
from graph.keeping.durable import sync
from graph.quads import QuadStore

from .kept import KeptGenerations, Lease
from .leases import exclusive
from .manifests import Manifest, timestamp
from .retention import Retention, expired

__all__ = ["KEPT", "Generations", "Lease", "Manifest"]

#: How many of the newest generations are kept, leased or not.
KEPT: Final = Retention().generations
_PARTIAL: Final = ".partial"
_REMOVED: Final = ".removed"


class Generations(KeptGenerations):
    """The generations of one data directory, to be read and changed."""

    def following(self) -> int:
        """Return the number of the generation to come: above every one that was ever here."""
        with suppress(StoreError):  # a damaged pointer must not keep a rebuild from mending it
            return max([0, *self._named(), self.current() or 0]) + 1
        return max([0, *self._named()]) + 1

    # Publishing

    def publish(
        self,
        store: QuadStore,
        manifest: Manifest,
        *,
        number: int | None = None,
        touched: bytes | None = None,
    ) -> int:
        """Make a checkpoint of *store* the newest generation and return its number.

        *touched* tells which things it changed (``touched``), where that is known.

        A *number* that is given and there already is not written again: only ``current`` moves,
        so that the work of a killed writer can be repeated. Its number, and the time where there is
        none, are written into the manifest. Raises StoreError when it cannot be written, or when
        another graph was published under that number.
        """
        number = number or self.following()
        try:
            self._pointer.prepare(number)
            if self.is_whole(number):
                self._require_same(number, manifest)
                sync(self._pointer.prepared)
            else:
                self._write(store, _dated(manifest, number), touched)
            self._pointer.move()
        except (OSError, StoreError) as error:
            with suppress(OSError):
                self.clear()
            if isinstance(error, StoreError):
                raise
            raise StoreError(
                f"generation {number} cannot be written to {self._root}: {error.strerror or error}"
            ) from error
        return number

    def _require_same(self, number: int, manifest: Manifest) -> None:
        found = self.manifest(number)
        if manifest.digest and found.digest and found.digest != manifest.digest:
            raise StoreError(
                f"generation {number} of {self._directory} holds another graph than the one to be "
                "published under its number; run hansa rebuild"
            )

    def _write(self, store: QuadStore, manifest: Manifest, touched: bytes | None) -> None:
        """Write a generation, and make it durable together with the pointer that waits for it."""
        made = self._checkpoint(manifest.generation)
        self.clear()
        if made.path.exists():  # damaged by hand: nobody can read it, and its name is needed
            shutil.rmtree(self._rename_away(manifest.generation))
        through, also = self._root / _PARTIAL, self._pointer.prepared
        made.write(store, manifest, through=through, also=also, touched=touched)

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
        created = {number: self._checkpoint(number).created() for number in self.numbers()}
        now = now or datetime.now(UTC)
        gone = expired(created, keep=keep, younger_than=younger_than, now=now)
        newest = self.current() or 0
        damaged = [each for each in self._named() if each not in created and each < newest]
        return [number for number in sorted({*gone, *damaged}) if self.remove(number)]

    def remove(self, number: int, *, even_pinned: bool = False) -> bool:
        """Remove a generation unless it is current, pinned or being read; tell whether it went."""
        found = self._checkpoint(number)
        if number == self.current() or not found.path.is_dir():
            return False
        with exclusive(found.lease) as is_free:
            # Pinning takes a lease first, so from here on nobody pins it.
            if not is_free or (found.pinned() is not None and not even_pinned):
                return False
            away = self._rename_away(number)
        shutil.rmtree(away)
        return True

    def _rename_away(self, number: int) -> Path:
        away = self._root / f"{_REMOVED}-{number}"
        if away.exists():
            shutil.rmtree(away)
        return self.directory(number).rename(away)

    # Pinning

    def pin(self, number: int, note: str = "") -> None:
        """Keep a generation for ever, because it is cited; *note* says where.

        Without a note, that of an earlier pin stays. Raises UnknownGenerationError when it is not
        kept, StoreError when that cannot be noted, StandbyError where another directory says what
        is pinned.
        """
        require_primary(self._directory)
        with self.lease(number), self._told(number, "pinned"):
            self._checkpoint(number).pin(note)

    def unpin(self, number: int) -> bool:
        """Let a generation go with the others of its age; return whether it was pinned.

        Raises UnknownGenerationError when it is not kept, StoreError when that cannot be noted,
        StandbyError where another directory says what is pinned.
        """
        require_primary(self._directory)
        with self.lease(number), self._told(number, "let go"):
            return self._checkpoint(number).unpin()

    @contextmanager
    def _told(self, number: int, what: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if says_full(error):
                raise full_disk(f"the disk that holds {self._directory}") from error
            raise StoreError(
                f"generation {number} of {self._directory} cannot be {what}: "
                f"{error.strerror or error}"
            ) from error


def _dated(manifest: Manifest, number: int) -> Manifest:
    created = manifest.created or timestamp(datetime.now(UTC))
    return replace(manifest, generation=number, created=created)
