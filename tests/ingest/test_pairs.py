"""Places side by side."""

from __future__ import annotations

import pytest
from spacy.language import Language

from ingest.components.relations.pairs import read_pairs

from .reading_cases import facts, prepare

FOUND = [
    ("The talks were held in Turku, Finland.", {"City": "Turku", "Country": "Finland"}, "Turku"),
    ("- Turku (Finland)\n- Tartu (Estonia)", {"City": "Turku", "Country": "Finland"}, "Turku"),
    ("- City of Boulder CO\n- Reno NV", {"City": "Boulder", "Region": "CO"}, "Boulder"),
    ("Delegates met at the Harbour Congress in Riga last week.",
     {"Event": "Harbour Congress", "City": "Riga"}, "Harbour Congress"),
    ("- Institute of Transport, Leeds, England",
     {"Organization": "Institute of Transport", "City": "Leeds", "Region": "England"}, "Leeds"),
    ("- Estonia: Tartu, Narva", {"Country": "Estonia", "City": "Tartu; Narva"}, "Narva"),
    ("Riga Night Bus started in May. Riga is proud of it.",
     {"Project": "Riga Night Bus", "City": "Riga"}, "Riga Night Bus"),
]  # fmt: skip
NOT_FOUND = [
    ("They visited Tartu, Singapore and Oslo.", {"City": "Tartu; Oslo", "Country": "Singapore"}),
    ("She met the mayors of Oslo, Bergen and Tromsø.", {"City": "Oslo; Bergen; Tromsø"}),
    ("In partnership with Volt Mobility, Riga opened the line.",
     {"Organization": "Volt Mobility", "City": "Riga"}),
    ("They came from Oslo, Estonia and Latvia.", {"City": "Oslo", "Country": "Estonia; Latvia"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kinds", "subject"), FOUND)
def test_a_place_beside_a_name_is_where_it_lies(
    nlp: Language, text: str, kinds: dict[str, str], subject: str
) -> None:
    doc = read_pairs(prepare(nlp, text, **kinds))
    assert any(s == subject and p == "locatedIn" for s, p, _ in facts(doc))


@pytest.mark.parametrize(("text", "kinds"), NOT_FOUND)
def test_an_enumeration_is_no_address(nlp: Language, text: str, kinds: dict[str, str]) -> None:
    assert not facts(read_pairs(prepare(nlp, text, **kinds)))


def test_the_place_of_a_coordination_belongs_to_each_of_its_names(nlp: Language) -> None:
    doc = prepare(nlp, "Work began in Tartu and Narva in Estonia.",
                  City="Tartu; Narva", Country="Estonia")  # fmt: skip
    assert facts(read_pairs(doc)) == {
        ("Tartu", "locatedIn", "Estonia"),
        ("Narva", "locatedIn", "Estonia"),
    }


def test_state_and_country_make_a_chain(nlp: Language) -> None:
    doc = prepare(nlp, "Boulder, Colorado, United States, 3 May 2021 - The council met.",
                  City="Boulder", Region="Colorado", Country="United States")  # fmt: skip
    assert facts(read_pairs(doc)) == {
        ("Boulder", "locatedIn", "Colorado"),
        ("Colorado", "locatedIn", "United States"),
    }


def test_cities_listed_under_a_country_lie_in_it(nlp: Language) -> None:
    doc = prepare(nlp, "## Estonia\n\n- Tartu\n- Narva\n", City="Tartu; Narva", Country="Estonia")
    assert ("Narva", "locatedIn", "Estonia") in facts(read_pairs(doc))


def test_a_unit_belongs_to_the_body_in_front_of_its_name(nlp: Language) -> None:
    text = "Port Bank and the Port Bank Riga Branch paid. Port Bank Limericks did not."
    doc = prepare(nlp, text, Organization="Port Bank; Port Bank Riga Branch; Port Bank Limericks")
    assert facts(read_pairs(doc)) == {("Port Bank Riga Branch", "partOf", "Port Bank")}
