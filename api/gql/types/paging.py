"""Keyset paging (GraphQL Cursor Connections Specification, section 4.3).

A cursor holds what its node is ordered by and its IRI, so paging goes on at the right place even
when the node has gone or others have come; and the order, so that it fits no other.
"""

from __future__ import annotations

import base64
import binascii
import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from api.gql.failures import BAD_CURSOR, BAD_PAGING, refuse
from api.gql.wording import quoted

#: The most nodes that ``first`` or ``last`` may ask for.
LARGEST_PAGE: Final = 100

#: No number that things are ordered by is so far from 0.
_BEYOND: Final = 1e300

#: What a thing may be ordered by besides its name; None where it has none, which comes last.
Value: TypeAlias = float | str | None


@dataclass(frozen=True, slots=True)
class Key:
    """What a node is ordered by: the ``values`` of the order, its name in lower case, its IRI."""

    label: str
    iri: str
    values: tuple[Value, ...] = ()


class _Descending:
    """Compares the other way round."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __lt__(self, other: _Descending) -> bool:
        return bool(other.value < self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Descending) and other.value == self.value

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Part:
    """One value of an order: whether it descends, and whether it is text or a number."""

    falls: bool = False
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """An order: its name as cursors carry it, and its values besides name and IRI."""

    name: str = ""
    parts: tuple[Part, ...] = ()

    def rank(self, key: Key) -> tuple[Any, ...]:
        """Return what a key compares by: values, then the name, then the IRI.

        >>> order = Order("-size", (Part(falls=True),))
        >>> keys = [Key("a", "x:a", (1,)), Key("b", "x:b", (2,)), Key("c", "x:c", (None,))]
        >>> [key.label for key in sorted(keys, key=order.rank)]
        ['b', 'a', 'c']
        """
        pairs = zip(key.values, self.parts, strict=True)
        return (*(_rank(value, falls=part.falls) for value, part in pairs), key.label, key.iri)

    def cursor(self, key: Key) -> str:
        """Return the opaque cursor of a place in this order.

        >>> BY_NAME.parse(BY_NAME.cursor(Key("riga", "https://example.org/riga"))).label
        'riga'
        """
        told = [key.label, key.iri, *([self.name, *key.values] if self.name else [])]
        return base64.urlsafe_b64encode(json.dumps(told).encode()).decode()

    def parse(self, cursor: str) -> Key:
        """Return the place a cursor means; refuse one that no connection in this order gave."""
        try:
            found = json.loads(base64.b64decode(cursor, altchars=b"-_", validate=True))
        except (binascii.Error, ValueError, TypeError, RecursionError):
            found = None
        if not isinstance(found, list) or [str, str] != [type(each) for each in found[:2]]:
            refuse(BAD_CURSOR, f"{quoted(cursor)} is no cursor; take one from pageInfo or an edge")
        label, iri, *rest = found
        name, *values = rest or [""]
        if name != self.name or not self._has(values):
            refuse(BAD_CURSOR, f"{quoted(cursor)} belongs to another order; take one from here")
        return Key(label, iri, tuple(values))

    def _has(self, values: list[Any]) -> bool:
        """Tell values of this order from what somebody made up."""
        return len(values) == len(self.parts) and all(
            value is None or (isinstance(value, str) if part.is_text else _is_number(value))
            for value, part in zip(values, self.parts, strict=True)
        )


def _is_number(value: Any) -> bool:
    """Tell a number that an order can have; JSON as Python reads it has NaN and infinities too."""
    return type(value) in (int, float) and -_BEYOND < value < _BEYOND


def _rank(value: Value, *, falls: bool) -> tuple[Any, ...]:
    """Return what one value compares by: nothing comes after everything, whichever way."""
    if value is None:
        return (True,)
    if not falls:
        return (False, value)
    return (False, _Descending(value) if isinstance(value, str) else -value)


#: By name, upper and lower case alike, then by IRI.
BY_NAME: Final = Order()


class InOrder(tuple[Key, ...]):
    """Keys that are in the order by name."""

    __slots__ = ()


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

    def check(self, order: Order) -> None:
        """Refuse cursors that are none of this *order*, before anything is read."""
        for cursor in (self.after, self.before):
            if cursor is not None:
                order.parse(cursor)


@dataclass(frozen=True, slots=True)
class Page:
    """The keys of one page in their order, and whether there is more on either side of it."""

    keys: tuple[Key, ...]
    has_next: bool
    has_previous: bool
    total: int
    order: Order = BY_NAME


def cut(keys: Sequence[Key], paging: Paging, order: Order = BY_NAME) -> Page:
    """Cut the page that *paging* means out of all *keys*, in no order unless they are ``InOrder``.

    >>> keys = [Key(label, label) for label in "abcde"]
    >>> page = cut(keys, Paging(first=2, after=BY_NAME.cursor(keys[1])))
    >>> [key.label for key in page.keys], page.has_next, page.has_previous
    (['c', 'd'], True, True)
    """
    low, high = 0, len(keys)
    is_sorted = order is BY_NAME and isinstance(keys, InOrder)
    ordered = keys if is_sorted else sorted(keys, key=order.rank)
    if paging.after is not None:
        after = order.rank(order.parse(paging.after))
        low = bisect_right(ordered, after, key=order.rank)
    if paging.before is not None:
        before = order.rank(order.parse(paging.before))
        high = max(low, bisect_left(ordered, before, key=order.rank))
    if paging.first is not None:
        high = min(high, low + paging.first)
    if paging.last is not None:
        low = max(low, high - paging.last)
    return Page(tuple(ordered[low:high]), high < len(ordered), low > 0, len(ordered), order)
