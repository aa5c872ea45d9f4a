"""The first build of a graph beside bulk loading the same quads, and one document's update.

A corpus of known facts is put into a new data directory, in a process of its own, so that its
peak of memory is its own too. Making the documents is not measured; putting and committing them
is. Then the same quads, written out as N-Quads, go into a new store by pyoxigraph's bulk loader
alone, in turns with building the graph anew from the extractions that are kept. Both use all
cores, so what else the machine does weighs on both; CPU seconds are printed beside.

An update puts another text of one document into that store and into one of 100 documents, in
turns; the documents are taken from all over each, so that what comes first is among them. The rare
case, that a text gives a second meaning to an acronym, and so parts what other documents meant by
it, is measured apart: its cost is that of all the documents that use it.

``make bench ARGS=graph`` takes 1,200 documents, a million quads; ``ARGS=graph=10000`` more.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import ParamSpec, TypeVar

import pyoxigraph

from graph.store import Store
from graph.workspace import Workspace
from graph.writing.writer import Writer
from ontology.model import Document, Extraction
from tests.benchmarks.corpus import corpus, statement
from tests.benchmarks.corpus_world import thing
from tests.graph.factories import Story

#: Documents of the store that is not large.
SMALL = 100
#: How often a large store is built, one document put again, and an acronym given another meaning.
ROUNDS = 3
UPDATES = 9
PARTINGS = 3
#: The number of the network with that acronym: neither among the best known nor unknown.
PARTED = 12
#: More documents than these are built once only.
MANY = 3_000

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the clock and of the processor, peak memory in bytes, and quads."""

    wall: float
    cpu: float
    peak: int
    quads: int

    def __str__(self) -> str:
        """Return it as it is printed."""
        speed = self.quads / self.wall
        return (
            f"{self.wall:8.1f} s {speed:9,.0f} quads/s {self.cpu:8.1f} s of CPU "
            f"{self.peak / 1e6:7,.0f} MB at most"
        )


def main(size: int = 1_200) -> None:
    """Print the figures of a corpus of *size* documents, more than are in the small one."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        print(f"{size:,} documents", flush=True)
        _report_builds(folder, size, rounds=ROUNDS if size <= MANY else 1)
        _apart(_put_all, folder / "small", SMALL)
        _report_updates(folder / "large", folder / "small", size)


# Building


def _report_builds(folder: Path, size: int, *, rounds: int) -> None:
    first = _apart(_put_all, folder / "large", size)
    print(f"{'put and committed':18} {first}", flush=True)
    _apart(_write_quads, folder / "large", folder / "all.nq")
    builds, loads = [], []
    for _ in range(rounds):
        loads.append(_apart(_bulk_load, folder / "all.nq", first.quads))
        builds.append(_apart(_build_anew, folder / "large"))
        print(f"{'bulk_load':18} {loads[-1]}\n{'built anew':18} {builds[-1]}", flush=True)
    (folder / "all.nq").unlink()
    wall = median(one.wall for one in loads) / median(one.wall for one in builds)
    print(f"a build has {wall:.2f} times the speed of bulk_load, aim 0.80", flush=True)


def _apart(
    work: Callable[_Parameters, _Result], *args: _Parameters.args, **kwargs: _Parameters.kwargs
) -> _Result:
    """Call *work* in a new process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *args, **kwargs).result()


@contextmanager
def _measured(taken: list[float]) -> Iterator[None]:
    """Add the seconds that the block takes, by the clock and of the processor, to *taken*."""
    start = time.perf_counter(), time.process_time()
    yield
    taken[0] += time.perf_counter() - start[0]
    taken[1] += time.process_time() - start[1]


def _took(taken: list[float], quads: int) -> Took:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024  # Linux counts kilobytes
    return Took(taken[0], taken[1], peak, quads)


def _put_all(path: Path, size: int) -> Took:
    taken = [0.0, 0.0]
    with Workspace(path).writer() as writer:
        for document, extraction in corpus(size):
            with _measured(taken):
                writer.put(document, extraction)
        with _measured(taken):
            commit = writer.commit()
    return _took(taken, commit.added)


def _build_anew(path: Path) -> Took:
    taken = [0.0, 0.0]
    with Workspace(path).writer() as writer, _measured(taken):
        commit = writer.rebuild()
    return _took(taken, commit.added)


def _write_quads(path: Path, file: Path) -> None:
    with Workspace(path).reader() as reader:
        Store.read_only(reader.path).dump(file)


def _bulk_load(file: Path, quads: int) -> Took:
    taken = [0.0, 0.0]
    with tempfile.TemporaryDirectory(dir=file.parent) as temporary:
        store = pyoxigraph.Store(temporary)
        with _measured(taken):
            store.bulk_load(path=str(file), format=pyoxigraph.RdfFormat.N_QUADS)
            store.flush()
    return _took(taken, quads)


# Updating


def _report_updates(large: Path, small: Path, size: int) -> None:
    with Workspace(large).writer() as many, Workspace(small).writer() as few:
        stores = {size: many, SMALL: few}
        _compare(f"an update, aim 1.50: {size:,}", _update, stores, UPDATES)
        _compare(f"an acronym parted: {size:,}", _part, stores, PARTINGS)


def _compare(
    name: str, change: Callable[[Writer, int, int], Took], stores: dict[int, Writer], often: int
) -> None:
    """Print what a change takes in two stores, given by their sizes, the medians of their turns."""
    taken = [
        [change(writer, size, number) for size, writer in stores.items()]
        for number in range(1, often + 1)
    ]
    clock = [median(one.wall for one in of_one) for of_one in zip(*taken, strict=True)]
    busy = [median(one.cpu for one in of_one) for of_one in zip(*taken, strict=True)]
    print(
        f"{name} documents {clock[0] * 1000:.1f} ms, {SMALL} documents {clock[1] * 1000:.1f} ms, "
        f"{clock[0] / clock[1]:.2f} times (by CPU {busy[0] / busy[1]:.2f})",
        flush=True,
    )


def _update(writer: Writer, size: int, number: int) -> Took:
    return _commit(writer, statement(size * (number - 1) // UPDATES, revision=number))


def _part(writer: Writer, _: int, number: int) -> Took:
    """Give an acronym that many use another meaning, and take it back without measuring that."""
    network = thing("Network", PARTED)
    story = Story(f"rival/{number}.txt", title=f"A rival, told {number} times")
    league = story.name("league", "Network", "League of Rivals", network.acronym or "")
    city = story.name("city", "City", "Shanghai", link=thing("City", 0).link)
    said = story.say(f"Shanghai is a member of the League of Rivals ({network.acronym}).")
    story.state(city, "memberOf", league, said)
    taken = _commit(writer, story.pair())
    writer.retract(story.key)
    writer.commit()
    return taken


def _commit(writer: Writer, pair: tuple[Document, Extraction]) -> Took:
    taken = [0.0, 0.0]
    with _measured(taken):
        writer.put(*pair)
        commit = writer.commit()
    return _took(taken, commit.added)


if __name__ == "__main__":
    main()
