"""The fields where every request begins, as SPARQL: all things of a kind, or one by its IRI."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graphql import GraphQLError
from pyoxigraph import NamedNode
from strawberry.types.base import get_object_definition

from api.gql.mapping.sources import OfKind
from api.gql.types.nodes import TYPES, followed

from .sparql_claims import bind_type, claims
from .sparql_connections import Things
from .sparql_connections import arms as arms_of
from .sparql_layout import Group, Item
from .sparql_parts import View, Wanted, lateral

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
_CLAIM = "Claim"
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
    if type_ == _CLAIM:
        return [[f"VALUES {it} {{ {iri} }}", *_claim(writer, View(below, field.path))]]
    asked = writer.thing(it, [View(below, field.path)], frozenset({type_}))
    return [[f"VALUES {it} {{ {iri} }}", *asked.items()]]


def _claim(writer: Writer, view: View) -> list[Item]:
    """Return what a view asks of the claim in the variable of its path."""
    told = dict(writer.told)
    found = claims(writer, view.path, [view])
    if view.selection.type.name != _CLAIM:
        writer.tell(f"{view.path}.__typename", bind_type(writer, found, view.path))
    for path, variables in told.items():
        if path != view.path and writer.told[path] != variables:  # of other things it is another
            writer.omit(path)
    return found.arm([found.graph()])


def _several(writer: Writer, field: Wanted) -> list[list[Item]]:
    it, place = writer.names.of(field.path), writer.names.of(f"{field.path}.#place")
    writer.tell(field.path, place, it)
    writer.order([place])
    below = field.selected.below
    ids: Sequence[Any] = writer.given(field)["ids"]
    found = [_found(writer, str(each)) for each in ids]
    if below is None or not found:
        return []
    view = View(below, field.path)
    types = frozenset(each[1] for each in found if each)
    inner = writer.thing(it, [view], types - {_CLAIM}).items() if types - {_CLAIM} else []
    rows: list[Item] = [
        f"({number} {each[0] if each else 'UNDEF'})" for number, each in enumerate(found)
    ]
    values = Group(f"VALUES ({place} {it})", rows)
    if all(each and each[1] != _CLAIM for each in found):
        return [[values, *inner]]
    arms_ = [[_at(place, found, of_claims=False), *inner]] if inner else []
    if _CLAIM in types:
        arms_.append([_at(place, found, of_claims=True), *_claim(writer, view)])
        writer.tell(field.path, place, it)
    return [[values, *lateral(arms_)]]


def _at(place: str, found: Sequence[tuple[NamedNode, str] | None], *, of_claims: bool) -> str:
    """Return the condition that a place is that of a claim, or of another thing.

    The place is bound where the thing is none, which a pattern would bind to whatever there is.
    """
    those = (at for at, each in enumerate(found) if each and (each[1] == _CLAIM) is of_claims)
    return f"FILTER({place} IN ({', '.join(map(str, those))}))"


def _found(writer: Writer, iri: str) -> tuple[NamedNode, str] | None:
    """Return the thing that an IRI means, as ``node`` follows it, and its type."""
    found = followed(writer.context, iri)
    if found is None or isinstance(found, GraphQLError):
        return None
    definition = get_object_definition(type(found), strict=True)
    return NamedNode(str(found.id)), definition.name
