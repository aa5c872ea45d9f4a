"""A data directory on a disk that nobody can write to is read like any other, and written never."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.test_cli import hansa

from .sample import write_sample
from .server import running_server


def _can_mount() -> bool:
    return os.geteuid() == 0 and shutil.which("mount") is not None


@pytest.fixture
def fixed(tmp_path: Path) -> Iterator[Path]:
    """Return a data directory on a small disk that was made read-only after it was filled."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk], check=False)
    if made.returncode:
        pytest.skip("a disk cannot be mounted here")
    try:
        write_sample(disk / "data")
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        yield disk / "data"
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


@pytest.mark.skipif(not _can_mount(), reason="only root may mount a disk")
def test_a_store_that_nobody_can_write_to_is_served(fixed: Path) -> None:
    with running_server(fixed) as client:
        for path in ("/documents", "/sparql?query=ASK%7B%7D", "/search?q=riga", "/health/ready"):
            answer = client.get(path)
            assert (answer.status_code, answer.headers["hansa-generation"]) == (200, "1")
    assert len(hansa("documents", "--store", fixed).stdout.splitlines()) == 3


@pytest.mark.skipif(not _can_mount(), reason="only root may mount a disk")
@pytest.mark.parametrize(
    "words", [["generations", "pin", "1"], ["retract", "quay.md"], ["rebuild"]]
)
def test_what_would_write_to_it_is_refused_in_one_line(fixed: Path, words: list[str]) -> None:
    done = hansa(*words, "--store", fixed)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "Read-only file system" in done.stderr
