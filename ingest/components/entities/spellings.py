"""Each different word of the texts read so far: folded, with a capital or without."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from spacy.strings import StringStore

from ingest.folding import fold

#: So many different words are kept; then they are read anew.
_MANY = 100_000


class Spelling(NamedTuple):
    """A word as it stands and folded, whether it has a capital, and whether it is all small."""

    text: str
    folded: str
    capital: bool
    small: bool


class Spellings:
    """Remembers words from one document to the next, for texts share most of theirs."""

    def __init__(self) -> None:
        """Know none yet."""
        self._known: dict[int, Spelling] = {}

    def of(self, numbers: set[int], strings: StringStore) -> Mapping[int, Spelling]:
        """Return the words that have these numbers in *strings*, maybe among others."""
        known = self._known if len(self._known) < _MANY else {}
        for number in numbers - known.keys():
            text = strings[number]
            known[number] = Spelling(text, fold(text), _is_capital(text), text.islower())
        self._known = known
        return known


def _is_capital(text: str) -> bool:
    """Tell whether a word has a capital letter where names have one.

    >>> [_is_capital(text) for text in ("Oslo", "eFerry", "eThekwini", "city", "3rd", "1A")]
    [True, True, True, False, False, True]
    """
    if text[0].isupper():
        return True
    return any(letter.isupper() for letter in text[1:]) and text[0].isalnum()
