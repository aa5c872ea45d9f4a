"""Folded names taken apart: a city's bare name, initials, a name without edition and plural."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ingest.folding import fold
from ingest.lexicon import phrases, table, words

_YEAR = re.compile(r"\b(?:(?:19|20)\d\d|\d{1,3}(?:st|nd|rd|th))\b")
_LEGAL = re.compile(r" (?:inc|ltd|limited|llc|plc|gmbh|ag|sa|corp|co|group|logo)$")
_BEFORE = (
    "city of ",
    "town of ",
    "municipality of ",
    "county of ",
    "province of ",
    "state of ",
    "region of ",
    "canton of ",
)
_SMALL = frozenset({"of", "for", "and", "on", "the", "in", "to", "de", "des", "du", "la"})


def city_cores(key: str) -> list[str]:
    """Return what may be the bare name of the city that *key* names.

    >>> city_cores("city of porto"), city_cores("porto city council"), city_cores("stadt bonn")
    (['porto'], ['porto'], ['bonn'])
    """
    found = []
    # Hardly any name has one of these: one look at all of them first.
    starts = _openings() if key.startswith(_openings()) else ()
    ends = _governments() if key.endswith(_governments()) else ()
    for before in (one for one in starts if key.startswith(one)):
        found.append(key.removeprefix(before))
        if before == "county of ":
            found[-1] += " county"
    for after in (one for one in ends if key.endswith(one)):
        core = key.removesuffix(after)
        found += [core, core.removeprefix("city of ")]
    return sorted(set(found))


@cache
def _openings() -> tuple[str, ...]:
    """Return what stands before a city's bare name, with a space after each."""
    ruled = (f"{phrase} " for phrase in sorted(phrases("heads", "governments_of")))
    return (
        *dict.fromkeys((*_BEFORE, *ruled, "government of ", "government of the state of ")),
        *_municipal(),
    )


@cache
def _municipal() -> tuple[str, ...]:
    """Return what stands before a city's name in other languages, with a space after each."""
    return tuple(f"{phrase} " for phrase in sorted(phrases("heads", "municipal")))


@cache
def _governments() -> tuple[str, ...]:
    """Return what stands after a city's name where its government is meant, folded."""
    known = (*sorted(phrases("heads", "governments")), "city", "metropolitan")
    return tuple(f" {fold(phrase)}" for phrase in known)


def is_municipal(key: str) -> bool:
    """Tell the folded name of a municipality in another language.

    >>> is_municipal("comune di bologna"), is_municipal("comune")
    (True, False)
    """
    return key.startswith(_municipal())


def initials(key: str) -> set[str]:
    """Return the acronyms that a folded long name may have.

    >>> sorted(initials("department of energy"))
    ['de', 'doe']
    """
    parts = key.split()
    if parts[0] in {"us", "uk", "eu", "un"} and len(parts) > 2:
        rest = initials(" ".join(parts[1:]))
        return rest | {parts[0] + letters for letters in rest}
    return {
        "".join(part[0] for part in parts if part not in skipped)
        for skipped in (_SMALL, frozenset(), frozenset({"the", "and"}))
    }


@lru_cache(maxsize=16_384)
def reduced(key: str) -> str:
    """Return a folded name without edition, small words, legal form and final plural.

    >>> reduced("2017 water expo"), reduced("acme solutions ltd"), reduced("nyc parks department")
    ('water expo', 'acme solution', 'new york city park department')
    >>> reduced("mission for 100 ports"), reduced("mission on 100 ports")
    ('mission 100 port', 'mission 100 port')
    """
    spelt = table("names")["spelt"]
    bare = " ".join(_YEAR.sub(" ", key).split()) or key
    parts = " ".join(spelt.get(part, part) for part in bare.split()).split()
    while len(parts) > 2 and parts[0] in words("names", "ordinals"):
        parts = parts[1:]
    kept = [part for part in parts if part not in _SMALL] or parts
    text = _LEGAL.sub("", " ".join(kept))
    return " ".join(_singular(part) for part in text.split())


def _singular(word: str) -> str:
    """Return a word without the final s of its plural."""
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 4 else word


def core(key: str) -> str:
    """Return a reduced name without what other mentions leave out: "global", "international".

    >>> core("global harbour alliance on rules")
    'harbour alliance rule'
    """
    parts = reduced(key).split()
    kept = [part for part in parts if part not in words("names", "loose")]
    return " ".join(kept) if len(kept) > 2 else " ".join(parts)
