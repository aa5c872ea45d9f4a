"""Verdicts hold for every key that is kin to the one they were given on, however many there are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.curating.verdicts import Decided
from graph.keeping.documents import DocumentStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "documents.sqlite"
    DocumentStore.open(path, writable=True).close()
    return path


def _add(path: Path, contents: list[tuple[str, str]], verdicts: list[tuple[str, str]]) -> None:
    """Add contents by key and digest, and verdicts by claim and key."""
    connection = sqlite3.connect(path)
    with connection:
        connection.executemany(
            "INSERT INTO contents VALUES (?, 'text', ?, 'text/plain', 'en', NULL, NULL, NULL)",
            contents,
        )
        connection.executemany(
            "INSERT INTO verdicts (claim, key, verdict) VALUES (?, ?, 'accept')", verdicts
        )
    connection.close()


@pytest.fixture
def store(path: Path) -> Iterator[DocumentStore]:
    store = DocumentStore.open(path)
    yield store
    store.close()


def test_kin_of_kin_are_kin_whatever_the_order_of_their_digests(
    path: Path, store: DocumentStore
) -> None:
    contents = [("a", "3"), ("b", "3"), ("b", "1"), ("c", "1"), ("c", "2"), ("d", "2"), ("e", "4")]
    _add(path, contents, [("one", "d"), ("two", "a"), ("three", "e")])
    kin = [Decided("one", "d", "accept"), Decided("two", "a", "accept")]
    assert store.verdicts_by_key() == {
        **dict.fromkeys("abcd", kin),
        "e": [Decided("three", "e", "accept")],
    }


def test_verdicts_on_a_key_of_which_nothing_is_kept_hold_for_it_alone(
    path: Path, store: DocumentStore
) -> None:
    _add(path, [("a", "1")], [("one", "gone"), ("two", "gone")])
    found = [Decided(claim, "gone", "accept") for claim in ("one", "two")]
    assert store.verdicts_by_key() == {"gone": found}


def test_thousands_of_keys_with_the_same_bytes_share_one_list(
    path: Path, store: DocumentStore
) -> None:
    keys = [f"{number:05}.txt" for number in range(5_000)]
    _add(path, [(key, "same") for key in keys], [(f"claim {key}", key) for key in keys])
    found = store.verdicts_by_key()
    assert found.keys() == set(keys)
    assert len({id(verdicts) for verdicts in found.values()}) == 1
    assert [one.key for one in found[keys[0]]] == keys
