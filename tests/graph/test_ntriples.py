"""Terms are written exactly as the store writes them back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.lines.ntriples import calendar, decimal, first_day, integer, text, triple, typed
from graph.store import Store

characters = st.characters(exclude_categories=["Cs"])
#: What XML Schema's lexical forms and the store's escapes make difficult.
awkward = st.sampled_from(['"', "\\", "\n", "\r", "\t", "\x00", "\x7f", "\x85", "\ufffe", "🏙"])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store.open(tmp_path_factory.mktemp("terms") / "store")


def written_back(store: Store, term: str) -> set[str]:
    line = triple("urn:s", "urn:p", term)
    store.apply({}, {"urn:g": {line}})
    found = store.lines("urn:g")
    store.apply({"urn:g": found}, {})
    return found


def same(store: Store, term: str) -> bool:
    return written_back(store, term) == {triple("urn:s", "urn:p", term)}


@settings(deadline=None)
@given(value=st.lists(characters | awkward).map("".join))
def test_any_text_is_written_as_the_store_writes_it(store: Store, value: str) -> None:
    assert same(store, text(value))
    assert same(store, text(value, language="en-GB"))


@settings(deadline=None)
@given(value=st.floats(-1e9, 1e9), digits=st.integers(0, 9))
def test_any_decimal_is_written_as_the_store_writes_it(
    store: Store, value: float, digits: int
) -> None:
    assert same(store, decimal(value, digits=digits))


@settings(deadline=None)
@given(value=st.integers(-(10**12), 10**12))
def test_any_integer_is_written_as_the_store_writes_it(store: Store, value: int) -> None:
    assert same(store, integer(value))


@settings(deadline=None)
@given(day=st.dates())
def test_any_date_is_written_as_the_store_writes_it(store: Store, day: object) -> None:
    for length in (4, 7, 10):
        assert same(store, calendar(str(day)[:length]))


def test_a_well_known_text_is_written_as_the_store_writes_it(store: Store) -> None:
    literal = typed("POINT(24.1 56.9)", "http://www.opengis.net/ont/geosparql#wktLiteral")
    assert same(store, literal)


@pytest.mark.parametrize("value", ["", "soon", "2019-13", "2019-02-30", "19", "2019-1-1"])
def test_what_is_no_date_stays_text(value: str) -> None:
    assert calendar(value) == text(value)
    assert first_day(value) is None


@pytest.mark.parametrize("tag", ["", "english language", "e", "en_GB"])
def test_a_language_that_is_no_tag_is_left_away(tag: str) -> None:
    assert text("Riga", language=tag) == '"Riga"'
