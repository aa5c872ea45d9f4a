"""How many values the variables of a request may hold, looked at before they are coerced.

An object of a filter is made into one with all the fields that it could have, several times over;
so a body of some kilobytes, all of empty filters, would take a thread for seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from api.gql.failures import TOO_LONG, refuse

#: Objects in the variables of one request; a filter has at most 50 conditions.
MOST_OBJECTS: Final = 500
#: Values of all kinds in them; a filter may have 50 lists of 100 ids.
MOST_VALUES: Final = 10_000


def counted_in(variables: Mapping[str, Any] | None) -> tuple[int, int]:
    """Return how many objects are in some variables, and how many values of all kinds.

    >>> counted_in({"a": [{"b": 1}, {}], "c": None})
    (2, 5)
    """
    objects = values = 0
    left: list[Any] = [*(variables or {}).values()]
    while left:
        each = left.pop()
        values += 1
        if isinstance(each, dict):
            objects += 1
            left += each.values()
        elif isinstance(each, list):
            left += each
    return objects, values


def require_few(variables: Mapping[str, Any] | None) -> None:
    """Refuse variables that hold more than what a request can ask by."""
    objects, values = counted_in(variables)
    if objects > MOST_OBJECTS:
        told = f"the variables hold {objects:,} objects, and {MOST_OBJECTS} are allowed"
        refuse(TOO_LONG, f"{told}; ask in several requests")
    if values > MOST_VALUES:
        told = f"the variables hold {values:,} values, and {MOST_VALUES:,} are allowed"
        refuse(TOO_LONG, f"{told}; ask in several requests")
