"""Items of two names with a dash between: "Riga – Night Bus"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ontology.terms import ACTORS, PLACES

from ...annotations import FactCandidate, Mention
from ...folding import fold
from ...lexicon import words
from ...reading import Reading
from ..relations.chains import atoms, between
from .civic import is_civic
from .listed import leading

_DASH = re.compile(
    r"^[^\w]*(?:(?:city )?(?:council|government|municipality))?\s*[–—:-]\W*$", re.IGNORECASE
)
#: A town's name and a colon before words that lead to what the town has.
_OPENED = re.compile(r"^\W*:\W*(?:[\w'’-]+ ){0,9}(?:[\w'’-]+)?[\"“‘'(]?$")


def read_dashed(reading: Reading, index: int) -> Iterator[FactCandidate]:
    """Yield who runs what in "Riga – Night Bus", and where it is in "Night Bus – Riga"."""
    span, block = reading.block_spans[index], reading.layout.blocks[index]
    found = atoms(reading, reading.mentions_in(span.start, span.end, references=False))
    if len(found) < 2 or not leading(reading, span.start, span.end):
        return
    first, second = (atom.head for atom in found[:2])
    gap = between(reading, found[0].end, found[1].start)
    plain = len(found) == 2 and _DASH.match(gap)
    if not plain and not (reading.kind(first) == "City" and _OPENED.match(gap)):
        return
    ends = _dashed_ends(reading, first, second)
    if ends is not None and ends[1] == "locatedIn" and is_civic(reading, second):
        ends = (ends[0], "ledBy", ends[2]) if reading.kind(first) != "Event" else ends
    alone = not between(reading, found[1].end, span.end)[:1].isalnum()
    if ends is not None and (ends[1] != "locatedIn" or alone):
        yield FactCandidate(*ends, block.start, block.end, "lists.dashed", confidence=0.7)


def _dashed_ends(reading: Reading, first: Mention, second: Mention) -> tuple[int, str, int] | None:
    """Return what two names with a dash between say of one another, by their kinds."""
    kinds = reading.kind(first), reading.kind(second)
    if kinds[0] in ACTORS and kinds[1] in {"Project", "Programme"}:
        return second.cluster, "ledBy", first.cluster
    if kinds[0] in {"Project", "Programme", "Event"} and kinds[1] in PLACES:
        return first.cluster, "locatedIn", second.cluster
    if kinds == ("City", "Agreement"):
        return first.cluster, "partyTo", second.cluster
    name = fold(reading.cluster(second).names[0]).split()
    if kinds == ("City", "Organization") and words("frames", "official") & set(name):
        return second.cluster, "partOf", first.cluster
    return None
