"""What pages call the kinds of things: one of them, and many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ontology.terms import KINDS
from queries.parameters import NOUNS

_IRREGULAR: Final = {"City": "cities", "Country": "countries", "Person": "people"}

#: One thing of each kind, documents among them.
ONE: Final[Mapping[str, str]] = {**{kind: NOUNS[kind] for kind in KINDS}, "Document": "document"}
#: Several things of each kind.
MANY: Final[Mapping[str, str]] = {
    kind: _IRREGULAR.get(kind, f"{noun}s") for kind, noun in ONE.items()
}


def counted(number: int, kind: str | None) -> str:
    """Return so many things of a kind in words; of no kind they are but things.

    >>> counted(1, "City"), counted(1234, "Organization"), counted(2, None)
    ('1 city', '1,234 organisations', '2 things')
    """
    one, many = ONE.get(kind or "", "thing"), MANY.get(kind or "", "things")
    return f"{number:,} {one if number == 1 else many}"
