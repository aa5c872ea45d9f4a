"""``hansa generations`` as a maintainer types it, on a real data directory."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph.workspace import Workspace
from tests.api.command_line import hansa

from .sample import first, second


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return a data directory with generations 1 and 2."""
    for story in (first, second):
        with Workspace(tmp_path / "data").writer() as writer:
            writer.put(*story())
            writer.commit()
    return tmp_path / "data"


def _listed(store: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        hansa("generations", "--format", "json", "--store", store).stdout
    )
    return found


def test_the_list_shows_what_each_generation_holds(store: Path) -> None:
    head, one, two = hansa("generations", "--store", store).stdout.splitlines()
    assert head.split("\t")[:2] == ["generation", "created"]
    assert [one.split("\t")[0], two.split("\t")[0]] == ["1", "2"]
    assert [each["newest"] for each in _listed(store)] == [False, True]
    assert all(each["created"].endswith("Z") for each in _listed(store))
    assert [each["documents"] for each in _listed(store)] == [1, 2]
    lines = hansa("export", "-", "--store", store).stdout.splitlines()
    assert _listed(store)[1]["quads"] == len(lines)
    assert two.split("\t")[4] == _listed(store)[1]["digest"][:12]


def test_as_many_are_kept_as_is_set(store: Path) -> None:
    for _ in range(2):
        done = hansa("rebuild", "--store", store, HANSA_KEEP_GENERATIONS="2")
        assert done.returncode == 0
    assert [each["generation"] for each in _listed(store)] == [3, 4]
    done = hansa("rebuild", "--store", store, HANSA_KEEP_GENERATIONS="1", HANSA_KEEP_DAYS="1")
    assert [each["generation"] for each in _listed(store)] == [3, 4, 5]
    hansa("generations", "pin", "4", "--store", store)
    hansa("rebuild", "--store", store, HANSA_KEEP_GENERATIONS="1")
    assert [each["generation"] for each in _listed(store)] == [4, 6]


def test_a_pinned_generation_is_listed_so_and_stays(store: Path) -> None:
    done = hansa("generations", "pin", "1", "--note", "Annual\x1b report", "--store", store)
    assert (done.returncode, done.stdout) == (0, "generation 1 is pinned\n")
    assert "\tyes: Annual⟨U+001B⟩ report\t" in hansa("generations", "--store", store).stdout
    assert Workspace(store).generations().collect(keep=1) == []
    assert [each["pinned"] for each in _listed(store)] == ["Annual\x1b report", None]
    done = hansa("generations", "unpin", "1", "--store", store)
    assert done.stdout == "generation 1 is pinned no more\n"
    assert hansa("generations", "unpin", "1", "--store", store).stdout.endswith("not pinned\n")
    assert Workspace(store).generations().collect(keep=1) == [1]


def test_a_purge_names_the_generations_that_it_removes(store: Path) -> None:
    hansa("generations", "pin", "1", "--note", "Annual report", "--store", store)
    hansa("rebuild", "--store", store)
    done = hansa("retract", "quay.md", "--purge", "--store", store)
    assert (done.returncode, done.stdout) == (
        0,
        "purged news/quay.md; generation 4; removed with it: generations 1-3\n",
    )
    assert done.stderr == "hansa: generation 1 was pinned: Annual report\n"
    assert [each["generation"] for each in _listed(store)] == [4]


def test_as_many_documents_are_listed_as_are_backed_up(store: Path, tmp_path: Path) -> None:
    with Workspace(store).writer() as writer:
        document, extraction = second()
        writer.put(replace(document, key="zz/copy.md"), replace(extraction, document="zz/copy.md"))
        writer.commit()
    listed = _listed(store)[-1]["documents"]
    done = hansa("backup", tmp_path / "monday", "--store", store)
    assert f": {listed} documents, " in done.stdout


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="the system lists no locks")
def test_who_reads_is_listed(store: Path) -> None:
    with Workspace(store).reader(generation=1):
        one, two = _listed(store)
        assert [each["process"] for each in one["readers"]] == [os.getpid()]
        assert two["readers"] == []
        assert f"\t{os.getpid()} (" in hansa("generations", "--store", store).stdout


@pytest.mark.parametrize("number", ["0", "3", "9" * 30])
def test_an_unknown_generation_is_wrong_use(store: Path, number: str) -> None:
    done = hansa("generations", "pin", number, "--store", store)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "there are: 1, 2" in done.stderr


def test_without_generations_the_remedy_is_told(tmp_path: Path) -> None:
    for command in ([], ["pin", "1"], ["unpin", "1"]):
        done = hansa("generations", *command, "--store", tmp_path / "nothing")
        assert (done.returncode, done.stdout) == (1, "")
        assert "run hansa ingest" in done.stderr
    assert not (tmp_path / "nothing").exists()


def test_a_newest_that_was_removed_by_hand_is_said(store: Path) -> None:
    (store / "generations" / "2" / "manifest.json").unlink()
    done = hansa("generations", "--store", store)
    assert done.returncode == 1
    assert done.stdout.splitlines()[1].startswith("1\t")
    assert "run hansa rebuild" in done.stderr
