"""The entry points: a node by id, a connection for each kind, and search by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, TypeAlias, cast

import strawberry
from pyoxigraph import DefaultGraph, NamedNode

from api.gql.context import Info
from api.gql.mapping.sources import OfKind
from graph.reader import Reader
from graph.searching.search import Match
from graph.together import together
from ontology.iris import normalise_name
from ontology.namespaces import HANSA, PREFIXES

from .arguments import Filter, Id, Ids, OrderBy, annotated
from .changes import Changes, changes
from .claims import Claim
from .connections import Connection
from .decisions import Decision, decisions
from .documents import Document
from .interfaces import Entity
from .kinds import Kind
from .links import connect, in_order, keys
from .node import Node
from .nodes import TYPES, followed, node_of
from .paged import paged
from .paging import BY_NAME, Key, Paging
from .places import City, Country, Region
from .questions import Answer, Question, question, questions
from .review_queue import review
from .reviewing import ReviewItem
from .selecting import Selection, selected
from .things import Agreement, Event, Network, Organization, Person, Programme, Project

_TYPE = NamedNode(PREFIXES["rdf"] + "type")


AnyEntity = Annotated[Entity, strawberry.lazy(".interfaces")]
Words: TypeAlias = Annotated[
    str,
    strawberry.argument(
        description="Words of a name in any order; case does not matter. Without a letter or "
        "digit nothing is found."
    ),
]
Kinds: TypeAlias = Annotated[
    list[Kind] | None,
    strawberry.argument(
        description="Only things of these kinds, of none if it is empty; without it, of all."
    ),
]


def _all(kind: str, description: str) -> Any:
    """Return a connection field over everything of one kind."""

    def find(info: Info, paging: Paging, filter: Filter = None, order_by: OrderBy = None) -> Any:
        context, order = info.context, BY_NAME
        found: Sequence[Key]
        reader = context.reader
        if filter is not None or order_by:
            order, found = selected(context, Selection(OfKind(kind), kind, filter, order_by))
        else:
            paging.check(BY_NAME)
            found = in_order(reader, kind, lambda: _of_kind(info, kind))
        return connect(context, found, paging, node=lambda iri: node_of(reader, iri), order=order)

    return paged(annotated(find, kind), description)


def _one(kind: str, noun: str) -> Any:
    """Return a field for the thing of one kind with an IRI."""

    def resolve(info: Info, id: Id) -> Any:
        info.context.spend(1)
        found = followed(info.context, str(id))
        is_other = isinstance(found, Node) and not isinstance(found, TYPES[kind])
        return None if is_other else found

    description = f"The {noun} with that IRI, as by `node`; null where no {noun} has it."
    return strawberry.field(resolver=resolve, description=description)


def _search() -> Any:
    """Return the field of the entities with a name that has every word, wherever it stands."""

    def find(info: Info, query: Words, kinds: Kinds = None, *, paging: Paging) -> Any:
        reader = info.context.reader
        wanted = Kind if kinds is None else kinds
        found = _named(reader, query, {kind.value for kind in wanted})
        return connect(info.context, found, paging, node=lambda iri: node_of(reader, iri))

    return paged(
        find,
        "Things whose names hold all words of the query, the best match first; the last word may "
        "be unfinished.",
    )


def _of_kind(info: Info, kind: str) -> set[str]:
    reader = info.context.reader
    quads = reader.quads(None, _TYPE, NamedNode(HANSA + kind), DefaultGraph())
    iris = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    # Networks are organisations by their class, but have a connection of their own.
    return iris - _of_kind(info, "Network") if kind == "Organization" else iris


@strawberry.type(
    description="Where every request begins: one thing by its IRI, all things of a kind, or a "
    "search by name. Connections need `first` or `last`, at most 100."
)
class Query:
    """Everything starts here."""

    agreements: Connection[Agreement] = _all("Agreement", "All agreements, by name.")
    cities: Connection[City] = _all("City", "All cities, by name.")
    countries: Connection[Country] = _all("Country", "All countries, by name.")
    documents: Connection[Document] = _all("Document", "All documents, by title.")
    events: Connection[Event] = _all("Event", "All events, by name.")
    networks: Connection[Network] = _all("Network", "All city networks, by name.")
    organizations: Connection[Organization] = _all(
        "Organization", "All organisations that are not networks, by name."
    )
    persons: Connection[Person] = _all("Person", "All persons, by name.")
    programmes: Connection[Programme] = _all("Programme", "All programmes, by name.")
    projects: Connection[Project] = _all("Project", "All projects, by name.")
    regions: Connection[Region] = _all("Region", "All regions, by name.")

    claim: Claim | None = _one("Claim", "claim")
    agreement: Agreement | None = _one("Agreement", "agreement")
    city: City | None = _one("City", "city")
    country: Country | None = _one("Country", "country")
    document: Document | None = _one("Document", "document")
    event: Event | None = _one("Event", "event")
    network: Network | None = _one("Network", "network")
    organization: Organization | None = _one("Organization", "organisation")
    person: Person | None = _one("Person", "person")
    programme: Programme | None = _one("Programme", "programme")
    project: Project | None = _one("Project", "project")
    region: Region | None = _one("Region", "region")

    @strawberry.field(description="The number of the generation that this answer is read from.")
    def generation(self, info: Info) -> int:
        """Return the generation."""
        return info.context.reader.generation

    @strawberry.field(
        description="The thing with that IRI, or what took its place, which has another id; null "
        "where there is none, and with the error AMBIGUOUS where several may be meant."
    )
    def node(self, info: Info, id: Id) -> Node | None:
        """Return one node."""
        info.context.spend(1)
        # What is returned as an error is one of this field; strawberry has no type for that.
        return cast(Node | None, followed(info.context, str(id)))

    @strawberry.field(description="The things with those IRIs, in their order, each as by `node`.")
    def nodes(self, info: Info, ids: Ids) -> list[Node | None]:
        """Return several nodes."""
        info.context.spend(len(ids))
        return together(lambda id_: cast(Node | None, followed(info.context, str(id_))), ids)

    changes: Changes | None = changes()
    decisions: Connection[Decision] | None = decisions()
    review: Connection[ReviewItem] | None = review()
    questions: list[Question] = questions()
    question: Answer | None = question()

    search: Connection[AnyEntity] = _search()


def _named(reader: Reader, query: str, kinds: set[str]) -> list[Key]:
    """Return the order keys of the things of these kinds with a name that has every word.

    Their order is that of the search index, and the alphabet's where a generation has none.
    """
    if not kinds:
        return []
    if reader.search is not None:
        hits = reader.search.find(
            query, generation=reader.generation, kinds=kinds, what="names", limit=None
        )
        return [Key(hit.rank, hit.iri) for hit in hits if hit.match is not Match.SOME]
    words = normalise_name(query).split()
    found = {
        iri
        for name, iri, kind in reader.names(None)
        if words and kind in kinds and _holds(name, words)
    }
    return keys(reader, found)


def _holds(name: str, words: list[str]) -> bool:
    folded = normalise_name(name)
    return all(word in folded for word in words)
