"""Events by their edition, bodies of local governments, and organs that are no names."""

from __future__ import annotations

import pytest
from spacy.language import Language

from .naming_cases import clusters, kinds


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Teams met at the 3rd Kauno Harbour Lab in May.", "3rd Kauno Harbour Lab"),
        ("The 4th Tidewater Summer School was held in Riga.", "4th Tidewater Summer School"),
        ("Ada Lind spoke at the Quayside Forum IV.", "Quayside Forum IV"),
        ("Remarks by Minister Ola Berg at the 2019 FERRYNET National Conference",
         "2019 FERRYNET National Conference"),
        ("Remarks by Minister Ola Berg at the Baltic Ports Union Northern Conference",
         "Baltic Ports Union Northern Conference"),
        ("The 7th Open Quays Xchange took place in Turku.", "7th Open Quays Xchange"),
        ("They met at the Island Kitchen Days in Samos.", "Island Kitchen Days"),
        ("The minister opened the Blue Coast Conclave 2031.", "Blue Coast Conclave 2031"),
    ],
)  # fmt: skip
def test_an_edition_or_a_gathering_s_noun_makes_an_event(
    nlp: Language, text: str, name: str
) -> None:
    assert kinds(nlp, text).get(name) == "Event"


@pytest.mark.parametrize(
    "text",
    [
        "They live on the 3rd Upper Harbour Floor.",
        "The 21st Century Harbour Workers came.",
        "The 2nd Vice President of Ports spoke.",
        "She studied at the Harbour Lab in 2019.",
    ],
)
def test_what_ordinals_count_besides_is_no_event(nlp: Language, text: str) -> None:
    assert "Event" not in kinds(nlp, text).values()


def test_a_meeting_is_also_called_after_the_bodies_that_meet(nlp: Language) -> None:
    text = "Oslo ran the 12th Extraordinary Session of the Council of the Union of Northern Ports."
    short = "12th Extraordinary Session"
    whole = f"{short} of the Council of the Union of Northern Ports"
    assert {short, whole} in clusters(nlp, text)


@pytest.mark.parametrize(
    "name",
    [
        "Association of Latvian Local Governments",
        "Union of Estonian Villages",
        "Federation of Local Authorities",
        "Asociación de Municipios Costeros",
    ],
)
def test_what_links_local_governments_is_a_network(nlp: Language, name: str) -> None:
    assert kinds(nlp, f"Members of the {name} met in Oslo.").get(name) == "Network"


@pytest.mark.parametrize(
    "name",
    ["Steering Group", "Technical Committee", "Opening Plenary", "Knowledge Partners",
     "Joint Working Group", "Closing Ceremony", "Supervisory Board"],
)  # fmt: skip
def test_organs_and_sittings_alone_are_no_names(nlp: Language, name: str) -> None:
    assert name not in kinds(nlp, f"The {name} met in Oslo. Ada Lind spoke to the {name}.")


def test_an_organ_with_a_body_s_name_or_an_acronym_is_a_name(nlp: Language) -> None:
    found = kinds(nlp, "The Tallinn Harbour Steering Group (THSG) met the Joint Pilot Board (JPB).")
    assert found.get("Tallinn Harbour Steering Group") == "Organization"
    assert found.get("JPB") == "Organization"
