"""The field ``review``: the queue, filtered, ordered and paged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Final, TypeAlias, TypeVar, cast, get_args

import strawberry

from api.gql.context import Context, Info
from api.gql.failures import BAD_FILTER, refuse
from api.gql.limits.weights import REVIEW
from api.gql.live.keeping import kept_by
from graph.reviewing.items import By, Item, Sort, Wish
from graph.reviewing.ranked import Ranked
from graph.reviewing.showing import Showing
from graph.workspace import Workspace

from .connections import Connection
from .links import connect
from .paged import paged
from .paging import Key, Order, Paging, Part
from .reviewing import ReviewFilter, ReviewItem, ReviewOrder, UncertainFact, UncertainPair

#: Documents, or things, that a filter may name.
_MOST_NAMED: Final = 100
_ORDERS: Final = {by: Order(f"review by {by}", (Part(falls=True),)) for by in get_args(By)}

_Value = TypeVar("_Value")

Wanted: TypeAlias = Annotated[
    ReviewFilter | None, strawberry.argument(description="Only those that fit.")
]
OrderedBy: TypeAlias = Annotated[
    ReviewOrder, strawberry.argument(description="What they are ordered by, the most first.")
]


def review() -> Any:
    """Return the field of the review queue."""

    def find(
        info: Info,
        filter: Wanted = None,
        order_by: OrderedBy = ReviewOrder.WORTH,
        *,
        paging: Paging,
    ) -> Connection[ReviewItem]:
        context = info.context
        workspace = kept_by(context)
        by = cast(By, order_by.value)
        order = _ORDERS[by]
        paging.check(order)
        context.spend(REVIEW)
        wish = _wish(filter, workspace)
        items = {each.id: each for each in _ranked(context, wish, workspace)}
        showing = Showing.of(workspace.documents, workspace.base)
        keys = [Key("", each.id, (each.value(by),)) for each in items.values()]
        return connect(
            context,
            keys,
            paging,
            node=lambda id: _shown(context, items[id], showing, workspace),
            order=order,
        )

    return paged(
        find,
        "What a reviewer had better look at, as the newest generation has it: proposals that wait, "
        "claims of low confidence, things that may be one, and things that may be two; what was "
        "decided is no more in it. Of very many that fit they are the most doubtful: 5,000 facts, "
        "2,000 pairs that are apart, and 2,000 that are joined. For the keeper only.",
    )


def _ranked(context: Context, wish: Wish, workspace: Workspace) -> Sequence[Item]:
    queue = context.means.review if context.means else Ranked(workspace)
    return queue.items(wish, check=context.check_time)


def _shown(context: Context, item: Item, showing: Showing, workspace: Workspace) -> Any:
    context.check_time()
    more: dict[str, Any] = {"item": item, "showing": showing, "base": workspace.base}
    if item.sort in ("apart", "joined"):
        return UncertainPair(**more)
    found = showing.claim(item)
    return UncertainFact(**more, shown=found) if found else None


def _wish(given: ReviewFilter | None, workspace: Workspace) -> Wish:
    """Return what is wanted; refuse a filter that names too much.

    Raises UnknownDocumentError for a document that is not there.
    """
    if given is None:
        return Wish()
    for named in (given.documents, given.about):
        if named is not None and len(named) > _MOST_NAMED:
            refuse(BAD_FILTER, f"a filter names up to {_MOST_NAMED} things; ask in several")
    find = workspace.documents.find
    documents, kinds = given.documents, given.kinds
    return Wish(
        sorts=_set(None if kinds is None else [cast(Sort, kind.value) for kind in kinds]),
        keys=_set(
            None if documents is None else [find(each, base=workspace.base) for each in documents]
        ),
        things=_set(None if given.about is None else map(str, given.about)),
    )


def _set(values: Iterable[_Value] | None) -> frozenset[_Value] | None:
    return None if values is None else frozenset(values)
