"""The Turtle files parse alike everywhere, and ``hansa.ttl`` documents every term it declares."""

from __future__ import annotations

import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from ontology import terms, vocabulary
from ontology.namespaces import HANSA, PREFIXES

H = Namespace(HANSA)
SCHEMA = Namespace(PREFIXES["schema"])
TURTLE = ("authority.ttl", "hansa.ttl", "schemes.ttl", "shapes.ttl")
HEADER = URIRef("https://w3id.org/hansa/ontology")


def load(name: str) -> Graph:
    return Graph().parse(data=vocabulary.read(name), format="turtle")


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return load("hansa.ttl")


def declared(ontology: Graph, *types: URIRef) -> set[str]:
    """Return the local names of Hansa's terms of any of these types."""
    found = {term for type_ in types for term in ontology.subjects(RDF.type, type_)}
    return {str(term).removeprefix(HANSA) for term in found if str(term).startswith(HANSA)}


@pytest.mark.parametrize("name", TURTLE)
def test_rdflib_and_pyoxigraph_read_the_same_graph(name: str) -> None:
    triples = pyoxigraph.parse(vocabulary.read(name), format=pyoxigraph.RdfFormat.TURTLE)
    lines = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert lines is not None
    assert isomorphic(load(name), Graph().parse(data=lines, format="nt"))


@pytest.mark.parametrize("name", ["authority.ttl", "hansa.ttl", "schemes.ttl"])
def test_what_is_loaded_into_the_graph_has_no_blank_nodes(name: str) -> None:
    assert not [term for triple in load(name) for term in triple if isinstance(term, BNode)]


@pytest.mark.parametrize("name", TURTLE)
def test_prefixes_are_those_of_the_one_table(name: str) -> None:
    lines = vocabulary.read(name).decode().splitlines()
    own = {"decision", "focus", "kind", "shape", "vann"}
    for line in lines:
        if line.startswith("@prefix"):
            prefix, iri = line.removeprefix("@prefix").rstrip(" .").split(":", 1)
            assert prefix.strip() in own or PREFIXES[prefix.strip()] == iri.strip(" <>")


def test_the_classes_are_those_of_terms(ontology: Graph) -> None:
    assert declared(ontology, OWL.Class) == set(terms.CLASSES)


def test_the_properties_are_those_of_terms(ontology: Graph) -> None:
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    assert declared(ontology, *kinds) == set(terms.PROPERTIES)


def test_every_term_has_label_definition_example_and_home(ontology: Graph) -> None:
    for name in (*terms.CLASSES, *terms.PROPERTIES):
        for needed in (RDFS.label, SKOS.definition, SKOS.example):
            found = list(ontology.objects(H[name], needed))
            assert len(found) == 1, (name, needed)
            assert isinstance(found[0], Literal)
            assert found[0].language == "en", (name, needed)
        assert ontology.value(H[name], RDFS.isDefinedBy) == HEADER


def test_every_thing_defined_says_where(ontology: Graph) -> None:
    subjects = {term for term in ontology.subjects() if term != HEADER}
    assert subjects == set(ontology.subjects(RDFS.isDefinedBy, HEADER))


def test_the_header_gives_title_licence_and_version(ontology: Graph) -> None:
    for needed in (OWL.versionInfo, OWL.versionIRI, URIRef(PREFIXES["dcterms"] + "license")):
        assert ontology.value(HEADER, needed) is not None
    assert ontology.value(HEADER, URIRef(PREFIXES["dcterms"] + "title")) is not None


def test_relations_and_inverses_are_those_of_terms(ontology: Graph) -> None:
    assert dict(vocabulary.inverses()) == {
        HANSA + one: HANSA + other
        for name, inverse in terms.RELATIONS.items()
        for one, other in ((name, inverse), (inverse, name))
    }
    assert declared(ontology, OWL.SymmetricProperty) == {"partnerOf"}


def test_the_ends_of_relations_are_those_of_the_signatures(ontology: Graph) -> None:
    for name, (subjects, objects) in terms.SIGNATURES.items():
        assert set(ontology.objects(H[name], SCHEMA.domainIncludes)) == {H[k] for k in subjects}
        assert set(ontology.objects(H[name], SCHEMA.rangeIncludes)) == {H[k] for k in objects}


def test_the_subjects_of_values_are_those_of_terms(ontology: Graph) -> None:
    for name, subjects in terms.LITERAL_SUBJECTS.items():
        assert set(ontology.objects(H[name], SCHEMA.domainIncludes)) == {H[k] for k in subjects}


def test_no_property_has_a_domain_or_an_entailing_range_of_things(ontology: Graph) -> None:
    assert not list(ontology.triples((None, RDFS.domain, None)))
    ranged = set(ontology.subjects(RDFS.range, None))
    assert ranged <= set(ontology.subjects(RDF.type, OWL.DatatypeProperty))


def test_implications_are_complete_and_used_once(ontology: Graph) -> None:
    for rule in ontology.subjects(RDF.type, H.Implication):
        assert len(list(ontology.objects(rule, H.impliedProperty))) == 1
        assert list(ontology.objects(rule, H.subjectClass))
        assert len(list(ontology.subjects(H.implies, rule))) == 1
