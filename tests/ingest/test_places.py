"""The tables of places: what they hold and what they leave out."""

from __future__ import annotations

from array import array

import pytest

from ingest.places import Places, places
from ingest.small_cities import small_cities


@pytest.fixture(scope="module")
def tables() -> Places:
    return places(15_000)


@pytest.mark.parametrize(
    ("name", "geonameid"),
    [("lisbon", 2267057), ("bengaluru", 1277333), ("medellin", 3674962), ("ethekwini", 1007311)],
)
def test_a_city_is_found_by_its_own_and_by_other_names(
    tables: Places, name: str, geonameid: int
) -> None:
    city = tables.largest(name)
    assert city is not None
    assert city.geonameid == geonameid


@pytest.mark.parametrize(
    ("name", "code"), [("uk", "GB"), ("netherlands", "NL"), ("viet nam", "VN"), ("turkey", "TR")]
)
def test_countries_have_their_everyday_names(tables: Places, name: str, code: str) -> None:
    assert tables.countries[name] == code


def test_of_cities_with_one_name_the_largest_comes_first(tables: Places) -> None:
    populations = [city.population for city in tables.cities["birmingham"] if city.primary]
    assert len(populations) > 1
    assert populations == sorted(populations, reverse=True)


def test_states_and_their_abbreviations_are_known(tables: Places) -> None:
    assert tables.states["texas"] == tables.postal["tx"] == tables.postal["tex."] == "US-TX"


def test_a_common_word_is_no_part_of_a_country(tables: Places) -> None:
    assert "of" not in tables.subdivisions


def test_the_small_cities_are_numbers_of_one_width_on_every_platform() -> None:
    arrays = [value for value in vars(small_cities()).values() if isinstance(value, array)]
    assert {numbers.typecode for numbers in arrays} == {"i"}
