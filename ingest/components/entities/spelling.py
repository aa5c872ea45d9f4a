"""Spellings that only names have."""

from __future__ import annotations

from .words import Words


def is_mixed(text: str) -> bool:
    """Tell a spelling that only names have: two capitals and more.

    >>> [is_mixed(text) for text in ("CargoLink", "UN", "ENEA", "NGOs", "City")]
    [True, False, True, False, False]
    """
    if text[-1] == "s" and text[:-1].isupper():
        return False
    return sum(letter.isupper() for letter in text) >= 2 and len(text) > 2


def is_acronym(w: Words, start: int, end: int) -> bool:
    """Tell whether a span is one word in capitals."""
    return end - start == 1 and w.texts[start].isupper()
