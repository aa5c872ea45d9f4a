"""Relay connections with keyset cursors (GraphQL Cursor Connections Specification).

A cursor holds the order key and the IRI of its node, so paging goes on at the right place even
when the node has gone or others have come.
"""

from __future__ import annotations

import base64
import binascii
import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import strawberry

from api.gql.context import Info
from api.gql.failures import BAD_CURSOR, BAD_PAGING, refuse
from graph.reader import Claim as GraphClaim

from .claims import Claim

#: The most nodes that ``first`` or ``last`` may ask for.
LARGEST_PAGE = 100

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What a node is ordered by: its label, folded, then its IRI."""

    label: str
    iri: str

    def cursor(self) -> str:
        """Return the opaque cursor of this place.

        >>> Key.parse(Key("riga", "https://example.org/riga").cursor()).label
        'riga'
        """
        return base64.urlsafe_b64encode(json.dumps([self.label, self.iri]).encode()).decode()

    @classmethod
    def parse(cls, cursor: str) -> Key:
        """Return the place a cursor means; refuse one that no connection gave."""
        try:
            label, iri = json.loads(base64.b64decode(cursor, altchars=b"-_", validate=True))
        except (binascii.Error, ValueError, TypeError, RecursionError):
            refuse(BAD_CURSOR, f"{cursor[:80]!r} is no cursor; take one from pageInfo or an edge")
        if not isinstance(label, str) or not isinstance(iri, str):
            refuse(BAD_CURSOR, f"{cursor[:80]!r} is no cursor; take one from pageInfo or an edge")
        return cls(label, iri)


@dataclass(frozen=True, slots=True)
class Page:
    """The keys of one page, and whether there is more on either side of it."""

    keys: tuple[Key, ...]
    has_next: bool
    has_previous: bool
    total: int


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

    @strawberry.field(description="The sentences that say so, newest document first.")
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
            start_cursor=self.page.keys[0].cursor() if self.page.keys else None,
            end_cursor=self.page.keys[-1].cursor() if self.page.keys else None,
        )

    @strawberry.field(description="How many there are on all pages together.")
    def total_count(self) -> int:
        """Return how many the whole connection has."""
        return self.page.total

    @strawberry.field(description="The nodes of the page, for when the edges say nothing more.")
    def nodes(self) -> list[T | None]:
        """Return the nodes without their edges."""
        return [edge.node for edge in self.open_page()]


def check_size(size: int | None) -> None:
    """Refuse a number of nodes that no page may have."""
    if size is None or not 0 <= size <= LARGEST_PAGE:
        refuse(BAD_PAGING, f"first and last must be from 0 to {LARGEST_PAGE}, not {size}")


@dataclass(frozen=True, slots=True)
class Paging:
    """The four arguments of a connection, checked: exactly one of ``first`` and ``last``."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be a page."""
        if (self.first is None) == (self.last is None):
            refuse(BAD_PAGING, f"give either first or last, from 0 to {LARGEST_PAGE}")
        check_size(self.first if self.first is not None else self.last)


def cut(keys: Sequence[Key], paging: Paging) -> Page:
    """Cut the page that *paging* means out of all *keys*, in their order.

    >>> keys = [Key(label, label) for label in "abcde"]
    >>> page = cut(keys, Paging(first=2, after=keys[1].cursor()))
    >>> [key.label for key in page.keys], page.has_next, page.has_previous
    (['c', 'd'], True, True)
    """
    low, high = 0, len(keys)
    ordered = sorted(keys)
    if paging.after is not None:
        after = Key.parse(paging.after)
        low = bisect_right(ordered, after)
    if paging.before is not None:
        before = Key.parse(paging.before)
        high = max(low, bisect_left(ordered, before))
    if paging.first is not None:
        high = min(high, low + paging.first)
    if paging.last is not None:
        low = max(low, high - paging.last)
    return Page(tuple(ordered[low:high]), high < len(ordered), low > 0, len(ordered))
