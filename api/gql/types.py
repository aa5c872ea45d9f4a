"""The static types: Node, Entity, Agent, Place, and one type for each kind of thing.

Which kinds may have a relation follows the ontology; every relation is there in both directions,
as a connection whose edges carry the claims.
"""

from __future__ import annotations

from typing import Annotated

import strawberry
from pyoxigraph import DefaultGraph, Literal, NamedNode

from graph.claims import term_of
from graph.reader import Claim as GraphClaim
from ontology.namespaces import HANSA, PREFIXES

from .claims import Claim, Status
from .connections import Connection, check_size
from .context import Info
from .links import link

_PREF_LABEL = NamedNode(PREFIXES["skos"] + "prefLabel")
_ALT_LABEL = NamedNode(PREFIXES["skos"] + "altLabel")
_SAME_AS = NamedNode(PREFIXES["schema"] + "sameAs")

_LAT = NamedNode(PREFIXES["wgs84"] + "lat")
_LONG = NamedNode(PREFIXES["wgs84"] + "long")
_POPULATION = NamedNode("http://www.geonames.org/ontology#population")

AnyEntity = Annotated["Entity", strawberry.lazy(".types")]


@strawberry.interface(description="Anything that has an IRI.")
class Node:
    """Relay's Node; the id is the IRI that RDF and the web use too."""

    id: strawberry.ID = strawberry.field(description="The IRI.")


@strawberry.type(description="A name and the language it is in, where that is known.")
class Name:
    """A language-tagged name."""

    value: str
    lang: str | None = strawberry.field(description="BCP 47 tag; null where none is known.")


@strawberry.type(description="A value that documents state, with the sentences that state it.")
class StatedValue:
    """One value of a literal property; conflicting values are all kept."""

    value: str
    status: Status
    claims: list[Claim]


@strawberry.type(description="A point on the Earth, in degrees of WGS 84.")
class Coordinates:
    """Latitude and longitude."""

    latitude: float = strawberry.field(description="Degrees north, negative for south.")
    longitude: float = strawberry.field(description="Degrees east, negative for west.")


@strawberry.interface(description="A city, network, agreement, person, … that documents name.")
class Entity(Node):
    """What every kind of thing has: names, links, parts, and the claims about it."""

    @strawberry.field(description="The preferred name, in the first of these languages there is.")
    def name(self, info: Info, langs: list[str] | None = None) -> Name:
        """Return the preferred name; without *langs* the request's Accept-Language decides."""
        wanted = langs if langs is not None else list(info.context.languages)
        names = _literals(info, str(self.id), _PREF_LABEL)
        every = [*names, *_literals(info, str(self.id), _ALT_LABEL)] if wanted else names
        for lang in wanted:
            for found in every:
                if (found.language or "").lower().split("-")[0] == lang.lower().split("-")[0]:
                    return Name(value=found.value, lang=found.language)
        if not names:
            return Name(value=info.context.reader.label(str(self.id)), lang=None)
        return Name(value=names[0].value, lang=names[0].language)

    @strawberry.field(description="Every name it goes by, the preferred one first.")
    def names(self, info: Info) -> list[Name]:
        """Return the preferred name and all others."""
        found = [
            literal
            for predicate in (_PREF_LABEL, _ALT_LABEL)
            for literal in _literals(info, str(self.id), predicate)
        ]
        return [Name(value=each.value, lang=each.language) for each in found]

    @strawberry.field(description="The same thing in other datasets.")
    def same_as(self, info: Info) -> list[str]:
        """Return the IRIs of the same thing elsewhere."""
        about = NamedNode(str(self.id))
        return sorted(
            term_of(quad.object).value
            for quad in info.context.reader.quads(about, _SAME_AS, None, DefaultGraph())
        )

    @strawberry.field(description="Claims about it, as subject or object, at most `first` of them.")
    def claims(self, info: Info, first: int = 20) -> list[Claim]:
        """Return the claims that have it at either end."""
        check_size(first)
        reader, iri = info.context.reader, str(self.id)
        found = [*reader.claims(subject=iri), *reader.claims(object=NamedNode(iri))][:first]
        info.context.spend(1 + len(found))
        return [Claim.of(claim) for claim in found]

    part_of: Connection[AnyEntity] = link("partOf", "What it is a unit or component of.")
    parts: Connection[AnyEntity] = link("partOf", "Its units and components.", backwards=True)


@strawberry.interface(description="Whoever can act: places with their governments, bodies, people.")
class Agent(Entity):
    """A foaf:Agent."""

    leads: Connection[AnyEntity] = link("ledBy", "What it leads or runs.", backwards=True)
    chairs: Connection[AnyEntity] = link("chairedBy", "What it chairs.", backwards=True)
    founded: Connection[AnyEntity] = link("foundedBy", "What it founded.", backwards=True)
    supports: Connection[AnyEntity] = link(
        "supportedBy", "What it funds, sponsors or backs.", backwards=True
    )


@strawberry.interface(description="An agent in public life: a place's government or a body.")
class Actor(Agent):
    """An agent that can join, sign, take part and employ."""

    member_of: Connection[AnyEntity] = link("memberOf", "The networks and bodies it belongs to.")
    partners: Connection[AnyEntity] = link("partnerOf", "Who cooperates with it.")
    participates_in: Connection[AnyEntity] = link("participatesIn", "What it takes part in.")
    party_to: Connection[AnyEntity] = link("partyTo", "The agreements it signed or issued.")
    supported_by: Connection[AnyEntity] = link("supportedBy", "Who funds or backs it.")
    people: Connection[AnyEntity] = link("worksFor", "Who holds a post at it.", backwards=True)


@strawberry.interface(description="A city, country or region.")
class Place(Entity):
    """A schema:Place."""

    located_in: Connection[AnyEntity] = link("locatedIn", "Where it lies, as documents say.")
    location_of: Connection[AnyEntity] = link(
        "locatedIn", "What lies, has its seat or takes place in it.", backwards=True
    )

    @strawberry.field(description="The country, from the gazetteer: world knowledge, not a claim.")
    def country(self, info: Info) -> Annotated[Country, strawberry.lazy(".types")] | None:
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
        latitude, longitude = (_number(info, str(self.id), each) for each in (_LAT, _LONG))
        if latitude is None or longitude is None:
            return None
        return Coordinates(latitude=latitude, longitude=longitude)

    @strawberry.field(
        description="How many live there, from the gazetteer: world knowledge, not a claim; "
        "null where unknown."
    )
    def population(self, info: Info) -> int | None:
        """Return the population that the gazetteer gives for a linked place."""
        found = _number(info, str(self.id), _POPULATION)
        return None if found is None else int(found)


@strawberry.interface(description="What is set up by somebody: bodies, programmes, projects.")
class Founded(Entity):
    """A thing with founders and leaders, aims and numbers."""

    led_by: Connection[AnyEntity] = link("ledBy", "Who leads, runs or hosts it.")
    chaired_by: Connection[AnyEntity] = link("chairedBy", "Who holds its chair or presidency.")
    founded_by: Connection[AnyEntity] = link("foundedBy", "Who set it up.")
    located_in: Connection[AnyEntity] = link("locatedIn", "Where it has its seat or happens.")
    under_agreement: Connection[AnyEntity] = link("underAgreement", "What it implements.")

    @strawberry.field(description="Topics it works on, in the documents' own words.")
    def focus_areas(self, info: Info) -> list[StatedValue]:
        """Return the focus areas."""
        return _stated(info, str(self.id), "focusArea")

    @strawberry.field(description="Stated numbers of members or participants, newest first.")
    def member_counts(self, info: Info) -> list[StatedValue]:
        """Return the member counts."""
        return _stated(info, str(self.id), "memberCount")

    @strawberry.field(description="Stated founding years.")
    def founding_years(self, info: Info) -> list[StatedValue]:
        """Return the founding years."""
        return _stated(info, str(self.id), "foundingYear")


@strawberry.type(description="A city, town or municipality, and its city government.")
class City(Actor, Place, Agent, Entity, Node):
    """hansa:City."""


@strawberry.type(description="A state or territory, and its national government.")
class Country(Actor, Place, Agent, Entity, Node):
    """hansa:Country."""


@strawberry.type(description="Any other named place, from a district to a continent.")
class Region(Actor, Place, Agent, Entity, Node):
    """hansa:Region."""


@strawberry.type(description="A ministry, company, university, NGO, group of states, ….")
class Organization(Actor, Founded, Agent, Entity, Node):
    """hansa:Organization."""

    members: Connection[AnyEntity] = link("memberOf", "Who belongs to it.", backwards=True)


@strawberry.type(description="An organisation that exists to link cities.")
class Network(Actor, Founded, Agent, Entity, Node):
    """hansa:Network."""

    members: Connection[AnyEntity] = link("memberOf", "Who belongs to it.", backwards=True)


@strawberry.interface(description="What others can take part in.")
class Undertaking(Entity):
    """A programme, project or event."""

    participants: Connection[AnyEntity] = link(
        "participatesIn", "Who takes part in it.", backwards=True
    )
    supported_by: Connection[AnyEntity] = link("supportedBy", "Who funds or backs it.")
    people: Connection[AnyEntity] = link("worksFor", "Who holds a post at it.", backwards=True)

    @strawberry.field(description="When it is or was held or begun, as precise as documents say.")
    def dates(self, info: Info) -> list[StatedValue]:
        """Return the dates."""
        return _stated(info, str(self.id), "date")


@strawberry.type(description="A lasting scheme with an aim and participants.")
class Programme(Undertaking, Founded, Entity, Node):
    """hansa:Programme."""

    partners: Connection[AnyEntity] = link("partnerOf", "Who cooperates with it.")
    party_to: Connection[AnyEntity] = link("partyTo", "The agreements it is party to.")
    supports: Connection[AnyEntity] = link("supportedBy", "What it funds.", backwards=True)


@strawberry.type(description="One concrete solution, service or pilot.")
class Project(Undertaking, Founded, Entity, Node):
    """hansa:Project."""

    partners: Connection[AnyEntity] = link("partnerOf", "Who cooperates with it.")
    party_to: Connection[AnyEntity] = link("partyTo", "The agreements it is party to.")
    participates_in: Connection[AnyEntity] = link("participatesIn", "What it takes part in.")


@strawberry.type(description="Something that takes place at a time.")
class Event(Undertaking, Founded, Entity, Node):
    """hansa:Event."""


@strawberry.type(description="A statement, declaration, treaty, memorandum, charter, ….")
class Agreement(Entity, Node):
    """hansa:Agreement."""

    parties: Connection[AnyEntity] = link("partyTo", "Who signed or issued it.", backwards=True)
    supported_by: Connection[AnyEntity] = link("supportedBy", "Who funds or backs it.")
    under_agreement: Connection[AnyEntity] = link("underAgreement", "What it is made under.")
    governs: Connection[AnyEntity] = link(
        "underAgreement", "What is done or made under it.", backwards=True
    )

    @strawberry.field(description="When it was made, as precise as documents say.")
    def dates(self, info: Info) -> list[StatedValue]:
        """Return the dates."""
        return _stated(info, str(self.id), "date")

    @strawberry.field(description="Topics it is about, in the documents' own words.")
    def focus_areas(self, info: Info) -> list[StatedValue]:
        """Return the focus areas."""
        return _stated(info, str(self.id), "focusArea")


@strawberry.type(description="A named human being.")
class Person(Agent, Entity, Node):
    """hansa:Person."""

    works_for: Connection[AnyEntity] = link("worksFor", "Where posts are held; see claims.role.")


def _literals(info: Info, iri: str, predicate: NamedNode) -> list[Literal]:
    """Return the literals of a property, sorted, those in the default graph only."""
    quads = info.context.reader.quads(NamedNode(iri), predicate, None, DefaultGraph())
    found = {quad.object for quad in quads if isinstance(quad.object, Literal)}
    return sorted(found, key=lambda literal: (literal.value, literal.language or ""))


def _number(info: Info, iri: str, predicate: NamedNode) -> float | None:
    """Return the number that the gazetteer gives; where it gave several, the least."""
    quads = info.context.reader.quads(NamedNode(iri), predicate)
    return min((float(term_of(quad.object).value) for quad in quads), default=None)


def _stated(info: Info, iri: str, property_: str) -> list[StatedValue]:
    """Return the values of a literal property, each with its claims, newest document first."""
    grouped: dict[tuple[str, str], list[GraphClaim]] = {}
    for claim in info.context.reader.claims(subject=iri, predicate=HANSA + property_):
        grouped.setdefault((claim.object.value, claim.status), []).append(claim)
    info.context.spend(1 + len(grouped))
    return [
        StatedValue(value=value, status=Status(status), claims=[Claim.of(each) for each in claims])
        for (value, status), claims in grouped.items()
    ]
