"""Whether a data directory is sound: everything is read, and each fault named with its remedy.

Nothing in it is written. A writer may go on meanwhile: what is checked is one moment between two
commits, held by leases and read transactions.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.backups.moments import DOCUMENTS, Moment, is_written, moment
from graph.backups.snapshots import taken
from graph.deriving.assembly import FORMAT_VERSION
from graph.engines import Engine
from graph.errors import (
    EmptyWorkspaceError,
    GenerationGoneError,
    GraphError,
    LockError,
    RemoteError,
)
from graph.following.standby import standby_of
from graph.foreign.guests import guests_in
from graph.generations.checkpoints import Checkpoint
from graph.generations.generations import Generations, Lease, Manifest
from graph.generations.touched import NAME as TOUCHED
from graph.keeping.layouts import SCHEMA_VERSION
from graph.keeping.scores import kept_scores
from graph.keeping.spools import left_over
from graph.lines.digest import digest_of
from graph.quads import QuadReader
from graph.remote.reading import differences_of
from graph.store import NOTE
from graph.workspace import Workspace

from .deep import deep_faults
from .rows import row_faults
from .search import search_faults

#: Seconds in which a writer that never rests has to leave a moment between two commits.
_PATIENCE: Final = 60.0
#: What a killed writer may leave in ``generations`` and beside.
_LEFTOVERS: Final = (
    *("generations/.partial*", "generations/.removed*", "current.new"),
    *("store.before", "store.removed"),
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: the newest generation, if there is one, and a sentence each fault.

    ``remarks`` say what the SPARQL server that holds the quads does otherwise than the standard.
    """

    generation: int | None
    faults: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def check(workspace: Workspace, *, every: bool = False, deep: bool = False) -> Report:
    """Read the whole data directory and return what is wrong with it.

    *every* reads all generations that are kept, not only the newest; *deep* makes the graph anew
    from the documents, elsewhere, and compares. Raises EmptyWorkspaceError when there is nothing,
    LockError when a writer leaves no moment to look.
    """
    directory = workspace.path
    if not (directory / DOCUMENTS).exists() and not (directory / "current").exists():
        raise EmptyWorkspaceError(
            f"there is nothing in {directory} yet; run hansa ingest with some files"
        )
    faults = [*_file_faults(directory)]
    if not faults:
        try:
            with moment(directory, seconds=_PATIENCE) as held:
                faults += _faults(directory, held, workspace.engine, every=every, deep=deep)
                number = held.newest.generation if held else None
                return Report(number, tuple(faults), _remarks(held, workspace.engine, deep=deep))
        except (LockError, EmptyWorkspaceError):
            raise
        except GraphError as error:
            faults.append(str(error))
    faults += _generation_faults(Generations(directory), workspace.engine, every=True)
    return Report(None, tuple(dict.fromkeys(faults)))


def _faults(
    directory: Path, held: Moment | None, engine: Engine, *, every: bool, deep: bool
) -> Iterator[str]:
    generations = Generations(directory)
    if held is None:
        if is_written(directory):
            raise LockError(f"{directory} is written all the time; check when that has ended")
        if standby_of(directory):
            yield f"{directory}: a step was broken off; hansa follow, or hansa promote, finishes it"
        else:
            yield (
                f"{directory / DOCUMENTS}: a commit was begun and not finished; the next one that "
                "writes finishes it, or run hansa rebuild"
            )
    yield from _leftovers(directory)
    yield from _score_faults(directory)
    yield from _generation_faults(generations, engine, every=every)
    if held is not None:
        yield from _held_faults(directory, held, engine, deep=deep)


def _held_faults(directory: Path, held: Moment, engine: Engine, *, deep: bool) -> Iterator[str]:
    version = held.documents.value("PRAGMA user_version")
    if (version, held.newest.manifest.format) != (SCHEMA_VERSION, FORMAT_VERSION):
        yield f"{directory}: written by another version of Hansa; run hansa rebuild"
        return
    yield from _newest_faults(directory, held)
    yield from row_faults(held.documents)
    yield from search_faults(directory, held.newest, engine)
    if held.documents.value("SELECT value FROM meta WHERE name = 'purging'"):
        yield (
            f"{directory}: a purge has not ended, because somebody read an older generation; the "
            "next commit ends it"
        )
    if deep:
        yield from deep_faults(directory, held, engine)


def _file_faults(directory: Path) -> Iterator[str]:
    """Yield what SQLite's own check finds in each of its files."""
    for path in sorted({directory / DOCUMENTS, *directory.glob("*.sqlite")}):
        try:
            with taken(path) as snapshot:
                damage = snapshot.damage()
        except GraphError as error:
            damage = [str(error.__cause__ or error)]
        if damage and path.name == DOCUMENTS:
            yield f"{path}: {damage[0]}; restore a backup, or ingest the documents elsewhere"
        elif damage:
            yield f"{path}: {damage[0]}; remove the file and run hansa rebuild"


def _score_faults(directory: Path) -> Iterator[str]:
    try:
        kept_scores(directory)
    except GraphError as error:
        yield str(error)


def _leftovers(directory: Path) -> Iterator[str]:
    """Yield what a killed process left and nobody is working at."""
    for path in left_over(directory):
        yield f"{path}: left behind by a killed server; the next one that starts removes it"
    if is_written(directory):
        return
    found = [path for pattern in _LEFTOVERS for path in directory.glob(pattern)]
    for path in sorted(found):
        if path.exists() and not is_written(directory):
            yield f"{path}: left behind by a killed writer; the next commit removes it"
    restoring = directory.with_name(f".{directory.name}.restoring")
    if restoring.exists() and not is_written(restoring):
        yield f"{restoring}: left behind by a killed restore; remove it"


def _generation_faults(generations: Generations, engine: Engine, *, every: bool) -> Iterator[str]:
    """Yield what is wrong with the pointer and the generations; only the newest is read whole."""
    newest = None
    try:
        generations.current()
    except GraphError as error:  # without the pointer nothing can be said of the generations
        yield str(error)
        return
    try:
        with generations.lease() as lease:
            newest = lease.generation
            yield from _checkpoint_faults(lease, engine, whole=True, remedy="run hansa rebuild")
    except GraphError as error:
        yield str(error)
    for path in generations.damaged():
        if path.name != str(newest):
            yield f"{path}: not whole; the next commit removes it, or remove it"
    for number in generations.numbers():
        if newest is None or number < newest:  # one above is of a commit that has not ended
            with suppress(GenerationGoneError):  # collected just now
                yield from _older_faults(generations, engine, number, whole=every)


def _older_faults(
    generations: Generations, engine: Engine, number: int, *, whole: bool
) -> Iterator[str]:
    remedy = "remove that directory, or restore a backup if the generation is cited"
    try:
        with generations.lease(number) as lease:
            if engine.remote is None and (lease.path / NOTE).exists():
                return  # of a time when a server held the quads; it keeps none of its past
            yield from _checkpoint_faults(
                lease, engine, whole=whole and engine.remote is None, remedy=remedy
            )
    except GenerationGoneError:
        raise
    except GraphError:
        yield f"{generations.directory(number)}: its manifest cannot be understood; {remedy}"


def _checkpoint_faults(lease: Lease, engine: Engine, *, whole: bool, remedy: str) -> Iterator[str]:
    """Yield what separates a generation from its manifest, of its graph only where it is read."""
    where, told = lease.path.parent, lease.manifest
    if told.generation and told.generation != lease.generation:
        yield f"{where}: its manifest is that of generation {told.generation}; {remedy}"
    if Checkpoint(where).has_damaged_note():
        yield (
            f"{where / TOUCHED}: damaged; remove it, and the history of things is told from the "
            "generations themselves"
        )
    try:
        digest, quads = told.digest, told.quads
        if whole or engine.remote is None:
            with engine.read(lease.path, lease.generation) as store:
                if whole:
                    digest, quads = _counted(store, told)
    except RemoteError as error:  # which says what to do
        yield str(error)
        return
    except GraphError as error:
        yield f"{where}: {error}; {remedy}"
        return
    if told.digest and (digest, quads) != (told.digest, told.quads):
        yield (
            f"{where}: it holds {quads} quads with the digest {digest[:12]}, its manifest says "
            f"{told.quads} and {told.digest[:12]}; {remedy}"
        )


def _counted(store: QuadReader, told: Manifest) -> tuple[str, int]:
    """Return digest and number of the quads in Hansa's own graphs.

    Where a server writes values its own way, as remarks say, they are only counted.
    """
    digest, quads = digest_of(store, without=guests_in(store, bases=[told.base]))
    return told.digest if differences_of(store) else digest, quads


def _remarks(held: Moment | None, engine: Engine, *, deep: bool) -> tuple[str, ...]:
    """Return what is otherwise than in a store on disk, and no fault of this directory.

    What is not compared for that reason is told too.
    """
    if held is None or engine.remote is None:
        return ()
    with suppress(GraphError), engine.read(held.newest.path, held.newest.generation) as store:
        if found := differences_of(store):
            whole = ", not even with what the documents give" if deep else ""
            name, _, _ = found[0].partition(": ")
            left_out = f"{name}: its quads were counted, and what they say compared with nothing"
            return (*found, left_out + whole)
    return ()


def _newest_faults(directory: Path, held: Moment) -> Iterator[str]:
    """Yield what separates the newest generation from what the documents note of it."""
    told = held.newest.manifest
    meta = dict(held.documents.rows("SELECT name, value FROM meta"))
    noted = meta.get("digest"), meta.get("quads")
    if told.digest and noted != (told.digest, str(told.quads)):
        yield (
            f"{directory / DOCUMENTS}: it notes another graph than that of generation "
            f"{held.newest.generation}; run hansa rebuild"
        )
