"""Kinds by the whole document: lists, definitions, context."""

from __future__ import annotations

import pytest
from spacy.language import Language

from .naming_cases import kinds, named


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Kirjala is a town on the coast. Kirjala and Kirjala again.", "Kirjala", "City"),
        ("The Mayor of Kirjanmäki spoke.", "Kirjanmäki", "City"),
        ("Kirjanmäki, Finland", "Kirjanmäki", "City"),
        ("Ipswich City Council signed.", "Ipswich City Council", "City"),
        ("Eastern Colorado is dry.", "Eastern Colorado", "Region"),
        ("He flew to Georgia, Texas and Oregon.", "Texas", "Region"),
    ],
)
def test_context_decides_the_kind(nlp: Language, text: str, name: str, kind: str) -> None:
    assert kinds(nlp, text).get(name) == kind


def test_a_list_of_cities_makes_its_strange_entries_cities(nlp: Language) -> None:
    found = kinds(nlp, "# Member cities\n\n- Porto\n- Gdansk\n- Malmö\n- Kirjanmäki\n- Lyon\n")
    assert found.get("Kirjanmäki") == "City"


def test_a_list_of_partners_makes_its_entries_bodies(nlp: Language) -> None:
    found = kinds(nlp, "Implementing partners\n\n- Habroka\n- OSFARC\n- Meridian Maps\n- Zoltec\n")
    assert found.get("Habroka") == found.get("Zoltec") == "Organization"


def test_a_column_of_cities_is_read_by_its_header(nlp: Language) -> None:
    text = "| City | Contact |\n| --- | --- |\n| Mons | x |\n| Pau | y |\n| Crest | z |\n"
    assert {kinds(nlp, text).get(name) for name in ("Mons", "Pau", "Crest")} == {"City"}


def test_confidence_lies_between_nought_and_one(nlp: Language) -> None:
    doc = named(nlp, "Oslo joined the Fjord Ferries Network led by Acme Logistics Ltd.")
    assert doc._.clusters
    assert all(0.0 < one.confidence < 1.0 for one in doc._.clusters)


def test_the_components_declare_what_they_need(nlp: Language) -> None:
    analysis = nlp.analyze_pipes()
    assert analysis is not None
    assert not any(analysis["problems"].values())
