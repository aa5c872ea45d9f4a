"""What expires is told by numbers first; clocks can keep a generation longer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from graph.generations.retention import Retention, expired

NOW = datetime(2026, 5, 10, tzinfo=UTC)
_TIMES = st.datetimes(timezones=st.just(UTC))
_PAST = st.datetimes(
    datetime(2026, 4, 1), datetime(2026, 5, 10), timezones=st.just(UTC)
)  # up to now
_AGES = st.timedeltas(timedelta(seconds=1), timedelta(days=60))


@given(st.lists(st.none() | _TIMES, max_size=12), st.integers(0, 15), _AGES)
def test_only_the_oldest_expire_and_never_the_newest(
    times: list[datetime | None], keep: int, age: timedelta
) -> None:
    created = dict(enumerate(times, start=3))
    gone = expired(created, keep=keep, younger_than=age, now=NOW)
    assert gone == sorted(created)[: len(gone)]
    assert len(gone) <= max(0, len(times) - max(keep, 1))
    by_number = expired(created, keep=keep, younger_than=timedelta(0), now=NOW)
    assert set(gone) <= set(by_number)


@given(st.lists(_PAST, max_size=12).map(sorted), st.integers(1, 15), _AGES)
def test_with_right_clocks_the_age_counts_from_the_next(
    times: list[datetime], keep: int, age: timedelta
) -> None:
    created: dict[int, datetime | None] = dict(enumerate(times, start=1))
    gone = expired(created, keep=keep, younger_than=age, now=NOW)
    old = [number for number in created if number < len(times) and NOW - times[number] >= age]
    assert gone == [number for number in old if number <= len(times) - keep]


@given(
    st.lists(_PAST, min_size=2, max_size=12, unique=True).map(sorted),
    st.data(),
    st.datetimes(datetime(2026, 5, 11), timezones=st.just(UTC)) | st.none(),
)
def test_a_clock_that_ran_ahead_removes_nothing_more(
    times: list[datetime], data: st.DataObject, wrong: datetime | None
) -> None:
    created: dict[int, datetime | None] = dict(enumerate(times, start=1))
    place = data.draw(st.sampled_from(sorted(created)))
    age = data.draw(_AGES)
    right = expired(created, keep=1, younger_than=age, now=NOW)
    gone = expired(created | {place: wrong}, keep=1, younger_than=age, now=NOW)
    assert set(gone) <= set(right)


def test_days_are_days() -> None:
    assert Retention(days=2).younger_than == timedelta(hours=48)
