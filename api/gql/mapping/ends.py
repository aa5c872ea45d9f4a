"""What is at the other end of a relation, as conditions ask it: by facts, and by their claims."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from .rows import Relation
from .sayings import meeting
from .sources import saying, short


@dataclass(frozen=True, slots=True)
class Ends:
    """The other ends of a relation of ``it``: those that one claim that meets ``claims`` tells.

    Without ``claims`` those of all facts. ``fresh`` returns a variable that nothing else has.
    """

    row: Relation
    it: str
    claims: Any
    fresh: Callable[[str], str]

    def exists(self, end: str, more: str = "") -> str:
        """Return the expression that holds where there is *end*, of which *more* holds."""
        return f"EXISTS {{ {self.pattern(end)}{more} }}"

    def pattern(self, end: str) -> str:
        """Return what binds *end*, or asks whether it is there.

        >>> from .table import RELATIONS
        >>> Ends(RELATIONS["members"], "?it", None, lambda name: f"?{name}").pattern("?v")
        '?it hansa:hasMember ?v'
        """
        fact = f"{self.it} {short(self.row.predicate)} {end}"
        if self.claims is None:
            return fact
        named = cache(self.fresh)
        more = " ".join(meeting(self.claims, named))
        return f"{saying(self.row, self.it, end, more, named)} {fact}"

    def is_alone(self, given: Any) -> bool:
        """Say whether a condition asks for claims, and says nothing of the ends they tell."""
        others = (given.any, given.all, given.none, given.some, given.exists)
        return self.claims is not None and all(each is None for each in others)
