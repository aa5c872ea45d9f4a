"""Facts: what one document states, or led from one thing to another, each with its claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from typing import Any, Final, NamedTuple, cast

import strawberry
from pyoxigraph import NamedNode

from api.gql.context import Context, Info
from graph.claims import Term, term_of
from graph.reader import Claim as GraphClaim
from graph.reader import Reader
from graph.together import both, together
from ontology.namespaces import PREFIXES, prologue
from ontology.terms import RESOLVES_TO, STATUSES

from .claims import Claim
from .links import connect, keys
from .paged import paged
from .paging import Key, Order, Paging, Part
from .statements import Statement, Status

_RESOLVES_TO: Final = NamedNode(RESOLVES_TO)
_ENDS: Final = tuple(NamedNode(PREFIXES["rdf"] + end) for end in ("subject", "object"))
_STATUS_NAMES: Final = {iri: name for name, iri in STATUSES.items()}

#: The two columns of one property in the graph of a document; five of them take half the time of
#: one query for all five, which joins what each claim has only once.
_COLUMN: Final = "SELECT ?it ?value {{ GRAPH {document} {{ ?it {property} ?value }} }}"

#: What a fact that is kept takes besides its IRI, in bytes.
_FACT: Final = 300

#: By the place of the first claim in the text.
BY_PLACE: Final = Order("place", (Part(),))

#: What makes two claims say one fact: its three parts, and its status.
Said = tuple[str, str, Term, str]


@strawberry.type(description="Something that documents state, with the sentences that state it.")
class Fact(Statement):
    """One fact; its claims are looked up only where they are asked for."""

    find_claims: strawberry.Private[Callable[[], list[GraphClaim]]]

    @strawberry.field(description="The sentences that state it, newest document first.")
    def claims(self, info: Info) -> list[Claim]:
        """Return the claims."""
        found = self.find_claims()
        info.context.spend(len(found))
        return [Claim.of(claim) for claim in found]

    @classmethod
    def of(cls, said: Said, find_claims: Callable[[], list[GraphClaim]]) -> Fact:
        """Return the fact that something is said to be."""
        subject, predicate, object_, status = said
        return cls(
            subject_id=subject,
            predicate=predicate,
            object_term=object_,
            status=Status(status),
            find_claims=find_claims,
        )


def stated_in_it() -> Any:
    """Return the field of a document with all it states, in the order of its text."""

    def find(root: Any, info: Info, paging: Paging) -> Any:
        context = info.context
        found, reader = stated_by(context, str(root.id)), context.reader

        @cache
        def claims_of(first: str) -> list[GraphClaim]:
            return read(reader, found.claims(first))

        return connect(
            context,
            found.keys,
            paging,
            node=lambda first: _fact(claims_of(first)),
            claims=claims_of,
            order=BY_PLACE,
        )

    return paged(find, "What it states, asserted and planned, in the order of its text.")


def _fact(claims: list[GraphClaim]) -> Fact:
    """Return the fact that some claims state."""
    its = claims[0]
    return Fact.of((its.subject, its.predicate, its.object, its.status), lambda: claims)


class Stated(NamedTuple):
    """The facts that a document states, by their first claims; ``others`` has all of several."""

    keys: tuple[Key, ...]
    others: Mapping[str, tuple[str, ...]]

    def claims(self, first: str) -> tuple[str, ...]:
        """Return the IRIs of the claims of a fact."""
        return self.others.get(first, (first,))


def stated_by(context: Context, document: str) -> Stated:
    """Return the facts that a document states, read once for each generation."""
    reader = context.reader
    found: Stated | None = reader.known.of("stated").get(document)
    if found is None:
        every = [sorted(claims) for claims in _claims_by_fact(context, document).values()]
        found = Stated(
            tuple(sorted((Key("", iri, (at,)) for (at, iri), *_ in every), key=BY_PLACE.rank)),
            {claims[0][1]: tuple(iri for _, iri in claims) for claims in every if claims[1:]},
        )
        size = sum(_FACT + len(iri) for claims in every for _, iri in claims)
        reader.known.keep("stated", document, found, size=size)
    return found


def _claims_by_fact(context: Context, document: str) -> Mapping[Said, list[tuple[int, str]]]:
    """Return the facts that a document states, each with the places and IRIs of its claims."""
    reader, found = context.reader, dict[Said, list[tuple[int, str]]]()

    def column(property_: str) -> dict[str, Term]:
        context.check_time()
        rows = reader.solutions(_column(document, property_))
        return {row["it"].value: row["value"] for row in rows}

    def texts(property_: str) -> dict[str, str]:
        context.check_time()
        return dict(cast(Iterator[tuple[str, str]], reader.values(_column(document, property_))))

    objects: dict[str, Term]
    (subjects, predicates, statuses, starts), objects = both(
        lambda: together(texts, ("rdf:subject", "rdf:predicate", "hansa:status", "oa:start")),
        lambda: column("rdf:object"),
    )
    for claim, object_ in objects.items():
        said = subjects[claim], predicates[claim], object_, _STATUS_NAMES[statuses[claim]]
        found.setdefault(said, []).append((int(starts[f"{claim}#position"]), claim))
    return found


def _column(document: str, property_: str) -> str:
    graph = str(NamedNode(document))
    return prologue() + _COLUMN.format(document=graph, property=property_)


def read(reader: Reader, iris: Iterable[str]) -> list[GraphClaim]:
    """Return the claims with these IRIs, those of the newest document first."""
    return reader.in_order(filter(None, together(reader.claim, dict.fromkeys(iris))))


def said_in(reader: Reader, document: str, iri: str) -> list[GraphClaim]:
    """Return what a document says of a thing, in the order of its text."""
    graph, about = NamedNode(document), NamedNode(iri)
    ends = together(lambda end: [*reader.quads(None, end, about, graph)], _ENDS)
    found = chain.from_iterable(ends)
    return read(reader, (term_of(cast(Any, quad.subject)).value for quad in found))


def speaking_of_it() -> Any:
    """Return the field of an entity with the documents that name it."""

    def find(root: Any, info: Info, paging: Paging) -> Any:
        from .nodes import node_of

        reader, iri = info.context.reader, str(root.id)
        about = NamedNode(iri)
        quads = reader.quads(None, _RESOLVES_TO, about)
        graphs = {quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)}
        named = [each.value for each in graphs]
        kinds = zip(named, together(reader.kind, named), strict=True)
        documents = [iri for iri, kind in kinds if kind == "Document"]

        return connect(
            info.context,
            keys(reader, documents),
            paging,
            node=lambda document: node_of(reader, document),
            claims=lambda document: said_in(reader, document, iri),
        )

    return paged(
        find, "The documents that name it, by title; the claims of an edge are what it says."
    )
