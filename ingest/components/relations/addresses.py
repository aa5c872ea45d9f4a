"""Bodies in an address, the smaller first: "Faculty of Law, University of Riga"."""

from __future__ import annotations

from itertools import pairwise

from ...annotations import Mention
from ...folding import fold
from ...lexicon import words
from .emission import Emission
from .gaps import between, is_listed
from .syntax import Syntax

_JOINS = frozenset({",", "(", ") ,", "),", ", the"})


def read_addresses(syntax: Syntax, emission: Emission) -> None:
    """Add that a unit is part of the body that is written behind it, outside lists of bodies."""
    reading = syntax.reading
    for sentence in reading.sentences:
        named = [m for m in reading.mentions_in(sentence.start, sentence.end) if m.form == "name"]
        for position, (unit, body) in enumerate(pairwise(named)):
            gap = between(reading, unit.end, body.start)
            if gap not in _JOINS or not _is_unit(syntax, unit) or not _has_units(syntax, body):
                continue
            before = named[position - 1] if position else None
            after = named[position + 2] if position + 2 < len(named) else None
            if not _enumerated(syntax, before, unit) and not _enumerated(syntax, body, after):
                emission.add("frames.address", ("partOf",), unit, body, "asserted", 0.75)


def _words(syntax: Syntax, mention: Mention) -> set[str]:
    return set(fold(" ".join(syntax.reading.cluster(mention).names)).split())


def _is_unit(syntax: Syntax, mention: Mention) -> bool:
    """Say whether a body calls itself a unit of something, and is no such thing by itself."""
    if syntax.reading.kind(mention) != "Organization":
        return False
    named = _words(syntax, mention)
    return bool(named & words("frames", "inner")) and not named & words("frames", "outer")


def _has_units(syntax: Syntax, mention: Mention) -> bool:
    """Say whether a body is of the sort that has units: a university, a ministry, a government."""
    if syntax.reading.kind(mention) not in {"Organization", "Country", "City", "Region"}:
        return False
    text = syntax.doc[mention.start : mention.end].text
    if syntax.reading.kind(mention) != "Organization":
        return "overnment" in text
    named = _words(syntax, mention)
    return bool(named & words("frames", "outer"))


def _enumerated(syntax: Syntax, one: Mention | None, other: Mention | None) -> bool:
    """Say whether two names are items of a list of bodies."""
    if one is None or other is None:
        return False
    bodies = {"Organization", "Network"}
    if not {syntax.reading.kind(one), syntax.reading.kind(other)} <= bodies:
        return False
    return is_listed(between(syntax.reading, one.end, other.start))
