"""The whole extraction beside the statistical model alone, and two processes beside one.

The first ratio says what the components cost: both sides read the same blocks in this process,
with their models loaded, in turns, on one core, and by CPU time, so that what else the machine
does weighs little. The model alone gets each block as a text of its own, in spaCy's batches.

The second is by the clock, as it is felt; where other work holds the cores it comes out too
small, so the share of the cores that the workers got is printed, and the CPU time that both
take for the same documents, which tells what the second process costs.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import spacy

from ingest.documents import read
from ingest.executors import ProcessExecutor, SerialExecutor
from ingest.extraction import extract
from ingest.layout import parse
from ontology.model import Document

ROUNDS = 3
ROOT = Path(__file__).parent.parent.parent
FOLDERS = (ROOT / "ingest" / "samples", ROOT / "tests" / "ingest" / "statements")
#: How often each document is read by the processes, for enough batches.
COPIES = 2


def documents(*, step: int = 3) -> list[Document]:
    """Read every so manieth of the statements that come with the repository."""
    paths = [path for folder in FOLDERS for path in folder.glob("*.*") if path.suffix != ".json"]
    return [read(path, root=ROOT) for path in sorted(paths)[::step]]


def blocks(of: list[Document]) -> list[str]:
    """Return the text of every block of the documents."""
    layouts = [parse(document.text) for document in of]
    return [layout.block_text(i) for layout in layouts for i in range(len(layout.blocks))]


def main() -> None:
    """Print both ratios, the medians of the rounds."""
    os.environ["OMP_NUM_THREADS"] = "1"
    given = documents()
    words = sum(len(document.text.split()) for document in given)
    print(f"{len(given)} documents, {words:,} words, load {os.getloadavg()[0]:.1f}", flush=True)
    _against_model(given, words)
    _against_one(given, words)


def _against_model(given: list[Document], words: int) -> None:
    executor = SerialExecutor()
    alone = spacy.load(executor.nlp.meta["hansa"]["model"])
    texts = blocks(given)
    sides: dict[str, Callable[[], object]] = {
        "extraction": lambda: list(extract(given, executor.nlp)),
        "model alone": lambda: list(alone.pipe(texts)),
    }
    for side in sides.values():
        side()  # what is made at the first use is not measured
    found: list[dict[str, float]] = []
    for number in range(ROUNDS):
        turns = list(sides.items())[:: 1 if number % 2 else -1]
        found.append({name: _cpu(side) for name, side in turns})
    for name in sides:
        speed = words / median(one[name] for one in found)
        print(f"{name:12} {speed:8,.0f} words/s")
    whole, model = (median(one[name] for one in found) for name in sides)
    print(f"ratio of medians {model / whole:.2f}, aim 0.85", flush=True)


def one_and_two(given: list[Document]) -> tuple[dict[int, float], dict[int, float]]:
    """Return for one process and for two the seconds and the CPU seconds that they take."""
    many = [document for _ in range(COPIES) for document in given]
    rounds: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    with ProcessExecutor(1) as one, ProcessExecutor(2) as two:
        executors = {1: one, 2: two}
        for executor in executors.values():
            list(executor.extract(given))  # both models are loaded then
        for _ in range(ROUNDS):
            for count, executor in executors.items():
                before, start = _workers_cpu(), time.perf_counter()
                list(executor.extract(many))
                rounds[count].append((time.perf_counter() - start, _workers_cpu() - before))
    wall = {count: median(time for time, _ in taken) for count, taken in rounds.items()}
    cpu = {count: median(time for _, time in taken) for count, taken in rounds.items()}
    return wall, cpu


def _against_one(given: list[Document], words: int) -> None:
    wall, cpu = one_and_two(given)
    for count in wall:
        print(
            f"{count} process{'es' * (count > 1):3} {COPIES * words / wall[count]:8,.0f} words/s, "
            f"with {cpu[count] / wall[count]:.2f} cores"
        )
    print(f"ratio of medians {wall[1] / wall[2]:.2f}, aim 1.70", flush=True)
    share = cpu[2] / cpu[1]
    print(
        f"two take {share:.2f} of the CPU time of one: {2 / share:.2f} times as fast on free cores"
    )


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _workers_cpu() -> float:
    """Return the CPU seconds of all child processes so far (Linux's proc(5), fields 14 and 15)."""
    total = 0
    for child in multiprocessing.active_children():
        fields = Path(f"/proc/{child.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
