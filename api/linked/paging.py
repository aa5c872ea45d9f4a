"""Long lists, page by page: every item can be reached by links, and how many there are is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from starlette.requests import Request

from api.errors import BadRequestError, NotFoundError
from api.sparql.protocol import fields_of

_Item = TypeVar("_Item")

#: Items on one page.
SIZE: Final = 100


@dataclass(frozen=True, slots=True)
class Page(Generic[_Item]):
    """Some of *total* items: those of the page *number*, counted from 1."""

    items: tuple[_Item, ...]
    number: int
    total: int
    size: int = SIZE

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))

    @property
    def first_item(self) -> int:
        """The place of the first item on the page, counted from 1."""
        return (self.number - 1) * self.size + 1

    @property
    def last_item(self) -> int:
        """The place of the last item on the page."""
        return self.first_item + len(self.items) - 1


def page_of(items: Sequence[_Item], number: int, *, size: int = SIZE) -> Page[_Item]:
    """Return one page of *items*; NotFoundError where there is none of that number.

    >>> page_of("abcde", 2, size=2).items, page_of("abcde", 2, size=2).last
    (('c', 'd'), 3)
    """
    found = Page(tuple(items[(number - 1) * size : number * size]), number, len(items), size)
    if number > found.last:
        raise NotFoundError(f"there is no page {number}; the last one is {found.last}")
    return found


def asked_page(request: Request, *, field: str = "page") -> int:
    """Return the number that ``?page=`` names, by default 1; BadRequestError where it is none."""
    given = [value for name, value in fields_of(request) if name == field]
    if not given:
        return 1
    number = given[-1]
    if not number.isascii() or not number.isdigit() or not 0 < len(number) < 9 or int(number) < 1:
        raise BadRequestError(f"{field}={number!r} is no page; send a whole number from 1 on")
    return int(number)
