"""Folded names taken apart: a city's bare name, initials, a name without edition and plural."""

from __future__ import annotations

import re

from ingest.folding import fold
from ingest.lexicon import phrases

_YEAR = re.compile(r"\b(?:(?:19|20)\d\d|\d{1,3}(?:st|nd|rd|th))\b")
_LEGAL = re.compile(r" (?:inc|ltd|limited|llc|plc|gmbh|ag|sa|corp|corporation|co|group|logo)$")
_SMALL = frozenset({"of", "for", "and", "on", "the", "in", "to", "de", "des", "du", "la"})


def city_cores(key: str) -> list[str]:
    """Return what may be the bare name of the city that *key* names.

    >>> city_cores("city of porto"), city_cores("porto city council")
    (['porto'], ['porto'])
    """
    found = []
    for before in ("city of ", "town of ", "municipality of ", "county of "):
        if key.startswith(before):
            found.append(key.removeprefix(before))
            if before == "county of ":
                found[-1] += " county"
    for phrase in (*sorted(phrases("heads", "governments")), "city", "metropolitan"):
        phrase = fold(phrase)
        if key.endswith(" " + phrase):
            core = key[: -len(phrase) - 1]
            found.append(core)
            found.append(core.removeprefix("city of "))
    return sorted(set(found))


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


def reduced(key: str) -> str:
    """Return a folded name without edition, legal form and final plural.

    >>> reduced("2017 water expo"), reduced("acme solutions ltd")
    ('water expo', 'acme solution')
    """
    key = _LEGAL.sub("", " ".join(_YEAR.sub(" ", key).split()) or key)
    return key[:-1] if key.endswith("s") and not key.endswith("ss") and len(key) > 4 else key
