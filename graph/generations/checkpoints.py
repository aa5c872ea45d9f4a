"""One generation on disk: a checkpoint of the store, its manifest, its lease and perhaps a pin.

It is written under another name, made durable and renamed; whoever finds it finds it whole, unless
somebody damaged it by hand.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from graph.errors import WorkspaceVersionError
from graph.keeping.durable import sync, write
from graph.quads import QuadStore
from graph.store import NOTE

from .manifests import Manifest, read_manifest
from .touched import NAME as TOUCHED
from .touched import Touched, is_damaged, read_touched

_LEASE: Final = "lease"
_MANIFEST: Final = "manifest.json"
_PIN: Final = "pin"
_STORE: Final = "store"


class Checkpoint:
    """The directory of one generation, which need not be there."""

    def __init__(self, path: Path) -> None:
        """Look after the directory *path*."""
        self.path = path
        self.store = path / _STORE
        self.lease = path / _LEASE
        self._manifest = path / _MANIFEST
        self._pin = path / _PIN
        self._touched = path / TOUCHED

    @property
    def is_whole(self) -> bool:
        """Whether all of it is there, as far as the names of its files tell."""
        return all(map(os.path.exists, self.files))

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the files without which it is not whole."""
        is_elsewhere = os.path.exists(self.store / NOTE)
        return (
            str(self._manifest),
            str(self.lease),
            str(self.store / (NOTE if is_elsewhere else "CURRENT")),
        )

    def manifest(self) -> Manifest:
        """Return what it was made from; FileNotFoundError is let out.

        Raises WorkspaceVersionError when it cannot be understood.
        """
        return read_manifest(self._manifest)

    def created(self) -> datetime | None:
        """Return when it was made, None where nothing tells."""
        with suppress(FileNotFoundError, WorkspaceVersionError):
            return self.manifest().time
        return None

    def has_damaged_note(self) -> bool:
        """Say whether what tells which things it changed is there and not as it was written."""
        return is_damaged(self._touched)

    def touched(self) -> Touched | None:
        """Return what tells which things it changed, None where nothing does."""
        return read_touched(self._touched)

    def write(
        self,
        store: QuadStore,
        manifest: Manifest,
        *,
        through: Path,
        also: Path,
        touched: bytes | None = None,
    ) -> None:
        """Write it *through* a directory that is renamed last, durable together with *also*.

        *touched* is what its file of that name holds, None for no such file.
        """
        partial = Checkpoint(through)
        through.mkdir(parents=True)
        store.backup(partial.store)
        partial.lease.touch()
        write(partial._manifest, manifest.to_json())
        if touched is not None:
            partial._touched.write_bytes(touched)
            sync(partial._touched)
        sync(*_copies(partial.store), partial._manifest, through, also)
        through.rename(self.path)
        sync(self.path.parent)

    # Who holds the lease may pin: the collector takes it away from all others first.

    def pinned(self) -> str | None:
        """Return the note of its pin, None where it is not pinned."""
        try:
            note = self._pin.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return None
        return note.removesuffix("\n")

    def pin(self, note: str) -> None:
        """Pin it; an empty note leaves that of an earlier pin."""
        fresh = self._pin.with_name(f"{_PIN}.{os.getpid()}")
        try:
            write(fresh, f"{note or self.pinned() or ''}\n")
            sync(fresh)
            fresh.replace(self._pin)
        except OSError:
            with suppress(OSError):  # of a disk that nobody can write to
                fresh.unlink(missing_ok=True)
            raise
        sync(self.path)

    def unpin(self) -> bool:
        """Take the pin away; return whether there was one."""
        was_pinned = self.pinned() is not None
        self._pin.unlink(missing_ok=True)
        sync(self.path)
        return was_pinned


def _copies(store: Path) -> list[Path]:
    """Return the files of a checkpoint that the engine copied and did not sync: its log.

    The others are links to files that were synced when they were made.
    """
    return [path for path in store.iterdir() if path.stat().st_nlink == 1]
