"""A document's graph: its claims, each with its sentence."""

from __future__ import annotations

from dataclasses import replace

from graph.curating.sayings import Saying
from graph.deriving.gazetteer import Gazetteer
from graph.deriving.shares import Placement, Source
from graph.identity.naming import Naming
from graph.identity.nodes import Records, nodes_of
from graph.identity.resolution import gather, settle
from ontology.iris import Base
from ontology.model import Document, Evidence, Extraction
from ontology.namespaces import HANSA, PREFIXES
from tests.graph.factories import Story, harbour_story

BASE = Base()
CLAIM = f"<{BASE.iri}claim/"


def placement(document: Document, extraction: Extraction) -> Placement:
    records = Records((), Gazetteer())
    nodes = nodes_of(document, extraction, records)
    naming = Naming(BASE, records={}, place=Gazetteer().__getitem__)
    settled = settle(gather(nodes.values()), naming)
    iris = {key: settled.iris.get(node.atom, "") for key, node in nodes.items()}
    return Placement(Source(document, extraction), iris, nodes, naming)


def lines_of(document: Document, extraction: Extraction) -> set[str]:
    return placement(document, extraction).graph()


def sayings_of(document: Document, extraction: Extraction) -> list[Saying]:
    return placement(document, extraction).said


def claim_iris(story: Story) -> list[str]:
    return [saying.iri for saying in sayings_of(*story.pair())]


def test_there_are_no_blank_nodes() -> None:
    assert not any("_:" in line.split('"')[0] for line in lines_of(*harbour_story().pair()))


def test_every_fact_and_literal_is_one_claim() -> None:
    story = harbour_story()
    assert len(set(claim_iris(story))) == len(story.facts) + len(story.literals)


def test_a_claim_points_to_its_words_and_their_place() -> None:
    document, extraction = harbour_story().pair()
    lines = lines_of(document, extraction)
    saying = sayings_of(document, extraction)[0]
    evidence = saying.source.evidence
    about, oa = saying.iri, PREFIXES["oa"]
    source = BASE.document(document.key)
    assert {
        f"<{about}> <{HANSA}evidence> <{about}#evidence> .",
        f"<{about}#evidence> <{oa}hasSource> <{source}> .",
        f"<{about}#evidence> <{oa}hasSelector> <{about}#quote> .",
        f"<{about}#evidence> <{oa}hasSelector> <{about}#position> .",
        f'<{about}#quote> <{oa}exact> "{evidence.exact}" .',
        f'<{about}#position> <{oa}end> "{evidence.end}"^^<{PREFIXES["xsd"]}integer> .',
    } <= lines


def test_a_line_inserted_on_top_renames_no_claim() -> None:
    story, moved = harbour_story(), harbour_story()
    heading = "A heading that was not there before\n\n"
    moved.text = heading + moved.text

    def later(evidence: Evidence) -> Evidence:
        start, end = evidence.start + len(heading), evidence.end + len(heading)
        return Evidence.cut(moved.text, start, end)

    moved.facts = [replace(fact, evidence=later(fact.evidence)) for fact in moved.facts]
    moved.literals = [replace(said, evidence=later(said.evidence)) for said in moved.literals]
    assert claim_iris(moved) == claim_iris(story)


def test_confidence_rule_and_pipeline_rename_no_claim() -> None:
    story, other = harbour_story(), harbour_story()
    other.pipeline = "fedcba9876543210"
    other.facts = [replace(fact, confidence=0.1, rule="other.v2") for fact in other.facts]
    assert claim_iris(other) == claim_iris(story)


def test_another_key_status_year_or_role_is_another_claim() -> None:
    story = harbour_story()
    fact = story.facts[0]
    others = [
        replace(fact, status="planned"),
        replace(fact, year=1999),
        replace(fact, role="host"),
    ]
    found = set()
    for other in (fact, *others):
        story.facts = [other]
        story.literals = []
        found |= set(claim_iris(story))
    story.key = "elsewhere.txt"
    assert len(found | set(claim_iris(story))) == 5


def test_the_same_words_twice_are_two_claims_told_apart_by_order() -> None:
    story = Story("a.txt")
    story.name("r", "City", "Riga")
    story.name("n", "Network", "Lantern Cities League")
    for _ in range(2):
        story.state("r", "memberOf", "n", story.say("Riga is a member."))
    first, second = claim_iris(story)
    assert first != second
    story.facts.reverse()
    assert claim_iris(story) == [first, second]


def test_the_same_span_read_twice_is_one_claim_the_surer_one() -> None:
    story = Story("a.txt")
    story.name("r", "City", "Riga")
    story.name("n", "Network", "Lantern Cities League")
    said = story.say("Riga is a member.")
    for confidence in (0.3, 0.8):
        story.state("r", "memberOf", "n", said, confidence=confidence)
    (saying,) = sayings_of(*story.pair())
    assert saying.source.confidence == 0.8


def test_a_local_entity_knows_its_names_its_mentions_and_what_it_is() -> None:
    document, extraction = harbour_story().pair()
    lines = lines_of(document, extraction)
    local = BASE.local_entity(document.key, "Network", "harbour cities network")
    canonical = BASE.entity("Network", "harbour-cities-network")
    start = document.text.index("HCN")
    mention = f"{BASE.document(document.key)}.txt#char={start},{start + 3}"
    assert {
        f"<{local}> <{HANSA}resolvesTo> <{canonical}> .",
        f'<{local}> <{PREFIXES["skos"]}prefLabel> "Harbour Cities Network"@en .',
        f'<{local}> <{PREFIXES["skos"]}altLabel> "HCN"@en .',
        f"<{local}> <{HANSA}mention> <{mention}> .",
    } <= lines


def test_a_document_says_what_its_file_told() -> None:
    document, extraction = harbour_story().pair()
    about, dcterms = BASE.document(document.key), PREFIXES["dcterms"]
    lines = lines_of(document, extraction)
    assert {
        f'<{about}> <{HANSA}sourceKey> "harbour.txt" .',
        f'<{about}> <{HANSA}sha256> "{document.sha256}" .',
        f'<{about}> <{dcterms}title> "Harbours join hands"@en .',
        f'<{about}> <{dcterms}date> "2021-05-04"^^<{PREFIXES["xsd"]}date> .',
    } <= lines


def test_two_entities_of_one_name_and_kind_are_one_local_entity() -> None:
    story = Story("a.txt")
    story.name("one", "Agreement", "Joint Statement", "the Statement")
    story.name("two", "Agreement", "the Joint Statement")
    lines = lines_of(*story.pair())
    assert sum("prefLabel" in line for line in lines) == 1
    assert sum("altLabel" in line for line in lines) == 2
