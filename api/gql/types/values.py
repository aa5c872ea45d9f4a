"""Values as GraphQL types, and how they are read: names, figures with their claims, places."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import strawberry
from pyoxigraph import DefaultGraph, Literal, NamedNode

from api.gql.context import Info
from api.gql.mapping.rows import Attribute
from api.gql.mapping.table import ATTRIBUTES, STATEMENTS
from graph.claims import term_of
from graph.reader import Claim as GraphClaim

from .claims import Claim, Status

#: Bytes that a literal takes besides its text.
_HEAD = 100


@strawberry.type(description="A name and the language it is in, where that is known.")
class Name:
    """A language-tagged name."""

    value: str = strawberry.field(description="The name as it is written.")
    lang: str | None = strawberry.field(description="BCP 47 tag; null where none is known.")


@strawberry.type(description="A value that documents state, with the sentences that state it.")
class StatedValue:
    """One value of a literal property; conflicting values are all kept."""

    value: str = strawberry.field(description="The value as documents state it.")
    status: Status = strawberry.field(description="Whether it is said to be so, or meant to be.")
    found: strawberry.Private[list[GraphClaim]]

    @strawberry.field(description="The sentences that state it, newest document first.")
    def claims(self, info: Info) -> list[Claim]:
        """Return the claims."""
        info.context.spend(len(self.found))
        return [*map(Claim.of, self.found)]


@strawberry.type(description="A point on the Earth, in degrees of WGS 84.")
class Coordinates:
    """Latitude and longitude."""

    latitude: float = strawberry.field(description="Degrees north, negative for south.")
    longitude: float = strawberry.field(description="Degrees east, negative for west.")


def literals(info: Info, iri: str, predicate: NamedNode) -> list[Literal]:
    """Return the literals of a property, sorted, those in the default graph only."""
    reader = info.context.reader
    known: tuple[Literal, ...] | None = reader.known.of(predicate.value).get(iri)
    if known is not None:
        return [*known]
    quads = reader.quads(NamedNode(iri), predicate, None, DefaultGraph())
    found = {quad.object for quad in quads if isinstance(quad.object, Literal)}
    known = tuple(sorted(found, key=lambda literal: (literal.value, literal.language or "")))
    size = len(iri) + sum(_HEAD + len(each.value) for each in known)
    reader.known.keep(predicate.value, iri, known, size=size)
    return [*known]


def said(name: str) -> Any:
    """Return the field of a value in the table that documents state.

    Each value comes once for each status, with its claims; what newer documents say comes first.
    """
    row = STATEMENTS[name]

    def resolve(root: Any, info: Info) -> list[StatedValue]:
        grouped: dict[tuple[str, str], list[GraphClaim]] = {}
        context, about = info.context, str(root.id)
        for claim in context.reader.claims(about, row.predicate, check=context.check_time):
            grouped.setdefault((claim.object.value, claim.status), []).append(claim)
        context.spend(1)
        return [
            StatedValue(value=value, status=Status(status), found=claims)
            for (value, status), claims in grouped.items()
        ]

    return strawberry.field(resolver=resolve, description=row.description)


def told(name: str, convert: Callable[[str], Any] = str, *, missing: Any = None) -> Any:
    """Return the field of an attribute in the table that has one value at most.

    *convert* makes a Python value of its text; *missing* stands where there is none. Where the
    graph has several, the least is shown.
    """
    row = ATTRIBUTES[name]

    def resolve(root: Any, info: Info) -> Any:
        return value_of(info, str(root.id), row, convert, missing=missing)

    return strawberry.field(resolver=resolve, description=row.description)


def value_of(
    info: Info, iri: str, row: Attribute, convert: Callable[[str], Any], *, missing: Any = None
) -> Any:
    """Return the value of an attribute, the least where there are several."""
    reader = info.context.reader
    known: tuple[str, ...] | None = reader.known.of(f"={row.field}").get(iri)
    if known is None:
        graph = row.home.graph(iri, reader.base)
        quads = reader.quads(NamedNode(iri), NamedNode(row.predicate), None, graph)
        known = tuple(term_of(quad.object).value for quad in quads)
        size = len(iri) + sum(_HEAD + len(each) for each in known)
        reader.known.keep(f"={row.field}", iri, known, size=size)
    return min(map(convert, known), default=missing)
