"""Two names of one town: "Hội An (Faifo), Vietnam"."""

from __future__ import annotations

from .words import Words

_MOST = 3


def town_aliases(w: Words) -> list[tuple[int, int, int, int]]:
    """Return (start, end, other start, other end) of names before a country, one in brackets."""
    found: list[tuple[int, int, int, int]] = []
    for first, last in w.ranges:
        if "(" not in w.texts[first:last]:
            continue
        runs = w.runs(first, last)
        by_start = dict(runs)
        for start, end in runs:
            inner = end + 1
            stop = by_start.get(inner)
            if end < last and w.texts[end] == "(" and stop is not None and stop < last:
                fits = end - start <= _MOST and stop - inner <= _MOST and w.texts[stop] == ")"
                if fits and _country(w, stop + 1, last) and not _is_place(w, inner, stop):
                    found.append((start, end, inner, stop))
    return found


def _country(w: Words, comma: int, last: int) -> bool:
    """Tell whether a comma and a country stand from a token on."""
    if comma + 1 >= last or w.texts[comma] != ",":
        return False
    countries = w.english.places.countries
    return any(w.key(comma + 1, min(last, comma + 1 + n)) in countries for n in (1, 2, 3))


def _is_place(w: Words, start: int, end: int) -> bool:
    known, key = w.english.places, w.key(start, end)
    short = end - start == 1 and w.texts[start].isupper()
    return short or key in known.countries or key in known.states or key in known.regions
