"""Counts, years, dates and topics."""

from __future__ import annotations

import pytest
from spacy.language import Language

from ingest.components.literals.literals import read_literals
from ingest.components.relations.references import read_references

from .reading_cases import prepare

RING = {"Network": "Baltic Ring"}
QUAY = {"Programme": "Green Quay"}
FORUM = {"Event": "Harbour Forum"}
SAID = [
    ("The Baltic Ring is a network of 26 cities.", RING, ("memberCount", 26)),
    ("The Baltic Ring brings together more than 1,400 members.", RING, ("memberCount", 1400)),
    ("The 30 cities of the Baltic Ring met today.", RING, ("memberCount", 30)),
    ("The Baltic Ring has twenty-six members.", RING, ("memberCount", 26)),
    ("The Baltic Ring was founded in 1998.", RING, ("foundingYear", 1998)),
    ("The Baltic Ring (est. 2005) trains pilots.", RING, ("foundingYear", 2005)),
    ("Green Quay, launched in 2018, trains pilots.", QUAY, ("foundingYear", 2018)),
    ("The Harbour Forum will be held on 24 April 2023.", FORUM, ("date", "2023-04-24")),
    ("The Harbour Forum takes place from 12-14 May 2019.", FORUM, ("date", "2019-05-12")),
    ("The Quay Charter was signed in November 2022.", {"Agreement": "Quay Charter"},
     ("date", "2022-11")),
    ("# Harbour Forum\n\nDate: 3 May 2021\n", FORUM, ("date", "2021-05-03")),
    ("The Baltic Ring focuses on clean water, ferries and tides.", RING, ("focusArea", "tides")),
    ("Green Quay aims to improve water quality.", QUAY, ("focusArea", "water quality")),
    ("Green Quay is dedicated to knowledge exchange.", QUAY, ("focusArea", "knowledge exchange")),
    ("Green Quay works in areas such as energy and waste.", QUAY, ("focusArea", "waste")),
    ("Green Quay is a water quality programme.", QUAY, ("focusArea", "water quality")),
    ("The Baltic Ring, a bird protection network, met.", RING, ("focusArea", "bird protection")),
    ("# Green Quay\n\nFocus areas: tides, ferries and seals\n", QUAY, ("focusArea", "seals")),
    ("# Baltic Ring\n\n## Topics\n\n- Clean ferries\n- Safe piers\n", RING,
     ("focusArea", "safe piers")),
    ("# Baltic Ring\n\nWe help our members with:\n\n- Clean ferries\n- Safe piers\n", RING,
     ("focusArea", "clean ferries")),
    ("The Tide Lab is an office of coastal research.", {"Organization": "Tide Lab"},
     ("focusArea", "coastal research")),
    ("There are 15 agencies participating in the Harbour Forum.", FORUM, ("memberCount", 15)),
    ("Some 200 delegates at the Harbour Forum clapped.", FORUM, ("memberCount", 200)),
]  # fmt: skip
UNSAID = [
    ("The Baltic Ring met 26 times in 2019.", RING),
    ("Green Quay bought 26 buses.", QUAY),
    ("In 2019 the mayor praised the Baltic Ring.", RING),
    ("Green Quay is a pilot project.", QUAY),
    ("The Baltic Ring is a city network.", RING),
    ("# Green Quay\n\nDocuments: annex, map and budget\n", QUAY),
    ("# Baltic Ring\n\n## Contact\n\n- Harbour street\n- Old town\n", RING),
    ("Two delegates left the town before the Harbour Forum.", FORUM),
]


def literals(nlp: Language, text: str, kinds: dict[str, str]) -> set[tuple[str, int | str]]:
    """Return the values read in *text*."""
    doc = read_literals(read_references(prepare(nlp, text, **kinds)))
    return {(literal.property, literal.value) for literal in doc._.literals}


@pytest.mark.parametrize(("text", "kinds", "value"), SAID)
def test_a_value_is_read_from_its_sentence(
    nlp: Language, text: str, kinds: dict[str, str], value: tuple[str, int | str]
) -> None:
    assert value in literals(nlp, text, kinds)


@pytest.mark.parametrize(("text", "kinds"), UNSAID)
def test_other_numbers_are_no_values(nlp: Language, text: str, kinds: dict[str, str]) -> None:
    assert not literals(nlp, text, kinds)
