"""Generations are published whole, leased, and collected only when nobody reads them."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph.errors import (
    EmptyWorkspaceError,
    GenerationGoneError,
    StoreError,
    UnknownGenerationError,
    WorkspaceVersionError,
)
from graph.generations.generations import KEPT, Generations, Manifest
from graph.lines.ntriples import text, triple
from graph.store import Store

MANIFEST = Manifest(revision=1, base="urn:base/", format=1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "store")


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path)


def test_generations_are_numbered_and_the_newest_is_current(
    generations: Generations, store: Store
) -> None:
    assert generations.current() is None
    assert [generations.publish(store, MANIFEST) for _ in range(2)] == [1, 2]
    assert generations.current() == 2
    made = generations.manifest(2)
    assert replace(made, created="") == replace(MANIFEST, generation=2)
    assert made.time is not None
    assert abs(datetime.now(UTC) - made.time) < timedelta(minutes=5)


def test_a_manifest_says_what_the_writer_told(generations: Generations, store: Store) -> None:
    told = Manifest(
        revision=7,
        base="urn:base/",
        format=4,
        created="2026-05-04T10:30:05Z",
        documents=2,
        quads=40,
        added=12,
        removed=3,
        pipelines=("a" * 64, "b" * 64),
        digest="c" * 64,
    )
    generations.publish(store, told)
    assert generations.manifest(1) == replace(told, generation=1)


def test_a_key_of_a_later_version_is_passed_over(
    generations: Generations, store: Store, tmp_path: Path
) -> None:
    generations.publish(store, MANIFEST)
    path = tmp_path / "generations" / "1" / "manifest.json"
    path.write_text(path.read_text().replace("{", '{"later": 1,', 1))
    assert generations.manifest(1).revision == 1


def test_a_generation_never_changes(generations: Generations, store: Store) -> None:
    generations.publish(store, MANIFEST)
    store.apply({}, {None: {triple("urn:s", "urn:p", text("later"))}})
    generations.publish(store, MANIFEST)
    for number, size in ((1, 0), (2, 1)):
        with generations.lease(number) as lease:
            assert len(Store.read_only(lease.path)) == size


def test_only_the_newest_are_kept(generations: Generations, store: Store) -> None:
    for _ in range(KEPT + 2):
        generations.publish(store, MANIFEST)
    assert generations.collect() == [1, 2]
    assert generations.collect(keep=3) == list(range(3, KEPT))
    assert generations.numbers() == [KEPT, KEPT + 1, KEPT + 2]


def test_a_leased_generation_is_not_collected(generations: Generations, store: Store) -> None:
    generations.publish(store, MANIFEST)
    with generations.lease() as lease:
        assert lease.generation == 1
        for _ in range(KEPT + 1):
            generations.publish(store, MANIFEST)
        assert generations.collect() == [2]
        assert 1 in generations.numbers()
    assert generations.collect() == [1]


def test_without_generations_there_is_nothing_to_read(generations: Generations) -> None:
    with pytest.raises(EmptyWorkspaceError, match="hansa ingest"), generations.lease():
        pytest.fail("a lease on nothing")


def test_a_generation_that_is_gone_names_those_that_are_kept(
    generations: Generations, store: Store
) -> None:
    for _ in range(3):
        generations.publish(store, MANIFEST)
    generations.collect(keep=2)
    with pytest.raises(GenerationGoneError, match="there are: 2, 3") as gone, generations.lease(1):
        pytest.fail("a lease on nothing")
    assert gone.value.kept == (2, 3)


@pytest.mark.parametrize("number", [-1, 0, 2, 10**17])
def test_a_generation_that_never_was_is_unknown(
    generations: Generations, store: Store, number: int
) -> None:
    generations.publish(store, MANIFEST)
    with pytest.raises(UnknownGenerationError, match="never was") as error:
        generations.lease(number).__enter__()
    assert not isinstance(error.value, GenerationGoneError)


def test_what_a_killed_writer_left_is_never_current(
    generations: Generations, store: Store, tmp_path: Path
) -> None:
    generations.publish(store, MANIFEST)
    (tmp_path / "generations" / ".partial" / "store").mkdir(parents=True)
    (tmp_path / "current.new").write_text("99\n")
    assert (generations.current(), generations.numbers()) == (1, [1])
    assert generations.publish(store, MANIFEST) == 2


def test_a_generation_that_was_renamed_but_not_pointed_to_is_skipped(
    generations: Generations, store: Store, tmp_path: Path
) -> None:
    generations.publish(store, MANIFEST)
    generations.publish(store, MANIFEST)
    (tmp_path / "current").write_text("1\n")
    assert generations.publish(store, MANIFEST) == 3


def test_a_generation_that_is_not_current_yet_is_not_read(
    generations: Generations, store: Store, tmp_path: Path
) -> None:
    generations.publish(store, MANIFEST)
    generations.publish(store, MANIFEST)
    (tmp_path / "current").write_text("1\n")
    with pytest.raises(UnknownGenerationError), generations.lease(2):
        pytest.fail("a lease on what was not published")


def test_publishing_a_number_again_only_moves_the_pointer(
    generations: Generations, store: Store, tmp_path: Path
) -> None:
    told = replace(MANIFEST, digest="a" * 64)
    assert [generations.publish(store, told, number=number) for number in (4, 5)] == [4, 5]
    (tmp_path / "current").write_text("4\n")
    before = generations.manifest(5)
    later = replace(told, created="2099-01-01T00:00:00Z")
    assert generations.publish(store, later, number=5) == 5
    assert generations.current() == 5
    assert generations.manifest(5) == before


def test_another_graph_is_not_published_under_a_number_that_is_taken(
    generations: Generations, store: Store
) -> None:
    generations.publish(store, replace(MANIFEST, digest="a" * 64), number=1)
    with pytest.raises(StoreError, match="another graph"):
        generations.publish(store, replace(MANIFEST, digest="b" * 64), number=1)


@pytest.mark.parametrize("lost", ["manifest.json", "lease", "store"])
def test_a_half_generation_does_not_count_and_is_written_anew(
    generations: Generations, store: Store, tmp_path: Path, lost: str
) -> None:
    generations.publish(store, MANIFEST)
    path = tmp_path / "generations" / "1" / lost
    shutil.rmtree(path) if lost == "store" else path.unlink()
    assert generations.numbers() == []
    assert generations.following() == 2
    assert generations.publish(store, MANIFEST, number=1) == 1
    assert generations.numbers() == [1]


def test_a_newest_that_was_removed_by_hand_is_said_with_the_remedy(
    generations: Generations, store: Store, tmp_path: Path
) -> None:
    for _ in range(2):
        generations.publish(store, MANIFEST)
    shutil.rmtree(tmp_path / "generations" / "2")
    for number in (None, 2):
        with pytest.raises(StoreError, match=r"hansa rebuild \(kept besides: 1\)"):
            generations.lease(number).__enter__()
    with generations.lease(1) as lease:
        assert lease.generation == 1
    assert generations.publish(store, MANIFEST) == 3
    with generations.lease() as lease:
        assert lease.generation == 3


def test_a_damaged_pointer_is_mended_by_publishing(
    generations: Generations, store: Store, tmp_path: Path
) -> None:
    generations.publish(store, MANIFEST)
    (tmp_path / "current").write_text("")
    with pytest.raises(StoreError, match="hansa rebuild"):
        generations.current()
    assert generations.publish(store, MANIFEST) == 2
    assert generations.current() == 2


def test_a_directory_that_cannot_be_written_is_said(store: Store, tmp_path: Path) -> None:
    (tmp_path / "generations").write_text("no directory")
    with pytest.raises(StoreError, match="generation 1 cannot be written"):
        Generations(tmp_path).publish(store, MANIFEST)


def test_young_generations_are_kept_beyond_the_number(
    generations: Generations, store: Store
) -> None:
    now = datetime(2026, 5, 10, tzinfo=UTC)
    for day in range(1, 6):
        generations.publish(store, replace(MANIFEST, created=f"2026-05-0{day}T00:00:00Z"))
    assert generations.collect(keep=1, younger_than=timedelta(days=7), now=now) == [1, 2]
    assert generations.collect(keep=4, younger_than=timedelta(0), now=now) == []
    assert generations.collect(keep=2, now=now) == [3]


@pytest.mark.parametrize("wrong", ["1970-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "", "soon"])
def test_a_wrong_clock_removes_none_that_is_young(
    generations: Generations, store: Store, tmp_path: Path, wrong: str
) -> None:
    now = datetime(2026, 5, 10, tzinfo=UTC)
    days = ("2026-05-01", "2026-05-02", "", "2026-05-08", "2026-05-09")
    for created in [f"{day}T00:00:00Z" if day else wrong for day in days]:
        generations.publish(store, replace(MANIFEST, created=created))
    if not wrong:
        path = tmp_path / "generations" / "3" / "manifest.json"
        path.write_text('{"revision": 1, "base": "urn:base/", "format": 1}')
    os.utime(tmp_path / "generations" / "3", (0, 0))
    assert generations.collect(keep=1, younger_than=timedelta(days=5), now=now) == [1]
    long_ago = datetime(1969, 1, 1, tzinfo=UTC)
    assert generations.collect(keep=1, younger_than=timedelta(days=1), now=long_ago) == []
    assert generations.collect(keep=1, now=long_ago) == [2, 3, 4]


def test_a_pinned_generation_stays(generations: Generations, store: Store, tmp_path: Path) -> None:
    for _ in range(4):
        generations.publish(store, MANIFEST)
    generations.pin(1, "Cited in a report,\nSão Paulo 2026")
    generations.pin(2)
    assert generations.pins() == {1: "Cited in a report,\nSão Paulo 2026", 2: ""}
    assert generations.collect(keep=1) == [3]
    assert Generations(tmp_path).collect(keep=1) == []
    assert generations.unpin(1)
    assert not generations.unpin(4)
    assert generations.collect(keep=1) == [1]
    assert generations.remove(2, even_pinned=True)
    assert generations.numbers() == [4]


def test_only_what_is_kept_can_be_pinned(generations: Generations, store: Store) -> None:
    for _ in range(2):
        generations.publish(store, MANIFEST)
    generations.collect(keep=1)
    for act in (generations.pin, generations.unpin):
        with pytest.raises(GenerationGoneError):
            act(1)


def test_the_current_generation_is_never_removed(generations: Generations, store: Store) -> None:
    generations.publish(store, MANIFEST)
    assert generations.collect(keep=0) == []
    assert not generations.remove(1, even_pinned=True)


def test_remains_are_cleared_away(generations: Generations, store: Store, tmp_path: Path) -> None:
    for _ in range(3):
        generations.publish(store, MANIFEST)
    shutil.rmtree(tmp_path / "generations" / "1" / "store")
    for name in (".removed", ".removed-1", ".partial"):
        (tmp_path / "generations" / name / "store").mkdir(parents=True)
    assert generations.collect(keep=3) == [1]
    generations.clear()
    names = {path.name for path in (tmp_path / "generations").iterdir()}
    assert names == {"2", "3"}


def test_an_unknown_manifest_asks_for_a_rebuild(
    generations: Generations, store: Store, tmp_path: Path
) -> None:
    generations.publish(store, MANIFEST)
    (tmp_path / "generations" / "1" / "manifest.json").write_text('{"shape": "another"}')
    with pytest.raises(WorkspaceVersionError, match="hansa rebuild"):
        generations.manifest(1)


def test_an_error_of_the_reader_is_not_swallowed(generations: Generations, store: Store) -> None:
    generations.publish(store, MANIFEST)
    with pytest.raises(FileNotFoundError), generations.lease():
        raise FileNotFoundError


def test_a_second_pin_without_a_note_keeps_the_first_ones(
    generations: Generations, store: Store
) -> None:
    number = generations.publish(store, Manifest(1, "urn:", 1))
    generations.pin(number, "cited")
    generations.pin(number)
    assert generations.pins() == {number: "cited"}
    generations.pin(number, "cited twice")
    assert generations.pins() == {number: "cited twice"}
