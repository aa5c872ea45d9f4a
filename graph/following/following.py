"""Bringing a standby after the data directory that it follows, one moment at a time.

The moment is one between two commits (``graph.backups.moments``). Its generation is copied beside,
verified and renamed; the SQLite files are copied page by page in one transaction each, so that who
reads them here sees the old or the new; last of all ``current`` moves. Generations that the source
has no more go here too, so what is purged there is gone here with the next step.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.backups.backup import copy_checkpoint, require_apart
from graph.backups.moments import Moment, moment
from graph.backups.snapshots import Snapshot
from graph.errors import BackupError, GraphError, StandbyError
from graph.generations.generations import Generations, Lease
from graph.generations.pointer import Pointer
from graph.keeping.disks import full_disk, says_full
from graph.keeping.durable import sync, sync_tree
from graph.keeping.lock import locked
from graph.keeping.scores import NAME as SCORES

from .copying import copy_over
from .standby import Standby, forget, note, standby_of

#: Seconds in which a writer that never rests has to leave a moment between two commits.
_PATIENCE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Step:
    """What was done: the generation that is the newest here now, and how many bytes were copied."""

    generation: int
    size: int
    is_new: bool


def follow(source: Path, directory: Path, *, on_wait: Callable[[str], None] | None = None) -> Step:
    """Bring the standby in *directory* after the data directory *source*, once.

    It is made where there is none. Raises StandbyError when *directory* holds something else or
    has what *source* never had, EmptyWorkspaceError while there is nothing in *source*.
    """
    try:
        require_apart(directory, source)
        directory.mkdir(parents=True, exist_ok=True)
        with locked(directory / "lock", on_wait=on_wait):
            before = _require_standby(directory)
            # Before the moment: what is written after this look is seen by the next.
            states = {path.name: _state(path) for path in source.glob("*.sqlite")}
            with moment(source, seconds=_PATIENCE) as held:
                if held is None:
                    raise StandbyError(f"{source} is in the middle of a commit; follow again later")
                return _Following(source, directory, held, before).step(states)
    except BackupError as error:  # one place in the other
        raise StandbyError(str(error)) from error
    except OSError as error:
        if says_full(error):
            raise full_disk(f"the disk of {directory}") from error
        raise StandbyError(
            f"{directory} cannot follow {source}: {error.strerror or error}"
        ) from error


def promote(directory: Path) -> bool:
    """Make a standby independent, so that it takes writes; return whether it was one.

    Raises EmptyWorkspaceError when there is nothing in it yet, LockError while it is written.
    """
    with suppress(StandbyError):  # a damaged note is one
        if standby_of(directory) is None:
            return False
    with locked(directory / "lock", timeout=0):
        with Generations(directory).lease() as lease:
            fresh = directory / "store.new"
            for path in (fresh, directory / "store"):
                shutil.rmtree(path, ignore_errors=True)
            copy_checkpoint(lease.path, fresh)
            sync_tree(fresh)
            fresh.rename(directory / "store")
        return forget(directory)


def _require_standby(directory: Path) -> Standby | None:
    """Return what was noted of following, None in an empty place.

    Raises StandbyError where there is something else, which would be overwritten.
    """
    found = standby_of(directory)
    others = sorted(path.name for path in directory.iterdir() if path.name != "lock")
    if found is None and others:
        raise StandbyError(
            f"{directory} holds {others[0]} and follows nobody; name an empty place, since what is "
            "there would be overwritten"
        )
    return found


class _Following:
    """One step, from one moment of the source."""

    def __init__(self, source: Path, directory: Path, held: Moment, before: Standby | None) -> None:
        self._source = source
        self._directory = directory
        self._held = held
        self._before = before
        self._theirs, self._ours = Generations(source), Generations(directory)

    def step(self, states: dict[str, list[int]]) -> Step:
        """Take it; *states* tell of the source's SQLite files, as they were before the moment."""
        newest, current = self._held.newest, self._ours.current() or 0
        self._require_same_history(newest, current)
        noted = self._before.files if self._before else {}
        note(self._directory, Standby(str(self._source.resolve()), noted))
        size = sum(map(self._bring, self._held.leases))
        for name, snapshot in reversed(self._held.snapshots.items()):
            if noted.get(name) != states.get(name) or not (self._directory / name).exists():
                size += self._bring_file(name, snapshot)
        with suppress(FileNotFoundError):
            shutil.copyfile(self._source / SCORES, self._directory / SCORES)
        if newest.generation != current:
            pointer = Pointer(self._directory)
            pointer.prepare(newest.generation)
            sync(pointer.prepared)
            pointer.move()
        self._match_others()
        note(self._directory, Standby(str(self._source.resolve()), states))
        return Step(newest.generation, size, newest.generation != current)

    def _require_same_history(self, newest: Lease, current: int) -> None:
        """Raise StandbyError where the source is not the one that was followed, or was put back."""
        if not current:
            return
        why = ""
        if newest.generation < current:
            why = f"its newest generation is {newest.generation}, and here is {current} already"
        with suppress(GraphError):
            theirs, ours = self._theirs.manifest(current), self._ours.manifest(current)
            if (theirs.digest, theirs.base) != (ours.digest, ours.base):
                why = f"its generation {current} is another than the one here"
        if why:
            raise StandbyError(
                f"{self._directory} cannot follow {self._source}: {why}, as after a backup was "
                "restored; follow into an empty place"
            )

    def _bring(self, lease: Lease) -> int:
        """Bring one generation, unless it is here; return the bytes that were copied."""
        target = self._ours.directory(lease.generation)
        if self._ours.is_whole(lease.generation):
            return 0
        target.parent.mkdir(exist_ok=True)
        if target.exists():
            shutil.rmtree(target)
        here = [self._ours.directory(number) for number in reversed(self._ours.numbers())]
        return copy_over(lease.path.parent, target, lease.manifest, earlier=here)

    def _bring_file(self, name: str, snapshot: Snapshot) -> int:
        snapshot.copy_into(self._directory / name)
        return (self._directory / name).stat().st_size

    def _match_others(self) -> None:
        """Let generations go that the source has no more, unless they are read; match pins."""
        kept = {*self._theirs.present()}
        for number in self._ours.present():
            if number in kept:
                theirs = self._theirs.directory(number) / "pin"
                _match_pin(theirs, self._ours.directory(number) / "pin")
            else:
                self._ours.remove(number, even_pinned=True)


def _match_pin(source: Path, target: Path) -> None:
    if source.exists():
        shutil.copyfile(source, target)
    else:
        target.unlink(missing_ok=True)


def _state(path: Path) -> list[int]:
    """Return what tells that an SQLite file has changed: sizes and times, of its log too."""
    state: list[int] = []
    for each in (path, path.with_name(f"{path.name}-wal")):
        with suppress(FileNotFoundError):
            found = each.stat()
            state += [found.st_size, found.st_mtime_ns]
    return state
