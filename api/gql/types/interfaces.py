"""The interfaces: Entity, and what the kinds of things have in common.

Which kinds may have a relation follows the ontology; every relation is there in both directions,
as a connection whose edges carry the claims.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated, TypeAlias

import strawberry
from pyoxigraph import DefaultGraph, Literal, NamedNode

from api.gql.context import Info
from api.gql.languages import best, check_languages, matching
from api.gql.mapping.table import ATTRIBUTES
from graph.claims import term_of
from ontology.namespaces import PREFIXES

from .arguments import Langs, OnlyLangs
from .claims import Claim
from .connections import Connection
from .facts import speaking_of_it
from .history import History, history
from .links import related
from .memberships import networks
from .neighbours import NeighbourConnection, neighbours
from .node import Node
from .paging import check_size
from .values import Name, StatedValue, literals, said

if TYPE_CHECKING:
    from .documents import Document
    from .things import Network

_PREF_LABEL = NamedNode(PREFIXES["skos"] + "prefLabel")
_LABEL = NamedNode(PREFIXES["rdfs"] + "label")
_ALT_LABEL = NamedNode(PREFIXES["skos"] + "altLabel")
_SAME_AS = NamedNode(PREFIXES["schema"] + "sameAs")

AnyEntity = Annotated["Entity", strawberry.lazy(".interfaces")]
Most: TypeAlias = Annotated[
    int, strawberry.argument(description="How many at most, 0 to 100; the newest documents first.")
]


@strawberry.interface(description="A city, network, agreement, person, … that documents name.")
class Entity(Node):
    """What every kind of thing has: names, links, parts, and the claims about it."""

    @strawberry.field(description=ATTRIBUTES["name"].description)
    def name(self, info: Info, langs: Langs = None) -> Name:
        """Return the preferred name; without *langs* the request's Accept-Language decides."""
        wanted = info.context.languages if langs is None else langs
        if langs is not None:
            check_languages(langs)
        main = self._main(info)
        names = literals(info, str(self.id), _PREF_LABEL) if wanted else []
        # A name of no language serves in all of them, before what else a thing is called in one.
        if main.language and wanted:
            names += literals(info, str(self.id), _ALT_LABEL)
        found = best(names, wanted) or main
        return Name(value=found.value, lang=found.language)

    @strawberry.field(description=ATTRIBUTES["names"].description)
    def names(self, info: Info, langs: OnlyLangs = None) -> list[Name]:
        """Return the main name, those preferred in other languages, and all others."""
        check_languages(langs or ())
        main = self._main(info)
        preferred = literals(info, str(self.id), _PREF_LABEL)
        preferred.sort(key=lambda literal: literal != main)
        found = [*preferred, *literals(info, str(self.id), _ALT_LABEL)]
        if langs is not None:
            found = matching(found, langs)
        return [Name(value=each.value, lang=each.language) for each in found]

    def _main(self, info: Info) -> Literal:
        """Return the main name; one of several preferred ones may be the same in a language."""
        labels = literals(info, str(self.id), _LABEL)
        return labels[0] if labels else Literal(info.context.reader.label(str(self.id)))

    @strawberry.field(description=ATTRIBUTES["sameAs"].description)
    def same_as(self, info: Info) -> list[str]:
        """Return the IRIs of the same thing elsewhere."""
        about = NamedNode(str(self.id))
        return sorted(
            term_of(quad.object).value
            for quad in info.context.reader.quads(about, _SAME_AS, None, DefaultGraph())
        )

    @strawberry.field(description="Claims about it, as subject or object, at most `first` of them.")
    def claims(self, info: Info, first: Most = 20) -> list[Claim]:
        """Return the claims that have it at either end."""
        check_size(first)
        found = [*islice(info.context.reader.claims_about(str(self.id)), first)]
        info.context.spend(len(found))
        return [Claim.of(claim) for claim in found]

    documents: Connection[Annotated[Document, strawberry.lazy(".documents")]] = speaking_of_it()
    neighbours: NeighbourConnection = neighbours()
    history: History = history()
    part_of: Connection[AnyEntity] = related("partOf")
    parts: Connection[AnyEntity] = related("parts")
    member_counts: list[StatedValue] = said("memberCounts")
    founding_years: list[StatedValue] = said("foundingYears")


@strawberry.interface(description="Whoever can act: places with their governments, bodies, people.")
class Agent(Entity):
    """A foaf:Agent."""

    leads: Connection[AnyEntity] = related("leads")
    chairs: Connection[AnyEntity] = related("chairs")
    founded: Connection[AnyEntity] = related("founded")
    supports: Connection[AnyEntity] = related("supports")


@strawberry.interface(
    description="An agent that is no person: a body, or a place with its government."
)
class Actor(Agent):
    """An agent that can join, sign, take part and employ."""

    member_of: Connection[AnyEntity] = related("memberOf")
    networks: Connection[Annotated[Network, strawberry.lazy(".things")]] = networks()
    partners: Connection[AnyEntity] = related("partners")
    participates_in: Connection[AnyEntity] = related("participatesIn")
    party_to: Connection[AnyEntity] = related("partyTo")
    supported_by: Connection[AnyEntity] = related("supportedBy")
    people: Connection[AnyEntity] = related("people")


@strawberry.interface(
    description="What somebody leads and what has a seat and topics: bodies, and undertakings."
)
class Led(Entity):
    """A thing with leaders, a seat and topics."""

    led_by: Connection[AnyEntity] = related("ledBy")
    located_in: Connection[AnyEntity] = related("locatedIn")
    under_agreement: Connection[AnyEntity] = related("underAgreement")
    focus_areas: list[StatedValue] = said("focusAreas")


@strawberry.interface(description="What others can take part in: a programme, project or event.")
class Undertaking(Entity):
    """A programme, project or event."""

    participants: Connection[AnyEntity] = related("participants")
    supported_by: Connection[AnyEntity] = related("supportedBy")
    people: Connection[AnyEntity] = related("people")
    dates: list[StatedValue] = said("dates")
