"""Descriptions and pronouns, and what they stand for."""

from __future__ import annotations

import pytest
from spacy.language import Language

from ingest.components.relations.references import read_references

from .reading_cases import prepare

RING = {"Network": "Baltic Ring/Ring Alliance", "City": "Turku"}
RESOLVED = [
    ("Turku joined the Ring Alliance. The Alliance has 30 members.", RING, "The Alliance",
     "Baltic Ring"),
    ("The Baltic Ring met in Turku. The network has 30 members.", RING, "The network",
     "Baltic Ring"),
    ("The Baltic Ring met today. It has 30 members.", RING, "It", "Baltic Ring"),
    ("Turku is growing. The city runs a night bus.", RING, "The city", "Turku"),
    ("The Baltic Ring and its members met.", RING, "its", "Baltic Ring"),
    ("We, the members of the Baltic Ring, met in Turku. We want clean water.", RING, "We",
     "Baltic Ring"),
    ('"We like it," said Mara Lind, Director of the Harbour Agency.',
     {"Person": "Mara Lind", "Organization": "Harbour Agency"}, "We", "Harbour Agency"),
    ("# Green Quay\n\nGreen Quay trains pilots.\n\nThis programme is free.",
     {"Programme": "Green Quay"}, "This programme", "Green Quay"),
]  # fmt: skip
TWO = {"Network": "Lake Ports Alliance/LPA; Clean Water Alliance; Hill Network; Coast Network"}
MANY = "The Clean Water Alliance, the Clean Water Alliance and the Clean Water Alliance."
RIVALLED = [
    (f"We, the members of the Lake Ports Alliance, met.\n\nThe Alliance is growing.\n\n{MANY}",
     TWO, "The Alliance", "Lake Ports Alliance"),
    (f"We, the Lake Ports Alliance, met.\n\n{MANY}\n\nThey know our Alliance.", TWO,
     "our Alliance", "Lake Ports Alliance"),
    (f"# Lake Ports Alliance\n\nThe Clean Water Alliance helps. {MANY}\n\nRiga left the Alliance.",
     TWO, "the Alliance", "Lake Ports Alliance"),
    (f"The Lake Ports Alliance (LPA) met. {MANY}\n\nRiga joined the Alliance.",
     TWO, "the Alliance", "Lake Ports Alliance"),
    ("The Coast Network met. Riga is in the Network.\n\nThe Hill Network, the Hill Network.", TWO,
     "the Network", "Coast Network"),
    ("The Coast Network met.\n\nThe Hill Network met. Geneva is in the Network.", TWO,
     "the Network", "Hill Network"),
]  # fmt: skip
LEFT_ALONE = [
    ("Turku met Riga. The city paid.", {"City": "Turku; Riga"}, "The city"),
    ("The Baltic Ring met. It is important that ships are clean.", RING, "It"),
    ("The Baltic Ring met. The Network of Lakes met as well.", RING, "The Network"),
    ("Turku is growing. The rain is falling.", RING, "The rain"),
]


def references(nlp: Language, text: str, kinds: dict[str, str]) -> dict[str, str]:
    """Return the first name of the entity that each resolved reference stands for."""
    doc = read_references(prepare(nlp, text, **kinds))
    return {
        doc[m.start : m.end].text: doc._.clusters[m.cluster].names[0]
        for m in doc._.mentions
        if m.form == "reference"
    }


@pytest.mark.parametrize(("text", "kinds", "words", "name"), RESOLVED)
def test_a_description_stands_for_what_was_named(
    nlp: Language, text: str, kinds: dict[str, str], words: str, name: str
) -> None:
    assert references(nlp, text, kinds).get(words) == name


@pytest.mark.parametrize(("text", "kinds", "words", "name"), RIVALLED)
def test_what_a_text_introduces_outweighs_what_it_names_more_often(
    nlp: Language, text: str, kinds: dict[str, str], words: str, name: str
) -> None:
    assert references(nlp, text, kinds).get(words) == name


@pytest.mark.parametrize(("text", "kinds", "words"), LEFT_ALONE)
def test_what_is_not_certain_is_left_alone(
    nlp: Language, text: str, kinds: dict[str, str], words: str
) -> None:
    assert words not in references(nlp, text, kinds)
