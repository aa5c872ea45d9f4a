"""Places are looked up by link, one by one, and kept."""

from __future__ import annotations

import pytest

from graph.deriving.gazetteer import Gazetteer, Place
from tests.graph.factories import BARCELONA, RIGA, SPRINGFIELD_ILLINOIS, SPRINGFIELD_MISSOURI

LINKS = [RIGA, BARCELONA, SPRINGFIELD_ILLINOIS, SPRINGFIELD_MISSOURI, "iso3166:KR", "iso3166:US-TX"]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    gazetteer = Gazetteer()
    gazetteer.look_up([*LINKS, "iso3166:ZZ", "https://sws.geonames.org/1/", "urn:no-place"])
    return gazetteer


def place(gazetteer: Gazetteer, link: str) -> Place:
    found = gazetteer[link]
    assert found is not None
    return found


def test_a_city_has_a_country_coordinates_and_people(gazetteer: Gazetteer) -> None:
    riga = place(gazetteer, RIGA)
    assert (riga.kind, riga.name, riga.country, riga.slug) == ("City", "Riga", "LV", "riga-lv")
    assert riga.latitude == pytest.approx(56.95, abs=0.1)
    assert riga.longitude == pytest.approx(24.1, abs=0.1)
    assert (riga.population or 0) > 500_000


def test_only_the_most_populous_of_a_name_in_a_country_has_the_short_slug(
    gazetteer: Gazetteer,
) -> None:
    assert place(gazetteer, SPRINGFIELD_MISSOURI).slug == "springfield-us"
    assert place(gazetteer, SPRINGFIELD_ILLINOIS).slug == "springfield-us-4250542"


def test_the_short_slug_does_not_depend_on_what_else_is_looked_up(gazetteer: Gazetteer) -> None:
    alone = Gazetteer()
    alone.look_up([SPRINGFIELD_ILLINOIS])
    assert alone[SPRINGFIELD_ILLINOIS] == gazetteer[SPRINGFIELD_ILLINOIS]


def test_countries_go_by_their_common_name(gazetteer: Gazetteer) -> None:
    korea = place(gazetteer, "iso3166:KR")
    assert (korea.name, korea.slug, korea.code) == ("South Korea", "south-korea", "KR")


def test_a_subdivision_belongs_to_its_country(gazetteer: Gazetteer) -> None:
    texas = place(gazetteer, "iso3166:US-TX")
    assert (texas.kind, texas.name, texas.country, texas.code) == ("Region", "Texas", "US", "US-TX")


def test_the_country_of_a_place_is_looked_up_with_it(gazetteer: Gazetteer) -> None:
    assert place(gazetteer, "iso3166:LV").name == "Latvia"


@pytest.mark.parametrize("link", ["iso3166:ZZ", "https://sws.geonames.org/1/", "urn:no-place"])
def test_unknown_links_have_no_record(gazetteer: Gazetteer, link: str) -> None:
    assert gazetteer[link] is None


def test_records_survive_being_kept() -> None:
    first = Gazetteer()
    records = first.look_up([RIGA, "iso3166:ZZ"])
    second = Gazetteer(records.get)
    assert second[RIGA] == first[RIGA]
    assert second.look_up([RIGA, "iso3166:ZZ"]) == {}
