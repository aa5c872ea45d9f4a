"""Copying a generation into a standby: only what is not there yet, and verified before it counts.

Tables of the engine never change, so those that an earlier generation of the standby has are
linked. A file is taken to be the one that was copied where size and time of change are the same,
as rsync does; the digest of the whole graph then says whether that was right.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from graph.backups.backup import IMMUTABLE, own_digest
from graph.errors import StandbyError
from graph.generations.manifests import Manifest
from graph.generations.touched import NAME as TOUCHED
from graph.keeping.durable import sync, sync_tree

#: What stands in the directory of a generation beside the store, where it does.
_BESIDE: Final = ("manifest.json", "pin", TOUCHED)


def copy_over(source: Path, target: Path, manifest: Manifest, *, earlier: Iterable[Path]) -> int:
    """Copy the generation in *source* to *target*, and return how many bytes had to be read.

    *earlier* are the standby's other generations. What was broken off is gone on with. Raises
    StandbyError where the copy is not what *manifest* says; then nothing is left of it.
    """
    partial = target.with_name(f".following.{target.name}")
    _clear_others(partial)
    (partial / "store").mkdir(parents=True, exist_ok=True)
    stores = [each / "store" for each in earlier]
    size = sum(_brought(path, partial / "store", stores) for path in _files(source / "store"))
    for name in _BESIDE:
        with suppress(FileNotFoundError):
            shutil.copyfile(source / name, partial / name)
    (partial / "lease").touch()
    found = own_digest(partial)
    if manifest.digest and found != manifest.digest:
        shutil.rmtree(partial)
        raise StandbyError(
            f"the copy of generation {target.name} has the digest {found[:12]}, not "
            f"{manifest.digest[:12]}; it is copied anew the next time"
        )
    sync_tree(partial)
    partial.rename(target)
    sync(target.parent)
    return size


def _clear_others(partial: Path) -> None:
    """Remove what is left of generations that nobody wants any more."""
    for path in partial.parent.glob(".following.*"):
        if path != partial:
            shutil.rmtree(path)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and path.name != "LOCK")


def _brought(path: Path, folder: Path, stores: Iterable[Path]) -> int:
    """Bring one file into *folder*; return how many bytes were copied for it."""
    target = folder / path.name
    if _is_same(path, target):
        return 0
    target.unlink(missing_ok=True)
    if path.suffix in IMMUTABLE:
        for store in stores:
            if _is_same(path, store / path.name):
                os.link(store / path.name, target)
                return 0
    half = folder / f"{path.name}.half"
    shutil.copyfile(path, half)
    found = path.stat()
    os.utime(half, ns=(found.st_atime_ns, found.st_mtime_ns))
    half.replace(target)
    return found.st_size


def _is_same(one: Path, other: Path) -> bool:
    try:
        found, expected = other.stat(), one.stat()
    except FileNotFoundError:
        return False
    return (found.st_size, found.st_mtime_ns) == (expected.st_size, expected.st_mtime_ns)
