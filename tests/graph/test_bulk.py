"""The bulk loader takes lines while they are made, and takes all of them or none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.building.bulk import load
from graph.errors import StoreError
from graph.quads import Lines
from graph.store import Store

GRAPH = "urn:graph"


def parts(many: int) -> Iterator[Lines]:
    """Yield parts with lines of two graphs, more than a pipe holds."""
    for number in range(many):
        about = f"<urn:{number}> <urn:p>"
        literals = {f'{about} "{index} says \\" .\\n to \\" .\\n" .' for index in range(50)}
        yield {None: {f"{about} <urn:o> ."}, GRAPH: literals}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return a new store."""
    return Store.open(tmp_path / "store")


def test_all_lines_of_all_parts_arrive_in_their_graphs(store: Store) -> None:
    assert load(store, parts(200)) == len(store) == 200 * 51
    for graph in (None, GRAPH):
        assert store.lines(graph) == {line for part in parts(200) for line in part[graph]}


def test_a_load_is_the_same_as_an_update(store: Store, tmp_path: Path) -> None:
    updated = Store.open(tmp_path / "updated")
    for part in parts(3):
        updated.apply({}, part)
    load(store, parts(3))
    assert set(store.quads()) == set(updated.quads())


def test_nothing_is_a_load_too(store: Store) -> None:
    assert load(store, ()) == len(store) == 0


@pytest.mark.parametrize("before", [1, 300])
def test_where_making_lines_fails_nothing_is_added(store: Store, before: int) -> None:
    def failing() -> Iterator[Lines]:
        yield from parts(before)
        raise KeyError("no more lines")

    with pytest.raises(KeyError, match="no more lines"):
        load(store, failing())
    assert len(store) == 0


@pytest.mark.parametrize("before", [0, 300])
def test_a_line_that_is_refused_stops_the_making_of_lines(store: Store, before: int) -> None:
    def invalid() -> Iterator[Lines]:
        yield from parts(before)
        yield {None: {"<urn:s> <urn:p> oh no ."}}
        yield from parts(5_000)

    with pytest.raises(StoreError, match="cannot load quads"):
        load(store, invalid())
    assert len(store) == 0
