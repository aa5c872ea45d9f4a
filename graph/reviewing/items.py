"""The items of the review queue: what is unsure, how much hangs on it, what a verdict is worth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

#: What an item is: a proposal that waits, a claim of low confidence, two things that may be one,
#: a thing that may be two.
Sort = Literal["proposal", "claim", "apart", "joined"]
#: What an item is ordered by; always the most first.
By = Literal["worth", "doubt", "reach"]

SORTS: Final[tuple[Sort, ...]] = ("proposal", "claim", "apart", "joined")


def worth_of(doubt: float, reach: int) -> float:
    """Return what a verdict is worth: the doubt, times the doublings of the claims it touches.

    By the reach itself, all that is said of one hub would come before everything else.

    >>> worth_of(0.5, 7), worth_of(0.5, 1023)
    (1.5, 5.0)
    """
    return round(doubt * math.log2(1 + reach), 4)


@dataclass(frozen=True, slots=True)
class Item:
    """One item, as far as it has to be known to be ordered.

    ``id`` is the digest of a claim, or the IRIs of two things; ``ends`` are the IRIs of the things
    it is about, ``keys`` those of the documents it is read in, where it is one of a claim.
    ``doubt`` is how likely the graph is wrong about it as it is, ``reach`` how many claims are
    about its things. ``why`` is, of two things, what makes their names alike.
    """

    id: str
    sort: Sort
    doubt: float
    reach: int
    ends: tuple[str, ...]
    key: str = ""
    why: str = ""
    names: tuple[str, ...] = ()

    @property
    def worth(self) -> float:
        """What a verdict on it is worth."""
        return worth_of(self.doubt, self.reach)

    def value(self, by: By) -> float:
        """Return what it is ordered by."""
        return {"worth": self.worth, "doubt": self.doubt, "reach": float(self.reach)}[by]


@dataclass(frozen=True, slots=True)
class Wish:
    """Which items are wanted: of these sorts, read in these documents, about these things.

    None asks for all; documents are given by their keys and things by their IRIs. Of a pair one of
    the two has to be named in the documents.
    """

    sorts: frozenset[Sort] | None = None
    keys: frozenset[str] | None = None
    things: frozenset[str] | None = None

    def has(self, sort: Sort) -> bool:
        """Say whether items of a sort are wanted."""
        return self.sorts is None or sort in self.sorts
