"""Links: to GeoNames, to ISO 3166, to the authority file, or none."""

from __future__ import annotations

import pytest
from spacy.language import Language

from .naming_cases import links


@pytest.mark.parametrize(
    ("text", "name", "link"),
    [
        ("Lisbon hosted it.", "Lisbon", "https://sws.geonames.org/2267057/"),
        ("Valencia, Venezuela hosted it.", "Valencia", "https://sws.geonames.org/3625549/"),
        ("Valencia, Spain hosted it.", "Valencia", "https://sws.geonames.org/2509954/"),
        ("They came from the United Kingdom.", "United Kingdom", "iso3166:GB"),
        ("Reno, Nevada is far.", "Nevada", "iso3166:US-NV"),
        (
            "It is a programme of the World Bank.",
            "World Bank",
            "https://w3id.org/hansa/id/organization/world-bank",
        ),
    ],
)
def test_a_known_place_or_body_is_linked(nlp: Language, text: str, name: str, link: str) -> None:
    assert links(nlp, text).get(name) == link


def test_what_no_table_knows_is_not_linked(nlp: Language) -> None:
    found = links(nlp, "Kirjanmäki, Finland")
    assert found["Kirjanmäki"] is None
