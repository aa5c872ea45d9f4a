"""Bodies, undertakings, agreements and persons: a type for each kind that is no place."""

from __future__ import annotations

import strawberry

from .connections import Connection
from .interfaces import Actor, Agent, AnyEntity, Entity, Led, Undertaking
from .links import related
from .memberships import SharedMemberConnection, shared_members
from .node import Node
from .values import StatedValue, said


@strawberry.type(description="A ministry, company, university, NGO, group of states, ….")
class Organization(Actor, Led, Agent, Entity, Node):
    """hansa:Organization."""

    members: Connection[AnyEntity] = related("members")
    shared_members: SharedMemberConnection = shared_members()
    chaired_by: Connection[AnyEntity] = related("chairedBy")
    founded_by: Connection[AnyEntity] = related("foundedBy")


@strawberry.type(description="An organisation that exists to link cities.")
class Network(Actor, Led, Agent, Entity, Node):
    """hansa:Network."""

    members: Connection[AnyEntity] = related("members")
    shared_members: SharedMemberConnection = shared_members()
    chaired_by: Connection[AnyEntity] = related("chairedBy")
    founded_by: Connection[AnyEntity] = related("foundedBy")


@strawberry.type(description="A lasting scheme with an aim and participants.")
class Programme(Undertaking, Led, Entity, Node):
    """hansa:Programme."""

    chaired_by: Connection[AnyEntity] = related("chairedBy")
    founded_by: Connection[AnyEntity] = related("foundedBy")
    partners: Connection[AnyEntity] = related("partners")
    party_to: Connection[AnyEntity] = related("partyTo")
    supports: Connection[AnyEntity] = related("supports")


@strawberry.type(description="One concrete solution, service or pilot.")
class Project(Undertaking, Led, Entity, Node):
    """hansa:Project."""

    founded_by: Connection[AnyEntity] = related("foundedBy")
    partners: Connection[AnyEntity] = related("partners")
    party_to: Connection[AnyEntity] = related("partyTo")
    participates_in: Connection[AnyEntity] = related("participatesIn")


@strawberry.type(description="Something that takes place at a time.")
class Event(Undertaking, Led, Entity, Node):
    """hansa:Event."""

    chaired_by: Connection[AnyEntity] = related("chairedBy")


@strawberry.type(description="A statement, declaration, treaty, memorandum, charter, ….")
class Agreement(Entity, Node):
    """hansa:Agreement."""

    parties: Connection[AnyEntity] = related("parties")
    supported_by: Connection[AnyEntity] = related("supportedBy")
    under_agreement: Connection[AnyEntity] = related("underAgreement")
    governs: Connection[AnyEntity] = related("governs")
    dates: list[StatedValue] = said("dates")
    focus_areas: list[StatedValue] = said("focusAreas")


@strawberry.type(description="A named human being.")
class Person(Agent, Entity, Node):
    """hansa:Person."""

    works_for: Connection[AnyEntity] = related("worksFor")
