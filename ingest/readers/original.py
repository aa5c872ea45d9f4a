"""The two ends of every reader: the bytes that go in and the reading that comes out."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DATE = re.compile(r"\s*(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ].*)?\s*", re.DOTALL)
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes of one source; ``name`` is how messages call it, ``charset`` what HTTP declared."""

    name: str
    data: bytes
    charset: str | None = None
    max_unpacked_bytes: int = 200_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """Markdown text and what the file itself says about it; ``date`` is ISO 8601."""

    text: str
    title: str | None = None
    publisher: str | None = None
    date: str | None = None


def iso_date(value: str) -> str | None:
    """Return the date in *value*, as precise as it is, or None when it is not ISO 8601.

    >>> iso_date("2021-05-04T10:00:00Z"), iso_date("2021-05"), iso_date("May 2021")
    ('2021-05-04', '2021-05', None)
    >>> iso_date("2021-02-31") is None
    True
    """
    match = _DATE.fullmatch(value)
    if match is None or match[1] < "1000":
        return None
    parts = [part for part in match.groups() if part]
    if len(parts) > 1 and not 1 <= int(parts[1]) <= 12:
        return None
    if len(parts) > 2 and not 1 <= int(parts[2]) <= _days(int(parts[0]), int(parts[1])):
        return None
    return "-".join(parts)


def _days(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 28 if month == 2 and not leap else _MONTH_DAYS[month - 1]
