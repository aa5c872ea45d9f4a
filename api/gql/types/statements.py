"""What documents state: a thing, a property, and another thing or a value."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Annotated, cast

import strawberry
from pyoxigraph import NamedNode

from api.gql.context import Info
from graph.claims import Term
from ontology.namespaces import HANSA

from .enums import choice

if TYPE_CHECKING:
    from .interfaces import Entity

AnyEntity = Annotated["Entity", strawberry.lazy(".interfaces")]


@strawberry.enum(description="Whether something is said to be so, or meant to be.")
class Status(Enum):
    """The two concepts of the scheme of statuses."""

    ASSERTED = strawberry.enum_value("asserted", description="Documents say that it is or was so.")
    PLANNED = strawberry.enum_value("planned", description="Documents say that it is meant to be.")


@strawberry.enum(
    description="A property that documents state, in the direction in which they state it."
)
class Property(Enum):
    """The relations and literal properties of the ontology, by their local names."""

    MEMBER_OF = choice("memberOf", "The subject belongs to the object.")
    PARTNER_OF = choice("partnerOf", "The two cooperate; either may be the subject.")
    PARTICIPATES_IN = choice("participatesIn", "The subject takes part in the object.")
    PARTY_TO = choice("partyTo", "The subject signed or issued the object.")
    LED_BY = choice("ledBy", "The object leads, runs or hosts the subject.")
    CHAIRED_BY = choice("chairedBy", "The object holds the chair of the subject.")
    FOUNDED_BY = choice("foundedBy", "The object set up the subject.")
    SUPPORTED_BY = choice("supportedBy", "The object funds, sponsors or backs the subject.")
    PART_OF = choice("partOf", "The subject is a unit or component of the object.")
    LOCATED_IN = choice("locatedIn", "The subject lies, or has its seat, in the object.")
    UNDER_AGREEMENT = choice("underAgreement", "The subject is made or done under the object.")
    WORKS_FOR = choice("worksFor", "The subject holds a post at the object.")
    MEMBER_COUNT = choice("memberCount", "A number of members or participants.")
    FOUNDING_YEAR = choice("foundingYear", "The year in which the subject was founded.")
    DATE = choice("date", "When the subject was made, held or begun.")
    FOCUS_AREA = choice("focusArea", "A topic that the subject works on or is about.")


@strawberry.interface(
    description="A thing, a property, and another thing or a value: what one claim says, or "
    "several."
)
class Statement:
    """A triple as documents state it; its inverse and what else follows are none of their own."""

    subject_id: strawberry.Private[str]
    predicate: strawberry.Private[str]
    object_term: strawberry.Private[Term]
    status: Status = strawberry.field(description="Whether it is said to be so, or meant to be.")

    @strawberry.field(description="The thing that something is said of.")
    def subject(self, info: Info) -> AnyEntity:
        """Return the thing the claim is about."""
        return _thing(info, self.subject_id)

    @strawberry.field(description="What is said of it.")
    def property(self) -> Property:
        """Return the property."""
        return Property(self.predicate.removeprefix(HANSA))

    @strawberry.field(description="The thing at the other end; null where that is a value.")
    def object(self, info: Info) -> AnyEntity | None:
        """Return the thing at the other end."""
        if not isinstance(self.object_term, NamedNode):
            return None
        return _thing(info, self.object_term.value)

    @strawberry.field(
        description="The number, date or topic that is said; null where the other end is a thing."
    )
    def value(self) -> str | None:
        """Return the value as the document states it."""
        return None if isinstance(self.object_term, NamedNode) else self.object_term.value

    @strawberry.field(
        description="BCP 47 tag of the value, where it is in words of a known language."
    )
    def lang(self) -> str | None:
        """Return the language of the value."""
        return None if isinstance(self.object_term, NamedNode) else self.object_term.language


def _thing(info: Info, iri: str) -> Entity:
    """Return an end of a claim, which every generation that has the claim has too."""
    from .nodes import node_of

    info.context.spend(1)
    return cast("Entity", node_of(info.context.reader, iri))
