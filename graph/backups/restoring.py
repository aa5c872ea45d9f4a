"""Restoring: a backup becomes a data directory, whole and verified, or nothing at all.

The copy is made beside the place it is meant for, under another name, and every file of it held
to the backup's list; then SQLite checks its files and the digest of every graph is computed anew.
Only what has passed is renamed. A restored directory shares no file with its backup.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from graph.errors import BackupError, GraphError, LockError
from graph.keeping.durable import sync, sync_tree, write_durably
from graph.keeping.lock import locked

from .backup import (
    DATA,
    Backup,
    Piece,
    copy_checkpoint,
    own_digest,
    read_backup,
    require_apart,
    require_empty,
)
from .moments import settled
from .snapshots import taken

_BLOCK: Final = 1 << 20
_LOCK: Final = "lock"


def restore(folder: Path, directory: Path) -> Backup:
    """Make *directory*, which has to be empty or not to exist, the data directory backed up.

    Raises BackupError when it is not empty, or when the backup in *folder* is not what it was:
    then nothing is left in *directory*.
    """
    backup = read_backup(folder)
    require_empty(directory, for_what="what is restored")
    require_apart(folder, directory)
    directory = Path(os.path.realpath(directory))
    try:
        with _workshop(directory) as made:
            _copy(folder, backup, made)
            _verify(folder, backup, made)
            _complete(backup, made)
            made.rename(directory)
            sync(directory.parent)
    except OSError as error:
        where = "a directory in it" if error.errno == errno.EBUSY else "another place"
        raise BackupError(
            f"cannot restore into {directory}: {error.strerror or error}; name {where}"
        ) from error
    return backup


@contextmanager
def _workshop(directory: Path) -> Iterator[Path]:
    """Yield an empty place beside *directory*, of which nothing stays unless it is renamed.

    What a killed restore left there is cleared away; one that still runs is left alone.
    """
    made = directory.with_name(f".{directory.name}.restoring")
    made.mkdir(parents=True, exist_ok=True)
    try:
        with locked(made / _LOCK, timeout=0):
            _clear(made)
            yield made
    except LockError as error:
        raise BackupError(f"{directory} is being restored by another process already") from error
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _clear(made: Path) -> None:
    for path in made.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != _LOCK:
            path.unlink()


def _copy(folder: Path, backup: Backup, made: Path) -> None:
    """Copy every file that the backup lists, and hold it to the list."""
    for name, piece in sorted(backup.files.items()):
        try:
            found = _copy_hashing(folder / DATA / name, made / name)
        except FileNotFoundError as error:
            raise _damaged(folder, f"{DATA}/{name} is missing") from error
        if found != piece:
            raise _damaged(folder, f"{DATA}/{name} is not what was backed up")


def _copy_hashing(source: Path, target: Path) -> Piece:
    hash_, size = hashlib.sha256(), 0
    with source.open("rb") as file:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as copy:
            while block := file.read(_BLOCK):
                hash_.update(block)
                size += copy.write(block)
    return Piece(size, hash_.hexdigest())


def _verify(folder: Path, backup: Backup, made: Path) -> None:
    """Hold what was copied to what it should mean: sound files, settled, graphs as digested."""
    newest = backup.generations[backup.newest]
    try:
        for path in sorted(made.glob("*.sqlite")):
            with taken(path) as snapshot:
                if damage := snapshot.damage():
                    raise _damaged(folder, f"{path.name}: {damage[0]}")
        with taken(made / "documents.sqlite") as documents:
            noted = documents.value("SELECT value FROM meta WHERE name = 'digest'")
            if not settled(documents) or (noted or newest) != newest:
                raise _damaged(folder, "its documents are not those of its newest generation")
        for number, digest in sorted(backup.generations.items()):
            if own_digest(made / "generations" / str(number)) != digest:
                raise _damaged(folder, f"the graph of generation {number} has another digest")
    except BackupError:
        raise
    except GraphError as error:
        raise _damaged(folder, str(error)) from error


def _complete(backup: Backup, made: Path) -> None:
    """Add what a data directory has besides: the live store, leases, and last the pointer."""
    generations = made / "generations"
    copy_checkpoint(generations / str(backup.newest) / "store", made / "store")
    for number in backup.generations:
        (generations / str(number) / "lease").touch()
    sync_tree(made)
    write_durably(made / "current", f"{backup.newest}\n")


def _damaged(folder: Path, what: str) -> BackupError:
    return BackupError(f"the backup {folder} is damaged: {what}; take another one")
