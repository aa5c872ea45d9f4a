"""The table holds all that shapes.ttl asks, and refuses what it could not check."""

from __future__ import annotations

import pytest
from rdflib import BNode, Graph, URIRef

from graph.errors import ShapeError
from graph.shacl.gate import Gate
from graph.shacl.shapes import COMPONENTS, TARGETS, read_table, table
from ontology import vocabulary
from ontology.namespaces import PREFIXES

SH = PREFIXES["sh"]
PREFIX = f"@prefix sh: <{SH}> .\n"
SHAPE = "https://w3id.org/hansa/shapes#"


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(data=vocabulary.read("shapes.ttl"), format="turtle")


def test_every_shape_of_the_file_is_in_the_table(shapes: Graph) -> None:
    described = {subject for subject, predicate, _ in shapes if str(predicate).startswith(SH)}
    assert len(table()) == len(described)
    named = {f"<{subject}>" for subject in described if not isinstance(subject, BNode)}
    assert {name for name in table() if name.startswith("<")} == named


def test_every_word_of_shacl_in_the_file_is_known_and_nothing_else_is(shapes: Graph) -> None:
    used = {str(p).removeprefix(SH) for _, p, _ in shapes if str(p).startswith(SH)}
    assert used - {"message", "path", "qualifiedValueShape"} == {*COMPONENTS, *TARGETS}


def test_every_constraint_of_the_file_is_in_the_table(shapes: Graph) -> None:
    held = [(one.component, shape.name) for shape in table().values() for one in shape.constraints]
    for component in COMPONENTS:
        stated = list(shapes.subject_objects(URIRef(SH + component)))
        assert sum(found == component for found, _ in held) == len(stated), component


def test_every_constraint_has_a_check() -> None:
    assert Gate(table()).violations([]) == ()


def test_a_shape_has_its_targets_its_path_and_its_message() -> None:
    source = table()[f"<{SHAPE}Claim-source>"]
    assert [step.rpartition("#")[2] for step in source.path] == ["evidence>", "hasSource>"]
    assert source.message.startswith("The evidence of a claim lies in the document")
    entity = table()[f"<{SHAPE}Entity>"]
    assert len(entity.targets) == 10
    assert entity.path == ()


@pytest.mark.parametrize(
    "turtle",
    [
        "<urn:a> sh:path <urn:p> ; sh:maxLength 3 .",
        "<urn:a> sh:path <urn:p> ; sh:pattern 'a' ; sh:flags 'i' .",
        "<urn:a> sh:targetNode <urn:x> ; sh:nodeKind sh:IRI .",
        "<urn:a> sh:path [ sh:inversePath <urn:p> ] ; sh:minCount 1 .",
        "<urn:a> sh:path ( <urn:p> [ sh:zeroOrMorePath <urn:q> ] ) ; sh:minCount 1 .",
        "<urn:a> sh:node <urn:b> .",
        "<urn:a> sh:property <urn:b> . <urn:b> sh:nodeKind sh:IRI .",
        "<urn:a> sh:node <urn:b> . <urn:b> sh:path <urn:p> ; sh:minCount 1 .",
        "<urn:a> sh:in <urn:b> .",
        "<urn:a> sh:nodeKind sh:BlankNode .",
        "<urn:a> sh:minInclusive 'a' .",
        "<urn:a> sh:sparql [ sh:select 'SELECT' ] .",
        "<urn:a> sh:or",
    ],
)
def test_what_the_gate_could_not_check_is_refused_when_it_is_read(turtle: str) -> None:
    with pytest.raises(ShapeError):
        Gate(read_table((PREFIX + turtle).encode()))
