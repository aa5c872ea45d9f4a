"""Bringing a standby after the data directory that it follows, one moment at a time.

The moment is one between two commits (``graph.backups.moments``). Its generations are copied
beside, verified and renamed; the SQLite files are copied page by page in one transaction each, so
that who reads them here sees the old or the new; last of all ``current`` moves. Generations that
the source has no more go here too, so what is purged there is gone here with the next step.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from graph.backups.backup import require_apart
from graph.backups.moments import Moment, moment
from graph.backups.snapshots import cut_log
from graph.errors import BackupError, GraphError, StandbyError, UnfollowableError
from graph.generations.generations import Generations, Lease
from graph.generations.manifests import Manifest
from graph.keeping.disks import full_disk, says_full
from graph.keeping.lock import locked
from graph.keeping.origin import origin_of
from graph.keeping.scores import NAME as SCORES
from graph.store import NOTE

from .copying import copy_file, copy_over
from .looks import Look, files, look
from .pointing import point_to
from .standby import FRESH, Standby, note, standby_of

#: Seconds in which a writer that never rests has to leave a moment between two commits.
_PATIENCE: Final = 60.0
#: What may be in an empty place: locks, what a server makes, and what a kill leaves.
_NOTHING: Final = {"lock", "spool", FRESH}


@dataclass(frozen=True, slots=True)
class Step:
    """What was done: the generation that is the newest here now, and how many bytes were copied.

    ``left_out`` has a sentence for each older generation that cannot be copied, ``held`` the files
    whose log still has what was there before, because somebody reads it here.
    """

    generation: int
    size: int
    is_new: bool
    left_out: tuple[str, ...] = ()
    held: tuple[str, ...] = ()


def follow(source: Path, directory: Path, *, on_wait: Callable[[str], None] | None = None) -> Step:
    """Bring the standby in *directory* after the data directory *source*, once.

    It is made where there is none. Raises UnfollowableError when *directory* holds something else,
    or *source* is another than the one that was followed; EmptyWorkspaceError while there is
    nothing in *source*, StandbyError and StoreError for what may be better the next time.
    """
    try:
        require_apart(directory, source)
        directory.mkdir(parents=True, exist_ok=True)
        with locked(directory / "lock", on_wait=on_wait):
            return _Following(source, directory, _require_standby(directory)).step()
    except BackupError as error:  # one place in the other
        raise UnfollowableError(str(error)) from error
    except OSError as error:
        if says_full(error):
            raise full_disk(f"the disk of {directory}") from error
        raise StandbyError(
            f"{directory} cannot follow {source}: {error.strerror or error}"
        ) from error


def _require_standby(directory: Path) -> Standby | None:
    """Return what was noted of following, None in an empty place.

    Raises UnfollowableError where there is something else, which would be overwritten.
    """
    found = standby_of(directory)
    others = sorted({path.name for path in directory.iterdir()} - _NOTHING)
    if found is None and others:
        raise UnfollowableError(
            f"{directory} holds {others[0]} and follows nobody; name an empty place, since what is "
            "there would be overwritten"
        )
    return found


class _Following:
    """One step of a standby whose lock is held."""

    def __init__(self, source: Path, directory: Path, before: Standby | None) -> None:
        self._source = source
        self._directory = directory
        self._before = before or Standby("")
        self._name = str(source.resolve())
        self._theirs, self._ours = Generations(source), Generations(directory)
        self._left_out: list[str] = []

    def step(self) -> Step:
        """Take it, or nothing where nothing has changed."""
        current = self._ours.current() or 0
        # Before the moment: what is written after this look is seen by the next.
        seen = look(self._source)
        if current and self._is_at(seen):
            return Step(current, 0, is_new=False, held=self._held())
        with moment(self._source, seconds=_PATIENCE, above=current) as held:
            if held is None:
                raise StandbyError(f"{self._source} is in the middle of a commit; follow later")
            self._require_followable(held, current)
            size = self._bring_all(held, seen)
            newest = held.newest.generation
        left_out = tuple(self._left_out)
        return Step(newest, size, newest != current, left_out=left_out, held=self._held())

    def _is_at(self, seen: Look) -> bool:
        """Return whether everything here is what was *seen* there."""
        known = self._before
        return (
            (known.source, known.files, known.bound) == (self._name, seen, 0)
            and all((self._directory / path.name).exists() for path in files(self._source))
            and {*self._ours.present()} <= {*self._theirs.present()}
        )

    def _bring_all(self, held: Moment, seen: Look) -> int:
        """Bring what the moment holds; until ``current`` is moved, a note says where to."""
        newest = held.newest.generation
        known = replace(self._before, source=self._name, origin=origin_of(self._source))
        note(self._directory, known)
        size = sum(self._bring(lease, is_newest=lease is held.newest) for lease in held.leases)
        note(self._directory, replace(known, files={}, bound=newest))
        size += self._bring_files(held, seen)
        copy_file(self._source / SCORES, self._directory / SCORES)
        point_to(self._directory, newest)
        self._match_others()
        note(self._directory, replace(known, files=seen, bound=0))
        return size

    def _bring_files(self, held: Moment, seen: Look) -> int:
        """Bring the SQLite files that have changed, that of the documents last."""
        size = 0
        for name, snapshot in reversed(held.snapshots.items()):
            target = self._directory / name
            is_same = self._before.files.get(name) == seen.get(name) and not self._before.bound
            if not is_same or not target.exists():
                snapshot.copy_into(target)
                size += target.stat().st_size
        return size

    # What may be followed

    def _require_followable(self, held: Moment, current: int) -> None:
        """Raise UnfollowableError where the source is not the one that was followed."""
        newest = held.newest
        if (newest.path / NOTE).exists():
            raise UnfollowableError(
                f"{self._directory} cannot follow {self._source}, whose quads a SPARQL server "
                "holds; let that server be copied by its own means, and back the directory up"
            )
        if why := self._other_history(newest, current):
            raise UnfollowableError(
                f"{self._directory} cannot follow {self._source}: {why}; follow into an empty place"
            )
        noted = held.documents.value("SELECT value FROM meta WHERE name = 'digest'")
        if newest.manifest.digest and noted != newest.manifest.digest:
            raise StandbyError(
                f"the documents in {self._source} are not those of its generation "
                f"{newest.generation}; run hansa check there"
            )

    def _other_history(self, newest: Lease, current: int) -> str:
        """Return why the source is not the one that was followed, or was put back; else nothing."""
        if not current:
            return ""
        put_back = "as after a backup was restored"
        if newest.generation < current:
            there = f"its newest generation is {newest.generation}"
            return f"{there}, and here is {current} already, {put_back}"
        common = [each for each in self._ours.numbers() if each <= current]
        for number in common:
            if self._is_another(number):
                return f"its generation {number} is another than the one here, {put_back}"
        if not self._theirs.is_whole(current) and not self._is_known():
            return f"it has generation {current} no more, and is not known to be the same directory"
        return ""

    def _is_another(self, number: int) -> bool:
        """Return whether both have that generation, and not the same."""
        theirs, ours = _manifest(self._theirs, number), _manifest(self._ours, number)
        return None not in (theirs, ours) and theirs != ours

    def _is_known(self) -> bool:
        """Return whether the source is where, and what, it was the last time."""
        known = self._before
        return known.source == self._name and known.origin in ("", origin_of(self._source))

    # Generations

    def _bring(self, lease: Lease, *, is_newest: bool) -> int:
        """Bring one generation, unless it is here; return the bytes that were copied.

        One that is damaged keeps only itself from being followed, unless it is the newest.
        """
        number = lease.generation
        target = self._ours.directory(number)
        if self._ours.is_whole(number) and not self._is_another(number):
            return 0
        target.parent.mkdir(exist_ok=True)
        if target.exists():
            shutil.rmtree(target)
        here = [self._ours.directory(each) for each in reversed(self._ours.numbers())]
        try:
            return copy_over(lease.path.parent, target, lease.manifest, earlier=here)
        except StandbyError as error:
            if is_newest:
                raise
            self._left_out.append(f"generation {number} is left out: {error}")
            return 0

    def _match_others(self) -> None:
        """Let generations go that the source has no more, unless they are read; match pins."""
        kept = {*self._theirs.present()}
        for number in self._ours.present():
            if number in kept:
                theirs, ours = self._theirs.directory(number), self._ours.directory(number)
                copy_file(theirs / "pin", ours / "pin")
            else:
                self._ours.remove(number, even_pinned=True)

    def _held(self) -> tuple[str, ...]:
        """Cut the logs that readers kept from being cut; return the files where they still do."""
        return tuple(
            path.name
            for path in files(self._directory)
            if (log := path.with_name(f"{path.name}-wal")).exists()
            and log.stat().st_size
            and not cut_log(path)
        )


def _manifest(generations: Generations, number: int) -> Manifest | None:
    """Return what a generation was made from, None where that is not there or not to be read."""
    try:
        return generations.manifest(number)
    except GraphError:
        return None
