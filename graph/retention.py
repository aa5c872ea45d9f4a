"""How long generations are kept: by number first, and by age as far as clocks can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Retention:
    """The newest *generations* are kept, and all that are younger than so many *days*.

    What is pinned or read stays besides. A generation shares its files with the others but for what
    has changed: ten of a store of a million quads take a tenth more disk than one.
    """

    generations: int = 10
    days: int = 0

    @property
    def younger_than(self) -> timedelta:
        """Return the age below which a generation is kept."""
        return timedelta(days=self.days)


def expired(
    created: Mapping[int, datetime | None], *, keep: int, younger_than: timedelta, now: datetime
) -> list[int]:
    """Return the numbers of the generations that are neither among the newest nor young.

    *created* says when each was made, None where that is not known. Numbers tell the order and
    clocks err: a time counts only where it is no earlier than those of lower numbers and not in
    the future, and a generation without such a time is as old as the next one that has it. So a
    wrong clock can keep a generation longer, but removes none that is young.

    >>> day = {number: datetime(2026, 5, number) for number in range(1, 6)}
    >>> late = datetime(2026, 5, 6)
    >>> expired(day, keep=1, younger_than=timedelta(days=3), now=late)
    [1, 2, 3]
    >>> expired(day, keep=4, younger_than=timedelta(0), now=late)
    [1]
    >>> expired(day, keep=9, younger_than=timedelta(0), now=late)
    []
    >>> expired(day | {3: datetime(1970, 1, 1)}, keep=1, younger_than=timedelta(days=3), now=late)
    [1, 2]
    >>> expired(day | {3: datetime(2099, 1, 1)}, keep=1, younger_than=timedelta(days=3), now=late)
    [1, 2]
    """
    numbers = sorted(created)
    beyond = numbers[: max(0, len(numbers) - max(keep, 1))]
    if not younger_than:
        return beyond
    made = _made(created, now)
    return [number for number in beyond if now - made[number] >= younger_than]


def _made(created: Mapping[int, datetime | None], now: datetime) -> dict[int, datetime]:
    """Return the moment before which each generation was made, as far as it can be told."""
    counting: dict[int, datetime] = {}
    latest: datetime | None = None
    for number in sorted(created):
        time = created[number]
        if time is not None and (latest or time) <= time <= now:
            counting[number] = latest = time
    made, following = {}, now
    for number in sorted(created, reverse=True):
        made[number] = following = counting.get(number, following)
    return made
