"""People known by their given names, and what only looks like them."""

from __future__ import annotations

import pytest
from spacy.language import Language

from .naming_cases import clusters, kinds


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Guests were Paolo Stellini from Portolan and others.", "Paolo Stellini"),
        ("With us were Tidewise, Richard Brown, and Kelpware.", "Richard Brown"),
        ("County Commissioners Judith Ulbrich and Oliver Odderud came.", "Oliver Odderud"),
        ("We met Mill Creek Councilwoman Harriet Vosk, who spoke.", "Harriet Vosk"),
        ("09.30 Welcome address (Oddvin Halmrast, Port Office)", "Oddvin Halmrast"),
        ("Built by **Tormod Aasgard** — Senior Expert, Harbour Promotion", "Tormod Aasgard"),
        ("The office was created by Mayor Oddmundsen in May.", "Oddmundsen"),
    ],
)
def test_a_person_is_known_by_given_name_post_or_bracket(
    nlp: Language, text: str, name: str
) -> None:
    assert kinds(nlp, text).get(name) == "Person"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("They live in Nora Town near the port.", "Nora Town"),
        ("The Sofia Declaration was adopted.", "Sofia"),
        ("The Alice Springs Council met in May.", "Alice Springs"),
        ("They met in San Diego and in San Martin.", "San Diego"),
        ("The Director Clean Heat is a new post.", "Clean Heat"),
        ('"It works," said U.S. Energy Secretary Ada Lind.', "U.S. Energy"),
    ],
)
def test_places_and_fields_are_no_people(nlp: Language, text: str, name: str) -> None:
    assert kinds(nlp, text).get(name) != "Person"


def test_a_surname_or_given_name_alone_is_the_person_and_no_town(nlp: Language) -> None:
    text = "Janet Oliver and Joan Lorca came. Later Lorca and Oliver gave signs to shops."
    assert {"Janet Oliver", "Oliver"} in clusters(nlp, text)
    assert {"Joan Lorca", "Lorca"} in clusters(nlp, text)
