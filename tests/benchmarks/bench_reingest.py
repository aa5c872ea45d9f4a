"""Documents that have not changed, against the same documents the first time.

Statements are made of the samples, each with a name and a sentence of its own. In one process, with
the model loaded before, a new data directory takes them and then takes them again; each round gives
one ratio. The command is measured from outside, by the processor time of the whole process. Then a
folder of many small files that have not changed, and the start of a writer's process.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from graph.workspace import Workspace
from graph.writing import operations
from graph.writing.process import run_writer
from ingest import run
from ingest.executors import SerialExecutor
from tests.graph.factories import harbour_story
from tests.ingest.word_executor import WordExecutor

ROUNDS = 3
#: Statements made of each sample.
COPIES = 3
SMALL_FILES = 10_000
_ROOT = Path(__file__).parent.parent.parent


def main() -> None:
    """Print the figures, medians of the rounds."""
    os.environ["OMP_NUM_THREADS"] = "1"
    with TemporaryDirectory() as name:
        place = Path(name)
        count = make_statements(place / "statements")
        print(f"{count} statements, load {os.getloadavg()[0]:.1f}", flush=True)
        _in_process(place)
        _command(place)
        _many_small(place / "small")
        _writer(place / "writer")


def make_statements(folder: Path) -> int:
    """Write statements made of the samples into *folder* and return how many there are."""
    folder.mkdir(parents=True)
    with as_file(files("ingest") / "samples") as samples:
        sources = sorted(path for path in samples.iterdir() if path.is_file())
        for source in sources:
            text = source.read_text(encoding="utf-8")
            for number in range(COPIES):
                own = text.replace("Network", f"Network {number}") if number else text
                closing = f"\n\nThis is statement number {number} of its kind.\n"
                (folder / f"{number}-{source.name}").write_text(own + closing, encoding="utf-8")
    return len(sources) * COPIES


def _in_process(place: Path) -> None:
    executor = SerialExecutor()
    list(executor.extract([harbour_story().document()]))  # the model is loaded then
    rounds = []
    for number in range(ROUNDS):
        read = partial(_ingest, place / "statements", place / f"store{number}", executor)
        rounds.append((_cpu(read), median(_cpu(read) for _ in range(ROUNDS))))
    first, again = (median(one[side] for one in rounds) for side in (0, 1))
    ratio = median(one / other for one, other in rounds)
    print(f"in one process: first {first:.2f} s, unchanged {1000 * again:.1f} ms of processor time")
    print(
        f"ratio of medians {first / again:,.0f}, median of ratios {ratio:,.0f}, aim 200", flush=True
    )


def _ingest(folder: Path, store: Path, executor: SerialExecutor | WordExecutor) -> None:
    workspace = Workspace(store)
    report = run.ingest([str(folder)], workspace, executor, root=folder)
    if report.failures:
        raise SystemExit(f"benchmark input failed: {report.failures[0].reason}")
    workspace.documents.close()


def _command(place: Path) -> None:
    def command() -> None:
        _hansa("ingest", place / "statements", "--store", place / "command")

    first = _cpu(command)
    again = median(_cpu(command) for _ in range(ROUNDS))
    print(f"the whole command: first {first:.2f} s, unchanged {again:.2f} s of processor time")
    bare = median(_cpu(lambda: _hansa("--help")) for _ in range(ROUNDS))
    print(f"of which hansa --help takes {bare:.2f} s", flush=True)


def _many_small(place: Path) -> None:
    folder = place / "files"
    folder.mkdir(parents=True)
    for number in range(SMALL_FILES):
        text = f"Turku{number} is a member of the Port Cities Network.\n"
        (folder / f"{number:05}.txt").write_text(text)
    executor = WordExecutor(digest=SerialExecutor().digest)
    run.GROUP = SMALL_FILES  # one commit: its cost is another benchmark's
    _ingest(folder, place / "data", executor)
    again = median(_cpu(lambda: _ingest(folder, place / "data", executor)) for _ in range(ROUNDS))
    print(f"{SMALL_FILES:,} small files that have not changed: {again:.2f} s of processor time")
    whole = _cpu(lambda: _hansa("ingest", folder, "--store", place / "data", "--root", folder))
    print(f"the whole command over them: {whole:.2f} s", flush=True)


def _writer(place: Path) -> None:
    workspace = Workspace(place)
    put = operations.put(*harbour_story().pair())
    run_writer(workspace, [put])
    took = [_timed(lambda: run_writer(workspace, [])) for _ in range(9)]
    print(
        f"a writer's process that finds nothing to do: {1000 * min(took):.0f} ms at best, ", end=""
    )
    print(f"{1000 * median(took):.0f} ms in the median, aim 150")


def _hansa(*words: str | Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", *map(str, words)],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"benchmark input failed: {done.stderr}")


def _cpu(work: Callable[[], object]) -> float:
    """Return the seconds of processor time of this process and of those that it started."""
    before = _used()
    work()
    return _used() - before


def _used() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
