"""When generations were the newest, as far as their manifests and the clocks behind them tell."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final

from graph.errors import GraphError
from graph.generations.kept import KeptGenerations
from graph.workspace import Workspace

_DAYS: Final = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
_HTTP_DATE: Final = re.compile(
    rf"({'|'.join(_DAYS)}), (\d\d) ({'|'.join(_MONTHS)}) (\d{{4}}) (\d\d):(\d\d):(\d\d) GMT"
)


def parse_time(text: str) -> datetime | None:
    """Return the time that a header names in the form of RFC 1123, None where it is none.

    >>> parse_time("Thu, 31 May 2007 20:35:00 GMT")
    datetime.datetime(2007, 5, 31, 20, 35, tzinfo=datetime.timezone.utc)
    >>> parse_time("31 May 2007"), parse_time("Thu, 31 Feb 2007 20:35:00 GMT")
    (None, None)
    """
    found = _HTTP_DATE.fullmatch(text.strip())
    if found is None:
        return None
    day, month, *others = found.groups()[1:]
    year, hour, minute, second = map(int, others)
    try:
        at = datetime(year, _MONTHS.index(month) + 1, int(day), hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    return at


def format_time(time: datetime) -> str:
    """Return a time in the form of RFC 1123.

    >>> format_time(datetime(2007, 5, 31, 20, 35, tzinfo=UTC))
    'Thu, 31 May 2007 20:35:00 GMT'
    """
    return format_datetime(time.astimezone(UTC), usegmt=True)


def sorted_times(created: Mapping[int, datetime | None], *, now: datetime) -> dict[int, datetime]:
    """Return since when each generation was the newest, by number; those without a time left out.

    Numbers tell the order and clocks err: one that was made before a lower one, by its clock, or
    later than *now*, counts as made together with the one below it.

    >>> day = {number: datetime(2026, 5, number) for number in (1, 2, 3)}
    >>> wrong = day | {2: datetime(1970, 1, 1), 4: datetime(2099, 1, 1), 5: None}
    >>> [time.day for time in sorted_times(wrong, now=datetime(2026, 5, 6)).values()]
    [1, 1, 3, 3, 3]
    """
    latest: datetime | None = None
    times: dict[int, datetime] = {}
    for number in sorted(created):
        time = created[number]
        if time is not None and (latest or time) <= time <= now:
            latest = time
        if latest is not None:
            times[number] = latest
    return times


class Moments:
    """The times of the kept generations; only what came or went is read again."""

    def __init__(self, workspace: Workspace) -> None:
        """Look at the manifests of the generations of *workspace*."""
        self._workspace = workspace
        self._generations: KeptGenerations = workspace.generations()
        self._place = str(self._generations.directory(1).parent)
        self._opening: dict[int, bool] = {}
        self._created: dict[int, datetime | None] = {}
        self._seen: tuple[int | None, int] | None = None
        self._times: dict[int, datetime] = {}

    def times(self) -> dict[int, datetime]:
        """Return since when each kept generation was the newest, the oldest first.

        Those that their manifests tell to be of another format or base are left out. Raises
        StoreError where the data directory cannot be read.
        """
        seen = self._looks()
        if seen != self._seen or seen is None:
            numbers = [*filter(self._can_read, self._generations.numbers())]
            self._created = {number: self._made(number) for number in numbers}
            self._times = sorted_times(self._created, now=datetime.now(UTC))
            self._seen = seen
        return self._times

    def readable(self) -> dict[int, datetime]:
        """Return the same of those that can be opened; each is tried once."""
        times = self.times()
        self._opening = {
            number: self._opening[number]
            if number in self._opening
            else self._workspace.opens(number)
            for number in times
        }
        return {number: time for number, time in times.items() if self._opening[number]}

    def newest_at(self, moment: datetime) -> int | None:
        """Return the kept generation that was the newest at *moment*, the first before all.

        None where none is kept.
        """
        times = self.times()
        before = [number for number, time in times.items() if time <= moment]
        return max(before) if before else min(times, default=None)

    def _can_read(self, number: int) -> bool:
        known = number in self._created and not self._workspace.is_remote
        return known or self._workspace.can_read(number)

    def _looks(self) -> tuple[int | None, int] | None:
        """Return what is another after a generation came or went, None where that is unclear.

        The newest is told besides, since times of files are coarse.
        """
        try:
            return self._generations.current(), os.stat(self._place).st_mtime_ns
        except OSError:
            return None

    def _made(self, number: int) -> datetime | None:
        if number in self._created:
            return self._created[number]
        try:
            return self._generations.manifest(number).time
        except GraphError:
            return None
