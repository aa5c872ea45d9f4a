"""Values as GraphQL types, and how they are read: names, figures with their claims, places."""

from __future__ import annotations

import strawberry
from pyoxigraph import DefaultGraph, Literal, NamedNode

from api.gql.context import Info
from graph.claims import term_of
from graph.reader import Claim as GraphClaim
from ontology.namespaces import HANSA

from .claims import Claim, Status


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
    claims: list[Claim] = strawberry.field(description="The sentences that state it.")


@strawberry.type(description="A point on the Earth, in degrees of WGS 84.")
class Coordinates:
    """Latitude and longitude."""

    latitude: float = strawberry.field(description="Degrees north, negative for south.")
    longitude: float = strawberry.field(description="Degrees east, negative for west.")


def literals(info: Info, iri: str, predicate: NamedNode) -> list[Literal]:
    """Return the literals of a property, sorted, those in the default graph only."""
    quads = info.context.reader.quads(NamedNode(iri), predicate, None, DefaultGraph())
    found = {quad.object for quad in quads if isinstance(quad.object, Literal)}
    return sorted(found, key=lambda literal: (literal.value, literal.language or ""))


def number(info: Info, iri: str, predicate: NamedNode) -> float | None:
    """Return the number that the gazetteer gives; where it gave several, the least."""
    quads = info.context.reader.quads(NamedNode(iri), predicate)
    return min((float(term_of(quad.object).value) for quad in quads), default=None)


def stated(info: Info, iri: str, property_: str) -> list[StatedValue]:
    """Return the values of a literal property, each with its claims, newest document first."""
    grouped: dict[tuple[str, str], list[GraphClaim]] = {}
    for claim in info.context.reader.claims(subject=iri, predicate=HANSA + property_):
        grouped.setdefault((claim.object.value, claim.status), []).append(claim)
    info.context.spend(1 + len(grouped))
    return [
        StatedValue(value=value, status=Status(status), claims=[Claim.of(each) for each in claims])
        for (value, status), claims in grouped.items()
    ]
