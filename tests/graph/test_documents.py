"""documents.sqlite: the current map, earlier contents, duplicates, formats."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import StoreError, UnknownDocumentError, WorkspaceVersionError
from graph.keeping.documents import DocumentStore
from ontology.iris import CLAIM_DIGITS, Base
from tests.graph.factories import BARCELONA, RIGA, Story, harbour_story, tide_story


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "documents.sqlite"


@pytest.fixture
def store(path: Path) -> DocumentStore:
    return DocumentStore.open(path, writable=True)


def put(store: DocumentStore, story: Story) -> bool:
    return store.put(*story.pair())


def test_what_is_put_comes_back_exactly(store: DocumentStore) -> None:
    story = harbour_story()
    assert put(store, story)
    assert store.document(story.key) == story.document()
    digest = story.document().sha256
    assert store.extraction(story.key, digest, story.pipeline) == story.extraction()


def test_putting_the_same_again_changes_nothing(store: DocumentStore) -> None:
    put(store, harbour_story())
    assert not put(store, harbour_story())


def test_links_are_read_without_the_rest(store: DocumentStore) -> None:
    store.put(*harbour_story().pair())
    entry = store.current("harbour.txt")
    assert entry
    assert store.links(entry) == {RIGA, BARCELONA, "iso3166:LV"}
    assert store.links(replace(entry, pipeline="another")) == set()


def test_an_earlier_content_stays_readable(store: DocumentStore) -> None:
    first, second = harbour_story(), harbour_story()
    second.say("A line that was added later.")
    put(store, first)
    put(store, second)
    assert store.document(first.key) == second.document()
    earlier = first.document()
    assert store.document(first.key, sha256=earlier.sha256) == earlier


def test_a_removed_document_is_not_current_but_not_read_again(store: DocumentStore) -> None:
    story = harbour_story()
    put(store, story)
    store.remove(story.key)
    assert store.keys() == []
    assert store.current(story.key) is None
    digest = story.document().sha256
    assert store.extraction(story.key, digest, story.pipeline) == story.extraction()


@pytest.mark.parametrize("order", [("b.txt", "a.txt", "c.txt"), ("c.txt", "b.txt", "a.txt")])
def test_of_equal_bytes_the_smallest_key_speaks(
    store: DocumentStore, order: tuple[str, ...]
) -> None:
    for key in order:
        put(store, harbour_story(key))
    assert [entry.key for entry in store.speaking()] == ["a.txt"]
    assert store.duplicates() == {"b.txt": "a.txt", "c.txt": "a.txt"}
    store.remove("a.txt")
    assert [entry.key for entry in store.speaking()] == ["b.txt"]


def test_a_document_is_found_by_key_iri_or_the_end_of_its_key(store: DocumentStore) -> None:
    base = Base()
    put(store, harbour_story("press/harbour.txt"))
    put(store, tide_story("press/tide.md"))
    for name in ("press/harbour.txt", base.document("press/harbour.txt"), "harbour.txt"):
        assert store.find(name, base=base) == "press/harbour.txt"


@pytest.mark.parametrize(("name", "count"), [("t", 2), ("nothing", 0), ("", 0)])
def test_a_name_that_means_none_or_several_is_refused(
    store: DocumentStore, name: str, count: int
) -> None:
    put(store, harbour_story("one.txt"))
    put(store, tide_story("two.txt"))
    with pytest.raises(UnknownDocumentError) as caught:
        store.find(name, base=Base())
    assert len(caught.value.candidates) == count


letters = st.sampled_from("ab.é\U0010ffff%_*")


@settings(deadline=None, max_examples=40)
@given(
    keys=st.sets(st.text(letters, min_size=1, max_size=5), max_size=8),
    retracted=st.sets(st.integers(0, 7)),
    end=st.text(letters, max_size=3),
)
def test_the_end_of_a_key_is_found_as_by_looking_at_all(
    keys: set[str], retracted: set[int], end: str
) -> None:
    with TemporaryDirectory() as folder:
        store = DocumentStore.open(Path(folder) / "documents.sqlite", writable=True)
        for key in sorted(keys):
            put(store, harbour_story(key))
        for number, key in enumerate(sorted(keys)):
            if number in retracted:
                store.remove(key)
        current = store.keys()
        expected = [end] if end in current else [k for k in current if end and k.endswith(end)]
        assert found(store, end) == expected
        for key in sorted(keys):
            iri = Base().document(key)
            assert found(store, iri) == [key] * (key in current)
            assert store.named(iri, base=Base()) == [key]
        store.close()


def found(store: DocumentStore, name: str) -> list[str]:
    try:
        return [store.find(name, base=Base())]
    except UnknownDocumentError as error:
        return [*error.candidates]


def test_claims_are_found_by_the_end_of_their_digests(store: DocumentStore) -> None:
    digests = {hashlib.sha256(bytes([n])).hexdigest()[:CLAIM_DIGITS] for n in range(100)}
    store.index("a.txt", digests)
    for end in {each[-size:] for each in digests for size in (1, 2, CLAIM_DIGITS)}:
        expected = {each: "a.txt" for each in digests if each.endswith(end)}
        assert store.claims_ending(end) == expected
    assert store.claims_ending("") == store.claims_ending("x") == {}


def test_what_is_put_again_otherwise_is_indexed_again(store: DocumentStore) -> None:
    put(store, harbour_story())
    put(store, tide_story())
    assert [entry.key for entry in store.unindexed()] == ["harbour.txt", "tide.md"]
    store.index("harbour.txt", ["1" * CLAIM_DIGITS])
    store.index("tide.md", [])
    put(store, harbour_story())
    assert store.unindexed() == []
    longer = harbour_story()
    longer.say("A line that was added later.")
    put(store, longer)
    store.remove("tide.md")
    assert store.unindexed() == [store.current("harbour.txt")]


def test_an_unknown_document_says_where_to_look(store: DocumentStore) -> None:
    with pytest.raises(UnknownDocumentError, match=r"'nothing\.txt' .*hansa documents"):
        store.document("nothing.txt")


def test_readers_see_a_transaction_only_when_it_is_committed(
    store: DocumentStore, path: Path
) -> None:
    reading = DocumentStore.open(path)
    store.begin()
    put(store, harbour_story())
    assert reading.keys() == []
    store.commit()
    assert reading.keys() == ["harbour.txt"]


def test_a_transaction_can_be_undone(store: DocumentStore) -> None:
    store.begin()
    put(store, harbour_story())
    store.rollback()
    assert store.keys() == []


def test_a_reader_cannot_write(store: DocumentStore, path: Path) -> None:
    assert store.keys() == []
    with pytest.raises(StoreError):
        DocumentStore.open(path).put(*harbour_story().pair())


@pytest.mark.parametrize(("version", "age"), [(99, "newer"), (-1, "older")])
def test_another_layout_is_refused(
    store: DocumentStore, path: Path, version: int, age: str
) -> None:
    store.close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    with pytest.raises(WorkspaceVersionError, match=age):
        DocumentStore.open(path, writable=True)


def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    path.write_text("This is a letter, not a database. " * 50)
    with pytest.raises(StoreError, match=r"documents\.sqlite"):
        DocumentStore.open(path)


def test_changed_metadata_of_the_same_bytes_is_a_change(store: DocumentStore) -> None:
    story = harbour_story()
    put(store, story)
    assert store.put(replace(story.document(), title="Another title"), story.extraction())
    assert store.document(story.key).title == "Another title"


def test_notes_are_replaced(store: DocumentStore) -> None:
    assert store.meta("revision") is None
    store.set_meta("revision", "1")
    store.set_meta("revision", "2")
    assert store.meta("revision") == "2"
