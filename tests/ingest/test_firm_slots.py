"""Names of plain words, schemes that projects belong to, and bodies after people's names."""

from __future__ import annotations

import pytest
from spacy.language import Language

from .naming_cases import clusters, kinds


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Elva was selected for Quiet Streets last spring.", "Quiet Streets", "Programme"),
        ("The second cohort of Open Kitchens began in May.", "Open Kitchens", "Programme"),
        ("Applications to Warm Walls close on Friday.", "Warm Walls", "Programme"),
        ("Register for Bread and Roses by Monday.", "Bread and Roses", "Event"),
        ("A public meal, Bread on the Water, takes place on 9 May.",
         "Bread on the Water", "Event"),
        ("Signatories to the Green Roofs must report each year.", "Green Roofs", "Agreement"),
        ("The plan follows Vision Tartu 2035.", "Vision Tartu 2035", "Agreement"),
        ("Growing Up Together, our mentoring program, has won a prize.",
         "Growing Up Together", "Programme"),
        ("Nobody asked about Common Ground, a platform for farmers.", "Common Ground", "Project"),
        ("The city’s Digital Agenda was renewed.", "Digital Agenda", "Agreement"),
    ],
)  # fmt: skip
def test_words_beside_plain_words_make_them_a_name(
    nlp: Language, text: str, name: str, kind: str
) -> None:
    assert kinds(nlp, text).get(name) == kind


@pytest.mark.parametrize(
    "text",
    [
        "The man was selected for Senior Manager.",
        "She was shortlisted for the European Harbour Prize of Mayors.",
        "They attended High School in Oslo.",
        "A dinner took place in Old Town Hall.",
    ],
)
def test_posts_and_parts_of_names_are_none(nlp: Language, text: str) -> None:
    assert not {"Senior Manager", "European Harbour", "High School"} & set(kinds(nlp, text))


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("QuayCare is a Nordlys project of six ports.", "Nordlys"),
        ("They lead the TIDEFUND project QuayCare in Oslo.", "TIDEFUND"),
        ("The Blue Fields pilot “Salt and Light” ended.", "Blue Fields"),
    ],
)
def test_projects_of_a_scheme_make_it_a_programme(nlp: Language, text: str, scheme: str) -> None:
    assert kinds(nlp, text).get(scheme) == "Programme"


def test_the_project_itself_stays_one(nlp: Language) -> None:
    found = kinds(nlp, "The QuayCare project began in 2020. It tests pumps.")
    assert found.get("QuayCare") == "Project"


def test_an_award_of_a_known_body_is_named_without_it(nlp: Language) -> None:
    found = clusters(nlp, "Elva won the Open Quays Award of Eurocities in May.")
    assert {"Open Quays Award"} in found
    assert {"Eurocities"} in found


def test_bodies_stand_after_people_in_lists_of_speakers(nlp: Language) -> None:
    text = (
        "Speakers\n\n- Maria Silva, Vodaline Africa\n- Paul Smith, QuayLight Energi\n"
        "- Klaus Berg, Nordhaus Energi\n- James Miller, Senior Designer\n"
    )
    found = kinds(nlp, text)
    for name in ("Vodaline Africa", "QuayLight Energi", "Nordhaus Energi"):
        assert found.get(name) == "Organization"
    assert found.get("Senior Designer") is None


def test_people_after_people_stay_people(nlp: Language) -> None:
    found = kinds(nlp, "Speakers: Maria Silva, Paul Smith; Anna Berg, Peter Jones.")
    assert {found.get("Paul Smith"), found.get("Peter Jones")} == {"Person"}
