"""Persons by what stands around their names."""

from __future__ import annotations

import pytest
from spacy.language import Language

from .naming_cases import clusters, kinds


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The plan was welcomed by Mr So Lay Hin yesterday.", "So Lay Hin"),
        ("“We are glad,” said Dr. Ingrid Solheim.", "Ingrid Solheim"),
        ("Mayor Tunde Bakare opened the meeting.", "Tunde Bakare"),
        ("Ewa Nowak, Head of Mobility, spoke next.", "Ewa Nowak"),
        ("**Kwame Asante, Mayor, City of Kumasi**", "Kwame Asante"),
    ],
)
def test_a_person_is_named_without_honorific_and_post(nlp: Language, text: str, name: str) -> None:
    assert kinds(nlp, text).get(name) == "Person"


def test_letters_after_a_name_are_no_part_of_it(nlp: Language) -> None:
    assert "Edwin Marsh" in kinds(nlp, "It was opened by Mr Edwin Marsh MP in Leeds.")


def test_a_surname_joins_the_full_name(nlp: Language) -> None:
    found = clusters(nlp, "Ms Rosa Iglesias signed it. “It works,” said Ms Iglesias.")
    assert {"Rosa Iglesias", "Iglesias"} in found
