"""Numbers as sentences write them."""

from __future__ import annotations

import re

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
)
_WORDS = {word: number for number, word in enumerate(_UNITS.split())}
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}
_TENS |= {"ninety": 90, "hundred": 100}
_DIGITS = re.compile(r"\d{1,3}(?:[,  ]\d{3})+|\d+")


def number(text: str) -> int | None:
    """Return the whole number that *text* writes, or None.

    >>> number("1,400"), number("twenty-six"), number("200+"), number("many")
    (1400, 26, 200, None)
    """
    cleaned = text.lower().rstrip("+")
    if _DIGITS.fullmatch(cleaned):
        return int(re.sub(r"\D", "", cleaned))
    total = 0
    for part in cleaned.split("-"):
        value = _WORDS.get(part, _TENS.get(part))
        if value is None:
            return None
        total += value
    return total
