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
_TENS |= {"dozen": 12}
#: The words of numbers, longest first, for patterns.
WRITTEN = "|".join(sorted((*_WORDS, *_TENS), key=len)[::-1])
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_RANKS = {word: number for number, word in enumerate(_ORDINALS.split(), 1)}
_RANKS |= {f"{ten[:-1]}ieth": value for ten, value in _TENS.items() if ten.endswith("ty")}
TENS = "|".join(_TENS)
PLACES = "|".join(sorted(_RANKS, key=len)[::-1])
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


def ordinal(text: str) -> int | None:
    """Return the number of a place in a row, or None.

    >>> ordinal("52nd"), ordinal("ninth"), ordinal("thirty-first"), ordinal("nine")
    (52, 9, 31, None)
    """
    said = text.lower()
    digits = re.fullmatch(r"(\d+)(?:st|nd|rd|th)", said)
    if digits:
        return int(digits[1])
    ten, _, last = said.rpartition("-")
    place = _RANKS.get(last)
    return place + _TENS.get(ten, 0) if place is not None else None
