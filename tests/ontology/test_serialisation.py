"""Extractions survive the way to JSON and back, byte for byte."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import OntologyError
from ontology.model import Entity, Evidence, Extraction, Fact, LiteralFact
from ontology.serialisation import dumps, extraction_from_json, extraction_to_json, loads
from ontology.terms import KINDS

texts = st.text(max_size=20)
spans = st.tuples(st.integers(0, 10_000), st.integers(0, 10_000))
confidences = st.floats(0, 1)
years = st.none() | st.integers(-500, 3000)
statuses = st.sampled_from(["asserted", "planned"])
evidences = st.builds(
    Evidence, start=st.integers(0), end=st.integers(0), exact=texts, prefix=texts, suffix=texts
)
entities = st.builds(
    Entity,
    id=texts,
    kind=st.sampled_from(KINDS),
    names=st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=3).map(tuple),
    mentions=st.lists(spans, max_size=3).map(tuple),
    link=st.none() | texts,
    confidence=confidences,
)
facts = st.builds(
    Fact,
    subject=texts,
    property=texts,
    object=texts,
    evidence=evidences,
    status=statuses,
    year=years,
    role=st.none() | texts,
    confidence=confidences,
    rule=texts,
)
literals = st.builds(
    LiteralFact,
    subject=texts,
    property=texts,
    value=st.integers() | texts,
    evidence=evidences,
    status=statuses,
    year=years,
    confidence=confidences,
    rule=texts,
)
extractions = st.builds(
    Extraction,
    document=texts,
    pipeline=texts,
    entities=st.lists(entities, max_size=3).map(tuple),
    facts=st.lists(facts, max_size=3).map(tuple),
    literals=st.lists(literals, max_size=3).map(tuple),
)
SPAN = Evidence(start=4, end=10, exact="joined", prefix="Riga ", suffix=".")


@given(extractions)
def test_the_round_trip_is_exact(extraction: Extraction) -> None:
    assert extraction_from_json(extraction_to_json(extraction)) == extraction
    assert loads(dumps(extraction)) == extraction


@given(extractions)
def test_the_text_is_canonical(extraction: Extraction) -> None:
    text = dumps(extraction)
    assert dumps(loads(text)) == text
    assert "\n" not in text


def test_a_fact_has_the_keys_of_the_gold_files_and_a_few_more() -> None:
    fact = Fact("riga", "memberOf", "n", SPAN, year=1998, confidence=0.5, rule="r.v1")
    (found,) = extraction_to_json(Extraction("a.txt", "p", facts=(fact,)))["facts"]
    assert found == {
        "s": "riga",
        "p": "memberOf",
        "o": "n",
        "status": "asserted",
        "year": 1998,
        "evidence": "joined",
        "start": 4,
        "end": 10,
        "prefix": "Riga ",
        "suffix": ".",
        "confidence": 0.5,
        "rule": "r.v1",
    }


def test_what_is_nothing_is_left_out() -> None:
    literal = LiteralFact("n", "memberCount", 26, SPAN)
    (found,) = extraction_to_json(Extraction("a.txt", "p", literals=(literal,)))["literals"]
    assert "year" not in found
    assert found["value"] == 26


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"document": "a.txt", "pipeline": "p", "entities": [{}], "facts": [], "literals": []}',
        '{"document": "a.txt", "pipeline": "p", "entities": 3, "facts": [], "literals": []}',
    ],
)
def test_another_shape_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(OntologyError, match="extract"):
        loads(text)


def test_the_json_can_be_written_with_any_indent() -> None:
    extraction = Extraction("a.txt", "p", entities=(Entity("r", "City", ("Rīga", "Riga")),))
    assert loads(json.dumps(extraction_to_json(extraction), indent=2)) == extraction
