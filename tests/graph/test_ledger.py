"""The ledger knows what went, when, and what took its place; of a purge it keeps no text."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import StoreError, WorkspaceVersionError
from graph.writing.ledger import Gone, Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.open(tmp_path / "published.sqlite", writable=True)


def test_what_went_is_known_with_its_generation_and_successors(ledger: Ledger) -> None:
    ledger.record(4, {"urn:a": ("urn:c", "urn:b"), "urn:d": ()})
    reading = Ledger.open(ledger.path)
    assert reading.look_up("urn:a") == Gone(4, ("urn:b", "urn:c"))
    assert reading.look_up("urn:d") == Gone(4)
    assert reading.look_up("urn:b") is None


def test_what_comes_back_is_there_again_and_may_go_again(ledger: Ledger) -> None:
    ledger.record(4, {"urn:a": ()})
    ledger.record(6, {}, ["urn:a", "urn:new"])
    assert ledger.look_up("urn:a") is None
    ledger.record(9, {"urn:a": ["urn:b"]})
    assert ledger.look_up("urn:a") == Gone(9, ("urn:b",))


def test_an_older_generation_knows_only_what_had_gone_by_then(ledger: Ledger) -> None:
    ledger.record(4, {"urn:a": ["urn:b"]})
    ledger.record(6, {"urn:b": ()}, ["urn:a"])
    assert ledger.look_up("urn:a", generation=3) is None
    assert ledger.look_up("urn:a", generation=5) == Gone(4, ("urn:b",))
    assert ledger.look_up("urn:a", generation=6) is None
    assert ledger.look_up("urn:b", generation=5) is None


def test_successors_that_went_are_followed(ledger: Ledger) -> None:
    ledger.record(2, {"urn:a": ["urn:b"]})
    ledger.record(3, {"urn:b": ["urn:c", "urn:d"]})
    ledger.record(4, {"urn:c": ["urn:e"], "urn:d": ()})
    assert ledger.look_up("urn:a") == Gone(2, ("urn:e",))
    ledger.record(5, {"urn:e": ()})
    assert ledger.look_up("urn:a") == Gone(2)


def test_a_circle_of_successors_ends(ledger: Ledger) -> None:
    ledger.record(2, {"urn:a": ["urn:b"], "urn:b": ["urn:a"], "urn:c": ["urn:c"]})
    assert ledger.look_up("urn:a") == Gone(2)
    assert ledger.look_up("urn:c") == Gone(2)


def test_a_long_chain_of_successors_ends(ledger: Ledger) -> None:
    ledger.record(2, {f"urn:{number}": [f"urn:{number + 1}"] for number in range(5000)})
    assert ledger.look_up("urn:0") == Gone(2)
    assert ledger.look_up("urn:4900") == Gone(2, ("urn:5000",))


def test_only_the_last_record_of_a_generation_counts(ledger: Ledger) -> None:
    ledger.record(2, {"urn:a": ["urn:b"]})
    ledger.record(3, {"urn:c": ()}, ["urn:a"])
    for _ in range(2):
        ledger.record(3, {"urn:d": ["urn:b"]})
        assert ledger.look_up("urn:a") == Gone(2, ("urn:b",))
        assert ledger.look_up("urn:c") is None
        assert ledger.look_up("urn:d") == Gone(3, ("urn:b",))


def test_without_a_file_nothing_is_known_and_none_is_made(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "published.sqlite")
    assert ledger.look_up("urn:a") is None
    assert list(tmp_path.iterdir()) == []
    Ledger.open(ledger.path, writable=True).record(1, {"urn:a": ()})
    assert ledger.look_up("urn:a") == Gone(1)


def test_a_reader_cannot_write(ledger: Ledger) -> None:
    with pytest.raises(StoreError, match="readonly"):
        Ledger.open(ledger.path).record(1, {"urn:a": ()})


def test_a_failure_in_the_middle_leaves_nothing_behind(ledger: Ledger) -> None:
    ledger.record(1, {"urn:a": ()})
    with pytest.raises(TypeError):
        ledger.record(1, {"urn:b": ["urn:c", 7]})  # type: ignore[list-item]
    assert ledger.look_up("urn:a") == Gone(1)
    assert ledger.look_up("urn:b") is None


def test_what_is_erased_leaves_no_byte_and_is_gone_still(ledger: Ledger) -> None:
    secret = "https://graph.example/id/person/quentin-zweifel"
    many = {f"urn:{number}": [secret, "urn:b"] for number in range(500)}
    ledger.record(1, many)
    ledger.record(2, {secret: ["urn:b"]})
    assert b"zweifel" in ledger.path.read_bytes()
    ledger.erase([secret])
    for path in ledger.path.parent.iterdir():
        assert b"zweifel" not in path.read_bytes()
    assert ledger.look_up("urn:3") == Gone(1, ("urn:b",))
    assert ledger.look_up(secret) == Gone(2, ("urn:b",))


def test_iris_that_went_are_not_in_the_file(ledger: Ledger) -> None:
    ledger.record(1, {"https://graph.example/doc/quentin-zweifel-0a1b2c3d": ()})
    assert b"zweifel" not in ledger.path.read_bytes()


def test_a_file_of_another_kind_or_a_newer_layout_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "published.sqlite"
    path.write_text("no database at all, and long enough to be read as one" * 20)
    with pytest.raises(StoreError, match="is it a data directory"):
        Ledger.open(path)
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(WorkspaceVersionError, match="layout 99"):
        Ledger.open(path, writable=True)


IRIS = st.sampled_from([f"urn:{letter}" for letter in "abcd"])
RECORDS = st.lists(
    st.tuples(
        st.dictionaries(IRIS, st.lists(IRIS, max_size=2), max_size=3),
        st.sets(IRIS, max_size=3),
        st.booleans(),
    ),
    max_size=6,
)


def _expected(
    history: list[tuple[dict[str, list[str]], set[str]]], iri: str, generation: int
) -> Gone | None:
    """Return what a look-up has to give, from all that was recorded up to a generation."""
    state: dict[str, Gone] = {}
    for number, (gone, returned) in enumerate(history[:generation], 1):
        state |= {each: Gone(number, tuple(to)) for each, to in gone.items()}
        for each in returned - gone.keys():
            state.pop(each, None)
    if iri not in state:
        return None
    seen, waiting, alive = {iri}, {*state[iri].successors}, set[str]()
    while waiting := waiting - seen:
        here = min(waiting)
        seen.add(here)
        if here in state:
            waiting |= {*state[here].successors}
        else:
            alive.add(here)
    return Gone(state[iri].generation, tuple(sorted(alive)))


@settings(max_examples=30, deadline=None)
@given(RECORDS)
def test_any_history_is_remembered_for_each_of_its_generations(
    records: list[tuple[dict[str, list[str]], set[str], bool]],
) -> None:
    with TemporaryDirectory() as folder:
        ledger = Ledger.open(Path(folder) / "published.sqlite", writable=True)
        for number, (gone, returned, is_repeated) in enumerate(records, 1):
            if is_repeated:  # by a writer that was killed before it had published
                ledger.record(number, {"urn:a": ["urn:z"]}, ["urn:b", "urn:c"])
            ledger.record(number, gone, returned)
        history = [(gone, returned) for gone, returned, _ in records]
        for generation in range(len(records) + 1):
            for iri in ("urn:a", "urn:b", "urn:c", "urn:d"):
                found = ledger.look_up(iri, generation=generation)
                assert found == _expected(history, iri, generation)
