"""A moment between two commits: everything in a data directory that belongs together, held.

The writer's lock is not needed for that. Leases keep the checkpoints, read transactions keep the
SQLite files as they are, and both are good only if no commit was under way meanwhile.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.errors import GraphError
from graph.following.standby import standby_of
from graph.generations.generations import Generations, Lease

from .snapshots import Snapshot, taken

DOCUMENTS: Final = "documents.sqlite"
_PAUSE: Final = 0.05
#: So often in a row nobody has to be seen at a commit that was begun: one look may fall just
#: between two writers.
_SURE: Final = 2


@dataclass(frozen=True, slots=True)
class Moment:
    """What is held: leases, that of the newest generation last; snapshots by file name."""

    leases: list[Lease]
    snapshots: dict[str, Snapshot]

    @property
    def newest(self) -> Lease:
        """The newest generation."""
        return self.leases[-1]

    @property
    def documents(self) -> Snapshot:
        """What the newest generation was made of."""
        return self.snapshots[DOCUMENTS]


@contextmanager
def moment(directory: Path, *, seconds: float, above: int | None = None) -> Iterator[Moment | None]:
    """Find a moment between two commits and hold it; None when there is none in that time.

    Every generation *above* that number is held too. Gives up at once where nobody writes and yet
    something is half done. Raises GraphError when there is nothing, or it cannot be read.
    """
    deadline = time.monotonic() + seconds
    abandoned = 0
    while True:
        with ExitStack() as stack:
            found = taken_together(directory, stack, above=above)
            if found or abandoned == _SURE or time.monotonic() > deadline:
                yield found
                return
        abandoned = abandoned + 1 if is_abandoned(directory) else 0
        time.sleep(_PAUSE)


def taken_together(directory: Path, stack: ExitStack, *, above: int | None = None) -> Moment | None:
    """Take everything, to be held until *stack* ends, or return None if a commit is under way."""
    generations = Generations(directory)
    followed = standby_of(directory)
    lease = stack.enter_context(generations.lease())
    leases = []
    for number in sorted(_wanted(generations, above) - {lease.generation}):
        with suppress(GraphError):  # unpinned and collected just now
            leases.append(stack.enter_context(generations.lease(number)))
    documents = directory / DOCUMENTS
    others = sorted(set(directory.glob("*.sqlite")) - {documents})
    snapshots = {path.name: stack.enter_context(taken(path)) for path in (documents, *others)}
    with taken(documents) as now:  # nothing began while the snapshots were taken
        is_one = settled(snapshots[DOCUMENTS]) and settled(now)
    if not is_one or generations.current() != lease.generation:
        return None
    if followed and (followed.bound or standby_of(directory) != followed):
        return None
    return Moment([*leases, lease], snapshots)


def _wanted(generations: Generations, above: int | None) -> set[int]:
    """Return the numbers of what is pinned, and of what is *above* a number."""
    newer = {number for number in generations.numbers() if above is not None and number > above}
    return newer | generations.pins().keys()


def settled(documents: Snapshot) -> bool:
    """Return whether nothing is half done: the graph is what these documents say.

    From the moment a commit writes to documents.sqlite until its generation is published, there is
    a journal, or documents or the whole graph are noted as still to be done.
    """
    meta = dict(documents.rows("SELECT name, value FROM meta"))
    if not documents.has_table("journal"):  # of the layout before it
        return bool(meta.get("revision") == meta.get("applied", "").partition(" ")[0])
    waiting = "SELECT 1 FROM journal UNION ALL SELECT 1 FROM changed LIMIT 1"
    return not meta.get("anew") and documents.value(waiting) is None


def is_written(directory: Path) -> bool:
    """Return whether somebody holds the writer's lock just now."""
    try:
        with (directory / "lock").open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def is_abandoned(directory: Path) -> bool:
    """Return whether a commit was begun and nobody is at it: its writer was killed."""
    if is_written(directory):
        return False
    followed = standby_of(directory)
    with taken(directory / DOCUMENTS) as documents:
        is_begun = bool(followed and followed.bound) or not settled(documents)
    return is_begun and not is_written(directory)
