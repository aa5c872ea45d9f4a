"""Relay connections (GraphQL Cursor Connections Specification): the types of a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

import strawberry

from api.gql.context import Info
from graph.reader import Claim as GraphClaim

from .claims import Claim
from .paging import Page

T = TypeVar("T")


@strawberry.type(description="Where a page stands in its connection.")
class PageInfo:
    """Relay's PageInfo, section 5."""

    has_next_page: bool = strawberry.field(description="Whether anything comes after this page.")
    has_previous_page: bool = strawberry.field(
        description="Whether anything comes before this page."
    )
    start_cursor: str | None = strawberry.field(
        description="The cursor of the first edge, to go backward `before` it."
    )
    end_cursor: str | None = strawberry.field(
        description="The cursor of the last edge, to go forward `after` it."
    )


@strawberry.type(description="A node in its connection, with the claims that put it there.")
class Edge(Generic[T]):
    """One edge; without ``find_claims`` nothing but membership of a class is meant."""

    cursor: str = strawberry.field(description="Its place in the order, for `after` and `before`.")
    node: T | None = strawberry.field(description="The thing itself.")
    find_claims: strawberry.Private[Callable[[], list[GraphClaim]]] = list

    @strawberry.field(
        description="The sentences that say so, newest document first; none where no sentence "
        "puts the node there, as in `search` and in the connections of all things of a kind."
    )
    def claims(self, info: Info) -> list[Claim]:
        """Return the claims, which are looked up only where they are asked for."""
        found = self.find_claims()
        info.context.spend(len(found))
        return [Claim.of(claim) for claim in found]


@strawberry.type(description="A page of nodes, and how many there are in all.")
class Connection(Generic[T]):
    """One page of a connection."""

    page: strawberry.Private[Page]
    open_page: strawberry.Private[Callable[[], list[Edge[T]]]]
    open_nodes: strawberry.Private[Callable[[], list[T | None]] | None] = None

    @strawberry.field(description="The things of the page with their claims.")
    def edges(self) -> list[Edge[T]]:
        """Return the edges, which cost nothing where nobody asks for them."""
        return self.open_page()

    @strawberry.field(description="Where the page begins, ends and goes on.")
    def page_info(self) -> PageInfo:
        """Return where the page stands."""
        return PageInfo(
            has_next_page=self.page.has_next,
            has_previous_page=self.page.has_previous,
            start_cursor=self.page.order.cursor(self.page.keys[0]) if self.page.keys else None,
            end_cursor=self.page.order.cursor(self.page.keys[-1]) if self.page.keys else None,
        )

    @strawberry.field(description="How many there are on all pages together.")
    def total_count(self) -> int:
        """Return how many the whole connection has."""
        return self.page.total

    @strawberry.field(description="The nodes of the page, for when the edges say nothing more.")
    def nodes(self) -> list[T | None]:
        """Return the nodes without their edges."""
        if self.open_nodes is not None:
            return self.open_nodes()
        return [edge.node for edge in self.open_page()]
