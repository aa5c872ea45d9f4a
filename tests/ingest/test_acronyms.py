"""Acronyms and the long forms they stand beside."""

from __future__ import annotations

import pytest
from spacy.language import Language

from .naming_cases import clusters


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Northern Ports Network (NPN) grew.", {"Northern Ports Network", "NPN"}),
        ("The NPN (Northern Ports Network) grew.", {"Northern Ports Network", "NPN"}),
        ("The Nile Business Federation (Nilkai) agreed.", {"Nile Business Federation", "Nilkai"}),
        (
            "The Tidal Energy Agency met. Later the TEA was praised by TEA members.",
            {"Tidal Energy Agency", "TEA"},
        ),
    ],
)
def test_long_form_and_acronym_are_one(nlp: Language, text: str, names: set[str]) -> None:
    assert names in clusters(nlp, text)


def test_a_phrase_that_names_nothing_is_not_kept_for_its_acronym(nlp: Language) -> None:
    assert clusters(nlp, "Sensors of the Internet of Things (IoT) are cheap.") == []
