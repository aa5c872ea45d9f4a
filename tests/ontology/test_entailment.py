"""What follows from the ontology by OWL RL and RDFS: the good, and nothing absurd.

The axioms of the vocabularies that ours is tied to stand beside it (``data/others.ttl``), for it
is their domains and ranges that make a careless alignment absurd.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import owlrl
import pytest
from rdflib import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SKOS, Graph, Namespace, URIRef
from rdflib.term import Node

from ontology import terms, vocabulary
from ontology.namespaces import DEFAULT_BASE, HANSA, PREFIXES

DATA = Path(__file__).parent / "data"
H = Namespace(HANSA)
ID = Namespace(DEFAULT_BASE + "id/")
SCHEMA = Namespace(PREFIXES["schema"])
PORTO = ID["city/porto-pt"]
NORTE = ID["region/norte"]
BUS = ID["project/owl-bus"]
QUAYS = ID["programme/clean-quays"]
RING = ID["network/harbour-ring"]
GROUP = ID["organization/atlantic-group"]
OFFICE = ID["organization/harbour-office"]
DAYS = ID["event/harbour-days"]
PACT = ID["agreement/harbour-pact"]
ADA = ID["person/ada-lind"]

#: What others' own axioms add to the super-classes that ours declare. schema.org files projects
#: under its very wide Organization; that is the one thing here that nobody would say aloud.
BY_OTHERS: dict[Node, set[URIRef]] = {
    H.Organization: {FOAF.Organization},
    H.Network: {FOAF.Organization},
    H.Programme: {SCHEMA.Organization},
    H.Project: {SCHEMA.Organization},
}

Fact = tuple[Node, Node, Node]


def spoken(fact: Fact) -> str:
    """Return the local names of a fact, for the name of a test."""
    return " ".join(re.split("[/#]", str(term))[-1] for term in fact)


def closed(*graphs: Graph) -> Graph:
    """Return the OWL RL and RDFS closure of all *graphs* together."""
    together = Graph()
    for graph in graphs:
        together += graph
    owlrl.DeductiveClosure(owlrl.RDFS_OWLRL_Semantics).expand(together)
    return together


def classes_of(graph: Graph, thing: Node) -> set[Node]:
    """Return the classes of a thing, without those that everything is of."""
    return set(graph.objects(thing, RDF.type)) - {OWL.Thing, RDFS.Resource}


def implied(graph: Graph) -> Iterator[Fact]:
    """Yield what the super-properties of the vocabulary add to *graph*."""
    for name, above in vocabulary.super_properties().items():
        for subject, object_ in graph.subject_objects(URIRef(name)):
            for super_property in above:
                if super_property.holds(
                    subject_classes={str(found) for found in graph.objects(subject, RDF.type)},
                    object_classes={str(found) for found in graph.objects(object_, RDF.type)},
                ):
                    yield subject, URIRef(super_property.iri), object_


def materialised(facts: Graph) -> Graph:
    """Return *facts* with what the vocabulary's three tables say follows from each one."""
    graph = Graph() + facts
    for thing, class_ in facts.subject_objects(RDF.type):
        for above in vocabulary.super_classes().get(str(class_), ()):
            graph.add((thing, RDF.type, URIRef(above)))
    for name, inverse in vocabulary.inverses().items():
        for subject, object_ in facts.subject_objects(URIRef(name)):
            graph.add((object_, URIRef(inverse), subject))
    for fact in list(implied(graph)):
        graph.add(fact)
    return graph


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(data=vocabulary.read("hansa.ttl"), format="turtle")


@pytest.fixture(scope="module")
def facts() -> Graph:
    return Graph().parse(DATA / "facts.ttl")


@pytest.fixture(scope="module")
def others() -> Graph:
    return Graph().parse(DATA / "others.ttl")


@pytest.fixture(scope="module")
def world(ontology: Graph, facts: Graph, others: Graph) -> Graph:
    """Return everything that follows, conditional super-properties and others' axioms included."""
    return closed(ontology, materialised(facts), others)


def test_no_fact_gives_an_entity_a_class_beyond_those_of_its_kind(
    world: Graph, facts: Graph
) -> None:
    for thing, kind in facts.subject_objects(RDF.type):
        if str(kind).removeprefix(HANSA) in terms.KINDS:
            declared = {URIRef(above) for above in vocabulary.super_classes()[str(kind)]}
            assert classes_of(world, thing) == {kind, *declared, *BY_OTHERS.get(kind, set())}


@pytest.mark.parametrize(
    ("thing", "absurd"),
    [
        (PORTO, SKOS.Concept),
        (PORTO, ORG.Organization),
        (PORTO, SCHEMA.Organization),
        (BUS, ORG.Organization),
        (BUS, FOAF.Agent),
        (BUS, PROV.Agent),
        (BUS, H.Agent),
        (QUAYS, ORG.Organization),
        (QUAYS, FOAF.Agent),
        (QUAYS, H.Agent),
        (ADA, ORG.Organization),
        (ADA, FOAF.Organization),
        (RING, SKOS.Concept),
        (RING, H.Place),
        (DAYS, FOAF.Agent),
        (PACT, FOAF.Agent),
        (PACT, FOAF.Document),
        (URIRef(DEFAULT_BASE + "scheme/focus-area/water"), H.Agent),
    ],
)
def test_nothing_absurd_is_entailed(world: Graph, thing: URIRef, absurd: URIRef) -> None:
    assert (thing, RDF.type, absurd) not in world


def test_a_careless_alignment_would_be_noticed(facts: Graph, others: Graph) -> None:
    careless = Graph()
    careless.add((H.partnerOf, RDFS.subPropertyOf, ORG.linkedTo))
    careless.add((H.resolvesTo, RDFS.subPropertyOf, SKOS.exactMatch))
    absurd = closed(facts, others, careless)  # others' axioms are enough
    assert (BUS, RDF.type, ORG.Organization) in absurd
    assert (PORTO, RDF.type, SKOS.Concept) in absurd


def test_nothing_is_inconsistent(world: Graph) -> None:
    error = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    assert not list(world.objects(None, error))


def test_different_things_stay_different(world: Graph) -> None:
    assert all(one == other for one, other in world.subject_objects(OWL.sameAs))


@pytest.mark.parametrize(
    "fact",
    [
        (RING, H.hasMember, PORTO),
        (BUS, H.partnerOf, PORTO),
        (PACT, H.hasParty, PORTO),
        (PORTO, H.founded, RING),
        (PORTO, H.employs, ADA),
        (PORTO, SCHEMA.memberOf, RING),
        (RING, SCHEMA.member, PORTO),
        (RING, ORG.memberOf, GROUP),
        (BUS, DCTERMS.relation, PORTO),
        (DAYS, SCHEMA.participant, PORTO),
        (DAYS, SCHEMA.organizer, PORTO),
        (RING, SCHEMA.founder, PORTO),
        (PORTO, SCHEMA.sponsor, QUAYS),
        (BUS, DCTERMS.isPartOf, QUAYS),
        (OFFICE, ORG.subOrganizationOf, RING),
        (PORTO, SCHEMA.containedInPlace, NORTE),
        (DAYS, SCHEMA.location, PORTO),
        (ADA, SCHEMA.worksFor, PORTO),
        (RING, DCTERMS.subject, URIRef(DEFAULT_BASE + "scheme/focus-area/water")),
        (PORTO, RDF.type, SCHEMA.City),
        (PORTO, RDF.type, H.Place),
        (PORTO, RDF.type, H.Agent),
        (RING, RDF.type, ORG.Organization),
    ],
    ids=spoken,
)
def test_what_should_follow_follows(world: Graph, fact: Fact) -> None:
    assert fact in world


@pytest.mark.parametrize(
    "fact",
    [
        (PORTO, ORG.memberOf, RING),
        (QUAYS, SCHEMA.participant, PORTO),
        (RING, SCHEMA.organizer, OFFICE),
        (OFFICE, ORG.subOrganizationOf, PORTO),
        (QUAYS, ORG.subOrganizationOf, OFFICE),
        (PORTO, SCHEMA.location, NORTE),
        (DAYS, SCHEMA.containedInPlace, PORTO),
    ],
    ids=spoken,
)
def test_a_conditional_super_property_stays_within_its_condition(world: Graph, fact: Fact) -> None:
    assert fact not in world


def test_part_and_place_are_not_transitive(world: Graph) -> None:
    assert (BUS, H.partOf, QUAYS) in world
    assert (BUS, H.partOf, OFFICE) not in world
    assert (RING, H.locatedIn, NORTE) not in world


def test_the_three_tables_say_what_a_reasoner_concludes(ontology: Graph, facts: Graph) -> None:
    """Compare with a reasoner, but for the conditional properties, which OWL RL cannot express."""
    conditional = set(ontology.objects(None, H.impliedProperty))
    ours = {fact for fact in materialised(facts) if fact[1] not in conditional}
    things = {thing for fact in facts for thing in fact[::2] if isinstance(thing, URIRef)}
    universal = {OWL.Thing, RDFS.Resource}
    reasoned = {
        fact
        for fact in closed(ontology, facts)
        if fact[0] in things and fact[1] != OWL.sameAs and fact[2] not in universal
    }
    assert {fact for fact in reasoned if not str(fact[0]).startswith(HANSA)} == ours
