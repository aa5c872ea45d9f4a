"""Whoever came short of a post, or is only after it, does not hold it."""

from __future__ import annotations

import pytest
from spacy.language import Language

from ingest.extraction import to_extraction
from ingest.pipeline import read
from ontology.model import Document, Fact

MISSED = [
    "Mara Lind, who was nearly elected mayor of Ghent, spoke at the congress.",
    "Mara Lind was almost elected mayor of Ghent in 2019.",
    "Mara Lind, almost mayor of Ghent, said the plan was sound.",
    "Mara Lind, who was very nearly mayor of Ghent, spoke at the congress.",
    "Mara Lind was nearly appointed Director of the Harbour Agency.",
    "Mara Lind narrowly missed being elected mayor of Ghent.",
    "Mara Lind, who narrowly missed becoming mayor of Ghent, spoke at the congress.",
    "Mara Lind, candidate for mayor of Ghent, spoke at the congress.",
    "Mara Lind is a candidate to become mayor of Ghent.",
    "Mara Lind, a former candidate for mayor of Ghent, said the plan was sound.",
    "Candidate for mayor of Ghent Mara Lind spoke at the congress.",
    "Mara Lind, runner-up for mayor of Ghent, spoke at the congress.",
    "Mara Lind, who ran for mayor of Ghent, spoke at the congress.",
    "Mara Lind is running for mayor of Ghent.",
    "Mara Lind, who lost the election for mayor of Ghent, spoke at the congress.",
    "Mara Lind was defeated in the race for mayor of Ghent.",
    "Mara Lind, who failed to become mayor of Ghent, spoke.",
]
HELD = [
    ("Mara Lind, who was elected mayor of Ghent, spoke at the congress.", "Ghent"),
    ("Mara Lind, who was narrowly elected mayor of Ghent, spoke at the congress.", "Ghent"),
    ("Mara Lind, who was almost unanimously elected mayor of Ghent, spoke.", "Ghent"),
    ("Mara Lind has been mayor of Ghent for nearly ten years.", "Ghent"),
    ("Mara Lind, for almost ten years Mayor of Ghent, opened the congress.", "Ghent"),
    ("Mara Lind, Mayor of Ghent, ran for president of the Baltic Ring Network.", "Ghent"),
    ("Mara Lind, Mayor of Ghent, is a candidate for the chair of the Baltic Ring Network.",
     "Ghent"),
    ("Mara Lind, Director of the Harbour Agency, lost the election for mayor of Ghent.",
     "Harbour Agency"),
    ("Mara Lind, Director of the Harbour Agency, spoke at the congress.", "Harbour Agency"),
]  # fmt: skip


def _employers(nlp: Language, text: str) -> set[str]:
    """Return the names of what the pipeline lets anyone work for, waiting proposals too."""
    document = Document("speech.txt", f"{text}\n", "")
    read_now = (to_extraction(doc, "test") for doc in read(nlp, [document]))
    return {
        entity.names[0]
        for extraction in read_now
        for fact in (*extraction.facts, *extraction.proposals)
        for entity in extraction.entities
        if isinstance(fact, Fact) and fact.property == "worksFor" and entity.id == fact.object
    }


@pytest.mark.parametrize("text", MISSED)
def test_a_post_that_someone_came_short_of_is_not_held(nlp: Language, text: str) -> None:
    assert _employers(nlp, text) == set()


@pytest.mark.parametrize(("text", "body"), HELD)
def test_a_post_that_is_held_is_read_beside_one_that_is_not(
    nlp: Language, text: str, body: str
) -> None:
    assert _employers(nlp, text) == {body}
