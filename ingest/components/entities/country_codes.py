"""Countries by their two letters after a name: "Harbour Lab (NL)", "**Riga, LV.**"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pycountry

from .spans import Proposal
from .words import Words

#: What the European Union writes for Greece and the United Kingdom.
_OTHER = {"EL": "GR", "UK": "GB"}
_AFTER = frozenset({")", ".", ",", ";", "|"})
_STRENGTH = 3.0
#: One code alone may be an acronym; so many different ones, and no other two letters, are a list.
_FEWEST = 2
#: Words of the longest name of a city that is looked up.
_MOST = 4


@cache
def _codes() -> Mapping[str, str]:
    """Return the two letters of each country, with those that the European Union writes."""
    known = {str(country.alpha_2): str(country.alpha_2) for country in pycountry.countries}
    return known | _OTHER


def code_proposals(w: Words, cues: Mapping[str, float]) -> list[Proposal]:
    """Return the codes of a document whose two letters in brackets are countries all alike."""
    found = [i for i in range(1, len(w) - 1) if _stands(w, i)]
    bracketed = {w.texts[i] for i in found if w.texts[i - 1] == "("}
    if len(bracketed | {w.texts[i] for i in found}) < _FEWEST or not bracketed <= _codes().keys():
        return []
    if any(w.texts[i].casefold() in w.postal for i in found) and not _is_european(bracketed):
        return []
    votes = (("Country", 2 * cues["country"]),)
    proposals: list[Proposal] = []
    for i in found:
        if (code := _codes().get(w.texts[i])) is not None:
            proposals.append(Proposal(i, i + 1, "code", _STRENGTH, votes, f"iso3166:{code}"))
            proposals += _city_before(w, i - 1, code, cues)
    return proposals


def _city_before(w: Words, end: int, code: str, cues: Mapping[str, float]) -> list[Proposal]:
    """Return the city of that country before its code: "Cork (IE)", common word as it may be."""
    known = w.english.places.cities
    for start in range(max(w.ranges[w.block[end]][0], end - _MOST), end):
        cities = known.get(w.key(start, end), ()) if w.capital[start] else ()
        if any(city.country == code for city in cities):
            return [Proposal(start, end, "place", _STRENGTH, (("City", cues["before_country"]),))]
    return []


def _stands(w: Words, i: int) -> bool:
    """Tell two capitals in brackets after a name, or after its comma and before an end."""
    text = w.texts[i]
    if len(text) != 2 or not text.isupper() or not text.isalpha() or i < 2:
        return False
    if w.block[i - 2] != w.block[i] or not (w.capital[i - 2] or w.texts[i - 2] in {".", "”", '"'}):
        return False
    if w.texts[i - 1] == "(":
        return w.texts[i + 1] == ")"
    ends = w.texts[i + 1] in _AFTER or w.block[i + 1] != w.block[i]
    return w.texts[i - 1] == "," and ends and text in _codes()


def _is_european(codes: set[str]) -> bool:
    """Tell a list that has codes which no state or province shares, twice as many as others."""
    alone = codes - {"DE", "AL", "CA", "IN", "LA", "MA", "MD", "ME", "MT", "CO", "GA", "IL", "PA"}
    return len(alone) >= _FEWEST
