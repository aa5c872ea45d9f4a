"""Relations in running text: families of sentences that say the same in other words."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from ingest.components.relations.frames import read_frames
from ingest.components.relations.pairs import read_pairs
from ingest.components.relations.references import read_references

from .reading_cases import facts, prepare

CASES = tomllib.loads((Path(__file__).parent / "cases" / "running.toml").read_text("utf-8"))["case"]


def read(nlp: Language, text: str, kinds: dict[str, str]) -> set[str]:
    """Return what is read in *text* as lines "subject property object", partnerships both ways."""
    found = facts(read_frames(read_references(read_pairs(prepare(nlp, text, **kinds)))))
    found |= {(o, p, s) for s, p, o in found if p == "partnerOf"}
    return {" ".join(fact) for fact in found}


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_a_sentence_says_its_facts_and_no_false_one(nlp: Language, case: dict[str, Any]) -> None:
    found = read(nlp, case["text"], case["kinds"])
    assert set(case.get("says", ())) <= found
    assert not set(case.get("never", ())) & found
