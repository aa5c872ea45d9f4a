"""Backups: a data directory at one moment, in a folder of its own, made beside a writer.

A backup holds the newest generation and the pinned ones as they are, and every SQLite file as it
was when the newest generation was whole: the writer's lock is not needed for that, only a moment
between two commits. What the engine never changes in place (its tables) is linked where links
do and copied elsewhere; all else is copied. ``backup.json`` names each file with its size and
SHA-256, is sealed with its own, and is written last, so that a backup without it is none.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any, Final

from graph.errors import BackupError, GraphError, WorkspaceVersionError
from graph.following.standby import standby_of
from graph.foreign.guests import guests_in
from graph.generations.generations import Generations, Lease
from graph.generations.manifests import read_manifest, timestamp
from graph.generations.touched import NAME as TOUCHED
from graph.keeping.durable import sync_tree, write_durably
from graph.keeping.lock import locked
from graph.keeping.scores import NAME as SCORES
from graph.lines.digest import digest_of
from graph.store import NOTE, Store
from graph.workspace import Workspace

from .moments import Moment, moment, taken_together

#: The layout of backups; the first had no seal.
LAYOUT: Final = 2
_SEAL: Final = "seal"
MANIFEST: Final = "backup.json"
#: Where the files are: a folder that nobody takes for a data directory, which has ``current``.
DATA: Final = "data"
#: Seconds in which a moment between two commits is looked for before the writer has to wait.
_PATIENCE: Final = 2.0
#: What is in every backup, and in every generation of one.
_NEEDED: Final = ("documents.sqlite",)
_NEEDED_UNSEALED: Final = (*_NEEDED, "published.sqlite", "search.sqlite")
_MADE_OF: Final = "manifest.json"
#: One of which is in the store of every generation: its quads, or where they are.
_STORED: Final = frozenset({"store/CURRENT", f"store/{NOTE}"})
IMMUTABLE: Final = frozenset({".sst", ".blob"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of a backup: its size in bytes and its SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds, as its ``backup.json`` says.

    ``generations`` are the numbers of those in it with the digests of their graphs, ``newest`` is
    the one that was current and ``documents`` counts what is in it, equal bytes once; ``files``
    are paths below ``data/``. ``left_out``, which only ``back_up`` tells, has a sentence for each
    pinned generation that is damaged and so is not in it.
    """

    newest: int
    documents: int
    generations: dict[int, str]
    files: dict[str, Piece]
    created: str = ""
    hansa: str = ""
    layout: int = LAYOUT
    left_out: tuple[str, ...] = ()

    def to_json(self) -> str:
        """Return the text of ``backup.json``."""
        told = json.loads(json.dumps(asdict(replace(self, left_out=()))))
        del told["left_out"]
        return json.dumps(told | {_SEAL: seal(told)}, sort_keys=True, indent=1) + "\n"


def seal(told: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what a ``backup.json`` says besides, however that is written.

    >>> seal({"newest": 1, "layout": 2}) == seal({"layout": 2, "newest": 1, "seal": "old"})
    True
    """
    rest = {name: value for name, value in told.items() if name != _SEAL}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def back_up(
    workspace: Workspace, folder: Path, *, on_wait: Callable[[str], None] | None = None
) -> Backup:
    """Make a backup of *workspace* in *folder*, which has to be empty or not to exist.

    Readers and a writer go on meanwhile; only where the writer leaves no moment between two
    commits, or was killed in one, its lock is taken, and *on_wait* told who is waited for. Every
    generation is opened and the newest read whole; a pinned one that is damaged is left out. Raises
    BackupError when the folder is not empty or cannot be written, or the newest generation is
    damaged; EmptyWorkspaceError when nothing was ever published.
    """
    require_empty(folder, for_what="a backup")
    require_apart(folder, workspace.path)
    is_new = not folder.exists()
    try:
        with _moment(workspace, on_wait) as held:
            folder.mkdir(parents=True, exist_ok=True)
            backup = _copy(held, workspace.path, folder / DATA)
        sync_tree(folder / DATA)
        write_durably(folder / MANIFEST, backup.to_json())
    except OSError as error:
        _remove(folder, with_itself=is_new)
        raise BackupError(f"cannot back up to {folder}: {error.strerror or error}") from error
    except BaseException:
        _remove(folder, with_itself=is_new)
        raise
    return backup


def read_backup(folder: Path) -> Backup:
    """Return what the backup in *folder* says of itself.

    Raises BackupError when it is no backup or not a whole one, WorkspaceVersionError when a later
    version of Hansa made it.
    """
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if found["layout"] > LAYOUT:
            raise WorkspaceVersionError(f"{folder} was made by a newer Hansa ({found['hansa']})")
        return _understood(found)
    except OSError as error:
        raise BackupError(
            f"{folder} holds no whole backup: its {MANIFEST}, which is written last, is not there"
        ) from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BackupError(f"{folder / MANIFEST} is damaged; take another backup") from error


def _understood(told: dict[str, Any]) -> Backup:
    """Return what a manifest says; raises ValueError where that is not what was written once."""
    is_sealed = told["layout"] > 1 or _SEAL in told
    if is_sealed and told[_SEAL] != seal(told):
        raise ValueError("it was changed")
    said = {name: value for name, value in told.items() if name != _SEAL}
    said["generations"] = {int(one): each for one, each in said["generations"].items()}
    said["files"] = {name: Piece(**each) for name, each in said["files"].items()}
    backup = Backup(**said)
    _require_sane(backup, needed=_NEEDED if is_sealed else _NEEDED_UNSEALED)
    return backup


def _require_sane(backup: Backup, *, needed: Iterable[str]) -> None:
    """Raise ValueError where the manifest lacks what has to be in it, or names what cannot be."""
    if backup.newest not in backup.generations:
        raise ValueError(f"there is no generation {backup.newest}")
    folders = [f"generations/{number}" for number in backup.generations]
    parts = [f"{folder}/{_MADE_OF}" for folder in folders]
    if missing := {*needed, *parts} - backup.files.keys():
        raise ValueError(f"it does not name {min(missing)}")
    for folder in folders:
        if not any(f"{folder}/{name}" in backup.files for name in _STORED):
            raise ValueError(f"it does not name {folder}/store/CURRENT")
    for name in backup.files:
        path = PurePosixPath(name)
        name.encode()  # a ValueError where it holds half a character
        if path.is_absolute() or ".." in path.parts or "\0" in name or name == "lock":
            raise ValueError(f"{name!r} is no file of a data directory")


def require_empty(folder: Path, *, for_what: str) -> None:
    """Raise BackupError unless *folder* is an empty directory, or nothing at all."""
    if folder.is_dir():
        found = sorted(path.name for path in folder.iterdir())
        if found == [DATA]:
            raise BackupError(f"{folder} holds a backup that was not finished; remove it")
        if found:
            raise BackupError(f"{folder} is not empty; name an empty place for {for_what}")
    elif folder.exists() or folder.is_symlink():
        raise BackupError(f"{folder} is no directory; name an empty place for {for_what}")


def require_apart(folder: Path, directory: Path) -> None:
    """Raise BackupError where one place is in the other, whose upkeep would remove it."""
    inner, outer = folder.resolve(), directory.resolve()
    if inner.is_relative_to(outer) or outer.is_relative_to(inner):
        raise BackupError(f"{folder} and {directory} are one in the other; name a place apart")


@contextmanager
def _moment(workspace: Workspace, on_wait: Callable[[str], None] | None) -> Iterator[Moment]:
    """Hold a moment between two commits; where there is none, let the writer's lock make one."""
    with moment(workspace.path, seconds=_PATIENCE) as found:
        if found:
            yield found
            return
    path = workspace.path
    with ExitStack() as stack:
        if standby_of(path):
            with locked(path / "lock", on_wait=on_wait):
                made = taken_together(path, stack)
            remedy = "its last step was broken off; let hansa follow take another, then back up"
        else:
            with workspace.writer(on_wait=on_wait):  # finishes what a killed one left undone
                made = taken_together(path, stack)
            remedy = "it does not belong together; run hansa check"
        if made is None:
            raise BackupError(f"{path} cannot be backed up: {remedy}")
        yield made


# Copying


def _copy(held: Moment, directory: Path, target: Path) -> Backup:
    target.mkdir()
    digest = held.documents.value("SELECT value FROM meta WHERE name = 'digest'")
    count = held.documents.value("SELECT count(DISTINCT sha256) FROM current")
    # Readers of the others may make a writer wait; they are small and come first.
    for name, snapshot in reversed(held.snapshots.items()):
        snapshot.copy(target / name)
        snapshot.close()
    with suppress(FileNotFoundError):
        shutil.copyfile(directory / SCORES, target / SCORES)
    digests, left_out = {}, _unread(held, directory)
    for lease in held.leases:
        copy = target / "generations" / str(lease.generation)
        copy_generation(lease.path.parent, copy)
        is_newest = lease is held.newest
        try:
            digests[lease.generation] = _sound(copy, lease, digest if is_newest else None)
        except GraphError as error:
            why = str(error).replace(str(copy), str(lease.path.parent))
            if is_newest:
                raise BackupError(
                    f"generation {lease.generation}, the newest, is damaged: {why}; run hansa "
                    "rebuild, then back up"
                ) from error
            left_out.append(_left_out(lease.generation, why))
            shutil.rmtree(copy)
    return Backup(
        newest=held.newest.generation,
        documents=count,
        generations=digests,
        files={name: piece_of(target / name) for name in files_in(target)},
        created=timestamp(datetime.now(UTC)),
        hansa=version("hansa"),
        left_out=tuple(left_out),
    )


def _sound(copy: Path, lease: Lease, noted: str | None) -> str:
    """Return the digest of a copied generation, which of the newest, that has one *noted*, is made.

    Of the others only the files are looked at: the engine opens none that lacks a table or has a
    shortened one. Raises GraphError where it is not what it was.
    """
    told = lease.manifest.digest or noted
    if noted is None and told:
        Store.read_only(copy / "store")
        return told
    found = own_digest(copy)
    if told and found != told:
        raise BackupError(f"its graph has the digest {found[:12]}, and {told[:12]} is noted")
    return found


def _unread(held: Moment, directory: Path) -> list[str]:
    """Return a sentence for each pinned generation that is not held because it cannot be read."""
    generations, told = Generations(directory), []
    for number in {*generations.present()} - {lease.generation for lease in held.leases}:
        if (generations.directory(number) / "pin").exists():
            try:
                with generations.lease(number):  # pinned only now
                    continue
            except GraphError as error:
                whole = generations.is_whole(number)
                told.append((number, str(error) if whole else "it is not whole"))
    return [_left_out(*each) for each in sorted(told)]


def _left_out(number: int, why: str) -> str:
    return (
        f"generation {number}, which is pinned, is damaged and left out: {why}; restore an older "
        "backup for it, or remove its directory"
    )


def own_digest(generation: Path) -> str:
    """Return the digest of Hansa's own graphs in the directory of a generation.

    Where a SPARQL server has the quads, that is what the generation says of itself.
    """
    if (generation / "store" / NOTE).exists():
        return read_manifest(generation / "manifest.json").digest
    store = Store.read_only(generation / "store")
    base = read_manifest(generation / "manifest.json").base
    return digest_of(store, without=guests_in(store, bases=[base]))[0]


def copy_generation(source: Path, target: Path) -> None:
    """Copy a generation's checkpoint and what stands beside it; nobody holds the copy."""
    copy_checkpoint(source / "store", target / "store")
    for name in ("manifest.json", "pin", TOUCHED):
        with suppress(FileNotFoundError):
            shutil.copyfile(source / name, target / name)


def copy_checkpoint(source: Path, target: Path) -> None:
    """Copy a checkpoint of the engine; tables, which never change, are linked where that works."""
    target.mkdir(parents=True)
    for path in sorted(source.iterdir()):
        if path.suffix in IMMUTABLE:
            with suppress(OSError):
                os.link(path, target / path.name)
                continue
        shutil.copyfile(path, target / path.name)


def files_in(directory: Path) -> list[str]:
    """Return the paths of all files below *directory*, relative to it and sorted."""
    found = (path for path in directory.rglob("*") if path.is_file())
    return sorted(path.relative_to(directory).as_posix() for path in found)


def piece_of(path: Path) -> Piece:
    """Return size and SHA-256 of a file."""
    with path.open("rb") as file:
        return Piece(
            os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest()
        )


def _remove(folder: Path, *, with_itself: bool) -> None:
    """Take away what was made; the folder itself was empty or not there."""
    with suppress(OSError):
        (folder / MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(folder / DATA, ignore_errors=True)
        if with_itself:
            folder.rmdir()
