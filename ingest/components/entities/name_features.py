"""Features as they are learned, by name, or as they are weighed, by row, from the same code."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import cache
from typing import TypeVar

from ingest.components.learned.model import RelationModel

T = TypeVar("T")
#: Returns, for the beginning of a feature's name, what gives the feature by the rest of it.
Look = Callable[[str], Callable[[str], T | None]]
#: Behind every name that begins with the same letters.
_BEHIND = "\U0010ffff"


def spelt(beginning: str) -> Callable[[str], str]:
    """Give features by their names.

    >>> spelt("l:")("the")
    'l:the'
    """
    return beginning.__add__


def known(found: Iterable[T | None]) -> list[T]:
    """Return the features that were learned.

    >>> known([3, None, 5])
    [3, 5]
    """
    return [one for one in found if one is not None]


class Rows:
    """Gives features by their rows of weights without writing out their names."""

    def __init__(self, model: RelationModel) -> None:
        """Sort the features of *model* by name."""
        self._model = model
        self._names = sorted(model.rows)
        self._found: dict[str, Callable[[str], int | None]] = {}

    def __call__(self, beginning: str) -> Callable[[str], int | None]:
        """Return what gives the row of a feature, None for others, by the rest of its name."""
        found = self._found.get(beginning)
        if found is None:
            low = bisect_left(self._names, beginning)
            high = bisect_left(self._names, beginning + _BEHIND)
            cut, rows = len(beginning), self._model.rows
            found = {name[cut:]: rows[name] for name in self._names[low:high]}.get
            self._found[beginning] = found
        return found


@cache
def rows_of(model: RelationModel) -> Rows:
    """Return the rows of *model*, sorted once."""
    return Rows(model)
