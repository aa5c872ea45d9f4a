"""The shapes accept what is right, and say in words what is wrong."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import NamedTuple

import pyshacl
import pytest
from rdflib import RDF, SH, SKOS, Graph, Literal, URIRef

from ontology import terms, vocabulary
from ontology.namespaces import HANSA

CASES = Path(__file__).parent / "cases"
INVALID = sorted((CASES / "invalid").glob("*.ttl"))
VALID = sorted((CASES / "valid").glob("*.ttl"))
SHAPE = "https://w3id.org/hansa/shapes#"
TARGETS = {SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf}


class Finding(NamedTuple):
    """One validation result: where, the name of the shape, and what it says."""

    focus_node: str
    shape: str
    message: str


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(data=vocabulary.read("shapes.ttl"), format="turtle")


@pytest.fixture(scope="module")
def every_pair(shapes: Graph) -> set[Finding]:
    """Return the findings on every relation between every two kinds of thing."""
    data = Graph()
    for name, subject_kind, object_kind in product(terms.RELATIONS, terms.KINDS, terms.KINDS):
        pair = f"urn:pair:{name}:{subject_kind}:{object_kind}"
        subject, object_ = (
            _entity(data, f"{pair}:s", subject_kind),
            _entity(data, f"{pair}:o", object_kind),
        )
        data.add((subject, URIRef(HANSA + name), object_))
    return validate(data, shapes)


def _entity(data: Graph, iri: str, kind: str) -> URIRef:
    class_ = HANSA + kind
    for type_ in (class_, *vocabulary.super_classes()[class_]):
        data.add((URIRef(iri), RDF.type, URIRef(type_)))
    data.add((URIRef(iri), SKOS.prefLabel, Literal("a name", lang="en")))
    return URIRef(iri)


def validate(data: Graph, shapes: Graph) -> set[Finding]:
    """Return every result that pySHACL finds in *data*."""
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(report, Graph)
    found = {
        Finding(
            focus_node=str(report.value(result, SH.focusNode)),
            shape=str(report.value(result, SH.sourceShape)).removeprefix(SHAPE),
            message=str(report.value(result, SH.resultMessage)),
        )
        for result in report.objects(None, SH.result)
    }
    assert conforms is not bool(found)
    return found


def named_in(path: Path) -> set[str]:
    """Return the shapes that a case says it breaks."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {line.removeprefix("# breaks: ") for line in lines if line.startswith("# breaks: ")}


def messages(shapes: Graph) -> dict[str, str]:
    """Return the message of every shape that has one, by the name of the shape."""
    found = shapes.subject_objects(SH.message)
    return {str(shape).removeprefix(SHAPE): str(message) for shape, message in found}


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_data_conforms(path: Path, shapes: Graph) -> None:
    assert validate(Graph().parse(path), shapes) == set()


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid_data_breaks_exactly_the_shapes_it_names(path: Path, shapes: Graph) -> None:
    said = {(shape, messages(shapes)[shape]) for shape in named_in(path)}
    assert said
    assert said == {(shape, message) for _, shape, message in validate(Graph().parse(path), shapes)}


def test_a_relation_between_two_kinds_conforms_exactly_when_it_fits(
    every_pair: set[Finding],
) -> None:
    refused = {tuple(found.focus_node.split(":")[2:5]) for found in every_pair}
    triples = product(terms.RELATIONS, terms.KINDS, terms.KINDS)
    assert refused == {triple for triple in triples if not terms.fits(*triple)}


def test_every_shape_with_a_message_is_broken_somewhere(
    shapes: Graph, every_pair: set[Finding]
) -> None:
    by_cases = {shape for path in INVALID for shape in named_in(path)}
    by_pairs = {found.shape for found in every_pair}
    assert set(messages(shapes)) == by_cases | by_pairs


def test_every_shape_that_can_report_has_one_message_that_is_a_sentence(shapes: Graph) -> None:
    silent = TARGETS | {SH.property, SH.path, SH.message, RDF.type}
    for shape in set(shapes.subjects(RDF.type, None)):
        predicates = set(shapes.predicates(shape, None))
        is_property = (shape, RDF.type, SH.PropertyShape) in shapes
        if (is_property or predicates & TARGETS) and predicates - silent:
            found = [str(message) for message in shapes.objects(shape, SH.message)]
            assert len(found) == 1, shape
            assert found[0][0].isupper(), shape
            assert found[0].endswith("."), shape


def test_shapes_speak_only_of_terms_that_the_ontology_has(shapes: Graph) -> None:
    ontology = Graph().parse(data=vocabulary.read("hansa.ttl"), format="turtle")
    known = set(ontology.subjects()) | {URIRef(iri) for iri in terms.STATUSES.values()}
    used = {term for triple in shapes for term in triple if str(term).startswith(HANSA)}
    assert used <= known


def test_shapes_speak_of_every_kind_and_of_every_property_that_documents_state(
    shapes: Graph,
) -> None:
    used = {term for triple in shapes for term in triple}
    names = {*terms.KINDS, *terms.RELATIONS, *terms.LITERALS}
    assert {URIRef(HANSA + name) for name in names} <= used


def test_a_claim_may_state_exactly_the_relations_and_the_literals(shapes: Graph) -> None:
    listed = shapes.value(URIRef(SHAPE + "Claim-predicate"), SH["in"])
    assert listed is not None
    names = {str(item).removeprefix(HANSA) for item in shapes.items(listed)}
    assert names == {*terms.RELATIONS, *terms.LITERALS}
