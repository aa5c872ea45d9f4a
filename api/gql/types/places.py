"""Cities, countries and regions, and what the gazetteer knows of them."""

from __future__ import annotations

from typing import Annotated

import strawberry
from pyoxigraph import NamedNode

from api.gql.context import Info
from graph.claims import term_of
from ontology.namespaces import HANSA, PREFIXES

from .connections import Connection
from .interfaces import Actor, Agent, AnyEntity, Entity, Node
from .links import link
from .values import Coordinates, number

_LAT = NamedNode(PREFIXES["wgs84"] + "lat")
_LONG = NamedNode(PREFIXES["wgs84"] + "long")
_POPULATION = NamedNode("http://www.geonames.org/ontology#population")


@strawberry.interface(description="A city, country or region.")
class Place(Entity):
    """A schema:Place."""

    located_in: Connection[AnyEntity] = link("locatedIn", "Where it lies, as documents say.")
    location_of: Connection[AnyEntity] = link(
        "locatedIn", "What lies, has its seat or takes place in it.", backwards=True
    )

    @strawberry.field(description="The country, from the gazetteer: world knowledge, not a claim.")
    def country(self, info: Info) -> Annotated[Country, strawberry.lazy(".places")] | None:
        """Return the country that the gazetteer gives for a linked place."""
        found = info.context.reader.quads(NamedNode(str(self.id)), NamedNode(HANSA + "country"))
        iris = sorted({term_of(quad.object).value for quad in found})
        return Country(id=strawberry.ID(iris[0])) if iris else None

    @strawberry.field(
        description="Where it lies, from the gazetteer: world knowledge, not a claim; "
        "null where unknown."
    )
    def coordinates(self, info: Info) -> Coordinates | None:
        """Return the coordinates that the gazetteer gives for a linked place."""
        latitude, longitude = (number(info, str(self.id), each) for each in (_LAT, _LONG))
        if latitude is None or longitude is None:
            return None
        return Coordinates(latitude=latitude, longitude=longitude)

    @strawberry.field(
        description="How many live there, from the gazetteer: world knowledge, not a claim; "
        "null where unknown."
    )
    def population(self, info: Info) -> int | None:
        """Return the population that the gazetteer gives for a linked place."""
        found = number(info, str(self.id), _POPULATION)
        return None if found is None else int(found)


@strawberry.type(description="A city, town or municipality, and its city government.")
class City(Actor, Place, Agent, Entity, Node):
    """hansa:City."""


@strawberry.type(description="A state or territory, and its national government.")
class Country(Actor, Place, Agent, Entity, Node):
    """hansa:Country."""


@strawberry.type(description="Any other named place, from a district to a continent.")
class Region(Actor, Place, Agent, Entity, Node):
    """hansa:Region."""
