"""Relations read from the words of a sentence whose names are signs."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from ingest.components.relations.emission import Emission
from ingest.components.relations.frames import read_frames
from ingest.components.relations.masking import mask
from ingest.components.relations.references import read_references
from ingest.components.relations.sayings import read_sayings, sayings
from ingest.components.relations.syntax import Syntax
from ingest.lexicon import table
from ontology.terms import RELATIONS

from .reading_cases import facts, prepare

CASES = tomllib.loads((Path(__file__).parent / "cases" / "sayings.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_a_sentence_says_what_its_words_say(nlp: Language, case: dict[str, Any]) -> None:
    found = facts(read_frames(read_references(prepare(nlp, case["text"], **case["kinds"]))))
    if "says" in case:
        assert tuple(case["says"]) in found
    assert tuple(case.get("never", ())) not in found


def test_every_saying_gives_its_reason_and_two_examples() -> None:
    rows = table("sayings")["saying"]
    assert len(rows) > 60
    for row in rows:
        assert row["reason"]
        assert len(row["examples"]) >= 2
        assert row["when"].split()


def test_every_saying_speaks_of_relations_of_the_ontology() -> None:
    for saying in sayings():
        named = {name for _, properties, _ in saying.facts for name in properties}
        assert named <= set(RELATIONS)
        slots = set(saying.pattern.groupindex)
        assert all(
            {subject, object_} & slots or saying.about for subject, _, object_ in saying.facts
        )


def test_lists_and_remarks_stand_as_one_sign(nlp: Language) -> None:
    doc = prepare(
        nlp,
        "The small firm Delta Labs (founded long ago) was set up by Turku, Riga and Oslo.",
        Organization="Delta Labs",
        City="Turku; Riga; Oslo",
    )
    masked = mask(Syntax.of(doc), 0, len(doc))
    assert masked.text.startswith("<O")
    assert " was set up by <C" in masked.text
    assert "founded" not in masked.text
    assert [len(group) for group in masked.groups.values()] == [1, 3]


def test_sentences_without_a_word_of_the_patterns_say_nothing(nlp: Language) -> None:
    doc = prepare(nlp, "Turku likes Riga.", City="Turku; Riga")
    syntax = Syntax.of(doc)
    emission = Emission(syntax.reading)
    read_sayings(syntax, emission)
    assert not emission.facts()
