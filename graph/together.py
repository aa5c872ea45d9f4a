"""Reading many things where each look may be a journey: all that is missing is fetched at once.

Where a SPARQL server holds the quads, ``Reader.in_rounds`` runs a piece of work again and again. A
look at what is not at hand raises MissingError, and notes what it wanted; whoever reads many things
goes on with the next one, by ``together``. When all of the work has been tried, one request fetches
everything that was noted, and the work is run anew, from its beginning, until nothing is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

_Item = TypeVar("_Item")
_Found = TypeVar("_Found")


class MissingError(BaseException):
    """Something has to be fetched before a piece of work can go on; it is run again then.

    No error of the work: whoever deals with those must not take it for one.
    """


def together(read: Callable[[_Item], _Found], items: Iterable[_Item]) -> list[_Found]:
    """Return what *read* returns for each of *items*; raise MissingError after all were tried.

    >>> together(str.upper, ["a", "b"])
    ['A', 'B']
    """
    found: list[_Found] = []
    missing: MissingError | None = None
    for item in items:
        try:
            found.append(read(item))
        except MissingError as error:
            missing = error
    if missing is not None:
        raise missing
    return found


def both(read: Callable[[], _Item], other: Callable[[], _Found]) -> tuple[_Item, _Found]:
    """Return what the two return; raise MissingError after both were tried.

    >>> both(lambda: 1, lambda: "a")
    (1, 'a')
    """
    missing: MissingError | None = None
    try:
        found = read()
    except MissingError as error:
        missing = error
    second = other()
    if missing is not None:
        raise missing
    return found, second
