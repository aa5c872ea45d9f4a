"""The interfaces: Node, Entity, and what the kinds of things have in common.

Which kinds may have a relation follows the ontology; every relation is there in both directions,
as a connection whose edges carry the claims.
"""

from __future__ import annotations

from itertools import islice
from typing import Annotated, TypeAlias

import strawberry
from pyoxigraph import DefaultGraph, NamedNode

from api.gql.context import Info
from graph.claims import term_of
from ontology.namespaces import PREFIXES

from .arguments import Langs
from .claims import Claim
from .connections import Connection, check_size
from .links import link
from .values import Name, StatedValue, literals, stated

_PREF_LABEL = NamedNode(PREFIXES["skos"] + "prefLabel")
_ALT_LABEL = NamedNode(PREFIXES["skos"] + "altLabel")
_SAME_AS = NamedNode(PREFIXES["schema"] + "sameAs")

AnyEntity = Annotated["Entity", strawberry.lazy(".interfaces")]
Most: TypeAlias = Annotated[
    int, strawberry.argument(description="How many at most, 0 to 100; the newest documents first.")
]


@strawberry.interface(description="Anything that has an IRI.")
class Node:
    """Relay's Node; the id is the IRI that RDF and the web use too."""

    id: strawberry.ID = strawberry.field(description="The IRI.")


@strawberry.interface(description="A city, network, agreement, person, … that documents name.")
class Entity(Node):
    """What every kind of thing has: names, links, parts, and the claims about it."""

    @strawberry.field(description="The preferred name, in the first of these languages there is.")
    def name(self, info: Info, langs: Langs = None) -> Name:
        """Return the preferred name; without *langs* the request's Accept-Language decides."""
        wanted = langs if langs is not None else list(info.context.languages)
        names = literals(info, str(self.id), _PREF_LABEL)
        every = [*names, *literals(info, str(self.id), _ALT_LABEL)] if wanted else names
        for lang in wanted:
            for found in every:
                if (found.language or "").lower().split("-")[0] == lang.lower().split("-")[0]:
                    return Name(value=found.value, lang=found.language)
        main = info.context.reader.label(str(self.id))
        found_main = [each for each in names if each.value == main]
        return Name(value=main, lang=found_main[0].language if found_main else None)

    @strawberry.field(description="Every name it goes by, the preferred one first.")
    def names(self, info: Info) -> list[Name]:
        """Return the main name, those preferred in other languages, and all others."""
        main = info.context.reader.label(str(self.id))
        preferred = literals(info, str(self.id), _PREF_LABEL)
        preferred.sort(key=lambda literal: literal.value != main)
        found = [*preferred, *literals(info, str(self.id), _ALT_LABEL)]
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
    def claims(self, info: Info, first: Most = 20) -> list[Claim]:
        """Return the claims that have it at either end."""
        check_size(first)
        found = [*islice(info.context.reader.claims_about(str(self.id)), first)]
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
        return stated(info, str(self.id), "focusArea")

    @strawberry.field(description="Stated numbers of members or participants, newest first.")
    def member_counts(self, info: Info) -> list[StatedValue]:
        """Return the member counts."""
        return stated(info, str(self.id), "memberCount")

    @strawberry.field(description="Stated founding years.")
    def founding_years(self, info: Info) -> list[StatedValue]:
        """Return the founding years."""
        return stated(info, str(self.id), "foundingYear")


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
        return stated(info, str(self.id), "date")
