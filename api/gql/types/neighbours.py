"""What is around a thing: all that relations lead to within a few steps, and the way there.

The steps follow what documents assert, in either direction. Nearer things come first. How much is
looked at is bounded, and where that is not all the connection says so.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, cast

import strawberry
from pyoxigraph import NamedNode

from api.gql.context import Context, Info
from api.gql.failures import BAD_FILTER, refuse
from api.gql.limits.weights import MOST_STEPS, of_steps
from graph.reader import Claim as GraphClaim
from ontology.namespaces import HANSA

from .connections import Connection, Edge
from .facts import Fact
from .links import claims_between
from .paged import paged
from .paging import Key, Paging, cut
from .walking import BY_DISTANCE, Around, Step, reach

if TYPE_CHECKING:
    from .interfaces import Entity

AnyEntity = Annotated["Entity", strawberry.lazy(".interfaces")]
Depth: TypeAlias = Annotated[
    int, strawberry.argument(description="How many relations may lie between, 1 to 3.")
]


@strawberry.type(description="A thing near another, and the way there.")
class NeighbourEdge(Edge[AnyEntity]):
    """One edge; ``claims`` are those of the last step."""

    distance: int = strawberry.field(description="How many relations lie between the two.")
    find_way: strawberry.Private[Callable[[], list[Fact]]]

    @strawberry.field(
        description="A shortest way there: the facts that lead to it, from the nearest on."
    )
    def path(self) -> list[Fact]:
        """Return the facts on the way, whose ends are what counts."""
        return self.find_way()


@strawberry.type(description="A page of what is around a thing.")
class NeighbourConnection(Connection[AnyEntity]):
    """One page, of all that is within reach or of the nearest part of that."""

    is_complete: bool = strawberry.field(
        description="Whether `totalCount` is of all that is within reach; false where that is "
        "more than 2,000 things, of which these are the nearest."
    )

    @strawberry.field(description="The things of the page with the way to each.")
    def edges(self) -> list[NeighbourEdge]:
        """Return the edges."""
        return cast(list[NeighbourEdge], self.open_page())


def neighbours() -> Any:
    """Return the field of an entity with what is around it."""

    def find(root: Any, info: Info, depth: Depth = 1, *, paging: Paging) -> Any:
        from .nodes import node_of

        if not 1 <= depth <= MOST_STEPS:
            refuse(BAD_FILTER, f"depth must be from 1 to {MOST_STEPS}, not {depth}")
        context = info.context
        context.spend(1 + of_steps(depth))
        around = reach(context, str(root.id), depth)
        page = cut(around.keys, paging, BY_DISTANCE)

        reader = context.reader

        @cache
        def open_nodes() -> list[Any]:
            context.spend(len(page.keys))
            return [node_of(reader, key.iri) for key in page.keys]

        @cache
        def open_page() -> list[Edge[Any]]:
            pairs = zip(page.keys, open_nodes(), strict=True)
            return [_edge(context, around, key, node) for key, node in pairs]

        return NeighbourConnection(
            page=page,
            open_page=open_page,
            open_nodes=open_nodes,
            is_complete=around.is_complete,
        )

    return paged(
        find,
        "What asserted relations, in either direction, lead to within so many steps, the nearest "
        "first.",
    )


def _edge(context: Context, around: Around, key: Key, node: Entity) -> NeighbourEdge:
    """Return the edge to what was reached; the way there is looked for where it is asked for."""

    @cache
    def path() -> list[Step]:
        return around.path(context, key)

    def claims() -> list[GraphClaim]:
        last = path()[-1]
        return claims_between(context, last.row, last.source, key.iri)

    return NeighbourEdge(
        cursor=BY_DISTANCE.cursor(key),
        node=node,
        find_claims=claims,
        distance=around.distance(key),
        find_way=lambda: [_fact(context, step) for step in path()],
    )


def _fact(context: Context, step: Step) -> Fact:
    """Return the fact by which a step leads to a thing, in the direction documents state it."""
    source, row, to = step
    subject, object_ = (to, source) if row.backwards else (source, to)
    said = subject, HANSA + row.stated, NamedNode(object_), "asserted"
    return Fact.of(said, partial(claims_between, context, row, source, to))
