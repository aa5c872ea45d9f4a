"""The cache of readings: it holds what was noted, and no accident to it does any harm."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from graph.keeping.readings import NAME, Readings


def test_what_was_noted_is_held_and_nothing_else(tmp_path: Path) -> None:
    readings = Readings(tmp_path)
    assert not readings.holds("a")
    assert not (tmp_path / NAME).exists()
    readings.note(["a", "b"])
    readings.note(["b", "c"])
    assert [readings.holds(one) for one in "abcd"] == [True, True, True, False]
    readings.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == [NAME]


@pytest.mark.parametrize("damage", [b"", b"no database, but long enough for a page of one" * 99])
def test_a_damaged_file_holds_nothing_and_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    Readings(tmp_path).note(["a"])
    (tmp_path / NAME).write_bytes(damage)
    assert not Readings(tmp_path).holds("a")
    Readings(tmp_path).note(["b"])
    assert Readings(tmp_path).holds("b")
    assert not Readings(tmp_path).holds("a")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small file system")
def test_a_full_disk_costs_no_more_than_what_was_to_be_noted(tmp_path: Path) -> None:
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("file systems cannot be mounted here")
    try:
        readings = Readings(tmp_path)
        readings.note(["a"])
        readings.note(f"{number:064}" for number in range(5000))
        assert readings.holds("a")
        assert not readings.holds(f"{4999:064}")
        readings.close()
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)
