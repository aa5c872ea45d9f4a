"""Making a standby independent, also one whose last step was broken off.

The SQLite files, documents.sqlite last, are brought before ``current`` names their generation. So
a broken step is finished where the documents are those of the generation it was bound for: then all
of it is here. Else the graph is noted as one to be made anew from the documents, which the first
writer does; readers have the generation before until then.
"""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from graph.backups.backup import copy_checkpoint
from graph.backups.moments import DOCUMENTS
from graph.backups.snapshots import taken
from graph.errors import StandbyError
from graph.generations.generations import Generations
from graph.generations.manifests import Manifest
from graph.keeping.disks import full_disk, says_full
from graph.keeping.documents import DocumentStore
from graph.keeping.durable import sync_tree
from graph.keeping.lock import locked

from .pointing import point_to
from .standby import Standby, forget, note, standby_of


def promote(directory: Path) -> bool:
    """Make a standby independent, so that it takes writes; return whether it was one.

    Raises EmptyWorkspaceError when there is nothing in it yet, LockError while it is written,
    StoreError when it cannot be read or its disk is full, StandbyError when it cannot be written.
    """
    if not _is_standby(directory):
        return False
    try:
        with locked(directory / "lock", timeout=0):
            with Generations(directory).lease():  # there is something
                _finish(directory)
            _make_store(directory)
            return forget(directory)
    except OSError as error:
        if says_full(error):
            raise full_disk(f"the disk of {directory}") from error
        raise StandbyError(
            f"{directory} cannot be made independent: {error.strerror or error}"
        ) from error


def _is_standby(directory: Path) -> bool:
    try:
        return standby_of(directory) is not None
    except StandbyError:  # a damaged note is one
        return True


def _finish(directory: Path) -> None:
    """Let documents and newest generation belong together, whatever was broken off."""
    generations = Generations(directory)
    found = _noted(directory, generations)
    if found.bound:
        meta = _meta(directory)
        is_bare = meta.get("bare") == "yes"  # nothing is made from its documents
        if generations.is_whole(found.bound) and (
            is_bare or _is_of(meta, generations.manifest(found.bound))
        ):
            point_to(directory, found.bound)
        elif not is_bare:
            note(directory, replace(found, files={}))  # what is here is not what was copied
            _note_anew(directory)
    current = generations.current() or 0
    for number in generations.present():
        if number > current:
            generations.remove(number, even_pinned=True)


def _noted(directory: Path, generations: Generations) -> Standby:
    """Return the note; where that is damaged, a step to the last generation may have been begun."""
    try:
        return standby_of(directory) or Standby("")
    except StandbyError:
        return Standby("", bound=generations.numbers()[-1])


def _meta(directory: Path) -> dict[str, str]:
    with taken(directory / DOCUMENTS) as documents:
        return dict(documents.rows("SELECT name, value FROM meta"))


def _is_of(meta: dict[str, str], manifest: Manifest) -> bool:
    """Return whether the documents with that *meta* are those of a generation."""
    return (meta.get("digest"), meta.get("quads")) == (manifest.digest, str(manifest.quads))


def _note_anew(directory: Path) -> None:
    """Let the first writer make the graph anew from the documents."""
    with closing(DocumentStore.open(directory / DOCUMENTS, writable=True)) as documents:
        documents.begin()
        documents.set_meta("anew", "yes")
        documents.commit()


def _make_store(directory: Path) -> None:
    """Make what a writer writes to, from the newest generation."""
    fresh = directory / "store.new"
    for path in (fresh, directory / "store"):
        shutil.rmtree(path, ignore_errors=True)
    with Generations(directory).lease() as lease:
        copy_checkpoint(lease.path, fresh)
    sync_tree(fresh)
    fresh.rename(directory / "store")
