"""Clusters to records: cities to GeoNames, countries and subdivisions to ISO 3166."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from .annotations import Cluster
from .folding import fold
from .places import City, Places

_GEONAMES = "https://sws.geonames.org/"
#: A city in a country that the document speaks of is preferred to one this many times larger.
_COUNTRY_BONUS = 20


def country_link(cluster: Cluster, places: Places) -> str | None:
    """Return ``iso3166:JP`` for a cluster that names a country, else None."""
    codes = {places.countries[name] for name in _keys(cluster) if name in places.countries}
    return f"iso3166:{min(codes)}" if len(codes) == 1 else None


def region_link(cluster: Cluster, places: Places, countries: Counter[str]) -> str | None:
    """Return ``iso3166:US-TX`` for a subdivision, the document's countries deciding, else None."""
    codes = sorted({code for name in _keys(cluster) for code in places.subdivisions.get(name, ())})
    if len(codes) > 1:
        codes = [code for code in codes if countries[code[:2]]]
    return f"iso3166:{codes[0]}" if len(codes) == 1 else None


def city_link(
    cluster: Cluster, places: Places, countries: Counter[str], beside: str | None
) -> tuple[str, City] | None:
    """Return the GeoNames IRI of the most likely city of that name, or None.

    ``beside`` is the country or subdivision code written next to the name, which must hold;
    the other countries of the document weigh for a city, its population does otherwise.
    """
    found = [city for name in _keys(cluster) for city in places.cities.get(name, ())]
    if beside is not None:
        found = [
            city for city in found if beside in (city.country, f"{city.country}-{city.admin1}")
        ]
    if not found:
        return None
    best = max(found, key=lambda city: (_weight(city, countries), -city.geonameid))
    return f"{_GEONAMES}{best.geonameid}/", best


def _weight(city: City, countries: Counter[str]) -> float:
    bonus = _COUNTRY_BONUS if countries[city.country] else 1
    return float(city.population * bonus * (1 if city.primary else 0.3))


def _keys(cluster: Cluster) -> Iterable[str]:
    for name in cluster.names:
        key = fold(name)
        yield key
        for affix in ("city of ", "the "):
            if key.startswith(affix):
                yield key.removeprefix(affix)
        if key.endswith(" city"):
            yield key.removesuffix(" city")
