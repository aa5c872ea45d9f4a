"""A data directory on a disk that nobody can write to is read like any other, and written never."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.test_cli import hansa

from .disks import needs_root, small_disk
from .sample import write_sample
from .server import running_server


@pytest.fixture
def fixed(tmp_path: Path) -> Iterator[Path]:
    """Return a data directory on a small disk that was made read-only after it was filled."""
    with small_disk(tmp_path / "disk") as disk:
        write_sample(disk / "data")
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        yield disk / "data"


@needs_root
def test_a_store_that_nobody_can_write_to_is_served(fixed: Path) -> None:
    with running_server(fixed) as client:
        for path in ("/documents", "/sparql?query=ASK%7B%7D", "/search?q=riga", "/health/ready"):
            answer = client.get(path)
            assert (answer.status_code, answer.headers["hansa-generation"]) == (200, "1")
    assert len(hansa("documents", "--store", fixed).stdout.splitlines()) == 3


@needs_root
@pytest.mark.parametrize(
    "words", [["generations", "pin", "1"], ["retract", "quay.md"], ["rebuild"]]
)
def test_what_would_write_to_it_is_refused_in_one_line(fixed: Path, words: list[str]) -> None:
    done = hansa(*words, "--store", fixed)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "Read-only file system" in done.stderr
