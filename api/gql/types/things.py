"""Bodies, undertakings, agreements and persons: a type for each kind that is no place."""

from __future__ import annotations

import strawberry

from api.gql.context import Info

from .connections import Connection
from .interfaces import Actor, Agent, AnyEntity, Entity, Founded, Node, Undertaking
from .links import link
from .values import StatedValue, stated


@strawberry.type(description="A ministry, company, university, NGO, group of states, ….")
class Organization(Actor, Founded, Agent, Entity, Node):
    """hansa:Organization."""

    members: Connection[AnyEntity] = link("memberOf", "Who belongs to it.", backwards=True)


@strawberry.type(description="An organisation that exists to link cities.")
class Network(Actor, Founded, Agent, Entity, Node):
    """hansa:Network."""

    members: Connection[AnyEntity] = link("memberOf", "Who belongs to it.", backwards=True)


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
        return stated(info, str(self.id), "date")

    @strawberry.field(description="Topics it is about, in the documents' own words.")
    def focus_areas(self, info: Info) -> list[StatedValue]:
        """Return the focus areas."""
        return stated(info, str(self.id), "focusArea")


@strawberry.type(description="A named human being.")
class Person(Agent, Entity, Node):
    """hansa:Person."""

    works_for: Connection[AnyEntity] = link("worksFor", "Where posts are held; see claims.role.")
