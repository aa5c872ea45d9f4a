"""What the GraphQL schema, the SHACL shapes and the JSON-LD context say of the same things.

``contradictions`` yields a sentence for each thing that one of them says and another does not. The
shapes are asked by running them over small graphs; so it does not matter how they say it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from graphql import (
    GraphQLEnumType,
    GraphQLObjectType,
    GraphQLType,
    get_named_type,
    is_non_null_type,
)

from api.gql.mapping.rows import Attribute, Relation, Row, Statement, expanded
from api.gql.schema import schema
from graph.shacl.shapes import read_table
from graph.shacl.verification import Verifier
from ontology.namespaces import HANSA, PREFIXES
from ontology.terms import KINDS, LITERALS, RELATIONS, fits

_TYPE: Final = f"<{PREFIXES['rdf']}type>"
_INTEGER: Final = expanded("xsd:integer")
_LANG_STRING: Final = expanded("rdf:langString")
#: A value of each datatype that would do for most properties.
_VALUES: Final[Mapping[str, str]] = {
    _INTEGER: "12",
    expanded("xsd:decimal"): "12.5",
    expanded("xsd:string"): "text",
    _LANG_STRING: "text",
    expanded("xsd:date"): "2020-05-04",
    expanded("xsd:gYear"): "2020",
    expanded("xsd:gYearMonth"): "2020-05",
    expanded("xsd:boolean"): "true",
}
_DATES: Final = frozenset(map(expanded, ("xsd:date", "xsd:gYear", "xsd:gYearMonth")))
_NUMBERS: Final = frozenset({_INTEGER, expanded("xsd:decimal")})
#: What values of each scalar can be made of.
_HELD: Final[Mapping[str, frozenset[str]]] = {
    "Int": frozenset({_INTEGER}),
    "Float": _NUMBERS,
    "String": frozenset(_VALUES),
    "Name": frozenset(_VALUES),
}
#: Of several values the schema shows one: the name in a language, of figures the least.
_CHOSEN: Final = frozenset({"name", "population", "latitude", "longitude"})
#: Never null though the shapes let it be missing: something else stands in its place. A title is
#: the source key then, a language ``und``; quotes are written with what is around them, be it "".
_STANDS_IN: Final = frozenset({"title", "language", "prefix", "suffix"})
#: What the shapes say nothing of, since it comes from the gazetteer as it is.
_UNSAID: Final = frozenset({"population"})
#: Values that stand for one datatype each where the shapes ask for a pattern too.
_FITTING: Final[Mapping[str, str]] = {"sha256": "0" * 64, "language": "en"}

Lines = list[str]


class Shapes:
    """The shapes of a file, as something to ask."""

    def __init__(self, turtle: bytes) -> None:
        self._verifier = Verifier(read_table(turtle))
        self._known: dict[tuple[str, ...], bool] = {}

    def allow(self, lines: Iterable[str]) -> bool:
        """Say whether a graph keeps the shapes."""
        key = tuple(lines)
        if key not in self._known:
            self._known[key] = not self._verifier.violations(key)
        return self._known[key]

    def must_have(self, name: str, graph: Lines, predicate: str) -> bool:
        """Say whether the thing called *name* in a graph has to have a property."""
        without = [each for each in graph if not each.startswith(f"<{name}> <{predicate}> ")]
        return not self.allow(without)


def contradictions(turtle: bytes, rows: Iterable[Row], context: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the types of the schema, some rows of a table, shapes and a context dispute."""
    shapes, rows = Shapes(turtle), [*rows]
    for row in rows:
        if isinstance(row, Relation):
            yield from _of_relation(shapes, row)
        else:
            yield from _of_values(shapes, row)
        yield from _of_context(row, context)
    yield from _of_claims(shapes)


def _of_relation(shapes: Shapes, row: Relation) -> Iterator[str]:
    """Compare who may be joined: by the shapes, by the table, and by the types of the schema."""
    allowed = {
        (subject, object_)
        for subject in KINDS
        for object_ in KINDS
        if shapes.allow(
            [
                *thing("urn:s", subject),
                *thing("urn:o", object_),
                f"<urn:s> <{HANSA}{row.stated}> <urn:o> .",
            ]
        )
    }
    here, there = (1, 0) if row.backwards else (0, 1)
    for kind in KINDS:
        is_allowed = any(pair[here] == kind for pair in allowed)
        if is_allowed != (row.field in fields_of(kind)):
            yield f"{kind}.{row.field}: the shapes {'allow' if is_allowed else 'forbid'} it"
        if is_allowed != (kind in row.kinds):
            yield f"the table, {row.field} of {kind}: the shapes say otherwise"
        if any(pair[there] == kind for pair in allowed) != (kind in row.others):
            yield f"the table, {row.field} to {kind}: the shapes say otherwise"
        if is_allowed and row.field in fields_of(kind):
            yield from _of_ends(row, kind, {pair[there] for pair in allowed if pair[here] == kind})
    for subject in KINDS:
        for object_ in KINDS:
            if fits(row.stated, subject, object_) != ((subject, object_) in allowed):
                yield f"{subject} {row.stated} {object_}: the shapes say otherwise"


def _of_ends(row: Relation, kind: str, ends: set[str]) -> Iterator[str]:
    node = get_named_type(_below(fields_of(kind)[row.field], "nodes"))
    shown = {each.name for each in schema()._schema.get_possible_types(node)}  # type: ignore[arg-type]
    if missing := ends - shown:
        yield f"{kind}.{row.field}: it cannot show {sorted(missing)}"


def _below(type_: GraphQLType, field: str) -> GraphQLType:
    found = get_named_type(type_)
    assert isinstance(found, GraphQLObjectType)
    its: GraphQLType = found.fields[field].type
    return its


def _of_values(shapes: Shapes, row: Statement | Attribute) -> Iterator[str]:
    for kind in (*KINDS, "Document"):
        has = kind in row.kinds
        field = _FIELD_OF.get(row.field, row.field)
        if has != (field in fields_of(kind)):
            yield f"{kind}.{row.field}: the table says otherwise"
        accepted = {each for each in _candidates(row) if shapes.allow(_graph(row, kind, each))}
        if has and not accepted:
            yield f"{kind}.{row.field}: the shapes forbid it"
        if not has and accepted and (isinstance(row, Statement) or _is_of_some(shapes, row)):
            yield f"{kind}.{row.field}: the shapes allow it"
        if has and accepted:
            yield from _of_datatype(row, kind, accepted)
            yield from _of_number(shapes, row, kind)


def _is_of_some(shapes: Shapes, row: Attribute) -> bool:
    """Say whether the shapes tell of a property whose it may be."""
    return not all(
        any(shapes.allow(_graph(row, kind, each)) for each in _candidates(row)) for kind in KINDS
    )


def _of_datatype(row: Statement | Attribute, kind: str, accepted: set[str]) -> Iterator[str]:
    if row.datatype is None:
        return
    meant = _DATES if row.datatype in _DATES else {row.datatype}
    if not meant <= accepted:
        yield f"{kind}.{row.field}: the shapes refuse {row.datatype}"
    if isinstance(row, Statement):
        if accepted != meant:
            yield f"{kind}.{row.field}: the shapes accept {sorted(accepted - meant)}"
        return
    type_ = fields_of(kind)[_FIELD_OF.get(row.field, row.field)]
    if row.field in _FIELD_OF:
        type_ = _below(type_, row.field)
    scalar = get_named_type(type_).name
    if not accepted <= _HELD[scalar] and row.field not in _UNSAID:
        yield f"{kind}.{row.field}: {scalar} cannot hold {sorted(accepted - _HELD[scalar])}"
    if row.datatype in _NUMBERS and scalar == "String":
        yield f"{kind}.{row.field}: {scalar} is no number"


def _of_number(shapes: Shapes, row: Statement | Attribute, kind: str) -> Iterator[str]:
    """Compare how many values there may be with what the type of a field can show."""
    type_ = fields_of(kind)[_FIELD_OF.get(row.field, row.field)]
    shows_many = str(type_).startswith("[")
    datatype = row.datatype or ""
    one = _graph(row, kind, datatype)
    if not shapes.allow(one):  # it was told already which datatypes they refuse
        return
    has_one_at_most = not shapes.allow([*one, *_second(row, kind, datatype)])
    if has_one_at_most and shows_many:
        yield f"{kind}.{row.field}: a list, and the shapes allow one value"
    if not has_one_at_most and not shows_many and row.field not in _CHOSEN:
        yield f"{kind}.{row.field}: one value, and the shapes allow several"
    if isinstance(row, Attribute):
        if row.most == 1 and not has_one_at_most and row.field not in _CHOSEN:
            yield f"the table, {row.field}: the shapes allow several"
        if row.most is None and has_one_at_most:
            yield f"the table, {row.field}: the shapes allow one only"
        if shapes.must_have("urn:s", one, row.predicate) != bool(row.least):
            yield f"the table, {row.field}: how many there are at least"
        is_needed = row.least > 0 or row.field in _STANDS_IN or shows_many
        if is_non_null_type(type_) != is_needed:
            yield f"{kind}.{row.field}: {type_}, but the shapes ask for {row.least} at least"


def _candidates(row: Statement | Attribute) -> tuple[str, ...]:
    """Return the datatypes to try; "" is an IRI, which is tried where one is meant."""
    return tuple(_VALUES) if row.datatype else ("",)


#: Latitude and longitude are one field together.
_FIELD_OF: Final = {"latitude": "coordinates", "longitude": "coordinates"}


def _graph(row: Statement | Attribute, kind: str, datatype: str) -> Lines:
    """Return a thing of a kind that has one value of a property, and all that it needs."""
    lines = thing("urn:s", kind)
    about = f"<urn:s> <{row.predicate}> "
    lines = [each for each in lines if not each.startswith(about)]
    return [*lines, *_value_of(row, datatype, "urn:o", 0)]


def _second(row: Statement | Attribute, kind: str, datatype: str) -> Lines:  # noqa: ARG001
    return _value_of(row, datatype, "urn:o2", 1)


def _value_of(row: Statement | Attribute, datatype: str, other: str, number: int) -> Lines:
    if not datatype:
        is_country = row.field == "country"
        return [
            *(thing(other, "Country") if is_country else []),
            f"<urn:s> <{row.predicate}> <{other}> .",
        ]
    text = _FITTING.get(row.field, _VALUES[datatype])
    if number:  # another one
        text = text[:-1] + ("1" if text[-1] != "1" else "2")
        if row.field == "language":
            text = "de"
        if datatype == _LANG_STRING:
            text = f"{text[:-1]}s"
    written = literal(text, datatype, language="de" if number else "en")
    return [f"<urn:s> <{row.predicate}> {written} ."]


def literal(text: str, datatype: str, *, language: str = "en") -> str:
    """Return a written literal."""
    if datatype == _LANG_STRING:
        return f'"{text}"@{language}'
    return f'"{text}"' if datatype == expanded("xsd:string") else f'"{text}"^^<{datatype}>'


def thing(name: str, kind: str) -> Lines:
    """Return the lines of a thing or document that has what the shapes want of it."""
    lines = [f"<{name}> {_TYPE} <{HANSA}{kind}> ."]
    if kind == "Network":
        lines.append(f"<{name}> {_TYPE} <{HANSA}Organization> .")
    if kind == "Document":
        lines.append(f'<{name}> <{HANSA}sourceKey> "key" .')
        lines.append(f'<{name}> <{HANSA}sha256> "{"0" * 64}" .')
    else:
        lines.append(f'<{name}> <{PREFIXES["skos"]}prefLabel> "Name" .')
    return lines


@cache
def fields_of(type_: str) -> Mapping[str, GraphQLType]:
    """Return the fields of a type of the schema with their types."""
    found = schema()._schema.get_type(type_)
    assert isinstance(found, GraphQLObjectType)
    return {name: field.type for name, field in found.fields.items()}


def _of_context(row: Row, context: Mapping[str, Any]) -> Iterator[str]:
    """Compare what a context says of a property: IRIs, integers and languages have to be told."""
    told = [each for each in map(_as_map, context.values()) if _whole(each) == row.predicate]
    datatype = None if isinstance(row, Relation) else row.datatype
    wanted = {None: "@id", _INTEGER: _INTEGER}.get(datatype)
    if not told and (wanted or datatype == _LANG_STRING) and row.field not in _UNSAID:
        yield f"the context says nothing of {row.field}"
    for each in told:
        found = each.get("@type") and _expanded(each["@type"])
        if found not in ({wanted} if wanted else {None, datatype}):
            yield f"the context has {found} for {row.field}"
        if ("@language" in each.get("@container", "")) != (datatype == _LANG_STRING):
            yield f"the context and {row.field} disagree on languages"


def _as_map(definition: object) -> dict[str, Any]:
    return definition if isinstance(definition, dict) else {"@id": str(definition)}


def _whole(definition: Mapping[str, Any]) -> str:
    return _expanded(str(definition.get("@id", "")))


def _expanded(name: str) -> str:
    prefix = name.partition(":")[0]
    return expanded(name) if prefix in PREFIXES and "//" not in name else name


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


def _of_claims(shapes: Shapes) -> Iterator[str]:
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
        if is_non_null_type(type_) != (is_needed or field in _STANDS_IN):
            yield f"Claim.{field}: {type_}, but the shapes say otherwise"
        if shapes.allow([*graph, *_other(graph, node, predicate)]):
            yield f"Claim.{field}: one value, and the shapes allow several"
        yield from _of_claimed(shapes, field, type_, node, predicate)


def _of_claimed(
    shapes: Shapes, field: str, type_: GraphQLType, node: str, predicate: str
) -> Iterator[str]:
    """Compare the datatypes of what a claim says with the scalar that shows it."""
    scalar = get_named_type(type_).name
    if scalar not in _HELD:
        return
    rest = [each for each in claim() if not each.startswith(f"<{node}> <{predicate}> ")]
    texts = {**_VALUES, _INTEGER: "2020" if field in {"year", "end"} else "1"}
    texts[expanded("xsd:decimal")] = "2020.5" if field in {"year", "end"} else "0.5"
    accepted = {
        datatype
        for datatype, text in texts.items()
        if shapes.allow([*rest, f"<{node}> <{predicate}> {literal(text, datatype)} ."])
    }
    if not accepted or not accepted <= _HELD[scalar]:
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

    number = f'1"^^<{_INTEGER}>'
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
