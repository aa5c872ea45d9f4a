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
    return gathered(read, items, is_over=lambda: True)


def gathered(
    read: Callable[[_Item], _Found], items: Iterable[_Item], *, is_over: Callable[[], bool]
) -> list[_Found]:
    """Return what ``together`` does, with an error only once nothing is missing beside it.

    So whoever deals with the error in another way has at hand what all of the work wanted. When it
    *is_over*, by the clock or by a budget, an error waits for nothing.

    >>> gathered(str.upper, ["a", "b"], is_over=lambda: False)
    ['A', 'B']
    """
    found: list[_Found] = []
    missing: MissingError | None = None
    failure: Exception | None = None
    for item in items:
        try:
            found.append(read(item))
        except MissingError as error:
            missing = error
        except Exception as error:
            if is_over():
                raise
            failure = failure or error
    if missing is not None:
        raise missing
    if failure is not None:
        raise failure
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
