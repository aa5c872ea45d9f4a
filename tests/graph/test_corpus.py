"""The graph of the synthetic corpus holds exactly the facts that the corpus states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

import pytest
from pyoxigraph import DefaultGraph, NamedNode

from graph.reader import Reader
from graph.workspace import Workspace
from ontology import terms
from ontology.iris import Base, normalise_name
from ontology.model import Fact, LiteralFact
from ontology.namespaces import HANSA
from tests.benchmarks.corpus import COPIES, FACTS, corpus, key_of, statement
from tests.benchmarks.corpus_facts import KnownFacts, facts_of

SIZE = 120
SAID = (*terms.RELATIONS, *terms.LITERALS)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Open the graph of a small corpus."""
    workspace = Workspace(tmp_path_factory.mktemp("corpus") / "data")
    with workspace.writer() as writer:
        for document, extraction in corpus(SIZE):
            writer.put(document, extraction)
        writer.commit()
    with workspace.reader() as reader:
        yield reader


@pytest.fixture(scope="module")
def facts() -> KnownFacts:
    """Return what the corpus is known to say."""
    return facts_of(corpus(SIZE))


@pytest.fixture(scope="module")
def identities(reader: Reader, facts: KnownFacts) -> dict[str, str]:
    """Return the identity behind every canonical IRI that a document's entity resolves to."""
    resolved = {
        quad.subject.value: quad.object.value
        for quad in reader.quads(None, NamedNode(terms.RESOLVES_TO))
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    }
    found: dict[str, set[str]] = {}
    for (key, about), entity in facts.entities.items():
        local = Base().local_entity(key, entity.kind, normalise_name(entity.names[0]))
        found.setdefault(resolved.pop(local), set()).add(facts.identities[key, about])
    assert not resolved
    assert [names for names in found.values() if len(names) > 1] == []
    return {iri: next(iter(names)) for iri, names in found.items()}


def test_a_corpus_is_the_same_every_time_and_begins_alike_in_every_size() -> None:
    assert list(corpus(12)) == list(islice(corpus(60), 12))
    assert list(corpus(3)) != list(corpus(3, seed=1))


def test_another_revision_of_a_document_has_its_key_and_says_other_things() -> None:
    (first, said), (second, later) = statement(3), statement(3, revision=1)
    assert first.key == second.key == key_of(3)
    assert first.sha256 != second.sha256
    assert said.facts != later.facts


def test_every_document_states_as_many_facts_in_sentences_it_holds() -> None:
    for document, extraction in corpus(20):
        said: list[Fact | LiteralFact] = [*extraction.facts, *extraction.literals]
        assert len(said) == FACTS
        for evidence in (one.evidence for one in (*said, *extraction.proposals)):
            assert document.text[evidence.start : evidence.end] == evidence.exact
        for entity in extraction.entities:
            assert {document.text[start:end] for start, end in entity.mentions} <= {*entity.names}


def test_documents_are_as_long_and_name_as_many_things_as_real_ones() -> None:
    sizes = [(len(d.text.split()), len(e.entities)) for d, e in corpus(40)]
    assert 1_000 < sum(words for words, _ in sizes) / 40 < 1_400
    assert 14 < sum(entities for _, entities in sizes) / 40 < 22


def test_a_copy_has_the_bytes_of_the_document_before_it() -> None:
    (first, said), (copy, again) = statement(COPIES - 2), statement(COPIES - 1)
    assert (first.sha256, said.facts) == (copy.sha256, again.facts)
    assert first.key < copy.key == again.document


def test_the_hard_cases_of_identity_all_occur(facts: KnownFacts) -> None:
    kinds: dict[str, set[str]] = {}
    for place, entity in facts.entities.items():
        kinds.setdefault(facts.identities[place], set()).add(entity.kind)
    names = {entity.names for entity in facts.entities.values()}
    alone = [about for (key, about), one in facts.identities.items() if one == f"{key} {about}"]
    assert {"Network", "Organization"} in kinds.values()
    assert {"Programme", "Project"} in kinds.values()
    assert {about.partition("-")[0] for about in alone} >= {"generic", "person", "network"}
    assert any(len(each) == 1 and " " not in each[0] and each[0].isupper() for each in names)


def test_entities_that_are_one_have_one_iri_and_others_have_others(
    identities: dict[str, str], facts: KnownFacts
) -> None:
    assert len(identities) == len({*identities.values()})
    assert {*identities.values()} == {*facts.identities.values()}


def test_the_claims_are_the_sayings(
    reader: Reader, identities: dict[str, str], facts: KnownFacts
) -> None:
    claims = Counter(
        (
            claim.document,
            identities[claim.subject],
            claim.predicate.removeprefix(HANSA),
            identities.get(claim.object.value, claim.object.value),
            claim.status,
            claim.year,
            claim.role,
            claim.exact,
        )
        for claim in reader.claims()
    )
    assert claims == facts.claims


def test_the_plain_triples_are_what_is_asserted(
    reader: Reader, identities: dict[str, str], facts: KnownFacts
) -> None:
    triples = {
        (identities[str(quad.subject)[1:-1]], name, identities.get(value, value))
        for name in SAID
        for quad in reader.quads(None, NamedNode(HANSA + name), None, DefaultGraph())
        if (value := getattr(quad.object, "value", ""))
    }
    assert triples == facts.triples


def test_duplicates_do_not_speak(reader: Reader) -> None:
    keys = {row.key for row in reader.documents()}
    assert keys == {key_of(number) for number in range(SIZE) if number % COPIES != COPIES - 1}
