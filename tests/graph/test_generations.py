"""Generations are published whole, leased, and collected only when nobody reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import EmptyWorkspaceError, StoreError, WorkspaceVersionError
from graph.generations import KEPT, Generations, Manifest
from graph.ntriples import text, triple
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
    assert generations.manifest(2) == MANIFEST


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
    assert generations.numbers() == [3, 4, 5]


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
    generations.publish(store, MANIFEST)
    with pytest.raises(StoreError, match="there are: 1"), generations.lease(7):
        pytest.fail("a lease on nothing")


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
