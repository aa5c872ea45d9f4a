"""Status and year of facts whose components left them open."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ingest.annotations import FactCandidate, LiteralCandidate
from ingest.components.relations.qualifiers import read_qualifiers

from .reading_cases import prepare

KINDS = {"City": "Turku", "Programme": "Green Quay", "Event": "Harbour Forum"}


def qualified(nlp: Language, text: str, property_: str, ends: tuple[int, int], rule: str) -> Doc:
    """Return *text* with one fact about it, qualified; ends count the entities of KINDS."""
    doc = prepare(nlp, text, **KINDS)
    start = doc.text.index("Turku")
    doc._.facts = [FactCandidate(ends[0], property_, ends[1], start, start + 5, rule)]
    return read_qualifiers(doc)


def test_a_list_under_a_sentence_about_the_future_is_planned(nlp: Language) -> None:
    text = "The following cities will join Green Quay:\n\n- Turku\n- Riga\n"
    doc = qualified(nlp, text, "participatesIn", (0, 1), "lists.items.participants")
    assert doc._.facts[0].status == "planned"


def test_a_list_under_a_sentence_about_the_past_is_asserted(nlp: Language) -> None:
    text = "The following cities have joined Green Quay:\n\n- Turku\n- Riga\n"
    doc = qualified(nlp, text, "participatesIn", (0, 1), "lists.items.participants")
    assert doc._.facts[0].status == "asserted"


def test_what_a_sentence_denies_is_dropped(nlp: Language) -> None:
    text = "Turku did not win Green Quay."
    assert not qualified(nlp, text, "participatesIn", (0, 1), "lists.inline.members")._.facts


def test_an_event_to_come_is_planned_where_it_takes_place(nlp: Language) -> None:
    text = "Norway will open the Harbour Forum in Turku."
    doc = qualified(nlp, text, "locatedIn", (2, 0), "pairs.in")
    assert doc._.facts[0].status == "planned"


def test_a_fact_takes_the_one_year_of_its_sentence(nlp: Language) -> None:
    doc = qualified(nlp, "Turku won Green Quay in 2019.", "participatesIn", (0, 1), "lists.inline")
    assert doc._.facts[0].year == 2019


def test_two_years_in_a_sentence_date_nothing(nlp: Language) -> None:
    text = "Turku won Green Quay in 2019 and lost it in 2021."
    doc = qualified(nlp, text, "participatesIn", (0, 1), "lists.inline")
    assert doc._.facts[0].year is None


def test_taking_part_in_a_dated_event_has_its_year(nlp: Language) -> None:
    doc = prepare(nlp, "Turku attended the Harbour Forum.", **KINDS)
    doc._.facts = [FactCandidate(0, "participatesIn", 2, 0, 5, "frames.verb.attend")]
    doc._.literals = [LiteralCandidate(2, "date", "2021-05-03", 0, 5, "literals.date")]
    assert read_qualifiers(doc)._.facts[0].year == 2021
