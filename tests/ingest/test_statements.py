"""Annotated statements in our own words: the whole pipeline keeps what it reads of them.

The learned parts were fitted on these very statements, so their scores are no measure of quality;
they are a floor under which no change may fall.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from ingest.evaluation import load_pairs
from ingest.extraction import to_extraction
from ingest.lexicon import table
from ingest.pipeline import read
from ingest.reasons import reasons_of
from ingest.report import Report
from ingest.scoring import score_document
from ingest.tallies import total
from ontology import terms
from ontology.model import Document, Extraction

STATEMENTS = Path(__file__).parent / "statements"
PAIRS = list(load_pairs(STATEMENTS, STATEMENTS))


@pytest.fixture(scope="module")
def extractions(nlp: Language) -> list[Extraction]:
    """Return what the pipeline reads of each statement, read once for all tests."""
    documents = [Document(path.name, path.read_text(encoding="utf-8"), "") for path, _ in PAIRS]
    return [to_extraction(doc, "test") for doc in read(nlp, documents)]


@pytest.fixture(scope="module")
def report(extractions: list[Extraction]) -> Report:
    scores = {
        path.name: score_document(extraction, gold, path.read_text(encoding="utf-8"))
        for extraction, (path, gold) in zip(extractions, PAIRS, strict=True)
    }
    return Report(scores)


def test_there_are_many_statements_and_all_are_read(report: Report) -> None:
    assert len(report.documents) >= 60


def test_the_statements_hold_every_kind_and_every_property() -> None:
    kinds = {entity["type"] for _, gold in PAIRS for entity in gold["entities"]}
    said = {fact["p"] for _, gold in PAIRS for fact in (*gold["facts"], *gold["literals"])}
    assert kinds == set(terms.KINDS)
    assert said == {*terms.RELATIONS, *terms.LITERALS}


def test_evidence_of_the_gold_stands_in_the_statement() -> None:
    for path, gold in PAIRS:
        text = " ".join(path.read_text(encoding="utf-8").split())
        for fact in gold["facts"]:
            assert " ".join(fact["evidence"].split()) in text, (path.name, fact)


@pytest.mark.parametrize(
    ("table", "precision", "recall"),
    [("entities", 0.76, 0.70), ("facts", 0.78, 0.28), ("literals", 0.60, 0.15)],
)
def test_scores_stay_above_their_floor(
    report: Report, table: str, precision: float, recall: float
) -> None:
    found = total(getattr(report.total, table).values())
    assert (found.precision >= precision, found.recall >= recall) == (True, True), found


def test_every_quote_is_verbatim_and_nearly_every_status_right(report: Report) -> None:
    counts = report.total.qualifiers
    assert counts["verbatim"] == counts["right"]
    assert counts["status"] >= 0.95 * counts["right"]


def test_every_rule_has_a_reason_beyond_its_family(extractions: list[Extraction]) -> None:
    own = table("explanations")["rules"]
    rules = {
        saying.rule
        for extraction in extractions
        for saying in (*extraction.facts, *extraction.literals, *extraction.proposals)
    }
    assert len(rules) > 200
    known = rules | set(table("confidence")["rules"])
    assert [r for r in sorted(known) if r not in own and len(reasons_of(r)) < 2] == []
