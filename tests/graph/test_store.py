"""The seam to pyoxigraph: differences are applied whole, and its errors become ours."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions

from graph.errors import GraphError, QuerySyntaxError, StoreError
from graph.lines.ntriples import text, triple
from graph.store import Store

LINE = triple("urn:s", "urn:p", text("one"))
OTHER = triple("urn:s", "urn:p", text("two"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "store")


def test_a_difference_reaches_every_graph_at_once(store: Store) -> None:
    store.apply({}, {None: {LINE}, "urn:g": {LINE, OTHER}})
    store.apply({"urn:g": {LINE}}, {None: {OTHER}})
    assert store.lines(None) == {LINE, OTHER}
    assert store.lines("urn:g") == {OTHER}
    assert len(store) == 3


def test_an_emptied_graph_is_gone_even_as_a_name(store: Store) -> None:
    store.apply({}, {"urn:g": {LINE}, "urn:h": {LINE, OTHER}})
    store.apply({"urn:g": {LINE}, "urn:h": {LINE}}, {})
    assert store.graphs() == {"urn:h"}


def test_a_refused_difference_changes_nothing(store: Store) -> None:
    store.apply({}, {None: {LINE}})
    with pytest.raises(GraphError):
        store.apply({None: {LINE}}, {None: {"this is no triple"}})
    assert store.lines(None) == {LINE}


def test_a_large_addition_arrives_like_a_small_one(store: Store) -> None:
    lines = {triple("urn:s", f"urn:p{number}", text('a "b"\\\n')) for number in range(3_000)}
    store.apply({}, {"urn:g": lines, None: {LINE}})
    assert store.lines("urn:g") == lines
    assert store.lines(None) == {LINE}


def test_quads_match_one_graph_or_all(store: Store) -> None:
    store.apply({}, {None: {LINE}, "urn:g": {LINE}})
    subject = NamedNode("urn:s")
    assert len(list(store.quads(subject))) == 2
    assert len(list(store.quads(subject, graph=DefaultGraph()))) == 1


def test_the_default_graph_is_not_the_union_unless_asked(store: Store) -> None:
    store.apply({}, {"urn:g": {LINE}})
    query = "SELECT * { ?s ?p ?o }"
    alone, union = store.query(query), store.query(query, default_graph_as_union=True)
    assert isinstance(alone, QuerySolutions)
    assert isinstance(union, QuerySolutions)
    assert (len(list(alone)), len(list(union))) == (0, 1)


def test_a_checkpoint_keeps_what_it_held(store: Store, tmp_path: Path) -> None:
    store.apply({}, {None: {LINE}})
    store.flush()
    store.backup(tmp_path / "checkpoint")
    store.apply({None: {LINE}}, {})
    assert Store.read_only(tmp_path / "checkpoint").lines(None) == {LINE}


def test_a_checkpoint_never_overwrites_another(store: Store, tmp_path: Path) -> None:
    store.backup(tmp_path / "checkpoint")
    with pytest.raises(StoreError, match="checkpoint"):
        store.backup(tmp_path / "checkpoint")


def test_syntax_errors_become_ours(store: Store) -> None:
    with pytest.raises(QuerySyntaxError):
        store.query("SELECT WHERE {")


def test_a_second_writer_is_refused(store: Store) -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(_opens, (store.path,)) == "StoreError"


def _opens(path: Path) -> str:
    try:
        Store.open(path)
    except GraphError as error:
        return type(error).__name__
    return "opened"


def test_a_missing_store_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nowhere"):
        Store.read_only(tmp_path / "nowhere")


def test_writing_to_a_read_only_store_is_refused(store: Store, tmp_path: Path) -> None:
    store.backup(tmp_path / "checkpoint")
    with pytest.raises(StoreError):
        Store.read_only(tmp_path / "checkpoint").apply({}, {None: {LINE}})
