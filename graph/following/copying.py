"""Copying a generation into a standby: only what is not there yet, and verified before it counts.

Tables of the engine never change, so those that an earlier generation of the standby has are
linked. A file is taken to be the one that was copied where size and time of change are the same,
as rsync does; the digest of the whole graph then says whether that was right. Where it was not,
everything is copied, since what was here may be what is damaged.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from graph.backups.backup import IMMUTABLE
from graph.errors import GraphError, StandbyError
from graph.foreign.guests import guests_in
from graph.generations.manifests import Manifest
from graph.generations.touched import NAME as TOUCHED
from graph.keeping.durable import sync, sync_tree
from graph.lines.digest import digest_of
from graph.store import Store

#: What stands in the directory of a generation beside the store, where it does.
_BESIDE: Final = ("manifest.json", "pin", TOUCHED)


def copy_over(source: Path, target: Path, manifest: Manifest, *, earlier: Iterable[Path]) -> int:
    """Copy the generation in *source* to *target*, and return how many bytes had to be read.

    *earlier* are the standby's other generations. What was broken off is gone on with. Raises
    StandbyError where the copy is not what *manifest* says; then nothing is left of it.
    """
    partial = target.with_name(f".following.{target.name}")
    _clear_others(partial)
    size, is_all_read = _bring(source, partial, [each / "store" for each in earlier])
    fault = fault_of(partial, source, manifest)
    if fault and not is_all_read:
        shutil.rmtree(partial)
        size += _bring(source, partial, [])[0]
        fault = fault_of(partial, source, manifest)
    if fault:
        shutil.rmtree(partial)
        raise StandbyError(
            f"the copy of generation {target.name} {fault}; it is copied anew the next time, and "
            "where that does not help, hansa check says what is wrong there"
        )
    sync_tree(partial)
    partial.rename(target)
    sync(target.parent)
    return size


def copy_file(source: Path, target: Path) -> None:
    """Let *target* be what the small file *source* is, whole at any time, or go where that went."""
    try:
        content = source.read_bytes()
    except FileNotFoundError:
        target.unlink(missing_ok=True)
        return
    if target.exists() and target.read_bytes() == content:
        return
    fresh = target.with_name(f"{target.name}.new")
    fresh.write_bytes(content)
    sync(fresh)
    fresh.replace(target)


def _clear_others(partial: Path) -> None:
    """Remove what is left of generations that nobody wants any more."""
    for path in partial.parent.glob(".following.*"):
        if path != partial:
            shutil.rmtree(path)


def _bring(source: Path, partial: Path, stores: Iterable[Path]) -> tuple[int, bool]:
    """Bring all files; return how many bytes were read for it, and whether of all of them."""
    (partial / "store").mkdir(parents=True, exist_ok=True)
    read = [_brought(path, partial / "store", stores) for path in _files(source / "store")]
    for name in _BESIDE:
        with suppress(FileNotFoundError):
            shutil.copyfile(source / name, partial / name)
    (partial / "lease").touch()
    return sum(each or 0 for each in read), None not in read


def fault_of(copy: Path, source: Path, manifest: Manifest) -> str | None:
    """Return what is wrong with the copy of a generation, None where it is the same.

    What guests wrote is in no manifest, so it is held to the source itself.
    """
    try:
        ours, theirs = Store.read_only(copy / "store"), Store.read_only(source / "store")
        guests = guests_in(ours, bases=[manifest.base])
        found, _ = digest_of(ours, without=guests)
        if manifest.digest and found != manifest.digest:
            return f"has the digest {found[:12]}, not {manifest.digest[:12]}"
        if guests != guests_in(theirs, bases=[manifest.base]):
            return "has other graphs than that"
        if (guests or not manifest.digest) and digest_of(ours) != digest_of(theirs):
            return "has something else in its graphs than that"
    except GraphError as error:
        return f"cannot be read ({error})"
    return None


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and path.name != "LOCK")


def _brought(path: Path, folder: Path, stores: Iterable[Path]) -> int | None:
    """Bring one file into *folder*; return how many bytes were read, None where it is here."""
    target = folder / path.name
    if _is_same(path, target):
        return None
    target.unlink(missing_ok=True)
    if path.suffix in IMMUTABLE:
        for store in stores:
            if _is_same(path, store / path.name):
                _link(store / path.name, target)
                return None
    return _copy(path, target)


def _link(path: Path, target: Path) -> None:
    try:
        os.link(path, target)
    except OSError:  # not every disk has links
        _copy(path, target)


def _copy(path: Path, target: Path) -> int:
    """Copy one file; under its name it is believed later, so it is durable before it gets it."""
    half = target.with_name(f"{target.name}.half")
    shutil.copyfile(path, half)
    found = path.stat()
    os.utime(half, ns=(found.st_atime_ns, found.st_mtime_ns))
    sync(half)
    half.replace(target)
    return found.st_size


def _is_same(one: Path, other: Path) -> bool:
    try:
        found, expected = other.stat(), one.stat()
    except FileNotFoundError:
        return False
    return (found.st_size, found.st_mtime_ns) == (expected.st_size, expected.st_mtime_ns)
