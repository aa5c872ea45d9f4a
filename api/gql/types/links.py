"""Relations as fields: the one resolver that serves them all.

Which property a field reads, and in which direction, says the table (``api.gql.mapping``). The
interfaces and types take their connection fields from here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

from pyoxigraph import NamedNode

from api.gql.context import Context, Info
from api.gql.mapping.rows import Relation
from api.gql.mapping.sayings import meets, wants_planned
from api.gql.mapping.sources import EndsOf
from api.gql.mapping.table import RELATIONS
from api.linked.sayings import ends_of
from api.pages.pages import local_name
from graph.evidence.evidence import Evidence, Fact
from graph.reader import Claim as GraphClaim
from graph.reader import Reader
from graph.together import together
from ontology.namespaces import HANSA

from .arguments import Filter, OrderBy, Planned, Saying, annotated
from .connections import Connection, Edge
from .ordering import in_order, keys
from .paged import paged
from .paging import BY_NAME, Key, Order, Paging, cut
from .selecting import Selection, of_few, selected

__all__ = ["connect", "in_order", "keys", "related"]


def asserted(reader: Reader, row: Relation, iri: str) -> set[str]:
    """Return the things that some claim asserts to be at the other end of a relation."""
    return {other for _, other in reader.values_of(row.predicate, [iri])}


def spoken_of(reader: Reader, row: Relation, iri: str) -> set[str]:
    """Return the other ends that claims, asserted or planned, speak of."""
    name = local_name(row.predicate)
    return {each.other for each in ends_of(reader, iri) if each.heading == name} - {iri}


def claims_between(context: Context, row: Relation, iri: str, other: str) -> list[GraphClaim]:
    """Return the claims that say that a thing has the relation to another, in either direction."""
    directions = {row.backwards} | ({True, False} if row.is_symmetric else set())
    ends = ((other, iri) if backwards else (iri, other) for backwards in directions)
    facts = (Fact(one, HANSA + row.stated, NamedNode(two)) for one, two in ends)
    return [*Evidence(context.reader, check=context.check_time).saying(*facts)]


def connect(
    context: Context,
    found: Sequence[Key],
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
    def open_nodes() -> list[Any]:
        context.spend(len(page.keys))
        return together(node, (key.iri for key in page.keys))

    @cache
    def open_page() -> list[Edge[Any]]:
        return [
            Edge[Any](
                cursor=order.cursor(key),
                node=node,
                find_claims=partial(claims, key.iri) if claims else list,
            )
            for key, node in zip(page.keys, open_nodes(), strict=True)
        ]

    return Connection[Any](page=page, open_page=open_page, open_nodes=open_nodes)


def related(name: str) -> Any:
    """Return the connection field of a relation in the table.

    ``planned: true`` adds what documents only intend; the claims on each edge say which is which.
    """
    row = RELATIONS[name]

    def find(
        root: Any,
        info: Info,
        paging: Paging,
        planned: Planned = False,
        filter: Filter = None,
        order_by: OrderBy = None,
        claims: Saying = None,
    ) -> Any:
        from .nodes import node_of

        context = info.context
        reader, iri = context.reader, str(root.id)
        planned = planned or wants_planned(claims)

        def all_there_are() -> Sequence[Key]:
            return in_order(
                reader,
                (row.predicate, iri, planned),
                lambda: spoken_of(reader, row, iri) if planned else asserted(reader, row, iri),
            )

        asked = Selection(EndsOf(row, iri, planned=planned), None, filter, order_by, claims)
        if filter is not None or claims is not None:
            order, found = selected(context, asked)
        else:
            paging.check(asked.order)
            order, found = of_few(context, asked, all_there_are)
        return connect(
            context,
            found,
            paging,
            node=lambda other: node_of(reader, other),
            claims=lambda other: [
                claim
                for claim in claims_between(context, row, iri, other)
                if claims is None or meets(claim, claims)
            ],
            order=order,
        )

    return paged(annotated(find, None), row.description)
