"""One way to fold words for look-ups, so that tables and texts meet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DROPPED = re.compile(r"['’ʻ`´.]")
_APART = re.compile(r"[^\w]+|_+")
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return *text* in lower case without accents and punctuation, its words by single spaces.

    >>> fold("Saint-Étienne"), fold("U.S."), fold("Côte d’Ivoire")
    ('saint etienne', 'us', 'cote divoire')
    """
    if text.isascii() and text.isalpha():
        return text.lower()
    lowered = text.casefold()
    if not lowered.isascii():
        decomposed = unicodedata.normalize("NFKD", lowered.translate(_LETTERS))
        lowered = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(_APART.sub(" ", _DROPPED.sub("", lowered)).split())
