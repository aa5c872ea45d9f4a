"""How long it takes to publish a generation of a million quads, and until readers have it.

``make bench ARGS=publish`` makes a store, changes and publishes it again and again, and prints
medians. Publishing waits for the disk six times, so one such wait is printed beside it.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Final

from api.shelf import Shelf
from graph.deriving.assembly import FORMAT_VERSION
from graph.generations.generations import Generations, Manifest
from graph.keeping.documents import DocumentStore
from graph.lines.ntriples import text, triple
from graph.store import Store
from graph.workspace import Workspace
from ontology.iris import Base
from tests.api.server import running_server

RUNS: Final = 9
PART: Final = 100_000
PER_GRAPH: Final = 150
BASE: Final = Base()


def parts(quads: int) -> Iterator[dict[str | None, set[str]]]:
    """Yield about *quads* lines, in parts, by graphs of the size of a document's."""
    for start in range(0, quads, PART):
        graphs: dict[str | None, set[str]] = {}
        for number in range(start, min(start + PART, quads)):
            graph = f"{BASE.iri}doc/{number // PER_GRAPH}"
            about = f"{BASE.iri}claim/{number // 7}"
            said = text(f"The sentence with the number {number * 7919 % 1_000_003} says so.")
            line = triple(about, f"{BASE.iri}ontology#says{number % 7}", said)
            graphs.setdefault(graph, set()).add(line)
        yield graphs


def change(store: Store, number: int) -> None:
    """Add a document's worth of quads and wait until the store has settled."""
    lines = {triple(f"urn:x:{number}", "urn:p", text(str(each))) for each in range(PER_GRAPH)}
    store.apply({}, {f"{BASE.iri}doc/new{number}": lines})
    store.flush()
    time.sleep(0.3)


def milliseconds(seconds: list[float]) -> str:
    """Return the median and the longest of some times."""
    return f"{median(seconds) * 1000:8.1f} ms (longest {max(seconds) * 1000:.1f})"


def sync_time(folder: Path) -> float:
    """Return how many seconds the disk takes to keep a small file."""
    with (folder / "probe").open("w") as file:
        file.write("x")
        file.flush()
        start = time.perf_counter()
        os.fsync(file.fileno())
        return time.perf_counter() - start


def timings(folder: Path, store: Store, shelf: Shelf) -> Iterator[str]:
    """Yield the figures within one process."""
    generations = Generations(folder)
    syncs, published, opened, switched = [], [], [], []
    for number in range(RUNS):
        change(store, number)
        syncs.append(sync_time(folder))
        start = time.perf_counter()
        generations.publish(store, Manifest(number, BASE.iri, FORMAT_VERSION))
        published.append(time.perf_counter() - start)
        generations.collect()
        start = time.perf_counter()
        with generations.lease() as lease:
            next(Store.read_only(lease.path).quads())
        opened.append(time.perf_counter() - start)
        start = time.perf_counter()
        with shelf.reader() as reader:
            next(reader.quads())
        switched.append(time.perf_counter() - start)
    yield f"{'one wait for the disk':34} {milliseconds(syncs)}"
    yield f"{'publish a generation':34} {milliseconds(published)}"
    yield f"{'lease, open, read a quad':34} {milliseconds(opened)}"
    yield f"{'switch the shelf of a server':34} {milliseconds(switched)}"


def served(folder: Path, store: Store) -> Iterator[str]:
    """Yield how long after publishing a busy server answers from the new generation."""
    generations, delays = Generations(folder), []
    with running_server(folder) as client:
        client.get("/health/ready").raise_for_status()  # the first answer waits for the start
        for number in range(RUNS):
            change(store, RUNS + number)
            stop = threading.Event()
            seen: dict[int, float] = {}

            def ask(seen: dict[int, float] = seen, stop: threading.Event = stop) -> None:
                while not stop.is_set():
                    answer = client.get("/health/ready")
                    newest = int(answer.headers["hansa-generation"])
                    seen.setdefault(newest, time.perf_counter())

            asking = threading.Thread(target=ask)
            asking.start()
            manifest = Manifest(RUNS + number, BASE.iri, FORMAT_VERSION)
            newest = generations.publish(store, manifest)
            start = time.perf_counter()
            while newest not in seen:
                time.sleep(0.001)
            stop.set()
            asking.join()
            delays.append(max(0.0, seen[newest] - start))
            generations.collect()
    yield f"{'until HTTP answers from it':34} {milliseconds(delays)}"


def main(quads: int = 1_000_000) -> None:
    """Print the figures for a store of *quads* quads."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        DocumentStore.open(folder / "documents.sqlite", writable=True).close()
        store = Store.open(folder / "store")
        for part in parts(quads):
            store.apply({}, part)
        print(f"{len(store):,} quads")
        shelf = Shelf(Workspace(folder, BASE))
        for line in timings(folder, store, shelf):
            print(line, flush=True)
        shelf.close()
        for line in served(folder, store):
            print(line, flush=True)


if __name__ == "__main__":
    main()
