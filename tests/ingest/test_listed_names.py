"""Names that lists and series show: people with their bodies, places under one noun, firms."""

from __future__ import annotations

import pytest
from spacy.language import Language

from ingest.pipeline import make_doc
from ontology.model import Document


def kinds(nlp: Language, text: str) -> dict[str, str]:
    """Return each name found in *text* with its kind."""
    doc = nlp(make_doc(nlp, Document(key="d", text=text, sha256="")))
    return {
        doc[mention.start : mention.end].text: doc._.clusters[mention.cluster].kind
        for mention in doc._.mentions
        if mention.form == "name"
    }


AGENDA = """Programme of the day

- 09:30 Lena Maurer (Technical University of Graz) Mapping bicycle flows
- 10:10 Pavel Novotny & Ritu Deshpande (Cartello) Bus data for everyone
- 10:40 Ibrahim Keita (Mobilica, Transit Works) Sharing rides
- 11:20 Sigge Lindqvist (Institut für Stadtforschung) & Oona Harju (Zentrum für Verkehr) Noise
"""
BOARD = """## Scientific board

- **Ana Lucia Ferro** Universidade do Porto
- **Rolf Steiner** Bertrandt
- **Yewande Cole** Flutterly
- **Sabine Kurz** Universität Kassel
- **Joris Peeters** Fachhochschule Aachen
"""


@pytest.mark.parametrize("name", ["Ritu Deshpande", "Sigge Lindqvist", "Oona Harju"])
def test_people_joined_in_one_line_of_an_agenda_are_told_apart(nlp: Language, name: str) -> None:
    assert kinds(nlp, AGENDA)[name] == "Person"


@pytest.mark.parametrize("name", ["Cartello", "Institut für Stadtforschung", "Zentrum für Verkehr"])
def test_brackets_behind_the_people_of_an_agenda_hold_bodies(nlp: Language, name: str) -> None:
    assert kinds(nlp, AGENDA)[name] == "Organization"


@pytest.mark.parametrize(
    "name", ["Universidade do Porto", "Bertrandt", "Flutterly", "Fachhochschule Aachen"]
)
def test_bodies_stand_behind_people_in_bold(nlp: Language, name: str) -> None:
    assert kinds(nlp, BOARD)[name] == "Organization"


def test_posts_and_places_behind_people_in_bold_are_no_bodies(nlp: Language) -> None:
    text = """## Board

- **Anna Berg** Treasurer
- **Peter Schmid** Vice Chair
- **John Miller** Glasgow
- **Open Standards** Lower costs
"""
    found = kinds(nlp, text)
    assert found["Glasgow"] == "City"
    assert "Organization" not in found.values()


def test_posts_rooms_and_countries_in_brackets_are_no_bodies(nlp: Language) -> None:
    text = """Programme

- Coffee Break (Main Hall)
- Panel Discussion (Room B)
- Anna Berg (Chair)
- Peter Schmid (Sweden)
"""
    assert "Organization" not in kinds(nlp, text).values()


def test_a_list_of_people_holds_people_with_rare_names(nlp: Language) -> None:
    text = """## Jury

- Anna Berg
- Thulani Ngcobo
- Wiremu Parata
- Kwabena Boateng
- Gulnara Seitova
- Peter Schmid
- John Miller
"""
    found = kinds(nlp, text)
    assert found["Thulani Ngcobo"] == found["Gulnara Seitova"] == "Person"


def test_a_series_of_names_is_of_the_kind_that_its_noun_says(nlp: Language) -> None:
    text = (
        "The water projects include: W4 Lima, Peru; W4 Nakuru, Kenya; W4 Beira, Mozambique; "
        "and W4 Cebu. Our pilots include GRID Turin, GRID Malmö and GRID Oulu."
    )
    found = kinds(nlp, text)
    assert {found[f"W4 {city}"] for city in ("Lima", "Nakuru", "Beira", "Cebu")} == {"Project"}
    assert found["GRID Malmö"] == "Project"


def test_universities_that_share_an_acronym_are_no_series_of_projects(nlp: Language) -> None:
    found = kinds(nlp, "TU Delft, TU Wien and TU Dresden are members. The TU Delft project began.")
    assert found["TU Wien"] == "Organization"


@pytest.mark.parametrize("name", ["AURORA", "GOLDEN", "ATLANTIC", "LEVEN", "THORNTON"])
def test_cities_of_in_capitals_counts_up_cities(nlp: Language, name: str) -> None:
    text = (
        "AGREEMENT AMONG THE CITIES OF AURORA, GOLDEN, BRIGHTON, ATLANTIC, LEVEN AND THORNTON "
        "FOR PLANNING AND WORKS"
    )
    assert kinds(nlp, text)[name] == "City"


def test_cities_of_countries_and_towns_of_ideas_are_no_cities(nlp: Language) -> None:
    text = "The cities of France and Germany differ. Towns of Hope, Faith and Charity are none."
    assert "City" not in kinds(nlp, text).values()


def test_states_among_cities_stay_states(nlp: Language) -> None:
    text = "The cities of Bend, Oregon, and Twin Falls agreed."
    assert kinds(nlp, text)["Oregon"] == "Region"


@pytest.mark.parametrize("name", ["Northfield, Inc.", "Blue Peak, LLC"])
def test_a_legal_form_behind_a_comma_makes_a_firm(nlp: Language, name: str) -> None:
    text = "She is co-founder of Northfield, Inc. and an adviser to Blue Peak, LLC in Reno."
    assert kinds(nlp, text)[name] == "Organization"


def test_an_advisers_post_is_no_part_of_the_name(nlp: Language) -> None:
    found = kinds(nlp, "The Mayor's Advisor Senad Hodzic attended the meeting.")
    assert found["Senad Hodzic"] == "Person"
