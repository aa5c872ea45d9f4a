"""What the schema and the shapes say of claims, their evidence, and what may be stated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from graphql import GraphQLEnumType, GraphQLType, get_named_type, is_non_null_type

from api.gql.mapping.rows import expanded
from api.gql.schema import schema
from ontology.namespaces import HANSA
from ontology.terms import LITERALS, RELATIONS

from .agreeing_graphs import (
    HELD,
    INTEGER,
    STANDS_IN,
    VALUES,
    Lines,
    Shapes,
    fields_of,
    literal,
    thing,
)

#: Field of a claim -> the node that has it in RDF, and the property.
_CLAIM_FIELDS: Final[Mapping[str, tuple[str, str]]] = {
    "subject": ("urn:c", expanded("rdf:subject")),
    "property": ("urn:c", expanded("rdf:predicate")),
    "status": ("urn:c", HANSA + "status"),
    "year": ("urn:c", HANSA + "year"),
    "role": ("urn:c", HANSA + "role"),
    "confidence": ("urn:c", HANSA + "confidence"),
    "rule": ("urn:c", HANSA + "rule"),
    "document": ("urn:c", expanded("prov:wasDerivedFrom")),
    "quote": ("urn:c#q", expanded("oa:exact")),
    "prefix": ("urn:c#q", expanded("oa:prefix")),
    "suffix": ("urn:c#q", expanded("oa:suffix")),
    "start": ("urn:c#p", expanded("oa:start")),
    "end": ("urn:c#p", expanded("oa:end")),
}


def of_claims(shapes: Shapes) -> Iterator[str]:
    """Yield what the type of claims and the shapes dispute."""
    graph = claim()
    yield from _of_choices(shapes)
    if not shapes.allow(graph):
        yield "Claim: the shapes refuse one"
        return
    for field, type_ in fields_of("Claim").items():
        if field in {"id", "object", "value", "lang"}:
            continue
        node, predicate = _CLAIM_FIELDS[field]
        is_needed = shapes.must_have(node, graph, predicate)
        if is_non_null_type(type_) != (is_needed or field in STANDS_IN):
            yield f"Claim.{field}: {type_}, but the shapes say otherwise"
        if shapes.allow([*graph, *_other(graph, node, predicate)]):
            yield f"Claim.{field}: one value, and the shapes allow several"
        yield from _of_claimed(shapes, field, type_, node, predicate)


def _of_claimed(
    shapes: Shapes, field: str, type_: GraphQLType, node: str, predicate: str
) -> Iterator[str]:
    """Compare the datatypes of what a claim says with the scalar that shows it."""
    scalar = get_named_type(type_).name
    if scalar not in HELD:
        return
    rest = [each for each in claim() if not each.startswith(f"<{node}> <{predicate}> ")]
    texts = {**VALUES, INTEGER: "2020" if field in {"year", "end"} else "1"}
    texts[expanded("xsd:decimal")] = "2020.5" if field in {"year", "end"} else "0.5"
    accepted = {
        datatype
        for datatype, text in texts.items()
        if shapes.allow([*rest, f"<{node}> <{predicate}> {literal(text, datatype)} ."])
    }
    if not accepted or not accepted <= HELD[scalar]:
        yield f"Claim.{field}: {scalar} for {sorted(accepted)}"


def _of_choices(shapes: Shapes) -> Iterator[str]:
    """Compare the values of enumerations with what the shapes let a claim have."""
    named = {*RELATIONS, *LITERALS, "country", "acronym", "hasMember"}
    for enum, predicate, tried in (
        ("Property", expanded("rdf:predicate"), named),
        ("Status", HANSA + "status", {"asserted", "planned", "denied"}),
    ):
        type_ = schema()._schema.get_type(enum)
        assert isinstance(type_, GraphQLEnumType)
        shown = {str(getattr(each.value, "value", each.value)) for each in type_.values.values()}
        for name in sorted(tried | shown):
            is_allowed = shapes.allow(_claim_with(predicate, name))
            if is_allowed != (name in shown):
                yield f"{enum} {name}: the shapes {'allow' if is_allowed else 'forbid'} it"


def _claim_with(predicate: str, name: str) -> Lines:
    graph = [each for each in claim() if not each.startswith(f"<urn:c> <{predicate}> ")]
    graph.append(f"<urn:c> <{predicate}> <{HANSA}{name}> .")
    if predicate.endswith("#predicate"):  # a role goes with two of them only
        graph = [each for each in graph if f"<{HANSA}role>" not in each]
    if name in LITERALS:
        graph = [each.replace("<urn:o> .", '"12" .') for each in graph]
    return graph


def _other(graph: Lines, node: str, predicate: str) -> Lines:
    """Return a line that says something else of a node by the same property."""
    (line,) = (each for each in graph if each.startswith(f"<{node}> <{predicate}> "))
    for old, new in (
        ("worksFor", "chairedBy"),
        ("asserted", "planned"),
        ("<urn:d> .", "<urn:d2> ."),
        ("<urn:s> .", "<urn:s2> ."),
        ('1"', '2"'),
        ("words", "others"),
    ):
        if old in line:
            return [line.replace(old, new), *thing("urn:d2", "Document")]
    raise AssertionError(line)


def claim() -> Lines:
    """Return a claim with all that one can have."""

    def says(node: str, name: str, value: str) -> str:
        return f"<{node}> <{expanded(name)}> {value} ."

    number = f'1"^^<{INTEGER}>'
    decimal = f'"0.1"^^<{expanded("xsd:decimal")}>'
    return [
        *thing("urn:d", "Document"),
        *thing("urn:s", "Person"),
        *thing("urn:o", "City"),
        says("urn:c", "rdf:type", f"<{HANSA}Claim>"),
        says("urn:c", "rdf:subject", "<urn:s>"),
        says("urn:c", "rdf:predicate", f"<{HANSA}worksFor>"),
        says("urn:c", "rdf:object", "<urn:o>"),
        says("urn:c", "hansa:status", f"<{HANSA}asserted>"),
        says("urn:c", "hansa:year", f'"202{number}'),
        says("urn:c", "hansa:role", '"words"@en'),
        says("urn:c", "hansa:confidence", decimal),
        says("urn:c", "hansa:rule", '"words"'),
        says("urn:c", "prov:wasDerivedFrom", "<urn:d>"),
        says("urn:c", "prov:wasAttributedTo", "<urn:p>"),
        says("urn:c", "hansa:evidence", "<urn:c#e>"),
        says("urn:c#e", "rdf:type", f"<{expanded('oa:SpecificResource')}>"),
        says("urn:c#e", "oa:hasSource", "<urn:d>"),
        says("urn:c#e", "oa:hasSelector", "<urn:c#q>"),
        says("urn:c#e", "oa:hasSelector", "<urn:c#p>"),
        says("urn:c#q", "rdf:type", f"<{expanded('oa:TextQuoteSelector')}>"),
        says("urn:c#q", "oa:exact", '"words"'),
        says("urn:c#q", "oa:prefix", '"words"'),
        says("urn:c#q", "oa:suffix", '"words"'),
        says("urn:c#p", "rdf:type", f"<{expanded('oa:TextPositionSelector')}>"),
        says("urn:c#p", "oa:start", f'"{number}'),
        says("urn:c#p", "oa:end", f'"2{number}'),
    ]
