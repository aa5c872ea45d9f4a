"""Confidence: what it is judged by, and what is too unsure to be asserted."""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from ingest.annotations import FactCandidate
from ingest.components.confidence.features import NAMES, Features, rule_precision
from ingest.components.confidence.scorer import Scorer
from ingest.extraction import to_extraction
from ingest.pipeline import read
from ontology.model import Document

TEXT = "Turku joined the Skerry Mayors Network in 2019. Vaasa admires the network."


@pytest.fixture
def doc(nlp: Language) -> Doc:
    """Return a statement with one fact that a rule read."""
    (found,) = read(nlp, [Document("x.txt", TEXT, "")])
    assert [fact.property for fact in found._.facts] == ["memberOf"]
    return found


def _scorer(*, rule: float = 0.4, least_rule: float = 0.0) -> Scorer:
    least = {"rule": rule, "literal": 0.4, "learned": 0.5}
    return Scorer(least=least, least_rule={"rule": least_rule})


def test_every_fact_of_the_pipeline_has_a_chance_below_one(doc: Doc) -> None:
    (fact,) = to_extraction(doc, "p").facts
    assert 0.4 <= fact.confidence < 1.0


def test_a_feature_has_a_value_for_each_name(doc: Doc) -> None:
    assert len(Features(doc).of(doc._.facts[0], {})) == len(NAMES)


def test_what_is_too_unsure_goes_to_review_and_is_not_lost(doc: Doc) -> None:
    _scorer(rule=1.0)(doc)
    extraction = to_extraction(doc, "p")
    assert extraction.facts == ()
    assert [proposal.property for proposal in extraction.proposals] == ["memberOf"]


def test_a_rule_that_is_mostly_wrong_asserts_nothing(doc: Doc) -> None:
    scorer = _scorer(rule=0.0, least_rule=0.6)
    scorer.records = {doc._.facts[0].rule: [1, 40]}
    scorer(doc)
    assert doc._.facts == []


def test_what_is_said_twice_is_surer_than_what_is_said_once(doc: Doc) -> None:
    once = _scorer(rule=0.0)
    once(doc)
    before = doc._.facts[0].confidence
    fact: FactCandidate = doc._.facts[0]
    doc._.facts = [fact, FactCandidate(fact.subject, "memberOf", fact.object, 49, 75, fact.rule)]
    _scorer(rule=0.0)(doc)
    assert doc._.facts[0].confidence > before


def test_a_new_rule_is_judged_by_those_of_its_component() -> None:
    records = {"lists.items": [95, 5], "frames.verb": [10, 30]}
    assert rule_precision("lists.new", records) > 0.85 > rule_precision("frames.new", records)
