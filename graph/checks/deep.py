"""Whether the graph is what the documents say: it is made anew in another place, and compared."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Final

from graph.backups.backup import copy_checkpoint, copy_generation
from graph.backups.moments import DOCUMENTS, Moment, is_written
from graph.engines import Engine
from graph.errors import StoreError
from graph.foreign.guests import guests_in
from graph.generations.comparison import differing
from graph.generations.generations import Generations
from graph.lines.digest import digest_of
from graph.lines.export import sorted_quads
from graph.remote.reading import differences_of
from graph.store import Store
from graph.workspace import Workspace
from ontology.iris import Base

#: What documents.sqlite notes of the graph so that a commit costs little.
_INDEX: Final = ("spoken", "nodes", "votes", "names", "keys", "placed", "shares", "supports")
_UNLIKE: Final = """
SELECT count(*) FROM (
    SELECT * FROM (SELECT * FROM main.{table} EXCEPT SELECT * FROM anew.{table})
    UNION ALL SELECT * FROM (SELECT * FROM anew.{table} EXCEPT SELECT * FROM main.{table}))"""
_TRIES: Final = 5


def deep_faults(directory: Path, held: Moment, engine: Engine) -> Iterator[str]:
    """Yield how graph, index and live store differ from what the documents give.

    It takes the disk space of the data directory once more, where temporary files go.
    """
    try:
        with TemporaryDirectory(prefix="hansa-check-") as name:
            yield from _made_anew(directory, held, engine, Path(name))
    except OSError as error:
        raise StoreError(
            f"{gettempdir()}: {error.strerror or error}, so the graph cannot be made anew there; "
            "set TMPDIR to a place with room"
        ) from error


def _made_anew(directory: Path, held: Moment, engine: Engine, place: Path) -> Iterator[str]:
    scratch, noted = place / "data", place / "noted.sqlite"
    if engine.remote is None:
        yield from _live_faults(directory, held, place / "live")
        _copy(directory, held, scratch)
    else:  # nothing of the graph is here but the documents
        scratch.mkdir()
        held.documents.copy(scratch / DOCUMENTS)
    held.documents.copy(noted)
    copy = Workspace(scratch, Base(held.newest.manifest.base))
    with copy.writer() as writer:
        writer.rebuild()
    with copy.generations().lease() as lease:
        yield from _graph_faults(held, engine, Store.read_only(lease.path))
    yield from _index_faults(held, noted, scratch / DOCUMENTS)


def _copy(directory: Path, held: Moment, target: Path) -> None:
    """Make a data directory of the moment, like a restored one."""
    number = str(held.newest.generation)
    target.mkdir()
    for name, snapshot in held.snapshots.items():
        snapshot.copy(target / name)
    generations = target / "generations"
    copy_generation(directory / "generations" / number, generations / number)
    copy_checkpoint(generations / number / "store", target / "store")
    (generations / number / "lease").touch()
    (target / "current").write_text(f"{number}\n")


def _graph_faults(held: Moment, engine: Engine, wanted: Store) -> Iterator[str]:
    with engine.read(held.newest.path, held.newest.generation) as found:
        if differences_of(found):  # it writes values its own way
            return
        found_lines, wanted_lines = (
            _without(sorted_quads(each), guests_in(each, bases=[held.newest.manifest.base]))
            for each in (found, wanted)
        )
        differences = differing(found_lines, wanted_lines)
        shown = list(islice(differences, 1))
        counted = [is_missing for _, is_missing in chain(shown, differences)]
    if shown:
        line, _ = shown[0]
        yield (
            f"{held.newest.path.parent}: {counted.count(True)} quads are missing and "
            f"{counted.count(False)} too many, compared to what the documents give, the first is "
            f"{line.decode().strip()}; run hansa rebuild"
        )


def _without(lines: Iterable[bytes], graphs: Iterable[str]) -> Iterator[bytes]:
    """Leave out what guests wrote, which no document gives."""
    ends = tuple(f" <{graph}> .\n".encode() for graph in graphs)
    return (line for line in lines if not line.endswith(ends))


def _index_faults(held: Moment, noted: Path, anew: Path) -> Iterator[str]:
    """Yield the tables of the index that are otherwise when they are made anew."""
    with closing(sqlite3.connect(noted)) as connection:
        connection.execute("ATTACH ? AS anew", (str(anew),))
        for table in _INDEX:
            (count,) = connection.execute(_UNLIKE.format(table=table)).fetchone()
            if count:
                yield (
                    f"{held.documents.path}: {count} rows of the index {table} are not what the "
                    "documents give; run hansa rebuild"
                )


def _live_faults(directory: Path, held: Moment, target: Path) -> Iterator[str]:
    """Yield how the store that the next commit begins with differs from the newest generation."""
    for _ in range(_TRIES):
        with suppress(FileNotFoundError):  # a writer was at it: it is copied once more
            shutil.rmtree(target, ignore_errors=True)
            copy_checkpoint(directory / "store", target)
            if not _is_still(directory, held):
                continue
            if digest_of(Store.open(target)) != digest_of(Store.read_only(held.newest.path)):
                store = directory / "store"
                yield f"{store}: it is not what the newest generation holds; run hansa rebuild"
            return


def _is_still(directory: Path, held: Moment) -> bool:
    newest = Generations(directory).current()
    return not is_written(directory) and newest == held.newest.generation
