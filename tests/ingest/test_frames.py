"""Relations in sentences: each case is a sentence with its entities and what it says of them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from ingest.components.relations.frame_table import frames
from ingest.components.relations.frames import read_frames
from ingest.components.relations.references import read_references
from ingest.lexicon import table
from ontology.terms import RELATIONS

from .reading_cases import facts, prepare

CASES = tomllib.loads((Path(__file__).parent / "cases" / "frames.toml").read_text("utf-8"))["case"]


def read(nlp: Language, text: str, kinds: dict[str, str]) -> set[tuple[str, str, str]]:
    """Return what the frames read in *text*; a partnership in both directions."""
    found = facts(read_frames(read_references(prepare(nlp, text, **kinds))))
    return found | {(o, p, s) for s, p, o in found if p == "partnerOf"}


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_a_sentence_says_what_its_frame_says(nlp: Language, case: dict[str, Any]) -> None:
    found = read(nlp, case["text"], case["kinds"])
    if "says" in case:
        assert tuple(case["says"]) in found
    else:
        assert not found
    assert tuple(case.get("never", ())) not in found


def test_every_frame_gives_its_reason_and_two_examples() -> None:
    rows = [row for rows in table("frames").values() if isinstance(rows, list) for row in rows]
    assert len(rows) > 90
    for row in rows:
        assert row["reason"]
        assert len(row["examples"]) >= 2


def test_every_frame_speaks_of_relations_of_the_ontology() -> None:
    for section in ("verb", "noun", "phrase"):
        for frame in frames(section):
            assert {name for fact in frame.facts for name in fact.properties} <= set(RELATIONS)


def test_plans_are_planned_and_what_continues_is_asserted(nlp: Language) -> None:
    kinds = {"City": "Turku", "Network": "Baltic Ring", "Programme": "Green Quay"}
    statuses = {
        "Turku will join the Baltic Ring next year.": "planned",
        "Turku intends to join the Baltic Ring.": "planned",
        "Turku is expected to join the Baltic Ring.": "planned",
        "Turku plans to take part in Green Quay.": "planned",
        "Turku has joined the Baltic Ring.": "asserted",
        "Turku will continue to lead Green Quay.": "asserted",
    }
    for text, status in statuses.items():
        doc = read_frames(prepare(nlp, text, **kinds))
        assert {fact.status for fact in doc._.facts} == {status}, text


def test_the_year_of_a_clause_is_the_year_of_its_fact(nlp: Language) -> None:
    text = "In 2004 Turku joined the Baltic Ring, which was founded by Riga in 1998."
    doc = read_frames(prepare(nlp, text, City="Turku; Riga", Network="Baltic Ring"))
    years = {fact.property: fact.year for fact in doc._.facts}
    assert years["memberOf"] == 2004
    assert years["foundedBy"] == 1998


def test_evidence_is_the_sentence_that_says_it(nlp: Language) -> None:
    text = "It rained. Turku leads Green Quay. It still rains."
    doc = read_frames(prepare(nlp, text, City="Turku", Programme="Green Quay"))
    (fact,) = doc._.facts
    assert doc.text[fact.start : fact.end] == "Turku leads Green Quay."


def test_evidence_is_what_says_it_and_not_the_heading_that_names_its_other_end(
    nlp: Language,
) -> None:
    text = "# Green Quay\n\nIt rained a lot. Turku and Riga participated."
    doc = read_frames(prepare(nlp, text, City="Turku; Riga", Programme="Green Quay"))
    said = {doc.text[fact.start : fact.end] for fact in doc._.facts}
    assert said == {"Turku and Riga participated."}
