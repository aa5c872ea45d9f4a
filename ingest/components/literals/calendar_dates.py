"""Dates as press offices write them, to ISO 8601, as precise as the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

_MONTHS = (
    "january|jan|januar|janvier|enero|janeiro|gennaio",
    "february|feb|februar|février|febrero|fevereiro|febbraio",
    "march|mar|märz|mars|marzo|março",
    "april|apr|avril|abril|aprile",
    "may|mai|mayo|maio|maggio",
    "june|jun|juni|juin|junio|junho|giugno",
    "july|jul|juli|juillet|julio|julho|luglio",
    "august|aug|août|agosto",
    "september|sept|sep|septembre|septiembre|setembro|settembre",
    "october|oct|oktober|octobre|octubre|outubro|ottobre",
    "november|nov|novembre|noviembre|novembro",
    "december|dec|dezember|décembre|diciembre|dezembro|dicembre",
)
_NUMBERS = {name: n for n, names in enumerate(_MONTHS, 1) for name in names.split("|")}
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_LONGEST_FIRST = "|".join(sorted(_NUMBERS, key=lambda name: (-len(name), name)))
_NAME = "(?P<m{0}>(?:" + _LONGEST_FIRST + ")\\b\\.?)"
_TH = r"(?:st|nd|rd|th|º|er|\.)?"
_DAY = r"(?P<d{0}>[0-3]?\d)" + _TH
_TO = r"\s*(?:-|–|—|to|and|&|until|till|a|al|e|y|,)\s*"
_OF = r"(?:(?:of|de|del)\s+)?"
_SPAN = rf"(?:{_TO}(?:the\s+)?[0-3]?\d{_TH})*"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
_OTHER = rf"(?:{_TO}{_WEEKDAY}[0-3]?\d{_TH}\s+{_OF}[A-Za-z]{{3,9}}\.?)?"
_LATER = rf"(?:,?\s*(?:-|–|to|and|until)\s*{_WEEKDAY}[A-Z][a-z]+\s+\d\d?(?:st|nd|rd|th)?)?"
_YEAR = r"(?P<y{0}>(?:19|20)\d\d)"
_DAYS_OF_MONTH = 31
_FORMS = (
    rf"{_DAY.format(1)}{_SPAN}\s+{_OF}{_NAME.format(1)}{_OTHER},?\s+{_OF}{_YEAR.format(1)}",
    rf"{_NAME.format(2)}\s+{_DAY.format(2)}{_SPAN}{_LATER}(?:,\s*|\s+){_YEAR.format(2)}",
    rf"{_NAME.format(3)},?\s+{_OF}{_YEAR.format(3)}",
    r"(?P<y4>(?:19|20)\d\d)-(?P<n4>[01]\d)-(?P<d4>[0-3]\d)",
    r"(?P<d5>[0-3]?\d)(?:\s?[-–]\s?[0-3]?\d)?(?P<s5>[./])(?P<n5>[0-3]?\d)(?P=s5)(?P<y5>(?:19|20)\d\d)",
    r"(?P<d6>[0-3]?\d)[./-](?P<n6>(?-i:[IVX]+))[./-](?P<y6>(?:19|20)\d\d)",
    r"(?P<y7>(?:19|20)\d\d)[./](?P<n7>[01]?\d)(?:[./](?P<d7>[0-3]?\d))?",
)
_HAS_YEAR = re.compile(r"(?:19|20)\d\d")  # far cheaper than the forms, of which each has one
_DATE = re.compile("|".join(f"\\b(?:{form})\\b" for form in _FORMS), re.IGNORECASE)
_SEASON = (
    r"(?:(?:early|late|mid|the|spring|summer|autumn|fall|winter|first|second|third|fourth|last|final|"
    r"beginning|middle|start|end|half|quarter|q[1-4]|of|year)[\s-]+){0,6}"
)
_YEARS = re.compile(
    rf"(?:\b(?:in|of|during)\s+{_SEASON}|\()((?:19|20)\d\d)(?![\d/]|-\d)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    rf"\b(?:{_NAME.format(1)}\s+)?(?:of\s+)?(?:later\s+|earlier\s+)?(?P<w>last|this|next)\s+year\b",
    re.IGNORECASE,
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_RECENT = re.compile(
    r"\b(?:today|yesterday|this (?:morning|afternoon|evening)|(?:on|last|this) "
    rf"(?P<w>{'|'.join(_WEEKDAYS)})(?!,? (?:\d|the \d|[A-Z][a-z]+ \d|next)))\b",
    re.IGNORECASE,
)
_MONTH = re.compile(
    rf"\bin ({'|'.join(names.partition('|')[0].title() for names in _MONTHS)})\b"
    r"(?!,?\s+(?:\d|this|last|next|of\s+\d))"
)
_DAYS = re.compile(
    rf"\b(?:{_DAY.format(1)}{_SPAN}\s+{_OF}{_NAME.format(1)}|"
    rf"{_NAME.format(2)}\s+{_DAY.format(2)}{_SPAN})(?!\w)(?!,?\s+{_OF}\d{{4}})",
    re.IGNORECASE,
)


def dates(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, ISO date) for each date with at least a month; of a span the first day.

    >>> [iso for _, _, iso in dates("12-14 May 2019; April 24, 2023; Nov 2022; 2021-03-05")]
    ['2019-05-12', '2023-04-24', '2022-11', '2021-03-05']
    >>> [iso for _, _, iso in dates("3.5.2019; 27-28/09/2023; 3.XII.2021; 2 de mayo de 2020")]
    ['2019-05-03', '2023-09-27', '2021-12-03', '2020-05-02']
    """
    for match in _DATE.finditer(text) if _HAS_YEAR.search(text) else ():
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
    for match in _YEARS.finditer(text) if _HAS_YEAR.search(text) else ():
        yield match.start(1), match.end(1), match[1]
    for match in _RELATIVE.finditer(text) if this is not None else ():
        year = int(this or 0) + {"last": -1, "next": 1}.get(match["w"].lower(), 0)
        month = match["m1"]
        yield match.start(), match.end(), f"{year}-{_month(month) or 0:02d}" if month else str(year)


def recent(text: str, today: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, ISO date) of "today", "yesterday" and "on Monday" in a text of *today*.

    >>> [iso for _, _, iso in recent("signed yesterday, opened on Monday", "2024-05-08")]
    ['2024-05-07', '2024-05-06']
    """
    written = date.fromisoformat(today)
    for match in _RECENT.finditer(text):
        name = (match["w"] or "").lower()
        back = 1 if match[0].lower() == "yesterday" else 0
        if name:
            back = (written.weekday() - _WEEKDAYS.index(name)) % len(_WEEKDAYS)
        yield match.start(), match.end(), (written - timedelta(days=back)).isoformat()


def days(text: str, year: int) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, ISO date) of days and months without a year, in *year*.

    >>> [iso for _, _, iso in days("on 12 May and from June 3 to 5", 2021)]
    ['2021-05-12', '2021-06-03']
    """
    for match in _DAYS.finditer(text):
        name, day = match["m1"] or match["m2"], int(match["d1"] or match["d2"])
        if 1 <= day <= _DAYS_OF_MONTH and name[0].isupper():
            yield match.start(), match.end(), f"{year}-{_month(name) or 0:02d}-{day:02d}"
    for match in _MONTH.finditer(text):
        yield match.start(1), match.end(1), f"{year}-{_month(match[1]) or 0:02d}"


def _iso(match: re.Match[str]) -> str | None:
    form = next(str(n) for n in range(1, len(_FORMS) + 1) if match[f"y{n}"])
    year, named = match[f"y{form}"], match.groupdict()
    month = _month(named.get(f"m{form}") or named[f"n{form}"] or "")
    day = int(named.get(f"d{form}") or 0)
    if month is not None and month > len(_MONTHS) >= day:  # 05/23/2019, as in America
        month, day = day, month
    if not month or month > len(_MONTHS) or day > _DAYS_OF_MONTH:
        return None
    return f"{year}-{month:02d}-{day:02d}" if day else f"{year}-{month:02d}"


def _month(said: str) -> int | None:
    """Return the number of a month named, numbered or counted in Roman figures."""
    if said.isdigit():
        return int(said)
    if said in _ROMAN:
        return _ROMAN.index(said) + 1
    return _NUMBERS.get(said.lower().rstrip("."))
