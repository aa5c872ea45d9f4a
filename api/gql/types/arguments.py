"""The arguments that many fields take, each with what it is for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeAlias

import strawberry

from .filters import FILTERS, ClaimFilter
from .orders import ORDERS


def _told(description: str) -> object:
    return strawberry.argument(description=description)


First: TypeAlias = Annotated[
    int | None, _told("How many from the front, 0 to 100; either this or `last` is needed.")
]
After: TypeAlias = Annotated[
    str | None, _told("A cursor of this connection; only what comes after it.")
]
Last: TypeAlias = Annotated[
    int | None, _told("How many from the end, 0 to 100, in the same order; not with `first`.")
]
Before: TypeAlias = Annotated[
    str | None, _told("A cursor of this connection; only what comes before it.")
]
Planned: TypeAlias = Annotated[
    bool,
    _told(
        "Also what documents only intend; the claims of an edge say which is which. So it is "
        "too where `claims` asks for `status: PLANNED`."
    ),
]
Saying: TypeAlias = Annotated[
    ClaimFilter | None,
    _told("Only what a claim says that meets this; an edge then shows only such claims."),
]
Id: TypeAlias = Annotated[strawberry.ID, _told("The IRI of the thing, as any `id` gives it.")]
Ids: TypeAlias = Annotated[
    list[strawberry.ID], _told("The IRIs of the things, as any `id` gives them.")
]
Langs: TypeAlias = Annotated[
    list[str] | None,
    _told(
        "BCP 47 tags, the most wanted first: `de-AT` takes `de` where there is no other, and "
        "`[]` the main name; without them, those of Accept-Language."
    ),
]
OnlyLangs: TypeAlias = Annotated[
    list[str] | None,
    _told("BCP 47 tags; only names in these languages, `*` is all. Without them, every name."),
]

#: Stand-ins in the signature of a resolver for what ``annotated`` gives each kind.
Filter: TypeAlias = Any
OrderBy: TypeAlias = Any


def annotated(resolve: Callable[..., Any], kind: str | None) -> Callable[..., Any]:
    """Give the arguments ``filter`` and ``order_by`` of a resolver the types of a kind."""
    fits: Any = FILTERS[kind] | None
    orders: Any = list[ORDERS[kind]] | None  # type: ignore[valid-type]
    told = _told("What they are ordered by, at most 3; without it, by name.")
    resolve.__annotations__["filter"] = Annotated[fits, _told("Only those that fit.")]
    resolve.__annotations__["order_by"] = Annotated[orders, told]
    return resolve
