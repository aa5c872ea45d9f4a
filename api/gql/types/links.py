"""Relations as fields: the one resolver that serves them all.

Which property a field reads, and in which direction, says the table (``api.gql.mapping``). The
interfaces and types take their connection fields from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Any

import strawberry
from pyoxigraph import DefaultGraph, NamedNode

from api.gql.context import Context, Info
from api.gql.mapping.rows import Relation
from api.gql.mapping.sources import EndsOf
from api.gql.mapping.table import RELATIONS
from api.linked.sayings import ends_of
from api.pages.pages import local_name
from graph.claims import term_of
from graph.evidence.evidence import Evidence, Fact
from graph.reader import Claim as GraphClaim
from graph.reader import Reader
from ontology.namespaces import HANSA, PREFIXES

from .arguments import After, Before, Filter, First, Last, OrderBy, Planned, annotated
from .connections import Connection, Edge
from .paging import BY_NAME, Key, Order, Paging, cut
from .selecting import Selection, selected

_LABEL = NamedNode(PREFIXES["rdfs"] + "label")


def asserted(reader: Reader, row: Relation, iri: str) -> set[str]:
    """Return the things that some claim asserts to be at the other end of a relation."""
    quads = reader.quads(NamedNode(iri), NamedNode(row.predicate), None, DefaultGraph())
    return {term_of(quad.object).value for quad in quads}


def spoken_of(reader: Reader, row: Relation, iri: str) -> set[str]:
    """Return the other ends that claims, asserted or planned, speak of."""
    name = local_name(row.predicate)
    return {each.other for each in ends_of(reader, iri) if each.heading == name} - {iri}


def claims_between(reader: Reader, row: Relation, iri: str, other: str) -> list[GraphClaim]:
    """Return the claims that say that a thing has the relation to another."""
    directions = {row.backwards} | ({True, False} if row.is_symmetric else set())
    found: list[GraphClaim] = []
    for backwards in sorted(directions):
        subject, object_ = (other, iri) if backwards else (iri, other)
        fact = Fact(subject, HANSA + row.stated, NamedNode(object_))
        found += Evidence(reader).saying(fact)
    return found


def label(reader: Reader, iri: str) -> str:
    """Return the preferred name of a thing, or its IRI where it has none."""
    quads = reader.quads(NamedNode(iri), _LABEL, None, DefaultGraph())
    return min((term_of(quad.object).value for quad in quads), default=iri)


def keys(reader: Reader, iris: Iterable[str]) -> list[Key]:
    """Return the order keys of things: by name, upper and lower case alike, then by IRI."""
    return [Key(label(reader, iri).lower(), iri) for iri in iris]


def connect(
    context: Context,
    found: list[Key],
    paging: Paging,
    *,
    node: Callable[[str], Any],
    claims: Callable[[str], list[GraphClaim]] | None = None,
    order: Order = BY_NAME,
) -> Connection[Any]:
    """Return the page of a connection; *claims* finds those of an edge."""
    page = cut(found, paging, order)
    context.spend(1)

    @cache
    def open_page() -> list[Edge[Any]]:
        context.spend(len(page.keys))
        return [
            Edge[Any](
                cursor=order.cursor(key),
                node=node(key.iri),
                find_claims=partial(claims, key.iri) if claims else list,
            )
            for key in page.keys
        ]

    return Connection[Any](page=page, open_page=open_page)


def related(name: str) -> Any:
    """Return the connection field of a relation in the table.

    ``planned: true`` adds what documents only intend; the claims on each edge say which is which.
    """
    row = RELATIONS[name]

    def resolve(
        root: Any,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        planned: Planned = False,
        filter: Filter = None,
        order_by: OrderBy = None,
    ) -> Any:
        from .nodes import node_of

        context = info.context
        reader, iri = context.reader, str(root.id)
        order = BY_NAME
        if filter is not None or order_by:
            source = EndsOf(row, iri, planned=planned)
            order, found = selected(context, Selection(source, None, filter, order_by))
        else:
            others = spoken_of(reader, row, iri) if planned else asserted(reader, row, iri)
            found = keys(reader, others)
        return connect(
            context,
            found,
            Paging(first, after, last, before),
            node=lambda other: node_of(reader, other),
            claims=lambda other: claims_between(reader, row, iri, other),
            order=order,
        )

    return strawberry.field(resolver=annotated(resolve, None), description=row.description)
