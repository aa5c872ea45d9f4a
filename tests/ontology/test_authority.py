"""The authority file knows many bodies, each by names that stand for it alone."""

from __future__ import annotations

from collections import Counter

from rdflib import ORG, RDF, Graph, URIRef

from ontology import vocabulary
from ontology.iris import Base, normalise_name, slug
from ontology.namespaces import HANSA, PREFIXES


def load() -> Graph:
    return Graph().parse(data=vocabulary.read("authority.ttl"), format="turtle")


def test_it_knows_about_a_hundred_bodies_of_both_kinds() -> None:
    kinds = Counter(record.kind for record in vocabulary.authority())
    assert set(kinds) == {"Network", "Organization"}
    assert min(kinds.values()) >= 50


def test_the_iri_of_a_record_is_minted_from_its_kind_and_preferred_name() -> None:
    for record in vocabulary.authority():
        assert record.iri == Base().entity(record.kind, slug(record.names[0].text))


def test_every_name_has_a_language_and_no_acronym_has_one() -> None:
    for record in vocabulary.authority():
        assert all(name.language for name in record.names)
        assert record.names[0].language == "en"
        assert not set(record.acronyms) & {name.text for name in record.names}


def test_a_name_or_acronym_stands_for_one_body_only() -> None:
    called = Counter(
        folded
        for record in vocabulary.authority()
        for folded in {normalise_name(n) for n in _all_names(record)}
    )
    assert not [name for name, times in called.items() if times > 1]


def _all_names(record: vocabulary.AuthorityRecord) -> list[str]:
    return [*(name.text for name in record.names), *record.acronyms]


def test_no_record_lists_a_name_twice() -> None:
    for record in vocabulary.authority():
        assert len(set(_all_names(record))) == len(_all_names(record)), record.iri


def test_it_says_nothing_but_names_kinds_and_links() -> None:
    allowed = {
        RDF.type,
        ORG.classification,
        URIRef(PREFIXES["skos"] + "prefLabel"),
        URIRef(PREFIXES["skos"] + "altLabel"),
        URIRef(PREFIXES["schema"] + "sameAs"),
        URIRef(HANSA + "acronym"),
    }
    assert set(load().predicates()) <= allowed


def test_every_classification_is_a_concept_of_the_scheme_of_kinds() -> None:
    schemes = Graph().parse(data=vocabulary.read("schemes.ttl"), format="turtle")
    in_scheme = URIRef(PREFIXES["skos"] + "inScheme")
    kinds = set(schemes.subjects(in_scheme, URIRef(Base().scheme("organization-kind"))))
    assert set(load().objects(None, ORG.classification)) <= kinds


def test_no_two_bodies_are_the_same_elsewhere() -> None:
    links = [link for record in vocabulary.authority() for link in record.same_as]
    assert len(set(links)) == len(links)
