"""The fields where every request begins, as SPARQL: all things of a kind, or one by its IRI."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graphql import GraphQLError
from pyoxigraph import NamedNode
from strawberry.types.base import get_object_definition

from api.gql.mapping.sources import OfKind
from api.gql.types.nodes import TYPES, followed

from .sparql_connections import Things
from .sparql_connections import arms as arms_of
from .sparql_layout import Group, Item
from .sparql_parts import View, Wanted

if TYPE_CHECKING:
    from .sparql_writer import Writer

_PLURALS = {
    "agreements": "Agreement",
    "cities": "City",
    "countries": "Country",
    "documents": "Document",
    "events": "Event",
    "networks": "Network",
    "organizations": "Organization",
    "persons": "Person",
    "programmes": "Programme",
    "projects": "Project",
    "regions": "Region",
}
_SINGULARS = {kind.lower() for kind in TYPES} | {"node"}


def arms(writer: Writer, field: Wanted) -> list[list[Item]]:
    """Return the arms of one field of the root; none where it is omitted."""
    name = field.selected.name
    if name in _PLURALS:
        kind = _PLURALS[name]
        things = Things((), lambda it: [OfKind(kind).pattern(it)], kind)
        return arms_of(writer, field, things, writer.given(field))
    if name in _SINGULARS:
        return _one(writer, field)
    if name == "nodes":
        return _several(writer, field)
    writer.leave_out(field)
    return []


def _one(writer: Writer, field: Wanted) -> list[list[Item]]:
    it = writer.tell(field.path, writer.names.of(field.path))
    found, below = _found(writer, str(writer.given(field)["id"])), field.selected.below
    if found is None or below is None or found[1] not in writer.types_of(below):
        return []
    iri, type_ = found
    asked = writer.thing(it, [View(below, field.path)], frozenset({type_}))
    return [[f"VALUES {it} {{ {iri} }}", *asked.items()]]


def _several(writer: Writer, field: Wanted) -> list[list[Item]]:
    it, place = writer.names.of(field.path), writer.names.of(f"{field.path}.#place")
    writer.tell(field.path, place, it)
    writer.order([place])
    below = field.selected.below
    ids: Sequence[Any] = writer.given(field)["ids"]
    found = [_found(writer, str(each)) for each in ids]
    if below is None or not found:
        return []
    types = frozenset(each[1] for each in found if each)
    asked = writer.thing(it, [View(below, field.path)], types)
    rows: list[Item] = [
        f"({number} {each[0] if each else 'UNDEF'})" for number, each in enumerate(found)
    ]
    values = Group(f"VALUES ({place} {it})", rows)
    inner = asked.items()
    if any(each is None for each in found) and inner:
        inner = [
            Group("LATERAL", [Group("", []), Group("UNION", [f"FILTER(BOUND({it}))", *inner])])
        ]
    return [[values, *inner]]


def _found(writer: Writer, iri: str) -> tuple[NamedNode, str] | None:
    """Return the thing that an IRI means, as ``node`` follows it, and its type."""
    found = followed(writer.context, iri)
    if found is None or isinstance(found, GraphQLError):
        return None
    definition = get_object_definition(type(found), strict=True)
    return NamedNode(str(found.id)), definition.name
