"""How long generations are kept: by number first, and by age as far as clocks can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Retention:
    """The newest *generations* are kept, and what was the newest within so many *days*.

    So any moment of these days can be come back to. What is pinned or read stays besides. A
    generation shares its files with the others but for what has changed: ten of a store of a
    million quads take a tenth more disk than one.
    """

    generations: int = 10
    days: int = 0

    @property
    def younger_than(self) -> timedelta:
        """Return for how long a generation is kept after a newer one came."""
        return timedelta(days=self.days)


def expired(
    created: Mapping[int, datetime | None], *, keep: int, younger_than: timedelta, now: datetime
) -> list[int]:
    """Return the numbers of the generations that are neither among the newest nor young.

    *created* says when each was made, None where that is not known. One is as old as the next is,
    since until then it was the newest. Numbers tell the order and clocks err: a time counts only
    where it is no earlier than those of lower numbers and not in the future, else the
    next that does. So a clock that is seen to have gone wrong keeps some longer.

    >>> day = {number: datetime(2026, 5, number) for number in range(1, 6)}
    >>> late = datetime(2026, 5, 6)
    >>> expired(day, keep=1, younger_than=timedelta(days=3), now=late)
    [1, 2]
    >>> expired(day, keep=4, younger_than=timedelta(0), now=late)
    [1]
    >>> expired(day, keep=9, younger_than=timedelta(0), now=late)
    []
    >>> expired(day | {3: datetime(1970, 1, 1)}, keep=1, younger_than=timedelta(days=3), now=late)
    [1]
    >>> expired(day | {3: datetime(2099, 1, 1)}, keep=1, younger_than=timedelta(days=3), now=late)
    [1]
    """
    numbers = sorted(created)
    beyond = numbers[: max(0, len(numbers) - max(keep, 1))]
    if not younger_than:
        return beyond
    superseded = _superseded(created, now)
    return [number for number in beyond if now - superseded[number] >= younger_than]


def _superseded(created: Mapping[int, datetime | None], now: datetime) -> dict[int, datetime]:
    """Return when each generation ceased to be the newest, or later, as far as can be told."""
    counting: dict[int, datetime] = {}
    latest: datetime | None = None
    for number in sorted(created):
        time = created[number]
        if time is not None and (latest or time) <= time <= now:
            counting[number] = latest = time
    superseded, following = {}, now
    for number in sorted(created, reverse=True):
        superseded[number] = following
        following = counting.get(number, following)
    return superseded
