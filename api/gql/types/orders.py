"""The orders of connections: what things of a kind can be ordered by, made from the table."""

from __future__ import annotations

from enum import Enum
from types import new_class
from typing import Any, Final

import strawberry

from api.gql.failures import BAD_ORDER, refuse
from api.gql.mapping.orders import By, by_of
from ontology.terms import KINDS

from .paging import BY_NAME, Order, Part

#: Things that one order may go by, one after the other.
MOST_PARTS: Final = 3


@strawberry.enum(description="Which way an order goes; things without a value come last.")
class Direction(Enum):
    """Up or down."""

    ASC = strawberry.enum_value("asc", description="The least first, names from A to Z.")
    DESC = strawberry.enum_value("desc", description="The greatest first, names from Z to A.")


def _made(kind: str | None) -> Any:
    """Return the input type of a kind's order, or of one of things of any kind."""
    name = f"{kind or 'Entity'}Order"
    things = f"things of the kind {kind}" if kind else "things of any kind"
    values = {
        each.name: strawberry.enum_value(each.name, description=each.description)
        for each in by_of(kind).values()
    }
    choice: Any = Enum(f"{name}By", values, module=__name__)  # type: ignore[misc]
    by: Any = strawberry.enum(choice, description=f"What {things} can be ordered by.")

    def fill(namespace: dict[str, Any]) -> None:
        namespace["__module__"] = __name__
        namespace["__annotations__"] = {"by": by, "direction": Direction}
        namespace["by"] = strawberry.field(description="What to order by.")
        namespace["direction"] = strawberry.field(
            default=Direction.ASC, description="Which way the order goes."
        )

    made = new_class(name, exec_body=fill)
    told = f"How {things} are ordered; those that are equal come by name, then by IRI."
    return strawberry.input(made, description=told)


#: The order of each kind, and under None that of things of any kind.
ORDERS: dict[str | None, Any] = {kind: _made(kind) for kind in (*KINDS, "Document", None)}


def ordered_by(kind: str | None, given: list[Any] | None) -> tuple[Order, tuple[By, ...]]:
    """Return the order that was asked for, and what its values are."""
    if not given:
        return BY_NAME, ()
    if len(given) > MOST_PARTS:
        refuse(BAD_ORDER, f"orderBy has {len(given)} parts; give at most {MOST_PARTS}")
    parts = [(by_of(kind)[each.by.value], each.direction is Direction.DESC) for each in given]
    name = ",".join(f"-{by.name}" if falls else by.name for by, falls in parts)
    order = Order(name, tuple(Part(falls=falls, is_text=by.is_text) for by, falls in parts))
    return order, tuple(by for by, _ in parts)
