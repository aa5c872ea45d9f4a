"""The bodies that a person can hold a post at, told from what only belongs to a post's words."""

from __future__ import annotations

import re

from ontology.terms import fits

from ...annotations import Mention
from ...folding import fold
from ...lexicon import phrases, words
from ...reading import Reading
from ..relations.chains import Atom, atoms, between
from .posts import has_post_noun

LINKED = re.compile(r"\b(?:of|for|in|to|with|from|within)(?: the| our| its)?$", re.IGNORECASE)
_UNIT_OF = re.compile(r"\b(?:of|for)(?: the| our| its)?$", re.IGNORECASE)
_PARENT = re.compile(r"^(?:,|,? ?(?:at|of|in|within)(?: the)?)$")
_PORTFOLIO = re.compile(r"\b(?:minister|secretary)(?: of state)? (?:of|for)(?: the)?$", re.I)

#: Pronouns before a post at what they stand for: "its director".
OWNERS = frozenset({"its", "our", "their"})


def bodies(reading: Reading, start: int, end: int) -> list[Mention]:
    """Return the names between two tokens that a person can hold a post at, places apart."""
    return [atom.head for atom in _atoms(reading, start, end)]


def _atoms(reading: Reading, start: int, end: int) -> list[Atom]:
    found = [
        mention
        for mention in reading.mentions_in(start, end)
        if fits("worksFor", "Person", reading.kind(mention))
        and (
            mention.form == "name"
            or mention.end - mention.start > 1
            or reading.doc[mention.start].lower_ in OWNERS
        )
    ]
    return atoms(reading, found)


def employers(reading: Reading, start: int, end: int) -> list[Mention]:
    """Return the bodies without those that only belong to the words of a post.

    These are the area, unit or portfolio of "Director Asia, A", "Head of the Data Unit, A" and
    "Minister of Works in A".
    """
    found = _atoms(reading, start, end)
    kept: list[Mention] = []
    at = start
    passed = False  # the body before was a unit
    for position, atom in enumerate(found):
        after = found[position + 1].head if position + 1 < len(found) else None
        text = between(reading, at, atom.start)
        if _is_portfolio(reading, atom.head, text):
            kept.extend(place for place in atom.places if reading.kind(place) == "Country")
        elif not _is_area(reading, atom.head, text, after):
            passed = _is_unit(reading, atom, after) and (passed or _is_headed(text))
            kept.extend([] if passed else [atom.head])
        at = atom.end
    return kept


def _is_area(reading: Reading, body: Mention, text: str, after: Mention | None) -> bool:
    """Say whether a place only tells how far a post reaches: "Regional Director Europe, A"."""
    name = fold(str(reading.doc[body.start : body.end].text))
    if reading.kind(body) == "Region" and name.removesuffix(" region") in phrases("roles", "areas"):
        return True
    if reading.kind(body) != "Country" or after is None or text.endswith((",", "(")):
        return False
    body_follows = reading.kind(after) in {"Organization", "Network"}
    linked = LINKED.search(text) is not None
    return body_follows and not linked and between(reading, body.end, after.start) == ","


def _is_headed(text: str) -> bool:
    """Say whether words before a name make someone its head: "Head of the", "Chief of Section,"."""
    return has_post_noun(text) and (text.endswith(",") or _UNIT_OF.search(text) is not None)


def _is_unit(reading: Reading, atom: Atom, after: Mention | None) -> bool:
    """Say whether a name is a unit within the body named after it."""
    if after is None or reading.kind(atom.head) not in {"Organization", "Programme"}:
        return False
    parts = fold(str(reading.doc[atom.head.start : atom.head.end].text)).split()
    units = words("roles", "units")
    headed = parts[-1] in units or (len(parts) > 1 and parts[0] in units - {"department"})
    return headed and bool(_PARENT.match(between(reading, atom.end, after.start)))


def _is_portfolio(reading: Reading, body: Mention, text: str) -> bool:
    """Say whether what looks like a body is the field of a minister: "Minister of Public Works"."""
    name = set(fold(str(reading.doc[body.start : body.end].text)).split())
    field = reading.kind(body) == "Organization" and not name & words("roles", "governing")
    return field and bool(_PORTFOLIO.search(text))
