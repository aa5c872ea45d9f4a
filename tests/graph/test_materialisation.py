"""What is kept by difference is what a reasoner concludes from scratch, no more and no less.

After a history of commits the default graph is compared with the OWL RL closure of the facts that
the current documents assert, with the ontology's axioms and its conditional super-properties.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

import owlrl
import pytest
from pyoxigraph import DefaultGraph, NamedNode
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.term import Node

from graph.reader import Reader
from graph.shacl.gate import gate
from graph.workspace import Workspace
from ontology import terms, vocabulary
from ontology.namespaces import DEFAULT_BASE, HANSA, PREFIXES

from .factories import RIGA, TOKYO, Story, harbour_story, large_story, tide_story

Fact = tuple[Node, Node, Node]
#: What follows from nothing: names, links, values with what is made of their text, and redirects.
PLAIN = {
    SKOS.prefLabel,
    SKOS.altLabel,
    RDFS.label,
    OWL.deprecated,
    *(URIRef(PREFIXES["schema"] + name) for name in ("sameAs", "foundingDate")),
    URIRef(PREFIXES["dcterms"] + "isReplacedBy"),
    *(URIRef(HANSA + name) for name in (*terms.LITERALS, "dateFrom")),
}
KINDS = {kind.lower(): kind for kind in terms.KINDS}


@pytest.fixture(scope="module")
def axioms() -> Graph:
    return Graph().parse(data=vocabulary.read("hansa.ttl"), format="turtle")


def quays_story(kind: str, key: str) -> Story:
    """Return a document that knows Clean Tide as something, and joins it to much else."""
    story = Story(key, title="Quays", date="2023", text=f"From {key}, about a {kind}.\n")
    story.name("tide", kind, "Clean Tide Programme")
    story.name("forum", "Event", "Lantern Forum 2023")
    story.name("riga", "City", "Riga", link=RIGA)
    story.name("tokyo", "City", "Tokyo", link=TOKYO)
    story.name("port", "Organization", "Lantern Port Authority")
    story.name("hcn", "Network", "Harbour Cities Network")
    said = story.say("Clean Tide Programme, part of the Lantern Forum 2023, is run from Riga.")
    story.state("tide", "participatesIn", "forum", said)
    story.state("tide", "locatedIn", "riga", said)
    story.state("forum", "locatedIn", "riga", said)
    story.state("forum", "ledBy", "port", said)
    said = story.say("The Lantern Port Authority, with Tokyo, is part of the network.")
    story.state("port", "partOf", "hcn", said)
    story.state("port", "memberOf", "hcn", said)
    story.state("port", "partnerOf", "tokyo", said)
    story.state("tokyo", "participatesIn", "forum", said, status="planned")
    story.measure("hcn", "focusArea", "mobility", said)
    return story


def shorter(story: Story, *, by: int) -> Story:
    """Return the document as it stands after it was edited: it says less."""
    story.facts = story.facts[by:]
    story.text += f"Edited, {by} sentences less.\n"
    return story


def versions() -> list[Story]:
    """Return what may become current, several versions of a document among them."""
    kinds = ("Project", "Programme", "Event")
    return [
        harbour_story(),
        shorter(harbour_story(), by=2),
        tide_story(),
        shorter(tide_story(), by=1),
        *(quays_story(kind, "quays.txt") for kind in kinds),
        *(quays_story(kind, f"quays-{kind}.txt") for kind in kinds),
        large_story(1, facts=6),
    ]


def live(workspace: Workspace, seed: int) -> dict[str, Story]:
    """Lead a random life of commits; return what is current at its end."""
    chance, current = random.Random(seed), dict[str, Story]()
    for _ in range(9):
        with workspace.writer() as writer:
            for story in chance.sample(versions(), chance.randint(1, 3)):
                if story.key in current and chance.random() < 0.4:
                    writer.retract(story.key)
                    del current[story.key]
                else:
                    writer.put(*story.pair())
                    current[story.key] = story
            writer.commit()
    return current


def materialised(reader: Reader) -> set[Fact]:
    """Return the default graph without what follows from nothing."""
    found: set[Fact] = set()
    for quad in reader.quads(graph=DefaultGraph()):
        if URIRef(quad.predicate.value) not in PLAIN:
            assert isinstance(quad.subject, NamedNode)
            assert isinstance(quad.object, NamedNode)
            ends = URIRef(quad.subject.value), URIRef(quad.object.value)
            found.add((ends[0], URIRef(quad.predicate.value), ends[1]))
    return found


def kind_of(iri: str) -> str:
    return KINDS[iri.removeprefix(DEFAULT_BASE + "id/").split("/")[0]]


def asserted(reader: Reader) -> Iterator[Fact]:
    """Yield what the current documents assert, and of which kinds the things they speak of are."""
    for row in reader.documents():
        yield URIRef(row.iri), RDF.type, URIRef(terms.DOCUMENT)
    for quad in reader.quads(predicate=NamedNode(terms.RESOLVES_TO)):
        thing = str(quad.object).strip("<>")
        yield URIRef(thing), RDF.type, URIRef(HANSA + kind_of(thing))
    for claim in reader.claims():
        name = claim.predicate.removeprefix(HANSA)
        if claim.status != "asserted" or name not in terms.RELATIONS:
            continue
        object_ = str(claim.object).strip("<>")
        if gate().refusal(name, kind_of(claim.subject), kind_of(object_)) is None:
            yield URIRef(claim.subject), URIRef(claim.predicate), URIRef(object_)


def given_by_names(reader: Reader) -> Iterator[Fact]:
    """Yield what is looked up in tables of names: concepts, and countries of places."""
    for quad in reader.quads(predicate=NamedNode(terms.FOCUS_CONCEPT), graph=DefaultGraph()):
        ends = str(quad.subject).strip("<>"), str(quad.object).strip("<>")
        yield URIRef(ends[0]), URIRef(terms.FOCUS_CONCEPT), URIRef(ends[1])
    for quad in reader.quads(predicate=NamedNode(terms.COUNTRY_PROPERTY)):
        country = str(quad.object).strip("<>")
        yield URIRef(country), RDF.type, URIRef(terms.COUNTRY)


def closure(facts: Iterable[Fact], axioms: Graph) -> set[Fact]:
    """Return all that follows about things of the data, by a reasoner that starts from nothing."""
    together = Graph() + axioms
    for fact in facts:
        together.add(fact)
    owlrl.DeductiveClosure(owlrl.RDFS_OWLRL_Semantics).expand(together)
    for fact in list(conditional(together, axioms)):
        together.add(fact)
    assert set(conditional(together, axioms)) <= set(together)
    universal = {OWL.Thing, RDFS.Resource}
    return {
        fact
        for fact in together
        if str(fact[0]).startswith((DEFAULT_BASE + "id/", DEFAULT_BASE + "doc/"))
        and fact[1] not in {*PLAIN, OWL.sameAs}
        and fact[2] not in universal
        and not isinstance(fact[2], RdflibLiteral)
    }


def conditional(data: Graph, axioms: Graph) -> Iterator[Fact]:
    """Yield what follows by the implications that OWL RL has no axiom for."""
    h = HANSA

    def among(rule: Node, name: str, thing: Node) -> bool:
        wanted = set(axioms.objects(rule, URIRef(h + name)))
        return not wanted or bool(wanted & set(data.objects(thing, RDF.type)))

    for property_, rule in axioms.subject_objects(URIRef(terms.IMPLIES)):
        above = axioms.value(rule, URIRef(terms.IMPLIED_PROPERTY))
        assert isinstance(above, Node)
        for subject, object_ in data.subject_objects(property_):
            if among(rule, "subjectClass", subject) and among(rule, "objectClass", object_):
                yield subject, above, object_


@pytest.mark.parametrize("seed", range(3))
def test_the_default_graph_is_what_a_reasoner_concludes_from_scratch(
    workspace: Workspace, axioms: Graph, seed: int
) -> None:
    current = live(workspace, seed)
    with workspace.reader() as reader:
        assert {row.key for row in reader.documents()} == current.keys()
        told = {fact for story in current.values() for fact in story.facts}
        assert len(list(reader.claims())) >= len(told) > 10
        facts = {*asserted(reader), *given_by_names(reader)}
        ours, theirs = materialised(reader), closure(facts, axioms)
    assert ours - theirs == set()  # nothing extra
    assert theirs - ours == set()  # nothing missing
    relations = {str(fact[1]).removeprefix(HANSA) for fact in ours}
    assert len(relations & {*terms.RELATIONS}) > 4


def test_a_triple_too_many_or_too_few_would_be_noticed(workspace: Workspace, axioms: Graph) -> None:
    live(workspace, 0)
    with workspace.reader() as reader:
        facts = {*asserted(reader), *given_by_names(reader)}
        ours = materialised(reader)
    relation = next(fact for fact in sorted(facts) if str(fact[1]) == terms.MEMBER_OF)
    assert closure(facts - {relation}, axioms) < ours
    reverse = relation[2], URIRef(terms.PARTNER_OF), relation[0]
    more = closure({*facts, reverse}, axioms) - ours
    assert {fact[1] for fact in more} == {
        URIRef(terms.PARTNER_OF),
        URIRef(PREFIXES["dcterms"] + "relation"),
    }
