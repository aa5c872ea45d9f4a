"""The default graph holds what is asserted and what one triple entails, and nothing else."""

from __future__ import annotations

from itertools import product

import owlrl
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode
from rdflib import RDF, RDFS, Graph, URIRef

from graph.deriving.derivation import classes_of, implications
from graph.reader import Reader
from graph.shacl.validation import validate
from graph.workspace import Workspace
from ontology import terms, vocabulary
from ontology.namespaces import HANSA, PREFIXES

from .factories import Story

ID = "https://w3id.org/hansa/id/"
NETWORK = ID + "network/harbour-cities-network"
RIGA = ID + "city/riga-lv"
SCHEMA = PREFIXES["schema"]


def holds(reader: Reader, subject: str, predicate: str, term: str | Literal) -> bool:
    object_ = NamedNode(term) if isinstance(term, str) else term
    found = reader.quads(NamedNode(subject), NamedNode(predicate), object_, DefaultGraph())
    return next(found, None) is not None


def test_an_asserted_fact_is_a_plain_triple_both_ways(reader: Reader) -> None:
    assert holds(reader, RIGA, HANSA + "memberOf", NETWORK)
    assert holds(reader, NETWORK, HANSA + "hasMember", RIGA)
    assert holds(reader, RIGA, SCHEMA + "memberOf", NETWORK)
    assert holds(reader, NETWORK, SCHEMA + "member", RIGA)


def test_a_city_is_no_member_in_the_sense_of_organisations(reader: Reader) -> None:
    assert not holds(reader, RIGA, PREFIXES["org"] + "memberOf", NETWORK)


def test_a_planned_fact_stays_a_claim(reader: Reader) -> None:
    barcelona = ID + "city/barcelona-es"
    assert [claim.status for claim in reader.claims(barcelona, terms.PARTICIPATES_IN)] == [
        "planned"
    ]
    assert not list(
        reader.quads(NamedNode(barcelona), NamedNode(terms.PARTICIPATES_IN), None, DefaultGraph())
    )


def test_types_come_with_their_super_classes(reader: Reader) -> None:
    for class_iri in classes_of("Network"):
        assert holds(reader, NETWORK, PREFIXES["rdf"] + "type", class_iri)
    assert HANSA + "Agent" in classes_of("Network")


def test_conflicting_literals_are_all_kept(reader: Reader) -> None:
    integer = NamedNode(PREFIXES["xsd"] + "integer")
    for value in ("26", "30"):
        assert holds(reader, NETWORK, terms.MEMBER_COUNT, Literal(value, datatype=integer))


def test_a_date_of_any_precision_can_be_sorted(reader: Reader) -> None:
    (quad,) = reader.quads(None, NamedNode(terms.DATE_FROM), None, DefaultGraph())
    day = NamedNode(PREFIXES["xsd"] + "date")
    assert quad.object == Literal("2021-05-01", datatype=day)


def test_a_founding_year_is_a_founding_date(reader: Reader) -> None:
    year = NamedNode(PREFIXES["xsd"] + "gYear")
    assert holds(reader, NETWORK, SCHEMA + "foundingDate", Literal("1998", datatype=year))


def test_the_words_of_a_focus_area_find_their_concept(reader: Reader) -> None:
    assert holds(reader, NETWORK, terms.FOCUS_AREA, Literal("mobility", language="en"))
    (quad,) = reader.quads(NamedNode(NETWORK), NamedNode(terms.FOCUS_CONCEPT), None, DefaultGraph())
    assert quad.object in {NamedNode(concept.iri) for concept in vocabulary.focus_concepts()}


def test_a_preferred_name_is_never_also_another_name(reader: Reader) -> None:
    skos = PREFIXES["skos"]
    query = f"ASK {{ ?x <{skos}prefLabel> ?n ; <{skos}altLabel> ?n }}"
    assert not reader.ask(query)


def test_every_entity_has_one_label_and_one_preferred_name_in_a_language(reader: Reader) -> None:
    skos, rdfs = PREFIXES["skos"], PREFIXES["rdfs"]
    named = f"?x <{skos}prefLabel> ?n BIND(LANG(?n) AS ?tag)"
    twice = f"SELECT ?x {{ {named} }} GROUP BY ?x ?tag HAVING (COUNT(?n) != 1)"
    labels = f"SELECT ?x {{ ?x <{rdfs}label> ?n }} GROUP BY ?x HAVING (COUNT(?n) != 1)"
    other = f"?x <{rdfs}label> ?n ; <{skos}prefLabel> []"
    apart = f"SELECT ?x {{ {other} FILTER NOT EXISTS {{ ?x <{skos}prefLabel> ?n }} }}"
    assert not [row for query in (twice, labels, apart) for row in reader.solutions(query)]
    assert [*reader.solutions(f"SELECT ?x {{ ?x <{skos}prefLabel> [] }}")]


@pytest.fixture(scope="module")
def axioms() -> Graph:
    return Graph().parse(data=vocabulary.read("hansa.ttl"), format="turtle")


@pytest.fixture(scope="module")
def closure(axioms: Graph) -> Graph:
    """Return what OWL RL entails from one triple of every relation."""
    together = Graph()
    together += axioms
    for name in terms.RELATIONS:
        together.add((URIRef(f"urn:{name}:s"), URIRef(HANSA + name), URIRef(f"urn:{name}:o")))
    owlrl.DeductiveClosure(owlrl.RDFS_OWLRL_Semantics).expand(together)
    return together


@pytest.mark.parametrize("name", terms.RELATIONS)
def test_what_is_materialised_is_what_owl_entails(name: str, closure: Graph) -> None:
    """The unconditional part against owlrl; the conditional part is not OWL but a table."""
    subject, object_ = URIRef(f"urn:{name}:s"), URIRef(f"urn:{name}:o")
    entailed = {(str(p), False) for p in closure.predicates(subject, object_)}
    entailed |= {(str(p), True) for p in closure.predicates(object_, subject)}
    tables = vocabulary.super_properties().values()
    conditional = {
        above.iri
        for table in tables
        for above in table
        if above.subject_classes or above.object_classes
    }
    # Two documents: no kind of entity, so that no condition holds by chance.
    materialised = set(implications(HANSA + name, "Document", "Document"))
    assert {item for item in materialised if item[0] not in conditional} == {
        item for item in entailed if item[0] not in conditional
    }


def test_super_classes_are_what_rdfs_entails(axioms: Graph) -> None:
    closure = Graph()
    closure += axioms
    for kind in terms.KINDS:
        closure.add((URIRef(f"urn:{kind}"), RDF.type, URIRef(HANSA + kind)))
    owlrl.DeductiveClosure(owlrl.RDFS_Semantics).expand(closure)
    for kind in terms.KINDS:
        entailed = {str(found) for found in closure.objects(URIRef(f"urn:{kind}"), RDF.type)}
        assert entailed - {str(RDFS.Resource)} == classes_of(kind)


def test_org_properties_hold_between_organisations_only() -> None:
    org = PREFIXES["org"]
    for subject, object_ in product(terms.KINDS, terms.KINDS):
        found = {iri for iri, _ in implications(terms.PART_OF, subject, object_)}
        both = {subject, object_} <= {"Organization", "Network"}
        assert (org + "subOrganizationOf" in found) == both


def test_what_does_not_fit_the_kind_that_won_stays_a_claim(workspace: Workspace) -> None:
    # Two documents speak of a programme, one of a project that takes part in something; they
    # join, the programme wins, and a programme takes part in nothing.
    relation = "participatesIn"
    for key, kind in (("a", "Programme"), ("b", "Programme"), ("c", "Project")):
        story = Story(key)
        evidence = story.say(f"Clean Quays and Open Berths work together, says {key}.")
        story.name("quays", kind, "Clean Quays")
        story.name("berths", "Programme", "Open Berths")
        if kind == "Project":
            story.state("quays", relation, "berths", evidence)
        else:
            story.measure("quays", "memberCount", 7, evidence)
        with workspace.writer() as writer:
            writer.put(story.document(), story.extraction())
            writer.commit()
    with workspace.reader() as reader:
        (claim,) = reader.claims(predicate=terms.PARTICIPATES_IN)
        assert reader.kind(claim.subject) == "Programme"
        assert not [*reader.quads(None, NamedNode(terms.PARTICIPATES_IN), None, DefaultGraph())]
        assert validate(reader).conforms
