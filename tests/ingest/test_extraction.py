"""What is read in real documents: verbatim, the same each time, and not worse than it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from ingest.documents import read
from ingest.evaluation import evaluate, load_pairs
from ingest.executors import SerialExecutor
from ingest.extraction import extract
from ingest.report import Report
from ingest.tallies import total
from ontology.model import Document, Extraction
from ontology.serialisation import dumps


class _Ready(SerialExecutor):
    def __init__(self, nlp: Language) -> None:
        super().__init__()
        self.__dict__["nlp"] = nlp


@pytest.fixture(scope="module")
def documents(shared: Path) -> list[Document]:
    """Return every real document there is."""
    paths = sorted([*shared.glob("seeds/*.txt"), *shared.glob("gold/dev/*.txt")])
    return [read(path, root=path.parent) for path in paths]


@pytest.fixture(scope="module")
def extractions(documents: list[Document], nlp: Language) -> list[Extraction]:
    """Return what is read in them."""
    return list(extract(documents, nlp))


@pytest.fixture(scope="module")
def report(shared: Path, nlp: Language) -> Report:
    """Return the scores of all real documents."""
    pairs = [
        *load_pairs(shared / "seeds", shared / "gold"),
        *load_pairs(shared / "gold" / "dev", shared / "gold" / "dev"),
    ]
    return evaluate(pairs, [read(path, root=path.parent) for path, _ in pairs], _Ready(nlp))


def test_all_evidence_stands_verbatim_at_its_offsets(
    documents: list[Document], extractions: list[Extraction]
) -> None:
    count = 0
    for document, extraction in zip(documents, extractions, strict=True):
        said = [fact.evidence for fact in extraction.facts]
        for evidence in [*said, *(literal.evidence for literal in extraction.literals)]:
            assert document.text[evidence.start : evidence.end] == evidence.exact
            assert document.text[: evidence.start].endswith(evidence.prefix)
            assert document.text[evidence.end :].startswith(evidence.suffix)
            count += 1
    assert count > 500


def test_all_mentions_are_places_in_the_text(
    documents: list[Document], extractions: list[Extraction]
) -> None:
    for document, extraction in zip(documents, extractions, strict=True):
        for entity in extraction.entities:
            assert entity.mentions
            assert all(0 <= start < end <= len(document.text) for start, end in entity.mentions)


def test_the_same_document_gives_the_same_bytes_alone_and_in_any_company(
    documents: list[Document], extractions: list[Extraction], nlp: Language
) -> None:
    alone = [next(iter(extract([document], nlp))) for document in documents[:8]]
    backwards = list(extract(reversed(documents), nlp))[::-1]
    assert [dumps(one) for one in alone] == [dumps(one) for one in extractions[:8]]
    assert [dumps(one) for one in backwards] == [dumps(one) for one in extractions]


def test_entities_and_facts_are_found_as_well_as_before(report: Report) -> None:
    # Floors a little below the last round's figures, in tests/benchmarks/extraction-rounds.md.
    score = report.total
    assert total(score.entities.values()).f1 >= 0.83
    assert total(score.facts.values()).f1 >= 0.63
    assert total(score.facts.values()).precision >= 0.85
    assert score.qualifiers["status"] >= 0.97 * score.qualifiers["right"]
    assert score.qualifiers["verbatim"] == score.qualifiers["right"]
