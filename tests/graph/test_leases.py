"""Leases across processes: they end with whoever held them; publishing may be killed anywhere."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph.foreign.jobs import Limits
from graph.foreign.sandbox import run_query
from graph.generations.generations import Generations, Manifest
from graph.lines.ntriples import text, triple
from graph.store import Store

ROOT = Path(__file__).parent.parent.parent
MANIFEST = Manifest(revision=1, base="urn:base/", format=1)

_READING = """
import sys, time
from pathlib import Path
from graph.generations.generations import Generations
with Generations(Path(sys.argv[1])).lease() as lease:
    print(lease.generation, flush=True)
    time.sleep(600)
"""
_PUBLISHING = """
import sys
from pathlib import Path
from graph.generations.generations import Generations, Manifest
from graph.lines.ntriples import text, triple
from graph.store import Store
directory = Path(sys.argv[1])
generations, store = Generations(directory), Store.open(directory / "store")
generations.clear()
print("begun", flush=True)
while True:
    store.apply({}, {None: {triple("urn:s", "urn:p", text(str(len(store))))}})
    generations.publish(store, Manifest(1, "urn:base/", 1, quads=len(store)))
    generations.collect(keep=2)
"""


@contextmanager
def _process(code: str, directory: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a process and yield it once it has said its first line."""
    command = [sys.executable, "-c", code, str(directory)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline()
            yield process
        finally:
            process.kill()


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    """Return three generations with a quad each time more."""
    store, generations = Store.open(tmp_path / "store"), Generations(tmp_path)
    for number in range(3):
        store.apply({}, {None: {triple("urn:s", "urn:p", text(str(number)))}})
        generations.publish(store, MANIFEST)
    return generations


def _publish_another(generations: Generations, directory: Path) -> None:
    generations.publish(Store.read_only(directory / "generations/3/store"), MANIFEST)


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="the system lists no locks")
def test_it_is_told_who_reads(generations: Generations, tmp_path: Path) -> None:
    assert generations.holders(3) == []
    with _process(_READING, tmp_path) as reading, generations.lease(3):
        found = generations.holders(3)
        assert [each.process for each in found] == sorted([reading.pid, os.getpid()])
        assert any("time.sleep(600)" in each.command for each in found)
        assert generations.holders(2) == []


def test_a_killed_reader_leaves_no_lease(generations: Generations, tmp_path: Path) -> None:
    with _process(_READING, tmp_path) as reading:
        _publish_another(generations, tmp_path)
        assert generations.collect(keep=1) == [1, 2]
        reading.kill()
        reading.wait()
        assert generations.collect(keep=1) == [3]


def test_what_a_foreign_query_reads_is_not_collected(
    generations: Generations, tmp_path: Path
) -> None:
    ten = " UNION ".join("{ BIND(1 AS ?x) }" for _ in range(10))
    groups = " ".join("{" + ten.replace("?x", f"?x{number}") + "}" for number in range(5))
    slow = f"SELECT (COUNT(*) AS ?n) {{ {groups} ?s ?p ?o }}"
    with ThreadPoolExecutor() as pool, generations.lease(3) as lease:
        answer = pool.submit(run_query, lease.path, slow, format="csv", limits=Limits(seconds=60))
        _publish_another(generations, tmp_path)
        assert generations.collect(keep=1) == [1, 2]
        assert answer.result().body == b"n\r\n300000\r\n"
    assert generations.collect(keep=1) == [3]


def test_a_child_of_a_reader_holds_no_lease_of_its_own(
    generations: Generations, tmp_path: Path
) -> None:
    with generations.lease(3):
        child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with child:
        _publish_another(generations, tmp_path)
        assert 3 in generations.collect(keep=1)
        child.communicate(b"\n")


def test_publishing_and_collecting_may_be_killed_at_any_moment(tmp_path: Path) -> None:
    generations, last = Generations(tmp_path), 0
    for seed in range(8):
        with _process(_PUBLISHING, tmp_path) as publishing:
            time.sleep(random.Random(seed).uniform(0.02, 0.2))
            publishing.kill()
        if generations.current() is None:
            continue
        with generations.lease() as lease:
            assert len(Store.read_only(lease.path)) == lease.manifest.quads > 0
            assert lease.manifest.generation == lease.generation >= last
            last = lease.generation
    assert last > 0
    generations.clear()
    kept = {path.name for path in (tmp_path / "generations").iterdir()}
    assert kept == {str(number) for number in generations.numbers()}
