"""Memberships looked at from both sides: the networks of an actor, the members two bodies share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias, cast

import strawberry
from graphql import GraphQLError

from api.gql.context import Context, Info
from api.gql.failures import BAD_FILTER, refuse
from api.gql.mapping.table import RELATIONS
from api.gql.wording import quoted
from graph.reader import Claim as GraphClaim
from graph.reader import Reader
from graph.together import together

from .arguments import Planned
from .claims import Claim
from .connections import Connection, Edge
from .links import asserted, claims_between, connect, keys, spoken_of
from .paged import paged
from .paging import BY_NAME, Paging, cut

if TYPE_CHECKING:
    from .interfaces import Entity

_MEMBERS: Final = RELATIONS["members"]
_MEMBER_OF: Final = RELATIONS["memberOf"]

AnyEntity = Annotated["Entity", strawberry.lazy(".interfaces")]
With: TypeAlias = Annotated[
    strawberry.ID,
    strawberry.argument(
        name="with", description="The IRI of the other network or organisation, as its `id`."
    ),
]


@strawberry.type(description="A member of two bodies, with the claims of each membership.")
class SharedMemberEdge(Edge[AnyEntity]):
    """One edge; ``claims`` are those of the body that was asked."""

    find_other_claims: strawberry.Private[Callable[[], list[GraphClaim]]] = list

    @strawberry.field(description="The sentences that say so of the other body.")
    def other_claims(self, info: Info) -> list[Claim]:
        """Return the claims of the other membership."""
        found = self.find_other_claims()
        info.context.spend(len(found))
        return [Claim.of(claim) for claim in found]


@strawberry.type(description="A page of members that two bodies share.")
class SharedMemberConnection(Connection[AnyEntity]):
    """One page of a connection whose edges have claims on both sides."""

    @strawberry.field(description="The members of the page with the claims of both memberships.")
    def edges(self) -> list[SharedMemberEdge]:
        """Return the edges."""
        return cast(list[SharedMemberEdge], self.open_page())


def shared_members() -> Any:
    """Return the field of a body with the members that it shares with another."""

    def find(
        root: Any,
        info: Info,
        with_: With,
        paging: Paging,
        planned: Planned = False,
    ) -> Any:
        from .nodes import node_of

        context, body = info.context, str(root.id)
        other, reader = body_named(context, str(with_)), context.reader
        ends = spoken_of if planned else asserted
        one, two = together(partial(ends, reader, _MEMBERS), (body, other))
        both = one & two
        page = cut(keys(reader, both), paging, BY_NAME)
        context.spend(1)

        @cache
        def open_page() -> list[Edge[Any]]:
            context.spend(len(page.keys))
            return [
                SharedMemberEdge(
                    cursor=BY_NAME.cursor(key),
                    node=cast("Entity", node_of(reader, key.iri)),
                    find_claims=partial(claims_between, context, _MEMBERS, body, key.iri),
                    find_other_claims=partial(claims_between, context, _MEMBERS, other, key.iri),
                )
                for key in page.keys
            ]

        return SharedMemberConnection(page=page, open_page=open_page)

    return paged(find, "Who belongs to it and to another network or organisation as well.")


def body_named(context: Context, iri: str) -> str:
    """Return the IRI of the body with members that *iri* means, as ``node`` would follow it."""
    from .nodes import followed, is_iri

    found = followed(context, iri) if is_iri(iri) else None
    if isinstance(found, GraphQLError):
        raise found
    if found is None or context.reader.kind(str(found.id)) not in _MEMBERS.kinds:
        refuse(
            BAD_FILTER,
            f"with: {quoted(iri, 200)} is no network or organisation; take the id of one",
        )
    return str(found.id)


def networks() -> Any:
    """Return the field of an actor with the networks among the bodies that it belongs to."""

    def find(root: Any, info: Info, paging: Paging, planned: Planned = False) -> Any:
        from .nodes import node_of

        context, iri = info.context, str(root.id)
        reader = context.reader
        ends = spoken_of if planned else asserted
        bodies = ends(reader, _MEMBER_OF, iri)
        return connect(
            context,
            keys(reader, _networks_among(reader, bodies)),
            paging,
            node=lambda network: node_of(reader, network),
            claims=lambda network: claims_between(context, _MEMBER_OF, iri, network),
        )

    return paged(find, "The city networks it belongs to; `memberOf` has other bodies too.")


def _networks_among(reader: Reader, bodies: Iterable[str]) -> list[str]:
    every = [*bodies]
    kinds = zip(every, together(reader.kind, every), strict=True)
    return [iri for iri, kind in kinds if kind == "Network"]
