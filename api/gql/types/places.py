"""Cities, countries and regions, and what the gazetteer knows of them."""

from __future__ import annotations

from typing import Any

import strawberry

from api.gql.context import Info
from api.gql.mapping.table import ATTRIBUTES

from .connections import Connection
from .interfaces import Actor, Agent, AnyEntity, Entity
from .links import related
from .node import Node
from .values import Coordinates, told, value_of


def _country() -> Any:
    """Return the field of the country that the gazetteer gives for a linked place."""
    row = ATTRIBUTES["country"]

    def resolve(root: Any, info: Info) -> Any:
        iri = value_of(info, str(root.id), row, str)
        return None if iri is None else Country(id=strawberry.ID(iri))

    return strawberry.field(resolver=resolve, description=row.description)


@strawberry.interface(description="A city, country or region.")
class Place(Entity):
    """A schema:Place."""

    country: Country | None = _country()
    location_of: Connection[AnyEntity] = related("locationOf")
    population: int | None = told("population", lambda figure: int(float(figure)))

    @strawberry.field(
        description="Where it lies, from the gazetteer: world knowledge, not a claim; "
        "null where unknown."
    )
    def coordinates(self, info: Info) -> Coordinates | None:
        """Return the coordinates that the gazetteer gives for a linked place."""
        rows = ATTRIBUTES["latitude"], ATTRIBUTES["longitude"]
        latitude, longitude = (value_of(info, str(self.id), row, float) for row in rows)
        if latitude is None or longitude is None:
            return None
        return Coordinates(latitude=latitude, longitude=longitude)


@strawberry.type(description="A state or territory, and its national government.")
class Country(Actor, Place, Agent, Entity, Node):
    """hansa:Country."""


@strawberry.type(description="A city, town or municipality, and its city government.")
class City(Actor, Place, Agent, Entity, Node):
    """hansa:City."""

    located_in: Connection[AnyEntity] = related("locatedIn")


@strawberry.type(description="Any other named place, from a district to a continent.")
class Region(Actor, Place, Agent, Entity, Node):
    """hansa:Region."""

    located_in: Connection[AnyEntity] = related("locatedIn")
