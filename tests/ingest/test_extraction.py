"""What is read in real documents: verbatim, the same each time, and not worse than it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from ingest import pipeline
from ingest.documents import read
from ingest.evaluation import load_pairs
from ingest.extraction import extract, to_extraction
from ingest.report import Report
from ingest.scoring import Gold, score_document
from ingest.tallies import total
from ontology.model import Document, Extraction
from ontology.serialisation import dumps
from tests.ingest.known_links import BODIES, Outcome, outcomes_in


@pytest.fixture(scope="module")
def documents(shared: Path) -> list[Document]:
    """Return every real document there is."""
    paths = sorted([*shared.glob("seeds/*.txt"), *shared.glob("gold/dev/*.txt")])
    return [read(path, root=path.parent) for path in paths]


@pytest.fixture(scope="module")
def golds(shared: Path) -> dict[str, Gold]:
    """Return what is annotated in them, by their keys."""
    dev = shared / "gold" / "dev"
    pairs = [*load_pairs(shared / "seeds", shared / "gold"), *load_pairs(dev, dev)]
    return {gold["document"]: gold for _, gold in pairs}


@pytest.fixture(scope="module")
def docs(documents: list[Document], nlp: Language) -> list[Doc]:
    """Return them as the pipeline leaves them, which takes a while and serves all tests."""
    return list(pipeline.read(nlp, documents))


@pytest.fixture(scope="module")
def extractions(docs: list[Doc], nlp: Language) -> list[Extraction]:
    """Return what is read in them."""
    return [to_extraction(doc, pipeline.pipeline_digest(nlp)) for doc in docs]


@pytest.fixture(scope="module")
def report(
    documents: list[Document], extractions: list[Extraction], golds: dict[str, Gold]
) -> Report:
    """Return the scores of all of them."""
    read_in = dict(zip((each.key for each in documents), extractions, strict=True))
    texts = {each.key: each.text for each in documents}
    return Report(
        {key: score_document(read_in[key], gold, texts[key]) for key, gold in golds.items()}
    )


@pytest.fixture(scope="module")
def outcomes(docs: list[Doc], golds: dict[str, Gold]) -> list[Outcome]:
    """Return the links of all annotated names in them."""
    return [one for doc in docs for one in outcomes_in(doc, golds[doc._.document.key])]


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
    alone = [next(extract([document], nlp)) for document in documents[-6:]]
    company = list(extract(documents[::-4], nlp))
    assert [dumps(one) for one in alone] == [dumps(one) for one in extractions[-6:]]
    assert [dumps(one) for one in company] == [dumps(one) for one in extractions[::-4]]


def test_entities_and_facts_are_found_as_well_as_before(report: Report) -> None:
    # Floors a little below the last round's figures, in tests/benchmarks/extraction-rounds.md.
    score = report.total
    assert total(score.entities.values()).f1 >= 0.83
    assert total(score.facts.values()).f1 >= 0.63
    assert total(score.facts.values()).precision >= 0.85
    assert score.qualifiers["status"] >= 0.97 * score.qualifiers["right"]
    assert score.qualifiers["verbatim"] == score.qualifiers["right"]


@pytest.mark.parametrize(("kind", "least"), [("City", 0.95), ("Country", 0.98), ("Region", 0.95)])
def test_places_are_linked_to_what_they_are(
    outcomes: list[Outcome], kind: str, least: float
) -> None:
    mine = [one for one in outcomes if one.kind == kind]
    wrong = [one for one in mine if one.link not in one.right]
    assert len(mine) > 50
    assert 1 - len(wrong) / len(mine) >= least, wrong


def test_no_body_is_linked_to_another(outcomes: list[Outcome]) -> None:
    bodies = [one for one in outcomes if one.kind in BODIES]
    assert len(bodies) > 50
    assert [one for one in bodies if one.link is not None and one.link not in one.right] == []
