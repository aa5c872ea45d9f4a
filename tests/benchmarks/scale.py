"""What so many documents take, reckoned from figures that were measured.

``python -m tests.benchmarks.scale [DOCUMENTS ...]`` prints the tables of ``docs/scale.md``;
``make bench ARGS=scale`` measures the figures anew. Every cell is one multiplication, so that it
can be checked by hand; ``docs/scale.md`` says what does not grow in proportion.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, log10
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).with_name("figures.json")
SIZES: Final = (10_000, 100_000, 1_000_000, 10_000_000, 100_000_000)
_DAY: Final = 86_400
#: Cores of a machine as one rents them, and what of its disk a graph may take: a rebuild and the
#: generations that are kept need the rest.
_CORES: Final = 32
_ROOM: Final = 0.4
_DISK: Final = 8e12


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured: on which day and machine, with how many documents.

    Times are seconds, sizes bytes; what is ``of`` something is for one of it. ``commit_small`` is
    of one document among a tenth of ``documents``, ``commit_large`` among all;
    ``share_of_two`` is what each of two processes keeps of the speed of one alone,
    ``writer_of_document`` is the writer's memory for each document of a graph that it makes anew.
    """

    measured: str
    machine: str
    documents: int
    words_of_document: float
    words_a_second: float
    share_of_two: float
    quads_of_document: float
    build_of_document: float
    bytes_of_quad: float
    bytes_of_text: float
    bytes_of_names: float
    commit_small: float
    commit_large: float
    writer_of_document: float
    queries_a_second: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a number of documents takes, in the units that people buy."""

    documents: int
    quads: float
    reading_days: float
    build_hours: float
    commit: float
    graph_disk: float
    other_disk: float
    writer_memory: float


def read_figures(path: Path = FILE) -> Figures:
    """Return what was measured last."""
    return Figures(**json.loads(path.read_text()))


def outlook(figures: Figures, documents: int) -> Outlook:
    """Return what so many documents take on one machine with one core for each kind of work."""
    quads = documents * figures.quads_of_document
    return Outlook(
        documents=documents,
        quads=quads,
        reading_days=documents * figures.words_of_document / figures.words_a_second / _DAY,
        build_hours=documents * figures.build_of_document / 3600,
        commit=_commit(figures, documents),
        graph_disk=quads * figures.bytes_of_quad,
        other_disk=documents * (figures.bytes_of_text + figures.bytes_of_names),
        writer_memory=documents * figures.writer_of_document,
    )


def _commit(figures: Figures, documents: int) -> float:
    """Return the seconds of one commit: what ten times as many added, for each further ten times.

    >>> figures = Figures("", "", 100, *[1.0] * 8, 0.1, 0.2, 1.0, 1.0)
    >>> [round(_commit(figures, size), 2) for size in (100, 1_000, 10_000)]
    [0.2, 0.3, 0.4]
    """
    added = max(0.0, figures.commit_large - figures.commit_small)  # noise may turn them round
    return figures.commit_large + added * max(0.0, log10(documents / figures.documents))


def a_day(figures: Figures, processes: int) -> float:
    """Return how many documents so many processes read in a day, each with a core of its own."""
    share = 1.0 if processes == 1 else min(1.0, figures.share_of_two)  # two are not more than two
    return processes * share * figures.words_a_second / figures.words_of_document * _DAY


def machines(figures: Figures, documents: int, days: float) -> int:
    """Return how many machines of 32 cores read so many documents within so many days."""
    return ceil(documents / days / a_day(figures, _CORES))


def shards(found: Outlook) -> int:
    """Return over how many machines of 8 TB the quads have to be spread."""
    return ceil(found.graph_disk / (_ROOM * _DISK))


def report(figures: Figures, sizes: Sequence[int]) -> Iterator[str]:
    """Yield the lines that are printed."""
    yield f"measured {figures.measured}, {figures.documents:,} documents, {figures.machine}"
    yield ""
    yield "documents read a day"
    for processes in (1, 2, 8, _CORES):
        yield f"  {processes:3} processes {a_day(figures, processes):14,.0f}"
    yield ""
    head = ("documents", "quads", "read", "build", "commit", "graph", "texts", "writer")
    yield "".join(f"{name:>13}" for name in head)
    units = ("", "", "core days", "hours", "seconds", "GB", "GB", "GB memory")
    yield "".join(f"{name:>13}" for name in units)
    for size in sizes:
        yield _row(outlook(figures, size))
    yield ""
    yield f"{sizes[-1]:,} documents, read within a month and kept at SPARQL servers of 8 TB"
    yield f"  machines of {_CORES} cores that read: {machines(figures, sizes[-1], 30)}"
    yield f"  SPARQL servers that share the quads: {shards(outlook(figures, sizes[-1]))}"
    yield f"  light queries a second of one process: {figures.queries_a_second:,.0f}"


def _row(found: Outlook) -> str:
    cells = (
        f"{found.documents:,}",
        _short(found.quads),
        f"{found.reading_days:,.1f}",
        f"{found.build_hours:,.1f}",
        f"{found.commit:.2f}",
        f"{found.graph_disk / 1e9:,.0f}",
        f"{found.other_disk / 1e9:,.0f}",
        f"{found.writer_memory / 1e9:,.0f}",
    )
    return "".join(f"{cell:>13}" for cell in cells)


def _short(value: float) -> str:
    """Return a large number in a few characters.

    >>> _short(8_460_000), _short(84_600_000_000)
    ('8 million', '85 billion')
    """
    unit, name = (1e9, "billion") if value >= 1e9 else (1e6, "million")
    return f"{value / unit:,.0f} {name}"


def main(arguments: Sequence[str]) -> None:
    """Print what the sizes take that are named, or the usual ones."""
    for line in report(read_figures(), [int(word) for word in arguments] or SIZES):
        print(line.rstrip())


if __name__ == "__main__":
    main(sys.argv[1:])
