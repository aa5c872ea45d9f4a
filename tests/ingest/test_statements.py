"""Short invented statements: the whole pipeline keeps what it reads of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from ingest.evaluation import load_pairs
from ingest.extraction import to_extraction
from ingest.pipeline import read
from ingest.report import Report
from ingest.scoring import score_document
from ingest.tallies import total
from ontology.model import Document

STATEMENTS = Path(__file__).parent / "statements"
NAMES = (
    "council_minutes",
    "county_challenge",
    "flood_roadmap",
    "harbour_memorandum",
    "lantern_slides",
    "mentoring_news",
)


@pytest.fixture(scope="module")
def report(nlp: Language) -> Report:
    scores = {}
    for path, gold in load_pairs(STATEMENTS, STATEMENTS):
        if path.stem in NAMES:
            text = path.read_text(encoding="utf-8")
            doc = next(iter(read(nlp, [Document(key=path.name, text=text, sha256="")])))
            scores[path.stem] = score_document(to_extraction(doc, "test"), gold, text)
    return Report(scores)


def test_every_statement_is_read(report: Report) -> None:
    assert set(report.documents) == set(NAMES)


@pytest.mark.parametrize(("table", "floor"), [("entities", 0.90), ("facts", 0.66)])
def test_scores_stay_above_their_floor(report: Report, table: str, floor: float) -> None:
    assert total(getattr(report.total, table).values()).f1 >= floor


@pytest.mark.parametrize("name", NAMES)
def test_no_statement_falls_behind(report: Report, name: str) -> None:
    assert total(report.documents[name].entities.values()).f1 >= 0.70
