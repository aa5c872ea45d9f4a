"""The figures that ``tests.benchmarks.scale`` reckons with, measured here and now.

``make bench ARGS=scale=6000`` builds graphs of a tenth of that and of all of it, reads statements
with the real pipeline, asks a real server, and writes what it found to ``figures.json`` beside this
file.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from graph.workspace import Workspace
from ingest.executors import SerialExecutor

from .bench_ingest import documents, one_and_two
from .bench_sparql import light_queries, paths_of
from .corpus import corpus, statement
from .http_load import load
from .scale import FILE, Figures
from .servers import hansa

SIZE = 6_000
#: Documents that are changed one by one.
CHANGES = 9
#: Those before them, which are not measured.
WARM = 2
SECONDS = 5.0
#: What names, quotes and addresses are found in.
NAMES = ("search.sqlite", "published.sqlite")
CLIENTS = 8


def main(size: int = SIZE) -> None:
    """Measure, print and keep the figures."""
    os.environ["OMP_NUM_THREADS"] = "1"
    with TemporaryDirectory() as name:
        folder = Path(name)
        # Before there are graphs: among very many objects collecting garbage takes longer.
        words, share = _words_a_second(), _share_of_two()
        small, _ = _built(folder / "small", size // 10)
        before = _peak()
        large, seconds = _built(folder / "large", size)
        grown = _peak() - before
        quads = _quads(large)
        figures = Figures(
            measured=datetime.now(UTC).date().isoformat(),
            machine=f"{os.cpu_count()} cores, {_memory_of_machine():.0f} GB, {platform.machine()}",
            documents=size,
            words_of_document=_words(size),
            words_a_second=words,
            share_of_two=share,
            quads_of_document=quads / size,
            build_of_document=seconds / size,
            bytes_of_quad=_bytes(large.path / "store") / quads,
            bytes_of_text=_bytes(large.path / "documents.sqlite") / size,
            bytes_of_names=_bytes(*(large.path / name for name in NAMES)) / size,
            commit_small=_commit(small, size // 10),
            commit_large=_commit(large, size),
            writer_of_document=grown / (size - size // 10),
            queries_a_second=_queries(large.path),
        )
    FILE.write_text(json.dumps(asdict(figures), indent=1) + "\n")
    for field, value in asdict(figures).items():
        print(f"{field:20} {value}")


def _words_a_second() -> float:
    """Return how many words the pipeline reads in a second of one core."""
    given, executor = documents(step=6), SerialExecutor()
    list(executor.extract(given))  # what is made at the first use is not measured
    start = time.process_time()
    list(executor.extract(given))
    return sum(len(each.text.split()) for each in given) / (time.process_time() - start)


def _share_of_two() -> float:
    """Return which share of its own speed each of two processes has, as far as cores are free."""
    _, cpu = one_and_two(documents(step=6))
    return cpu[1] / cpu[2]


def _words(size: int) -> float:
    return median(len(document.text.split()) for document, _ in corpus(min(size, 200)))


def _built(path: Path, size: int) -> tuple[Workspace, float]:
    """Return a data directory of so many documents, and the seconds that its graph took."""
    workspace = Workspace(path)
    with workspace.writer() as writer:
        for document, extraction in corpus(size):
            writer.put(document, extraction)
        start = time.perf_counter()
        writer.commit()
        return workspace, time.perf_counter() - start


def _quads(workspace: Workspace) -> int:
    with workspace.generations().lease() as lease:
        return lease.manifest.quads


def _bytes(*paths: Path) -> int:
    files = [each for path in paths for each in (path.rglob("*") if path.is_dir() else [path])]
    return sum(file.stat().st_size for file in files if file.is_file())


def _commit(workspace: Workspace, size: int) -> float:
    """Return the seconds in which one document of another wording is committed and published."""
    taken = []
    for number in range(-WARM, CHANGES):
        # A document that was changed already would change nothing.
        changed = statement((number + WARM) * size // (CHANGES + WARM), revision=1)
        with workspace.writer() as writer:
            start = time.perf_counter()
            writer.put(*changed)
            writer.commit()
            taken.append(time.perf_counter() - start)
    return median(taken[WARM:])


def _peak() -> float:
    """Return the most memory that this process had, in bytes; it built the graphs itself."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _checkpoint(path: Path) -> Path:
    with Workspace(path).reader() as reader:
        return reader.path


def _queries(path: Path) -> float:
    """Return how many light queries a server of one process answers in a second."""
    queries: Sequence[str] = light_queries(_checkpoint(path))
    settings = {"HANSA_QUERY_CACHE": "0", "HANSA_RATE_SECONDS": "0", "HANSA_LOG_REQUESTS": "off"}
    with hansa(path, **settings) as served:
        asked = paths_of(served, queries)
        load(served.port, asked, clients=1, requests=len(asked))
        return load(served.port, asked, clients=CLIENTS, seconds=SECONDS).rate


def _memory_of_machine() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
