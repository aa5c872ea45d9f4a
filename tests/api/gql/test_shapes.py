"""The schema, the shapes and the context say the same; whoever changes one of them is told."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from api.gql.mapping.rows import Row, expanded
from api.gql.mapping.table import ATTRIBUTES, RELATIONS, STATEMENTS, TABLE
from ontology.vocabulary import read
from tests.api.gql.agreeing import contradictions

TURTLE = read("shapes.ttl").decode()
CONTEXT: dict[str, Any] = json.loads(read("context.jsonld"))["@context"]


def test_schema_shapes_and_context_say_the_same() -> None:
    assert list(contradictions(TURTLE.encode(), TABLE.values(), CONTEXT)) == []


@pytest.mark.parametrize(
    ("shape", "old", "new", "told"),
    [
        ("memberOf-subject", "shape:Actor", "shape:Doer", "Project.memberOf: the shapes allow it"),
        ("memberOf-object", "shape:Organization", "shape:Place", "City.members: the shapes allow"),
        ("worksFor-subject", "shape:Person", "shape:Agent", "City.worksFor: the shapes allow it"),
        ("Project-partOf-object", "ProjectWhole", "Project", "Project partOf Programme"),
        ("country-subject", "shape:City shape:Region", "shape:City shape:Event", "Region.country"),
        ("date-subject", "shape:Dated", "shape:Undertaking", "Agreement.dates: the shapes forbid"),
        (
            "focusArea-subject",
            "shape:Topical",
            "shape:AnyKind",
            "City.focusAreas: the",
        ),
        ("memberCount-value", "xsd:integer", "xsd:decimal", "memberCounts: the shapes refuse"),
        ("foundingYear-value", "sh:datatype xsd:integer ;", "", "foundingYears: the shapes accept"),
        ("date-value", "sh:node shape:DateValue ;", "", "dates: the shapes accept"),
        ("Document-date", "sh:node shape:DateValue", "sh:datatype xsd:gYear", "Document.date: the"),
        ("memberCount-value", "sh:datatype", "sh:maxCount 1 ; sh:datatype", "memberCounts: a list"),
        ("Document-publisher", "sh:maxCount 1 ;", "", "publisher: one value, and the shapes"),
        ("Document-publisher", "sh:maxCount", "sh:minCount 1 ; sh:maxCount", "publisher: how many"),
        ("Document-sourceKey", "sh:minCount 1 ;", "", "sourceKey: how many there are at least"),
        (
            "country-value",
            "sh:maxCount 1 ;",
            "",
            "country: one value, and the shapes",
        ),
        ("Entity-name", "sh:minCount 1 ;", "", "the table, name: how many there are at least"),
        ("Claim-status", "hansa:planned", "", "Status planned: the shapes forbid it"),
        ("Claim-predicate", "hansa:worksFor", "", "Property worksFor: the shapes forbid it"),
        ("Claim-year", "sh:maxCount 1 ;", "sh:maxCount 1 ; sh:minCount 1 ;", "Claim.year: Int"),
        ("Claim-year", "sh:maxCount 1 ;", "", "Claim.year: one value"),
        ("Claim-year", "sh:datatype xsd:integer ;", "", "Claim.year: Int for"),
        ("Claim-rule", "sh:minCount 1 ;", "", "Claim.rule: String!, but the shapes"),
        ("Quote-exact", "sh:minCount 1 ;", "", "Claim.quote: String!, but the shapes"),
        ("Position-start", "sh:datatype xsd:integer", "sh:nodeKind sh:Literal", "Claim.start: Int"),
        ("latitude", "sh:minInclusive -90 ;\n    sh:maxInclusive 90 ;", "", "Float cannot hold"),
    ],
)
def test_a_change_of_a_shape_is_noticed(shape: str, old: str, new: str, told: str) -> None:
    turtle = _changed(shape, old, new)
    found = contradictions(turtle.encode(), TABLE.values(), CONTEXT)
    assert any(told in each for each in found)


def _changed(shape: str, old: str, new: str) -> str:
    """Return the shapes, in one of which something stands in the place of something else."""
    before, start, rest = TURTLE.partition(f"shape:{shape} a sh:")
    body, end, after = rest.partition(" .\n")
    assert start
    assert old in body
    return before + start + body.replace(old, new, 1) + end + after


_MEMBERS, _COUNTRY = RELATIONS["members"], ATTRIBUTES["country"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (replace(_MEMBERS, backwards=False), "City.members: the shapes allow it"),
        (replace(_MEMBERS, stated="partyTo"), "Agreement.members: the shapes allow it"),
        (replace(RELATIONS["worksFor"], stated="ledBy"), "worksFor"),
        (replace(_COUNTRY, kinds=_COUNTRY.kinds | {"Country"}), "Country.country"),
        (replace(_COUNTRY, kinds=frozenset({"City"})), "Region.country"),
        (replace(_COUNTRY, most=None), "country: the shapes allow one only"),
        (replace(_COUNTRY, datatype=expanded("xsd:string")), "country"),
        (replace(_COUNTRY, least=1), "country: how many there are at least"),
        (replace(ATTRIBUTES["sha256"], datatype=expanded("xsd:integer")), "sha256"),
        (replace(ATTRIBUTES["sha256"], least=0), "sha256: how many there are at least"),
        (replace(ATTRIBUTES["publisher"], least=1), "publisher: how many there are at least"),
        (replace(STATEMENTS["dates"], datatype=expanded("xsd:string")), "dates: the shapes refuse"),
        (replace(STATEMENTS["dates"], stated="focusArea"), "dates"),
        (replace(STATEMENTS["focusAreas"], datatype=expanded("xsd:string")), "focusAreas"),
        (replace(ATTRIBUTES["name"], datatype=expanded("xsd:string")), "disagree on languages"),
    ],
)
def test_a_change_of_the_table_is_noticed(row: Row, told: str) -> None:
    rows = [row if each.field == row.field else each for each in TABLE.values()]
    found = contradictions(TURTLE.encode(), rows, CONTEXT)
    assert any(told in each for each in found)


@pytest.mark.parametrize(
    ("term", "definition"),
    [
        ("hasMember", "hansa:hasMember"),
        ("hasMember", {"@id": "hansa:memberOf", "@type": "@id"}),
        ("country", {"@id": "hansa:country", "@type": "xsd:string"}),
        ("memberCount", {"@id": "hansa:memberCount", "@type": "xsd:decimal"}),
        ("memberCount", {"@id": "hansa:memberCount"}),
        ("focusArea", "hansa:focusArea"),
        ("prefLabel", {"@id": "skos:prefLabel", "@type": "@id"}),
        ("title", {"@id": "dcterms:title", "@container": "@language"}),
    ],
)
def test_a_change_of_the_context_is_noticed(term: str, definition: object) -> None:
    found = contradictions(TURTLE.encode(), TABLE.values(), CONTEXT | {term: definition})
    assert [*found]
