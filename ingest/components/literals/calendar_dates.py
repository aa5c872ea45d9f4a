"""Dates as press offices write them, to ISO 8601, as precise as the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NAME = "(?P<m{0}>" + "|".join(f"{m[:3]}(?:{m[3:]}|\\.|t\\.)?" for m in _MONTHS) + ")"
_DAY = r"(?P<d{0}>[0-3]?\d)(?:st|nd|rd|th)?"
_SPAN = r"(?:\s*(?:-|–|—|to|and|&|until|till)\s*[0-3]?\d(?:st|nd|rd|th)?)?"
_OTHER = r"(?:\s*(?:-|–|—|to|and|&|until|till)\s*[0-3]?\d(?:st|nd|rd|th)?\s+[A-Za-z]{3,9}\.?)?"
_LATER = r"(?:\s*(?:-|–|to)\s*[A-Z][a-z]+\s+\d\d?(?:st|nd|rd|th)?)?"
_YEAR = r"(?P<y{0}>(?:19|20)\d\d)"
_FORMS = (
    rf"{_DAY.format(1)}{_SPAN}\s+(?:of\s+)?{_NAME.format(1)}{_OTHER},?\s+{_YEAR.format(1)}",
    rf"{_NAME.format(2)}\s+{_DAY.format(2)}{_SPAN}{_LATER}(?:,\s*|\s+){_YEAR.format(2)}",
    rf"{_NAME.format(3)},?\s+{_YEAR.format(3)}",
    r"(?P<y4>(?:19|20)\d\d)-(?P<n4>[01]\d)-(?P<d4>[0-3]\d)",
)
_DATE = re.compile("|".join(f"\\b(?:{form})\\b" for form in _FORMS), re.IGNORECASE)
_YEARS = re.compile(r"(?:\b(?:in|of|during)\s+|\()((?:19|20)\d\d)(?![\d/]|-\d)\b")
_RELATIVE = re.compile(
    rf"\b(?:{_NAME.format(1)}\s+)?(?:of\s+)?(?:later\s+|earlier\s+)?(?P<w>last|this|next)\s+year\b",
    re.IGNORECASE,
)
_MONTH = re.compile(
    rf"\bin ({'|'.join(m.title() for m in _MONTHS)})\b(?!,?\s+(?:\d|this|last|next))"
)
_DAYS = re.compile(
    rf"\b(?:{_DAY.format(1)}{_SPAN}\s+(?:of\s+)?{_NAME.format(1)}|"
    rf"{_NAME.format(2)}\s+{_DAY.format(2)}{_SPAN})\b(?!,?\s+\d{{4}})",
    re.IGNORECASE,
)


def dates(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, ISO date) for each date with at least a month; of a span the first day.

    >>> [iso for _, _, iso in dates("12-14 May 2019; April 24, 2023; Nov 2022; 2021-03-05")]
    ['2019-05-12', '2023-04-24', '2022-11', '2021-03-05']
    """
    for match in _DATE.finditer(text):
        iso = _iso(match)
        if iso is not None:
            yield match.start(), match.end(), iso


def years(text: str, this: str | None) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, year) of years that date something: "in 2019", "(2019)", "last year".

    A month before "this year" is told with it.

    *this* is the year the text was written in, if that is known.

    >>> [year for _, _, year in years("in 2019, of 1998 and last year", "2021")]
    ['2019', '1998', '2020']
    """
    for match in _YEARS.finditer(text):
        yield match.start(1), match.end(1), match[1]
    for match in _RELATIVE.finditer(text) if this is not None else ():
        year = int(this or 0) + {"last": -1, "next": 1}.get(match["w"].lower(), 0)
        month = match["m1"]
        yield match.start(), match.end(), f"{year}-{_month(month):02d}" if month else str(year)


def days(text: str, year: int) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, ISO date) of days and months without a year, in *year*.

    >>> [iso for _, _, iso in days("on 12 May and from June 3 to 5", 2021)]
    ['2021-05-12', '2021-06-03']
    """
    for match in _DAYS.finditer(text):
        name, day = match["m1"] or match["m2"], int(match["d1"] or match["d2"])
        if 1 <= day <= 31:
            yield match.start(), match.end(), f"{year}-{_month(name):02d}-{day:02d}"
    for match in _MONTH.finditer(text):
        yield match.start(1), match.end(1), f"{year}-{_month(match[1]):02d}"


def _iso(match: re.Match[str]) -> str | None:
    for form in ("1", "2", "3", "4"):
        year = match[f"y{form}"]
        if year is None:
            continue
        month = int(match["n4"]) if form == "4" else _month(match[f"m{form}"])
        if form == "3":
            return f"{year}-{month:02d}"
        day = int(match[f"d{form}"])
        return f"{year}-{month:02d}-{day:02d}" if 1 <= day <= 31 and 1 <= month <= 12 else None
    return None


def _month(name: str) -> int:
    return next(i for i, month in enumerate(_MONTHS, 1) if month[:3] == name[:3].lower())
