"""The whole dataset as canonical N-Quads, sorted, without holding it in memory.

Lines are sorted by code point, as the RDF Dataset Canonicalization (section 5) asks; there are
no blank nodes to label. The store's dump is cut into sorted runs on disk, and the runs merged.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Final

from .store import Store

_RUN: Final = 200_000
_CHUNK: Final = 2_000


def sorted_lines(store: Store) -> Iterator[bytes]:
    """Iterate over chunks of whole lines: every quad of *store*, in code point order."""
    with TemporaryDirectory(prefix="hansa-export-") as name, ExitStack() as files:
        dump = Path(name, "dump.nq")
        store.dump(dump)
        source = files.enter_context(dump.open("rb"))
        runs = [files.enter_context(run.open("rb")) for run in _write_runs(source, Path(name))]
        lines = heapq.merge(*runs)
        while chunk := b"".join(islice(lines, _CHUNK)):
            yield chunk


def _write_runs(source: BinaryIO, directory: Path) -> Iterator[Path]:
    number = 0
    while lines := sorted(islice(source, _RUN)):
        run = directory / f"{number}.run"
        with run.open("wb") as file:
            file.writelines(lines)
        yield run
        number += 1
