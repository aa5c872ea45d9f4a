"""Words per second of ``ingest`` on one core, beside the statistical model alone.

Both read the same documents in this process, with the model already loaded, in turns, and by
CPU time, so that what else the machine does weighs little. ``ingest`` does everything from the
files to the published generation.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from statistics import median

import spacy

from graph.workspace import Workspace
from ingest.executors import SerialExecutor
from ingest.run import ingest

ROUNDS = 3


def _sources() -> list[Path]:
    """The samples, and the founders' documents where they are."""
    root = Path(__file__).parent.parent.parent
    shared = root.parent / "shared"
    found = [path for path in (root / "ingest" / "samples").glob("*.*") if path.suffix != ".html"]
    return sorted([*found, *shared.glob("seeds/*.txt"), *shared.glob("gold/dev/*.txt")])


def main() -> None:
    """Print both speeds and their ratio, the median of the rounds."""
    os.environ["OMP_NUM_THREADS"] = "1"
    sources = _sources()
    texts = [path.read_text(encoding="utf-8") for path in sources]
    words = sum(len(text.split()) for text in texts)
    executor = SerialExecutor()
    alone = spacy.load(executor.nlp.meta["hansa"]["model"])
    ratios: list[float] = []
    for round_ in range(ROUNDS):
        model = _cpu(lambda: [len(doc) for doc in alone.pipe(texts, batch_size=16)])
        whole = _cpu(lambda: _ingest(sources, executor))
        ratios.append(model / whole)
        print(
            f"round {round_ + 1}: ingest {words / whole:,.0f} words/s, "
            f"nlp.pipe alone {words / model:,.0f} words/s, ratio {ratios[-1]:.2f}"
        )
    print(f"{len(sources)} documents, {words:,} words; median ratio {median(ratios):.2f}, aim 0.80")


def _ingest(sources: list[Path], executor: SerialExecutor) -> None:
    with tempfile.TemporaryDirectory() as folder:
        report = ingest(
            [str(path) for path in sources], Workspace(Path(folder)), executor, root=Path("/")
        )
        if report.failures:
            raise SystemExit(f"benchmark input failed: {report.failures}")


def _cpu(work: object) -> float:
    start = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - start
