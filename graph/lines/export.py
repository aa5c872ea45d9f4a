"""The graph as a file: canonical N-Quads and four formats made from it, sorted, in little memory.

Lines are sorted by code point, as the RDF Dataset Canonicalization (section 5) asks; there are
no blank nodes to label. What the store dumps is cut into sorted runs on disk and the runs merged,
so that memory holds one run of lines and the names of the graphs, whatever the store holds. N-Quads
are sorted over all graphs; the others go graph by graph, the default graph first.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from types import MappingProxyType
from typing import Final

from graph.errors import ExportError, UnknownGraphError
from graph.quads import GraphName, QuadReader

from .jsonld import jsonld
from .turtle import Block, trig, turtle

_RUN: Final = 200_000
_CHUNK: Final = 2_000
#: Bytes of one graph that are sorted without touching the disk.
SMALL: Final = 16_000_000


def sorted_lines(store: QuadReader) -> Iterator[bytes]:
    """Iterate over chunks of whole lines: every quad of *store*, in code point order."""
    yield from _chunks(sorted_quads(store))


def export(store: QuadReader, form: str, *, graph: GraphName = None) -> Iterator[bytes]:
    """Iterate over the bytes of an export in one of ``DATASET_FORMATS``.

    Without *graph*, a format for datasets holds every graph and a format for one graph (``ttl``,
    ``nt``) the default graph; with it, any format holds that named graph and nothing else.
    Raises ExportError for an unknown format and what the format cannot say, UnknownGraphError for
    a graph that is not there.
    """
    if form not in DATASET_FORMATS:
        raise ExportError(f"no format {form!r} to export in; there are {known_formats()}")
    if graph is not None and graph not in store.graphs():
        raise UnknownGraphError(f"there is no graph <{graph}>; a document's IRI names its graph")
    yield from _chunks(DATASET_FORMATS[form](store, graph))


def known_formats() -> str:
    """Return the names of the formats as a sentence lists them.

    >>> known_formats()
    'nq, trig, ttl, nt, jsonld'
    """
    return ", ".join(DATASET_FORMATS)


def _quads(store: QuadReader, graph: GraphName) -> Iterator[bytes]:
    if graph is None:
        yield from sorted_quads(store)
        return
    end = f"<{graph}> .\n".encode()
    for line in _triples(store, graph):
        yield line[: line.rindex(b".")] + end


def _triples(store: QuadReader, graph: GraphName) -> Iterator[bytes]:
    """Iterate over the N-Triples lines of one graph, sorted."""
    with SpooledTemporaryFile(max_size=SMALL, prefix="hansa-export-") as dump:
        store.write_graph(dump, graph)
        dump.seek(0)
        yield from in_order(dump)


def _blocks(store: QuadReader, graph: GraphName) -> Iterator[Block]:
    """Iterate over the graphs to be written, each with its sorted lines."""
    graphs: list[GraphName] = [None, *sorted(store.graphs())] if graph is None else [graph]
    for name in graphs:
        yield name, _triples(store, name)


#: What an export can be, by suffix: each makes the lines of a store, or of one graph of it.
DATASET_FORMATS: Final[Mapping[str, Callable[[QuadReader, GraphName], Iterator[bytes]]]] = (
    MappingProxyType(
        {
            "nq": _quads,
            "trig": lambda store, graph: trig(_blocks(store, graph)),
            "ttl": lambda store, graph: turtle(_triples(store, graph)),
            "nt": _triples,
            "jsonld": lambda store, graph: jsonld(_blocks(store, graph)),
        }
    )
)


def sorted_quads(store: QuadReader) -> Iterator[bytes]:
    """Iterate over the N-Quads lines of a store, in code point order."""
    with TemporaryDirectory(prefix="hansa-export-") as name:
        dump = Path(name, "dump.nq")
        with dump.open("wb") as file:
            store.write(file)
        with dump.open("rb") as source:
            yield from in_order(source)


def in_order(source: Iterable[bytes]) -> Iterator[bytes]:
    """Iterate over lines, which have line ends, in order; many are sorted in runs on disk."""
    source = iter(source)
    first = sorted(islice(source, _RUN))
    if len(first) < _RUN:
        yield from first
        return
    with TemporaryDirectory(prefix="hansa-export-") as name, ExitStack() as files:
        runs = [
            files.enter_context(run.open("rb")) for run in _write_runs(first, source, Path(name))
        ]
        del first
        yield from heapq.merge(*runs)


def _write_runs(lines: list[bytes], source: Iterator[bytes], directory: Path) -> Iterator[Path]:
    number = 0
    while lines:
        run = directory / f"{number}.run"
        with run.open("wb") as file:
            file.writelines(lines)
        yield run
        number += 1
        lines = sorted(islice(source, _RUN))


def _chunks(lines: Iterable[bytes]) -> Iterator[bytes]:
    lines = iter(lines)
    while chunk := b"".join(islice(lines, _CHUNK)):
        yield chunk
