"""Where a long name ends."""

from __future__ import annotations

import pytest
from spacy.language import Language

from .naming_cases import kinds


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "The Water Institute of the University of Cork leads it.",
            {"Water Institute", "University of Cork"},
        ),
        ("The Gulf of Riga Trade Agreement holds.", {"Gulf of Riga Trade Agreement"}),
        ("The Youth Leaders' Summit took place.", {"Youth Leaders' Summit"}),
        ("Members follow the Nattog Trains series closely.", {"Nattog Trains"}),
    ],
)  # fmt: skip
def test_owners_and_tails_are_told_apart(nlp: Language, text: str, names: set[str]) -> None:
    assert names <= set(kinds(nlp, text))


def test_every_entity_has_one_of_the_ten_kinds(nlp: Language) -> None:
    assert "" not in kinds(nlp, "The Citizen Use-Case Taxonomy series began.").values()


def test_a_name_goes_on_over_links_to_a_bounded_length(nlp: Language) -> None:
    text = "Minister of Health of the Ministry of " * 700
    assert all(len(name) < 400 for name in kinds(nlp, text))
