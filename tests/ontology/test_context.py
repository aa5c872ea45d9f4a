"""The JSON-LD context knows every term of the ontology and loses nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.term import Node

from ontology import terms, vocabulary
from ontology.namespaces import HANSA, PREFIXES

H = Namespace(HANSA)
VALID = sorted((Path(__file__).parent / "cases" / "valid").glob("*.ttl"))
#: These point to a closed set of terms, so their values are names and not IRIs.
BY_NAME = {"status", "predicate"}


@pytest.fixture(scope="module")
def context() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(vocabulary.read("context.jsonld"))["@context"]
    return found


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(data=vocabulary.read("hansa.ttl"), format="turtle")


def definition(context: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the expanded term definition of *name*."""
    found = context[name]
    return {"@id": found} if isinstance(found, str) else dict(found)


def test_it_maps_exactly_the_terms_of_the_ontology_into_its_namespace(
    context: dict[str, Any],
) -> None:
    ours = {
        name: definition(context, name)["@id"]
        for name in context
        if name != "@version" and str(definition(context, name)["@id"]).startswith("hansa:")
    }
    names = {*terms.CLASSES, *terms.PROPERTIES, *terms.STATUSES}
    assert ours == {name: f"hansa:{name}" for name in names}


def test_its_prefixes_are_those_of_the_one_table(context: dict[str, Any]) -> None:
    mapped = {name: value for name, value in context.items() if str(value).endswith(("#", "/"))}
    assert mapped == {name: PREFIXES[name] for name in mapped}
    used = {definition(context, n)["@id"].split(":")[0] for n in context if n != "@version"}
    assert {prefix for prefix in used if not prefix.startswith(("@", "http"))} <= set(mapped)


def test_object_properties_take_iris(context: dict[str, Any], ontology: Graph) -> None:
    properties = {
        *ontology.subjects(RDF.type, OWL.ObjectProperty),
        *ontology.subjects(RDF.type, OWL.AnnotationProperty),
    }
    for term in properties:
        name = str(term).removeprefix(HANSA)
        expected = "@vocab" if name in BY_NAME else "@id"
        assert definition(context, name)["@type"] == expected


def test_values_have_the_datatype_of_the_ontology(context: dict[str, Any], ontology: Graph) -> None:
    for term in ontology.subjects(RDF.type, OWL.DatatypeProperty):
        found = definition(context, str(term).removeprefix(HANSA))
        range_ = ontology.value(term, RDFS.range)
        assert found.get("@type") == _coerced(range_)
        assert found.get("@container") == ("@language" if range_ == RDF.langString else None)


def _coerced(range_: Node | None) -> str | None:
    """Return the datatype that a range asks JSON-LD to add; a plain string needs none."""
    if range_ in {None, XSD.string, RDF.langString}:
        return None
    return f"xsd:{str(range_).removeprefix(str(XSD))}"


# rdflib's own JSON-LD parser still uses a class that rdflib deprecates.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_data_comes_back_whole_through_both_parsers(path: Path, context: dict[str, Any]) -> None:
    data = Graph().parse(path)
    text = data.serialize(format="json-ld", context=context, auto_compact=False)
    assert isomorphic(data, Graph().parse(data=text, format="json-ld"))
    assert isomorphic(data, _by_pyoxigraph(text))


def test_a_claim_reads_like_a_sentence(context: dict[str, Any]) -> None:
    claim = {
        "@context": context,
        "id": "urn:claim",
        "type": ["Claim", "Statement"],
        "subject": "urn:porto",
        "predicate": "memberOf",
        "object": {"id": "urn:ring"},
        "status": "planned",
        "confidence": "0.92",
        "role": {"en": "Deputy Mayor"},
    }
    graph = _by_pyoxigraph(json.dumps(claim))
    assert graph.value(URIRef("urn:claim"), RDF.predicate) == H.memberOf
    assert graph.value(URIRef("urn:claim"), H.status) == H.planned
    assert graph.value(URIRef("urn:claim"), H.confidence) == Literal("0.92", datatype=XSD.decimal)
    assert graph.value(URIRef("urn:claim"), H.role) == Literal("Deputy Mayor", lang="en")


def _by_pyoxigraph(text: str) -> Graph:
    quads = pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD)
    triples = (quad.triple for quad in quads)
    lines = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert lines is not None
    return Graph().parse(data=lines, format="nt")
