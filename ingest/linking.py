"""Clusters to records: cities to GeoNames, countries and subdivisions to ISO 3166.

A city of a name that many have is chosen by its size and by what the text says around it, both
on a scale of powers of ten: a country named beside it outweighs a city a hundred times larger.
Where two remain about equal, or nothing vouches for a small one, there is no link.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log10
from typing import Protocol

from .folding import fold
from .places import City, Places, admin1
from .small_cities import small_cities

GEONAMES = "https://sws.geonames.org/"
ISO_3166 = "iso3166:"
#: A city smaller than this is linked only where the text vouches for its country.
_SMALL = 15_000
#: From this much evidence for a country on, its small cities are meant, too.
_VOUCHED = 1.8
#: What a country weighs that the document names somewhere: a city twelve times larger.
_DOCUMENT = 1.2
#: The best city has to outweigh the next by this much: about twice its size.
_MARGIN = 0.3
#: What an alternate name counts less than the name itself.
_ALTERNATE = 0.6
#: What naming the very subdivision adds to naming its country.
_SAME_PART = 0.5
#: What naming another subdivision of its country leaves.
_OTHER_PART = 0.3
#: A city known under ten times as many names counts as this power of ten larger.
_FAME = 0.4
#: Evidence for a country is evidence for its territories, which have codes of their own.
_TERRITORIES = {"PR": "US", "GU": "US", "VI": "US", "RE": "FR", "GP": "FR", "MQ": "FR", "GF": "FR"}
_TERRITORY = 0.7
_AFFIXES = ("city of ", "the ", "municipality of ", "town of ", "greater ")
_ENDINGS = (" city", " municipality", " town")
_OF_PARTS = ("region of ", "province of ", "state of ", "county of ", "canton of ", "the ")
_PARTS = (" region", " province", " prefecture", " state", " county", " canton", " oblast")


class Cluster(Protocol):
    """What is linked: all that something is called, the fullest name first."""

    @property
    def names(self) -> Sequence[str]:
        """The names."""


@dataclass(slots=True)
class Evidence:
    """What a text says of where a city lies, as ISO 3166 codes.

    ``beside`` stand right next to the name and must hold, or else one of ``otherwise``, which
    have the same name (the country Georgia and the state). ``near`` weighs others by how closely
    they are tied to it. ``listed`` says that those beside it may be its neighbours in a list.
    """

    beside: list[str] = field(default_factory=list)
    otherwise: list[str] = field(default_factory=list)
    near: dict[str, float] = field(default_factory=dict)
    listed: bool = False

    @classmethod
    def of_document(cls, countries: Counter[str]) -> Evidence:
        """Return the little that a document says by the countries it names, anywhere in it."""
        total = countries.total()
        return cls(
            near={code: _DOCUMENT * (0.6 + 0.4 * n / total) for code, n in countries.items()}
        )


def country_link(cluster: Cluster, places: Places) -> str | None:
    """Return ``iso3166:JP`` for a cluster that names a country, else None."""
    codes = {places.countries[name] for name in _keys(cluster) if name in places.countries}
    return f"{ISO_3166}{min(codes)}" if len(codes) == 1 else None


def region_link(cluster: Cluster, places: Places, countries: Counter[str]) -> str | None:
    """Return ``iso3166:US-TX`` for a subdivision, the document's countries deciding, else None."""
    codes = sorted({code for name in cluster.names for code in _divisions(fold(name), places)})
    if len(codes) > 1:
        codes = [code for code in codes if countries[code[:2]]]
    return f"{ISO_3166}{codes[0]}" if len(codes) == 1 else None


def _divisions(key: str, places: Places) -> Collection[str]:
    if key in places.states:
        return (places.states[key],)
    if key in places.divisions:
        return places.divisions[key]
    for before in _OF_PARTS:
        key = key.removeprefix(before)
    for after in _PARTS:
        if key.endswith(after):
            found = places.divisions.get(key.removesuffix(after), ())
            # A county of the United States is none of ISO's subdivisions.
            return [code for code in found if not (after == " county" and code[:2] == "US")]
    return places.divisions.get(key, ())


def city_link(cluster: Cluster, places: Places, evidence: Evidence) -> tuple[str, City] | None:
    """Return the GeoNames IRI of the city that a cluster means, with its record, or None.

    None says that no such city is known, that two are as likely, or that only small ones have
    the name and nothing in the text vouches for one of them.
    """
    found = _candidates(cluster, places)
    beside = evidence.beside
    if beside:
        for codes in (beside, *([code] for code in evidence.otherwise)):
            fitting = _within(found, codes) or _within(_small(cluster, codes), codes)
            if fitting:
                return _best(fitting, evidence.near, vouched=True)
        if not evidence.listed:
            return None
    near = evidence.near
    vouched = {code[:2] for code, weight in near.items() if weight >= _VOUCHED}
    if vouched and not any(city.country in vouched for city in found):
        found = [*found, *_small(cluster, vouched)]
    return _best(found, near, vouched=False)


def _best(
    found: Collection[City], near: Mapping[str, float], *, vouched: bool
) -> tuple[str, City] | None:
    """Return the city with the most weight, if it outweighs the others."""
    weights: dict[int, float] = {}
    cities = {city.geonameid: city for city in sorted(found)}
    for city in found:
        weight = _weight(city, near)
        weights[city.geonameid] = max(weight, weights.get(city.geonameid, weight))
    ranked = sorted(weights, key=lambda id_: (-weights[id_], id_))
    if not ranked:
        return None
    best = cities[ranked[0]]
    if len(ranked) > 1 and weights[ranked[0]] - weights[ranked[1]] < _MARGIN:
        return None
    if best.population < _SMALL and not vouched and _tie(best, near) < _VOUCHED:
        return None
    return f"{GEONAMES}{best.geonameid}/", best


def _weight(city: City, near: Mapping[str, float]) -> float:
    size = log10(max(city.population, 300)) + _FAME * log10(1 + city.fame)
    return size + _tie(city, near) - (0 if city.primary else _ALTERNATE)


def _tie(city: City, near: Mapping[str, float]) -> float:
    """Return how much the text ties a city to its country and subdivision."""
    ties = [0.0]
    for code, weight in near.items():
        if code[:2] == _TERRITORIES.get(city.country):
            ties.append(weight * _TERRITORY)
        if code[:2] != city.country:
            continue
        part = admin1(code) if len(code) > 2 else None
        if part is None:
            ties.append(weight)
        else:
            ties.append(weight + _SAME_PART if part == city.admin1 else weight * _OTHER_PART)
    return max(ties)


def _within(found: Iterable[City], codes: Iterable[str]) -> list[City]:
    """Keep the cities that lie in each of the countries and subdivisions."""
    wanted = [(code[:2], admin1(code) if len(code) > 2 else None) for code in codes]
    return [
        city
        for city in found
        if all(city.country == country and part in (None, city.admin1) for country, part in wanted)
    ]


def _candidates(cluster: Cluster, places: Places) -> list[City]:
    return [city for name in _keys(cluster) for city in places.cities.get(name, ())]


def _small(cluster: Cluster, codes: Iterable[str]) -> list[City]:
    """Return the small cities of a cluster's names in the countries of *codes*."""
    countries = {code[:2] for code in codes}
    keys = [*_keys(cluster), *(name.lower() for name in cluster.names)]
    for key in dict.fromkeys(keys):
        found = [city for city in small_cities().named(key) if city.country in countries]
        if found:
            return found
    return []


def _keys(cluster: Cluster) -> Iterator[str]:
    for name in cluster.names:
        key = fold(name)
        yield key
        for affix in _AFFIXES:
            if key.startswith(affix):
                yield key.removeprefix(affix)
        for ending in _ENDINGS:
            if key.endswith(ending):
                yield key.removesuffix(ending)
