"""``hansa ingest`` killed at any moment and run again ends where an undisturbed run ends."""

from __future__ import annotations

import os
import random
import subprocess
import time
from pathlib import Path

import pytest
from spacy.language import Language

from graph.workspace import Workspace
from ingest.executors import SerialExecutor
from ingest.run import ingest
from tests.warm import warm

ROOT = Path(__file__).parent.parent.parent
SAMPLES = ROOT / "ingest" / "samples"
#: Half of the samples: what is read beyond what is written tells nothing more.
SOURCES = [str(path) for path in sorted(SAMPLES.glob("*.*"))[::2]]
KILLS = 8


class _Ready(SerialExecutor):
    """An executor whose pipeline the tests have built already."""

    def __init__(self, nlp: Language) -> None:
        super().__init__()
        self.__dict__["nlp"] = nlp


def _run(folder: Path, nlp: Language) -> bytes:
    report = ingest(SOURCES, Workspace(folder), _Ready(nlp), root=SAMPLES)
    assert not report.failures
    with Workspace(folder).reader() as reader:
        return b"".join(reader.export())


def _start(folder: Path) -> subprocess.Popen[bytes]:
    command = [str(warm("command")), "ingest", *SOURCES, "--store", str(folder)]
    return subprocess.Popen(
        [*command, "--root", str(SAMPLES)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT)},
    )


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, nlp: Language) -> bytes:
    """Return the export of an undisturbed run."""
    return _run(tmp_path_factory.mktemp("undisturbed") / "data", nlp)


@pytest.fixture(scope="module")
def duration(tmp_path_factory: pytest.TempPathFactory) -> float:
    """Return how many seconds the command takes when nobody kills it."""
    start = time.monotonic()
    assert _start(tmp_path_factory.mktemp("timed") / "data").wait() == 0
    return time.monotonic() - start


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_run_repeated_gives_the_undisturbed_graph(
    seed: int, tmp_path: Path, nlp: Language, undisturbed: bytes, duration: float
) -> None:
    # A tenth is before anything is read; in the last half things are written.
    process = _start(tmp_path / "data")
    time.sleep(duration * random.Random(seed).uniform(0.1, 1.0))
    process.kill()
    process.wait()
    assert _run(tmp_path / "data", nlp) == undisturbed
