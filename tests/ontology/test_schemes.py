"""The concept schemes keep SKOS's rules, and their labels can be matched without doubt."""

from __future__ import annotations

from collections import Counter

import pytest
from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from ontology import terms, vocabulary
from ontology.iris import Base, normalise_name


@pytest.fixture(scope="module")
def schemes() -> Graph:
    return Graph().parse(data=vocabulary.read("schemes.ttl"), format="turtle")


def concepts(schemes: Graph, scheme: str) -> set[Node]:
    return set(schemes.subjects(SKOS.inScheme, URIRef(Base().scheme(scheme))))


def test_there_are_four_schemes_each_with_title_and_top_concepts(schemes: Graph) -> None:
    found = set(schemes.subjects(RDF.type, SKOS.ConceptScheme))
    names = ("decision", "focus-area", "organization-kind", "status")
    assert found == {URIRef(Base().scheme(name)) for name in names}
    for scheme in found:
        assert schemes.value(scheme, DCTERMS.title) is not None
        assert set(schemes.objects(scheme, SKOS.hasTopConcept))


def test_the_statuses_are_those_of_terms(schemes: Graph) -> None:
    assert concepts(schemes, "status") == {URIRef(iri) for iri in terms.STATUSES.values()}


def test_the_decisions_are_those_of_terms(schemes: Graph) -> None:
    names = {Base().scheme(f"decision/{act}") for act in terms.ACTS}
    assert concepts(schemes, "decision") == {URIRef(name) for name in names}


def test_there_are_at_least_twenty_five_focus_areas(schemes: Graph) -> None:
    assert len(concepts(schemes, "focus-area")) >= 25


def test_every_concept_has_one_english_label_a_definition_and_one_scheme(schemes: Graph) -> None:
    for concept in schemes.subjects(RDF.type, SKOS.Concept):
        for needed in (SKOS.prefLabel, SKOS.definition):
            found = list(schemes.objects(concept, needed))
            assert [value.language for value in found if isinstance(value, Literal)] == ["en"]
        assert len(list(schemes.objects(concept, SKOS.inScheme))) == 1


def test_every_concept_is_at_the_top_or_below_one_of_its_scheme(schemes: Graph) -> None:
    for concept in schemes.subjects(RDF.type, SKOS.Concept):
        scheme = schemes.value(concept, SKOS.inScheme)
        tops = set(schemes.objects(scheme, SKOS.hasTopConcept))
        broader = set(schemes.objects(concept, SKOS.broader))
        assert (concept in tops) == (not broader)
        assert all(schemes.value(above, SKOS.inScheme) == scheme for above in broader)


def test_inverse_relations_are_written_out(schemes: Graph) -> None:
    pairs = ((SKOS.broader, SKOS.narrower), (SKOS.topConceptOf, SKOS.hasTopConcept))
    for one, other in pairs:
        assert set(schemes.subject_objects(one)) == {
            (subject, object_) for object_, subject in schemes.subject_objects(other)
        }


def test_no_concept_is_broader_than_itself(schemes: Graph) -> None:
    for concept in schemes.subjects(RDF.type, SKOS.Concept):
        above = set(schemes.transitive_objects(concept, SKOS.broader)) - {concept}
        assert all(concept not in schemes.objects(one, SKOS.broader) for one in above)


def test_a_label_of_a_focus_area_belongs_to_one_concept_only() -> None:
    labels = Counter(
        normalise_name(label.text)
        for concept in vocabulary.focus_concepts()
        for label in concept.labels
    )
    assert not [label for label, times in labels.items() if times > 1]


def test_labels_of_focus_areas_are_lower_case_as_focus_areas_are() -> None:
    for concept in vocabulary.focus_concepts():
        for label in concept.labels:
            assert label.text == label.text.lower()
