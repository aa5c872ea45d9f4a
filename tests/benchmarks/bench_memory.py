"""The memory of a worker process: loaded, at its peak, and what a long document adds.

A worker of the real executor is looked at from outside (proc(5): VmRSS is what is resident,
VmHWM its peak). First it reads statements of the repository and one text of a segment's length,
so that what is made at the first use is there. Then an invented document of 300 pages streams
through, in segments.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path

from ingest.executors import ProcessExecutor
from ontology.model import Document, Extraction
from tests.benchmarks.bench_ingest import documents
from tests.ingest.long_texts import long_document

CHARACTERS = 900_000
#: A document of one segment, so that the buffers of a segment are there before.
SEGMENT = 60_000


def main() -> None:
    """Print the figures in megabytes (of a million bytes)."""
    os.environ["OMP_NUM_THREADS"] = "1"
    text = long_document(CHARACTERS)
    size = len(text.encode())
    with ProcessExecutor(1) as executor:
        _ = executor.digest
        (worker,) = multiprocessing.active_children()
        print(f"{'loaded':24} {_memory(worker.pid, 'VmRSS') / 1e6:7.0f} MB", flush=True)
        list(executor.extract(documents(step=10)))
        print(f"{'statements read':24} {_memory(worker.pid, 'VmRSS') / 1e6:7.0f} MB", flush=True)
        list(executor.extract([Document("segment.md", long_document(SEGMENT), "0")]))
        before, top = (_memory(worker.pid, name) for name in ("VmRSS", "VmHWM"))
        print(f"{'peak of one segment':24} {top / 1e6:7.0f} MB", flush=True)
        start = time.perf_counter()
        (result,) = executor.extract([Document("long.md", text, "0")])
        if not isinstance(result, Extraction):
            raise SystemExit(f"benchmark input failed: {result}")
        took = time.perf_counter() - start
        after, peak = (_memory(worker.pid, name) for name in ("VmRSS", "VmHWM"))
    print(f"{'peak, aim 700':24} {peak / 1e6:7.0f} MB")
    print(
        f"a document of {size / 1e6:.1f} MB ({len(result.facts):,} facts, {took:.0f} s) raised "
        f"the peak by {(peak - top) / 1e6:.1f} MB, {(peak - top) / size:.1f} times its text "
        f"(aim 4), and left {(after - before) / 1e6:.1f} MB"
    )


def _memory(pid: int | None, name: str) -> int:
    """Return a figure of /proc/PID/status in bytes."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    (line,) = [line for line in lines if line.startswith(f"{name}:")]
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main()
