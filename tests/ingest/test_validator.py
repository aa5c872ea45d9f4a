"""What the last component keeps and drops."""

from __future__ import annotations

from dataclasses import replace

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from ingest.annotations import FactCandidate, LiteralCandidate
from ingest.components.relations.validator import validate_facts

from .reading_cases import facts, prepare

BODIES = "The Harbour Council met the Tides Agency in the morning."
#: Clusters 0 to 3: Oslo, Riga, Baltic Ring, Norway.
MEMBER = FactCandidate(0, "memberOf", 2, 0, 20, "test.a", confidence=0.8)


def read(nlp: Language, *found: FactCandidate) -> Doc:
    doc = prepare(nlp, "Oslo and Riga are in the Baltic Ring of Norway.",
                  City="Oslo; Riga", Network="Baltic Ring", Country="Norway")  # fmt: skip
    doc._.facts = list(found)
    return validate_facts(doc)


def test_a_fact_that_the_ontology_does_not_allow_is_dropped(nlp: Language) -> None:
    backwards = replace(MEMBER, subject=2, object=0)
    assert facts(read(nlp, MEMBER, backwards)) == {("Oslo", "memberOf", "Baltic Ring")}


def test_nothing_relates_to_itself(nlp: Language) -> None:
    assert not facts(read(nlp, FactCandidate(0, "partnerOf", 0, 0, 4, "test.a")))


def test_a_partnership_is_said_once_whichever_way_it_was_read(nlp: Language) -> None:
    one = FactCandidate(0, "partnerOf", 1, 0, 20, "test.a")
    assert len(read(nlp, one, replace(one, subject=1, object=0))._.facts) == 1


def test_two_rules_that_read_the_same_saying_make_one_fact(nlp: Language) -> None:
    year = replace(MEMBER, rule="test.b", year=2019, confidence=0.5)
    (fact,) = read(nlp, MEMBER, year)._.facts
    assert (fact.rule, fact.year) == ("test.a", 2019)


def test_sayings_in_two_places_stay_two_facts(nlp: Language) -> None:
    assert len(read(nlp, MEMBER, replace(MEMBER, start=21, end=40))._.facts) == 2


def test_planned_and_asserted_are_not_the_same_saying(nlp: Language) -> None:
    assert len(read(nlp, MEMBER, replace(MEMBER, status="planned"))._.facts) == 2


def test_the_weaker_of_two_rival_properties_goes(nlp: Language) -> None:
    partner = FactCandidate(0, "partnerOf", 2, 0, 20, "test.b", confidence=0.6)
    assert facts(read(nlp, MEMBER, partner)) == {("Oslo", "memberOf", "Baltic Ring")}
    stronger = replace(partner, confidence=0.95)
    assert facts(read(nlp, MEMBER, stronger)) == {("Oslo", "partnerOf", "Baltic Ring")}


def test_rivals_from_different_places_both_stay(nlp: Language) -> None:
    partner = FactCandidate(0, "partnerOf", 2, 21, 40, "test.b")
    assert len(facts(read(nlp, MEMBER, partner))) == 2


def test_the_order_of_candidates_changes_nothing(nlp: Language) -> None:
    others = [replace(MEMBER, subject=1), FactCandidate(0, "locatedIn", 3, 0, 20, "test.c")]
    assert read(nlp, MEMBER, *others)._.facts == read(nlp, *others[::-1], MEMBER)._.facts


def test_a_literal_of_the_wrong_kind_is_dropped(nlp: Language) -> None:
    doc = read(nlp)
    doc._.literals = [
        LiteralCandidate(0, "focusArea", "ports", 0, 4, "test.a"),
        LiteralCandidate(2, "focusArea", "ports", 0, 4, "test.a"),
    ]
    assert [literal.subject for literal in validate_facts(doc)._.literals] == [2]


@pytest.mark.parametrize(
    "property_", ["memberOf", "partOf", "ledBy", "chairedBy", "foundedBy", "supportedBy"]
)
def test_of_a_fact_and_its_reverse_the_surer_stays(nlp: Language, property_: str) -> None:
    doc = prepare(nlp, BODIES, Organization="Harbour Council; Tides Agency")
    one = FactCandidate(0, property_, 1, 0, 20, "test.a", confidence=0.7)
    reverse = replace(one, subject=1, object=0, start=21, end=40, confidence=0.9)
    doc._.facts = [one, reverse]
    assert validate_facts(doc)._.facts == [reverse]


def test_of_equally_sure_reverses_the_first_said_stays(nlp: Language) -> None:
    doc = prepare(nlp, BODIES, Organization="Harbour Council; Tides Agency")
    one = FactCandidate(0, "chairedBy", 1, 0, 20, "test.a")
    same = replace(one, subject=1, object=0)
    doc._.facts = [replace(one, start=5), same]
    assert validate_facts(doc)._.facts == [same]
    doc._.facts = [one, same]
    assert len(validate_facts(doc)._.facts) == 1


def test_a_partner_and_other_relations_have_no_reverse(nlp: Language) -> None:
    doc = prepare(nlp, BODIES, Organization="Harbour Council; Tides Agency")
    led = FactCandidate(0, "ledBy", 1, 0, 20, "test.a")
    funded = FactCandidate(1, "supportedBy", 0, 21, 40, "test.b")
    doc._.facts = [led, funded]
    assert len(validate_facts(doc)._.facts) == 2


@pytest.mark.parametrize(
    "names",
    ["Tides Agency of Riga; TAR", "Nordic Quay Board; NQB", "NQB/Quay Body; Nordic Quay Board"],
)
def test_nothing_belongs_to_its_own_long_name(nlp: Language, names: str) -> None:
    text = "The TAR or Tides Agency of Riga; the NQB or Nordic Quay Board, a Quay Body."
    doc = prepare(nlp, text, Organization=names)
    doc._.facts = [FactCandidate(0, p, 1, 0, 20, "test.a") for p in ("partOf", "ledBy")]
    assert not validate_facts(doc)._.facts


def test_another_acronym_is_another_body(nlp: Language) -> None:
    doc = prepare(nlp, "The NQB is led by the Tides Agency.", Organization="NQB; Tides Agency")
    doc._.facts = [FactCandidate(0, "ledBy", 1, 0, 20, "test.a")]
    assert len(validate_facts(doc)._.facts) == 1
