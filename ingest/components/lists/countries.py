"""Lists sorted by country: a country's name over the towns and bodies that lie in it."""

from __future__ import annotations

from collections.abc import Iterator

from ...annotations import FactCandidate, Mention
from ...reading import Reading
from ..relations.chains import Atom
from .listed import coverage

_NAMED = 0.8  # share of a line that a country's name fills where it is nothing else


def read_country(reading: Reading, index: int, items: list[Atom]) -> Iterator[FactCandidate]:
    """Yield that the towns and bodies an item begins with lie in the country it stands under."""
    country = _country_over(reading, index) if items else None
    if country is None:
        return
    block = reading.layout.blocks[index]
    for atom in items:
        if reading.kind(atom.head) in {"City", "Organization"} and not atom.places:
            ends = atom.head.cluster, "locatedIn", country.cluster
            yield FactCandidate(*ends, block.start, block.end, "lists.country")


def _country_over(reading: Reading, index: int) -> Mention | None:
    """Return the country that is all the line, item or heading over an item says."""
    block = reading.layout.blocks[index]
    line = index - 1 if index and block.kind == "paragraph" else None
    for above in (block.parent, block.lead_in, line, block.heading):
        if above is None:
            continue
        named = reading.mentions_of_block(above, references=False)
        span = reading.block_spans[above]
        whole = len(named) == 1 and coverage(reading, span.start, span.end) >= _NAMED
        if whole and reading.kind(named[0]) == "Country":
            return named[0]
    return None
