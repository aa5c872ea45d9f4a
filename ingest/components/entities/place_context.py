"""What stands around a place's name: a licence for small towns, a longer name it is part of."""

from __future__ import annotations

from collections.abc import Container

from ingest.lexicon import words
from ingest.places import Places

from .context import is_mayor
from .words import Words

#: Before "of" and a name these say that a city follows.
_OF = frozenset(
    {"city", "cities", "town", "municipality", "mayor", "mayors", "metropolis", "capital"}
)


def longest(
    w: Words, start: int, length: int, known: Container[str], *, tokens: int | None = None
) -> int:
    """Return the end of the longest name from *start*, or 0.

    It has at most *length* words and, with its marks, *tokens*: by default twice as many.
    """
    if not length:
        return 0
    limit = min(w.ranges[w.block[start]][1], start + (tokens or 2 * length))
    found, key = 0, ""
    for end, word in enumerate(w.folded[start:limit], start + 1):
        if word:
            key = f"{key} {word}" if key else word
            if key.count(" ") >= length:
                break
            if key in known:
                found = end
    return found


def is_alone(w: Words, places: Places, start: int, end: int) -> bool:
    """Tell whether no capitalised word touches the name on either side."""
    first, last = w.ranges[w.block[start]]
    before = start > first and w.capital[start - 1] and not w.is_stop(start - 1)
    after = end < last and w.capital[end] and not w.is_stop(end)
    if before and w.folded[start - 1] in words("persons", "posts"):
        before = False
    if end + 1 < last and w.folded[end] in words("places", "particles"):
        after = any(w.capital[i] for i in range(end + 1, min(end + 3, last)))
    if after and places.postal.get(w.texts[end].casefold()):
        after = False
    return not (before or after)


def is_licensed(w: Words, places: Places, start: int, end: int) -> bool:
    """Tell whether the context says that a city stands here: a country after it, "city of"."""
    first, last = w.ranges[w.block[start]]
    if end + 1 < last and w.texts[end] in {",", "("} and _country_at(w, places, end + 1):
        return True
    if start - 2 < first or w.texts[start - 1] != "of":
        return False
    return w.folded[start - 2] in _OF or is_mayor(w, start - 1)


def _country_at(w: Words, places: Places, start: int) -> bool:
    """Tell whether a country, or a state after a comma, begins at *start*."""
    length = places.longest.get(w.folded[start].partition(" ")[0], 0)
    if longest(w, start, length, places.countries):
        return True
    if w.texts[start - 1] == "," and longest(w, start, length, places.subdivisions):
        return True
    code = places.postal.get(w.texts[start].casefold())
    return bool(code and (w.texts[start].isupper() or "." in w.texts[start]))


def ends_city(w: Words, places: Places, token: int) -> bool:
    """Tell whether a token ends the name of a city or county."""
    if w.folded[token] in {"city", "county"}:
        return True
    starts = range(max(0, token - 2), token + 1)
    return any(w.key(start, token + 1) in places.cities for start in starts)
