"""What the GraphQL schema, the SHACL shapes and the JSON-LD context say of the same things.

``contradictions`` yields a sentence for each thing that one of them says and another does not. The
shapes are asked by running them over small graphs; so it does not matter how they say it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from graphql import GraphQLObjectType, GraphQLType, get_named_type, is_non_null_type

from api.gql.mapping.rows import Attribute, Relation, Row, Statement, expanded
from api.gql.schema import schema
from ontology.namespaces import HANSA, PREFIXES
from ontology.terms import KINDS, fits

from .agreeing_claims import of_claims
from .agreeing_graphs import (
    HELD,
    INTEGER,
    LANG_STRING,
    NUMBERS,
    STANDS_IN,
    VALUES,
    Lines,
    Shapes,
    fields_of,
    literal,
    thing,
)

_DATES: Final = frozenset(map(expanded, ("xsd:date", "xsd:gYear", "xsd:gYearMonth")))
#: Of several values the schema shows one: the name in a language, of figures the least.
_CHOSEN: Final = frozenset({"name", "population", "latitude", "longitude"})
#: What the shapes say nothing of, since it comes from the gazetteer as it is.
_UNSAID: Final = frozenset({"population"})
#: Fields that a kind has for the sake of an interface, and no value in it.
_EMPTY: Final = frozenset({("Country", "country")})
#: Values that stand for one datatype each where the shapes ask for a pattern too.
_FITTING: Final[Mapping[str, str]] = {"sha256": "0" * 64, "language": "en"}


def contradictions(turtle: bytes, rows: Iterable[Row], context: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the types of the schema, some rows of a table, shapes and a context dispute."""
    shapes, rows = Shapes(turtle), [*rows]
    for row in rows:
        if isinstance(row, Relation):
            yield from _of_relation(shapes, row)
        else:
            yield from _of_values(shapes, row)
        yield from _of_context(row, context)
    yield from of_claims(shapes)


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
        if has != (field in fields_of(kind)) and (kind, field) not in _EMPTY:
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
    if not accepted <= HELD[scalar] and row.field not in _UNSAID:
        yield f"{kind}.{row.field}: {scalar} cannot hold {sorted(accepted - HELD[scalar])}"
    if row.datatype in NUMBERS and scalar == "String":
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
        is_needed = row.least > 0 or row.field in STANDS_IN or shows_many
        if is_non_null_type(type_) != is_needed:
            yield f"{kind}.{row.field}: {type_}, but the shapes ask for {row.least} at least"


def _candidates(row: Statement | Attribute) -> tuple[str, ...]:
    """Return the datatypes to try; "" is an IRI, which is tried where one is meant."""
    return tuple(VALUES) if row.datatype else ("",)


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
    text = _FITTING.get(row.field, VALUES[datatype])
    if number:  # another one
        text = text[:-1] + ("1" if text[-1] != "1" else "2")
        if row.field == "language":
            text = "de"
        if datatype == LANG_STRING:
            text = f"{text[:-1]}s"
    written = literal(text, datatype, language="de" if number else "en")
    return [f"<urn:s> <{row.predicate}> {written} ."]


def _of_context(row: Row, context: Mapping[str, Any]) -> Iterator[str]:
    """Compare what a context says of a property: IRIs, integers and languages have to be told."""
    told = [each for each in map(_as_map, context.values()) if _whole(each) == row.predicate]
    datatype = None if isinstance(row, Relation) else row.datatype
    wanted = {None: "@id", INTEGER: INTEGER}.get(datatype)
    if not told and (wanted or datatype == LANG_STRING) and row.field not in _UNSAID:
        yield f"the context says nothing of {row.field}"
    for each in told:
        found = each.get("@type") and _expanded(each["@type"])
        if found not in ({wanted} if wanted else {None, datatype}):
            yield f"the context has {found} for {row.field}"
        if ("@language" in each.get("@container", "")) != (datatype == LANG_STRING):
            yield f"the context and {row.field} disagree on languages"


def _as_map(definition: object) -> dict[str, Any]:
    return definition if isinstance(definition, dict) else {"@id": str(definition)}


def _whole(definition: Mapping[str, Any]) -> str:
    return _expanded(str(definition.get("@id", "")))


def _expanded(name: str) -> str:
    prefix = name.partition(":")[0]
    return expanded(name) if prefix in PREFIXES and "//" not in name else name
