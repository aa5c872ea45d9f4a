"""What a name can be trusted to identify."""

from __future__ import annotations

import pytest

from graph.identity.names import is_acronym, is_generic


@pytest.mark.parametrize(
    "name",
    [
        "memorandum of understanding",
        "The Memorandum of Understanding",
        "Joint Statement",
        "Annual Meeting",
        "2023 Annual Meeting",
        "Forum",
        "the Alliance",
        "Smart City Programme",
        "MoU",
        "General Assembly",
        "3rd Summit",
    ],
)
def test_a_bare_head_noun_with_or_without_an_adjective_is_generic(name: str) -> None:
    assert is_generic(name)


@pytest.mark.parametrize(
    "name",
    [
        "World Bank",
        "European Union",
        "Global Smart Cities Alliance",
        "Owl Forum",
        "Riga",
        "Lantern Cities League",
        "Clean Tide Programme",
        "Memorandum of Understanding with Riga",
        "United Nations",
    ],
)
def test_a_name_that_says_which_one_is_not_generic(name: str) -> None:
    assert not is_generic(name)


@pytest.mark.parametrize("name", ["ASCN", "WeGO", "C40", "UN-Habitat", "G20", "EU"])
def test_initials_are_acronyms(name: str) -> None:
    assert is_acronym(name)


@pytest.mark.parametrize(
    "name", ["Riga", "Lantern Works", "A", "Eurocities", "EUROPEAN COMMISSION"]
)
def test_words_are_not_acronyms(name: str) -> None:
    assert not is_acronym(name)
