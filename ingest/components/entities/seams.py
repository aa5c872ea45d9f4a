"""Where one name ends and another begins with no mark between: "Mayor of Graz Ada Lind"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from ingest.lexicon import head_kinds, words

from .spans import Proposal

if TYPE_CHECKING:
    from .words import Words

#: Words in bold or italics, of which there are at least two: a person or a body set off.
_EMPHASIS: Final = re.compile(r"(?<![\w*])(\*\*|__|\*|_)(?=[^\W_])([^*_\n]{2,80}?[\w.])\1(?![\w*])")
#: Posts that people hold in a place.
_LOCAL_POSTS: Final = frozenset(
    {"mayor", "governor", "vice-mayor", "deputy-mayor", "mayoress", "prefect", "burgomaster"}
)
#: Between a post and the name of the place: "Mayor of the city of Graz".
_BETWEEN: Final = frozenset({"of", "the", "city", "town", "municipality", "district", "province"})
#: Last words of what governs a place: after them no place goes on.
_GOVERNMENTS: Final = frozenset({"municipality", "county", "district", "council", "prefecture"})
#: A personal name has at least two words, and hardly more than four.
_LEAST, _MOST = 2, 4
#: Longer runs of capitalised words are headlines or lists, in which no place is looked for.
_LONGEST: Final = 12


#: Enough to be chosen before longer names that the statistical model sees.
_STRENGTH: Final = 2.5


def seams(w: Words) -> Iterator[int]:
    """Yield the tokens where a name begins right after another one."""
    for _, end in _emphasised(w):
        if _is_between(w, end):
            yield end
    for _, seam, _ in _held(w):
        yield seam
    for i, folded in enumerate(w.folded):
        if w.capital[i] and folded.partition(" ")[0] in w.english.places.longest:
            yield from _country(w, i)


def adjacent_proposals(w: Words, cues: Mapping[str, float]) -> list[Proposal]:
    """Return the places and people of posts, and the people set off in bold before a name."""
    found: list[Proposal] = []
    person, city = (("Person", cues["post"]),), (("City", cues["before_country"]),)
    for start, seam, end in _held(w):
        found.append(Proposal(seam, end, "post", _STRENGTH, person))
        if w.folded[start - 2] != "governor" and w.key(start, seam) not in w.english.places.names:
            found.append(Proposal(start, seam, "place", 1.0, city))
    for start, end in _emphasised(w):
        if _is_between(w, end):
            found.append(Proposal(start, end, "role", _STRENGTH, person))
    return found


def _emphasised(w: Words) -> Iterator[tuple[int, int]]:
    """Yield what bold or italics set off at the start of a block: "**Ada Lind** Tidal Lab"."""
    source, offsets = w.layout.source, w.layout.offsets
    if "*" not in source and "_" not in source:
        return
    for match in _EMPHASIS.finditer(source):
        start, end = (bisect_left(w.offsets, bisect_left(offsets, edge)) for edge in match.span(2))
        if end - start < _LEAST or end >= len(w.texts) or w.block[start] != w.block[end]:
            continue
        if start == w.ranges[w.block[start]][0] and _is_named(w, start, end):
            yield start, end


def _is_between(w: Words, i: int) -> bool:
    """Tell whether two capitalised words with nothing but a space meet before a token."""
    return i > 0 and w.spaced[i - 1] and w.capital[i] and w.capital[i - 1]


def _held(w: Words) -> Iterator[tuple[int, int, int]]:
    """Yield where a place begins, where its holder of a post is named, and where that name ends."""
    for i, folded in enumerate(w.folded):
        if folded in _LOCAL_POSTS and i + 2 < len(w.folded) and w.texts[i + 1] == "of":
            last, start = w.ranges[w.block[i]][1], i + 1
            while start < last and w.folded[start] in _BETWEEN:
                start += 1
            end = start
            while end < last and end - start <= _LONGEST and _goes_on(w, end):
                end += 1
            short = _LEAST < end - start <= _LONGEST
            seam = _place_end(w, start, end) if short else 0
            if seam and _is_named(w, seam, end):
                yield start, seam, end


def _goes_on(w: Words, i: int) -> bool:
    return w.capital[i] and not w.is_stop(i)


def _place_end(w: Words, start: int, end: int) -> int:
    """Return where the place ends that a run of capitalised words begins with; 0 if unsure."""
    governs = [i + 1 for i in range(start, end - 1) if w.folded[i] in _GOVERNMENTS]
    if governs:
        return governs[-1]
    known, given = w.english.places.names, words("persons", "first_names")
    for stop in range(end - _LEAST, start, -1):
        if w.key(start, stop) in known:
            return stop
    for i in range(start + 1, end - 1):
        if w.folded[i] in given:
            return i
    return start + 1 if end - start == _LEAST + 1 else 0


def _is_named(w: Words, start: int, end: int) -> bool:
    """Tell a person from a body of the place: "Mayor of Graz Night Bus Forum"."""
    if not _LEAST <= end - start <= _MOST or any(w.is_stop(i) for i in range(start, end)):
        return False
    if w.is_common(start, end) and not all(w.is_proper(i) for i in range(start, end)):
        return False
    return not any(w.folded[i] in head_kinds() for i in range(start, end))


def _country(w: Words, i: int) -> Iterator[int]:
    """Yield where a country follows its city without a comma: "in Tartu Estonia"."""
    known, (first, last) = w.english.places, w.ranges[w.block[i]]
    if i == first or not w.capital[i - 1] or not w.spaced[i - 1]:
        return
    length = known.longest[w.folded[i].partition(" ")[0]]
    for stop in range(min(last, i + length), i, -1):
        code = known.countries.get(w.key(i, stop))
        if code is not None:
            if not (stop < last and w.capital[stop]) and _is_city_of(w, code, first, i):
                yield i
            return


def _is_city_of(w: Words, code: str, first: int, end: int) -> bool:
    """Tell whether just the name of a city of that country ends before a token."""
    start = end
    while start > first and w.capital[start - 1] and w.spaced[start - 1]:
        start -= 1
    cities = w.english.places.cities.get(w.key(start, end), ())
    return any(city.country == code for city in cities)
