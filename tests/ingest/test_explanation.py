"""Why something was read: notes that stand for all of an extraction, and are true of its text."""

from __future__ import annotations

import hashlib
import math
import pickle
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language

from ingest.annotations import Cluster
from ingest.components.confidence.scorer import NAME as SCORER
from ingest.documents import read
from ingest.errors import ExtractionError
from ingest.executors import SerialExecutor
from ingest.explaining import explain
from ingest.explanation import Explanation, SayingNote
from ingest.extraction import extract
from ingest.lexicon import table
from ingest.places import places
from ingest.reasons import describe_source, reason_of_link, reasons_of
from ingest.segments import cut
from ontology.model import Document, Extraction, Fact

from .long_texts import long_document

SAMPLES = Path(__file__).parent.parent.parent / "ingest" / "samples"
TEXT = """# Fjord Cities Network

The Fjord Cities Network was founded in 2011. It has its seat in Oslo, Norway.

Members of the Fjord Cities Network:

- Oslo
- Bergen
- Stavanger
"""

Explained = tuple[Document, Extraction, Explanation]


def _document(text: str, key: str = "fjord.md") -> Document:
    return Document(key=key, text=text, sha256=hashlib.sha256(text.encode()).hexdigest())


@pytest.fixture(scope="module")
def fjord(nlp: Language) -> Explained:
    """Return a short text, explained."""
    document = _document(TEXT)
    return (document, *next(explain([document], nlp)))


@pytest.fixture(scope="module")
def samples(nlp: Language) -> list[Explained]:
    """Return every sample, explained."""
    paths = sorted(path for path in SAMPLES.iterdir() if path.is_file())
    documents = [read(path, root=SAMPLES) for path in paths]
    pairs = explain(documents, nlp)
    return [(document, *pair) for document, pair in zip(documents, pairs, strict=True)]


def _note(explained: Explained, property_: str, object_: str) -> SayingNote:
    _, extraction, notes = explained
    named = {entity.id: entity.names[0] for entity in extraction.entities}
    pairs = zip(extraction.facts, notes.facts, strict=True)
    return next(n for f, n in pairs if (f.property, named[f.object]) == (property_, object_))


def _notes(samples: list[Explained]) -> Iterator[tuple[Explained, SayingNote]]:
    for one in samples:
        for _, note, _ in one[2].sayings(one[1]):
            yield one, note


def test_a_long_document_is_explained_in_the_segments_it_is_read_in(
    nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(nlp.meta["hansa"]["settings"]["hansa"], "segment", 9_000)
    document = _document(long_document(20_000), "long.md")
    assert len([*cut(document.text, size=9_000)]) > 2
    extraction, notes = next(explain([document], nlp))
    assert extraction == next(extract([document], nlp))
    assert len(extraction.facts) == len(notes.facts) > 100
    said = [
        one for _, note, _ in notes.sayings(extraction) for one in (*note.subject, *note.object)
    ]
    assert max(one.end for one in said) > 19_000
    assert all(document.text[one.start : one.end] == one.text for one in said)
    contexts = [one for note in notes.facts for one in note.contexts]
    assert all(one.end <= len(document.text) for one in contexts)
    assert all(note.votes for note in notes.entities)


def test_explaining_reads_what_extracting_reads(nlp: Language, fjord: Explained) -> None:
    document, extraction, _ = fjord
    alone = next(extract([document], nlp))
    assert (alone.entities, alone.facts) == (extraction.entities, extraction.facts)
    assert (alone.literals, alone.proposals) == (extraction.literals, extraction.proposals)


def test_every_entity_and_saying_has_a_note(samples: list[Explained]) -> None:
    for _, extraction, notes in samples:
        assert notes.document == extraction.document
        for name in ("entities", "facts", "literals", "proposals"):
            assert len(getattr(notes, name)) == len(getattr(extraction, name))
        sayings = notes.sayings(extraction)
        places_ = [(one.evidence.start, one.evidence.end) for one, _, _ in sayings]
        assert places_ == sorted(places_)
        assert sum(proposed for _, _, proposed in sayings) == len(extraction.proposals)


def test_an_explanation_pickles(samples: list[Explained]) -> None:
    for _, _, notes in samples:
        assert pickle.loads(pickle.dumps(notes)) == notes  # noqa: S301  our own bytes


def test_the_kind_is_the_one_with_most_votes(samples: list[Explained]) -> None:
    for _, extraction, notes in samples:
        for entity, note in zip(extraction.entities, notes.entities, strict=True):
            assert note.votes[0][0] == entity.kind
            assert note.sources


def test_the_words_for_both_ends_stand_in_the_evidence(samples: list[Explained]) -> None:
    for document, extraction, notes in samples:
        for saying, note, _ in notes.sayings(extraction):
            for words in (*note.subject, *note.object):
                assert saying.evidence.start <= words.start < words.end <= saying.evidence.end
                found = document.text[words.start : words.end]
                assert found.replace("*", "").split() == words.text.split()


def test_an_end_that_is_not_in_the_evidence_is_shown_in_its_context(
    samples: list[Explained],
) -> None:
    missing = 0
    for one, note in _notes(samples):
        facts = [s for s, n, _ in one[2].sayings(one[1]) if n is note]
        if not note.subject or (isinstance(facts[0], Fact) and not note.object):
            missing += 1
            assert note.contexts
        for context in note.contexts:
            assert context.text.strip()
            assert context.start < context.end
    assert missing


def test_a_reference_is_told_from_a_name(fjord: Explained) -> None:
    note = _note(fjord, "locatedIn", "Oslo")
    assert [(words.text, words.form) for words in note.subject] == [
        ("It", "reference"),
        ("its", "reference"),
    ]
    assert [(words.text, words.form) for words in note.object] == [("Oslo", "name")]
    _, extraction, notes = fjord
    network = next(i for i, e in enumerate(extraction.entities) if e.kind == "Network")
    assert "It" in {words.text for words in notes.entities[network].references}


def test_a_fact_of_a_list_shows_the_line_above_it(fjord: Explained) -> None:
    _, extraction, notes = fjord
    found = [
        note
        for fact, note in zip(extraction.facts, notes.facts, strict=True)
        if fact.rule == "lists.items.members"
    ]
    assert len(found) == 3
    for note in found:
        assert [(c.where, c.text) for c in note.contexts] == [
            ("line above", "Members of the Fjord Cities Network:")
        ]
        assert "what its items are" in note.reasons[0]
        assert note.object == ()


def test_the_parts_of_a_confidence_add_up_to_it(nlp: Language, samples: list[Explained]) -> None:
    assert SCORER in nlp.pipe_names
    for _, extraction, notes in samples:
        for saying, note, _ in notes.sayings(extraction):
            odds = sum(part.value * part.weight for part in note.parts)
            assert saying.confidence == pytest.approx(1 / (1 + math.exp(-odds)), abs=0.002)


def test_without_a_scorer_there_are_no_parts(nlp: Language) -> None:
    with nlp.select_pipes(disable=[SCORER]):
        extraction, notes = next(explain([_document(TEXT)], nlp))
    assert extraction.facts
    assert not any(note.parts for note in (*notes.facts, *notes.literals))


def test_every_rule_is_put_into_words(samples: list[Explained]) -> None:
    rules = {s.rule for _, x, notes in samples for s, _, _ in notes.sayings(x)}
    for rule in rules | set(table("confidence")["rules"]):
        assert reasons_of(rule), rule
    assert reasons_of("frames.verb.join") != reasons_of("frames.verb.sign")


def test_a_rule_that_nobody_described_has_no_reasons() -> None:
    assert reasons_of("guesses.wild") == ()


def test_every_proposer_is_put_into_words(samples: list[Explained]) -> None:
    sources = {s for _, _, notes in samples for note in notes.entities for s in note.sources}
    assert [source for source in sorted(sources) if describe_source(source) == source] == []


def test_a_reason_is_named_only_for_rows_that_are_there() -> None:
    for family, (lexicon, rows) in table("explanations")["reasons"].items():
        assert all(row["reason"] for row in table(lexicon)[rows]), family


@pytest.mark.parametrize(
    ("name", "country", "named", "said"),
    [
        ("Paris", "FR", "", "the best known"),
        ("Valencia", "ES", "ES", "in a country that the text names"),
        ("Paris", "US", "", "by the places written near it"),
    ],
)
def test_a_link_says_by_what_a_city_was_told_from_others_of_its_name(
    name: str, country: str, named: str, said: str
) -> None:
    known = places(15_000)
    city = next(city for city in known.cities[name.lower()] if city.country == country)
    link = f"https://sws.geonames.org/{city.geonameid}/"
    countries = Counter([named] if named else [])
    reason = reason_of_link(Cluster(0, "City", [name], link=link), known, countries)
    assert reason is not None
    assert f"({country}), {city.population:,} inhabitants: one of " in reason
    assert reason.endswith(f" cities of that name, {said}")


def test_links_to_other_records_are_said_too() -> None:
    known = places(15_000)
    latvia = Cluster(0, "Country", ["Latvia"], link="iso3166:LV")
    assert reason_of_link(latvia, known, Counter()) == "ISO 3166 knows it as Latvia (LV)"
    texas = Cluster(0, "Region", ["Texas"], link="iso3166:US-TX")
    assert reason_of_link(texas, known, Counter()) == "ISO 3166 knows it as Texas (US-TX)"
    assert reason_of_link(Cluster(0, "City", ["Nowhere"]), known, Counter()) is None


def test_a_document_that_fails_does_not_take_others_with_it(
    nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nlp, "max_length", len(TEXT))
    executor = SerialExecutor()
    executor.__dict__["nlp"] = nlp  # the session's pipeline, rather than a second one
    first, second = executor.explain([_document(TEXT * 2, "long.md"), _document(TEXT)])
    assert isinstance(first, ExtractionError)
    assert "long.md" in str(first)
    assert not isinstance(second, ExtractionError)
    assert second[1].document == "fjord.md"
