"""Well-known bodies: the names and acronyms of the authority file, folded for look-up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ingest.folding import fold
from ingest.lexicon import words
from ontology import vocabulary

from .words import Words


@cache
def known_bodies() -> Mapping[str, tuple[str, str]]:
    """Return folded name -> (kind, IRI) of the records of the authority file."""
    found: dict[str, tuple[str, str]] = {}
    for record in vocabulary.authority():
        for name in (*(name.text for name in record.names), *record.acronyms):
            found.setdefault(fold(name), (record.kind, record.iri))
    return found


@cache
def longest_names() -> Mapping[str, int]:
    """Return the most words any name with that first word has."""
    longest: dict[str, int] = {}
    for name in known_bodies():
        first = name.partition(" ")[0]
        longest[first] = max(longest.get(first, 0), name.count(" ") + 1)
    return longest


def is_written(w: Words, start: int, end: int) -> bool:
    """Tell an acronym or name from a common word of the same letters."""
    text = w.texts[start]
    if end - start > 1:
        return w.capital[end - 1] or not w.texts[end - 1].isalpha()
    if w.folded[start] in words("names", "stops") and _is_shouted(w, start):
        return False
    odd = any(letter.isupper() or letter.isdigit() for letter in text[1:])
    return odd or len(text) > 4


def _is_shouted(w: Words, i: int) -> bool:
    """Tell "WHO" among words that all stand in capitals: "THOSE WHO WIN"."""
    first, last = w.ranges[w.block[i]]
    beside = [k for k in (i - 1, i + 1) if first <= k < last and w.texts[k].isalpha()]
    return bool(beside) and all(w.texts[k].isupper() and len(w.texts[k]) > 1 for k in beside)
