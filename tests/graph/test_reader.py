"""Bounded reads: names, kinds, claims, descriptions, texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode

from graph.claims import claim_in
from graph.errors import (
    QueryRefusedError,
    QuerySyntaxError,
    UnknownDocumentError,
    UnknownEntityError,
)
from graph.reader import Reader
from graph.store import Store
from ontology import terms
from ontology.iris import Base
from ontology.namespaces import PREFIXES
from tests.graph.factories import harbour_story, sample_stories

BASE = Base()
NETWORK = BASE.entity("Network", "harbour-cities-network")
RIGA = BASE.entity("City", "riga-lv")
DOCUMENT = BASE.document("harbour.txt")


def test_solutions_leave_out_what_is_unbound(reader: Reader) -> None:
    query = "SELECT ?a ?b { VALUES (?a ?b) { (1 UNDEF) } }"
    (solution,) = reader.solutions(query)
    assert list(solution) == ["a"]


def test_each_form_of_query_has_its_own_method(reader: Reader) -> None:
    assert reader.ask(f"ASK {{ <{RIGA}> ?p ?o }}")
    assert len(list(reader.construct(f"CONSTRUCT WHERE {{ <{RIGA}> a ?o }}"))) > 1
    with pytest.raises(QueryRefusedError):
        reader.ask("SELECT * { ?s ?p ?o }")
    with pytest.raises(QuerySyntaxError):
        list(reader.solutions("SELECT"))


@pytest.mark.parametrize(
    ("iri", "label", "kind"),
    [
        (NETWORK, "Harbour Cities Network", "Network"),
        (RIGA, "Riga", "City"),
        (BASE.entity("Country", "spain"), "Spain", "Country"),
        (DOCUMENT, "Harbours join hands", "Document"),
        (terms.MEMBER_OF, "member of", None),
        ("urn:nothing/known#here", "here", None),
    ],
)
def test_everything_has_a_label_and_entities_a_kind(
    reader: Reader, iri: str, label: str, kind: str | None
) -> None:
    assert reader.label(iri) == label
    assert reader.kind(iri) == kind


def test_a_claim_carries_all_that_was_said(reader: Reader) -> None:
    claims = reader.claims(predicate=terms.WORKS_FOR, object=NETWORK)
    (claim,) = (claim for claim in claims if claim.document == DOCUMENT)
    fact = next(fact for fact in harbour_story().facts if fact.property == "worksFor")
    assert claim.subject == BASE.entity("Person", "ilze-kalnina")
    assert (claim.role, claim.status, claim.rule) == ("Secretary General", "asserted", "test.v1")
    assert claim.confidence == 0.9
    assert (claim.document, claim.document_title) == (DOCUMENT, "Harbours join hands")
    assert (claim.start, claim.end, claim.exact) == (
        fact.evidence.start,
        fact.evidence.end,
        fact.evidence.exact,
    )
    assert (claim.prefix, claim.suffix) == (fact.evidence.prefix, fact.evidence.suffix)
    assert claim.year is None
    assert reader.claim(claim.iri) == claim
    assert reader.kind(claim.iri) == "Claim"


def test_claims_can_be_asked_from_any_end(reader: Reader) -> None:
    every = reader.claims()
    assert len(every) == sum(len(s.facts) + len(s.literals) for s in sample_stories())
    for claim in every:
        assert claim in reader.claims(subject=claim.subject)
        assert claim in reader.claims(predicate=claim.predicate)
        assert claim in reader.claims(object=claim.object)
        assert claim in reader.claims(claim.subject, claim.predicate, claim.object)


def test_claims_about_a_literal_hold_the_literal(reader: Reader) -> None:
    claims = reader.claims(NETWORK, terms.MEMBER_COUNT)
    assert [(claim.object.value, claim.year) for claim in claims] == [("30", 2022), ("26", None)]
    assert isinstance(claims[0].object, Literal)


def test_every_quote_stands_in_its_document(reader: Reader) -> None:
    for claim in reader.claims():
        text = reader.document_text(claim.document)
        assert text[claim.start : claim.end] == claim.exact
        assert text[: claim.start].endswith(claim.prefix)
        assert text[claim.end :].startswith(claim.suffix)


def test_a_description_has_both_directions_and_the_claims(reader: Reader) -> None:
    quads = reader.describe(RIGA)
    assert quads == sorted(quads, key=str)
    about = NamedNode(RIGA)
    assert any(quad.subject == about and quad.graph_name == DefaultGraph() for quad in quads)
    assert any(quad.object == about for quad in quads)
    exact = NamedNode(PREFIXES["oa"] + "exact")
    assert sum(quad.predicate == exact for quad in quads) == len(reader.claims(RIGA))


def test_what_nobody_knows_cannot_be_described(reader: Reader) -> None:
    with pytest.raises(UnknownEntityError, match="urn:nothing"):
        reader.describe("urn:nothing")


def test_names_are_sorted_and_complete(reader: Reader) -> None:
    names = list(reader.names())
    assert names == sorted(names)
    assert ("HCN", NETWORK, "Network") in names
    assert ("Harbour Cities Network", NETWORK, "Network") in names
    assert {kind for _, _, kind in reader.names("City")} == {"City"}
    assert {kind for _, _, kind in reader.names("Organization")} == {"Network"}


def test_documents_are_listed_with_their_metadata(reader: Reader) -> None:
    first, second = reader.documents()
    assert (first.key, first.title, first.publisher) == (
        "harbour.txt",
        "Harbours join hands",
        "Harbour Cities",
    )
    assert first.iri == DOCUMENT
    assert first.sha256 == harbour_story().document().sha256
    assert (second.key, second.publisher, second.date) == ("tide.md", None, "2022-02")


def test_the_text_of_a_document_is_what_was_put(reader: Reader) -> None:
    assert reader.document_text(DOCUMENT) == harbour_story().text
    with pytest.raises(UnknownDocumentError, match="hansa documents"):
        reader.document_text(RIGA)


def test_the_checkpoint_can_be_opened_by_others(reader: Reader) -> None:
    assert len(Store.read_only(reader.path)) == sum(chunk.count(b"\n") for chunk in reader.export())


def test_quads_of_every_graph_or_one(reader: Reader) -> None:
    about = NamedNode(RIGA)
    gazetteer = NamedNode(BASE.graph("gazetteer"))
    everywhere = set(reader.quads(about))
    assert {quad.graph_name for quad in everywhere} == {DefaultGraph(), gazetteer}
    country = NamedNode(terms.COUNTRY_PROPERTY)
    (quad,) = reader.quads(about, country)
    assert quad.object == NamedNode(BASE.entity("Country", "latvia"))
    assert quad.graph_name == gazetteer


def test_what_guests_say_of_a_claim_is_no_part_of_it(reader: Reader, tmp_path: Path) -> None:
    claim = reader.claims(RIGA)[0]
    Store.read_only(reader.path).backup(tmp_path / "copy")
    store = Store.open(tmp_path / "copy")
    about = f"<{claim.iri}> <{terms.CONFIDENCE}> 0.01 . <{claim.iri}> <{terms.RULE}> 'false' ."
    store.apply({}, {"urn:a-guest": [about]})
    assert claim_in(store, claim.iri) == claim
    assert claim_in(store, DOCUMENT) is None
