"""Names with the places written beside them: the atoms that lists and pairs are made of.

"Turku, Finland" is one item of a list, not two; so is "Harbour Museum (Riga)". Reading the atoms
first keeps a country from being taken for the next member.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from ontology.terms import PLACES, fits

from ...annotations import Mention
from ...folding import fold
from ...lexicon import table, words
from ...reading import Reading
from .gaps import between as between
from .gaps import is_listed as is_listed

_RANK = {"City": 0, "Region": 1, "Country": 2}
_CLOSING = {")", "]", ",", ";"}
_CODE = 3  # letters of a state's short form, which stands behind its city only
_ANDS = frozenset({"and", "or", "&"})


@dataclass(frozen=True, slots=True)
class Atom:
    """A name, the places said beside it from small to large, and the form that joined the first.

    ``start`` and ``end`` are the tokens from the name to the last of its places.
    """

    head: Mention
    end: int
    places: tuple[Mention, ...] = ()
    form: str = ""

    @property
    def start(self) -> int:
        """The first token of the name."""
        return self.head.start


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str], frozenset[str]], ...]:
    return tuple(
        (form["name"], re.compile(form["between"], re.IGNORECASE), frozenset(form["kinds"]))
        for form in table("pairs")["form"]
    )


def atoms(reading: Reading, mentions: Sequence[Mention]) -> list[Atom]:
    """Group *mentions* of one block, in order, into names with their places."""
    found: list[Atom] = []
    for position, mention in enumerate(mentions):
        last = found[-1] if found else None
        if last is not None and _is_alias(reading, last, mention):
            found[-1] = replace(last, end=mention.end)
        elif last is not None and (form := _joins(reading, last, mention, mentions, position)):
            places = (*last.places, mention)
            found[-1] = replace(last, end=mention.end, places=places, form=last.form or form)
        else:
            found.append(Atom(mention, mention.end))
    return _shared(reading, found)


def _is_alias(reading: Reading, atom: Atom, mention: Mention) -> bool:
    """Say whether a mention only repeats the atom's name in brackets."""
    same = mention.cluster == atom.head.cluster and not atom.places
    return same and between(reading, atom.end, mention.start) in {"(", "/", ""}


def _joins(
    reading: Reading, atom: Atom, place: Mention, mentions: Sequence[Mention], position: int
) -> str:
    """Return the form in which *place* is the place of the atom, or the empty string."""
    inner = atom.places[-1] if atom.places else atom.head
    kind, outer = reading.kind(inner), reading.kind(place)
    if outer not in PLACES or not _nests(reading, inner, place):
        return ""
    gap = between(reading, atom.end, place.start)
    gap = gap.removeprefix(")").strip() if gap.startswith(")") else gap
    for name, pattern, kinds in _forms():
        if kind not in kinds or not pattern.match(gap):
            continue
        if name == "in" and not _hangs(reading, inner, place):
            continue
        if name == "bracket" and reading.doc[place.end : place.end + 1].text not in _CLOSING:
            continue
        if name == "comma" and _enumerates(reading, inner, place, mentions, position):
            continue
        if name == "comma" and not atom.places and _is_mixed(reading, mentions, position):
            continue
        return name
    return ""


def _nests(reading: Reading, inner: Mention, place: Mention) -> bool:
    """Say whether *place* can hold *inner*: larger, or a region beside a small region."""
    kind, outer = reading.kind(inner), reading.kind(place)
    if inner.cluster == place.cluster or not fits("locatedIn", kind, outer):
        return False
    if kind not in _RANK or _RANK[kind] < _RANK[outer]:
        return True
    if (kind, outer) != ("Region", "Region"):
        return False
    name = set(fold(reading.cluster(inner).names[0]).split())
    short = len(reading.doc[place.start : place.end].text) <= 5
    return bool(name & words("pairs", "small_regions")) or short


def _hangs(reading: Reading, inner: Mention, place: Mention) -> bool:
    """Say whether the parse hangs the preposition before *place* on the name before it."""
    if reading.kind(inner) in PLACES or reading.kind(inner) == "Event":
        return True
    for token in reading.doc[inner.end : place.start]:
        if token.lower_ == "in":
            return bool(inner.start <= token.head.i < inner.end)
    return False


def _enumerates(
    reading: Reading, inner: Mention, place: Mention, mentions: Sequence[Mention], position: int
) -> bool:
    """Say whether a comma before *place* separates items of a list rather than ends an address."""
    kind, outer = reading.kind(inner), reading.kind(place)
    name = fold(reading.cluster(place).names[0]).replace(" ", "-")
    if kind == "City" and outer == "Country":
        own = fold(reading.cluster(inner).names[0])
        if name in words("pairs", "city_states") and name not in own:
            return True
    before = mentions[position - 2] if position > 1 else None
    after = mentions[position + 1] if position + 1 < len(mentions) else None
    listed_after = after is not None and is_listed(between(reading, place.end, after.start))
    if after is not None and listed_after and outer == reading.kind(after) == "Country":
        return True
    if kind in PLACES:
        return False
    if reading.block(place.start).kind == "paragraph" and not _closes(reading, place):
        return True
    listed_before = (
        before is not None
        and reading.kind(before) == kind
        and is_listed(between(reading, before.end, inner.start))
    )
    same_after = after is not None and listed_after and reading.kind(after) == kind
    if outer == "Country" and kind == "Organization" and not listed_before:
        seated = set(fold(reading.cluster(inner).names[0]).split()) & words("pairs", "seated")
        if bool(seated) != same_after and reading.block(place.start).kind == "paragraph":
            return same_after or not _ends(reading, place)
        if seated and same_after:
            return False
    if same_after and _placed_too(reading, mentions, position + 1, outer):
        return False
    return listed_before or same_after or _is_city_item(reading, place, after)


def _is_mixed(reading: Reading, mentions: Sequence[Mention], position: int) -> bool:
    """Say whether a list of places of all sizes goes on: "Oslo, Bergen, Lapland, Iceland and Riga".

    That is where a bare place stands before the two, or "and" and a larger one behind them.
    """
    inner, place = mentions[position - 1], mentions[position]
    after = mentions[position + 1] if position + 1 < len(mentions) else None
    if reading.kind(inner) not in PLACES or after is None or reading.kind(after) not in PLACES:
        return False
    gap = between(reading, place.end, after.start)
    if not is_listed(gap) or (
        place.end - place.start == 1 and len(reading.doc[place.start]) <= _CODE
    ):
        return False
    further = mentions[position + 2] if position + 2 < len(mentions) else None
    if further is not None and between(reading, after.end, further.start) in {",", "("}:
        return False
    if reading.kind(after) != "City" and _ANDS & set(gap.split()):
        return True
    before = mentions[position - 2] if position > 1 else None
    if before is None or reading.kind(before) not in PLACES:
        return False
    return between(reading, before.end, inner.start) == ","


def _placed_too(reading: Reading, mentions: Sequence[Mention], position: int, outer: str) -> bool:
    """Say whether the next item has its own place behind it: "A, Norway, and B, Latvia"."""
    if position + 1 >= len(mentions):
        return False
    name, place = mentions[position], mentions[position + 1]
    beside = between(reading, name.end, place.start) in {",", "("}
    return beside and reading.kind(place) == outer


def _ends(reading: Reading, place: Mention) -> bool:
    """Say whether a place ends its sentence, or what a semicolon or a bracket closes."""
    after = reading.doc[place.end] if place.end < len(reading.doc) else None
    return after is None or after.is_sent_start is True or after.text in {".", ";", ")", ":"}


def _closes(reading: Reading, place: Mention) -> bool:
    """Say whether a place after a body's name in running text stands there as an address only."""
    root = reading.doc[reading.root(place)]
    after = reading.doc[place.end] if place.end < len(reading.doc) else None
    closed = after is None or after.is_punct or after.is_sent_start or after.lower_ == "and"
    return closed and root.dep_ in {"appos", "npadvmod", "nmod", "conj", "ROOT", "pobj"}


def _is_city_item(reading: Reading, place: Mention, after: Mention | None) -> bool:
    """Say whether a city after a body's name is the next item: "Cisco, Oslo, Bergen"."""
    if reading.kind(place) != "City" or after is None:
        return False
    gap = between(reading, place.end, after.start)
    return reading.kind(after) == "City" and is_listed(gap)


def _shared(reading: Reading, found: list[Atom]) -> list[Atom]:
    """Give the place of "A and B in C" to every name of the coordination."""
    for index in range(len(found) - 1, 0, -1):
        atom, before = found[index], found[index - 1]
        alike = reading.kind(atom.head) == reading.kind(before.head)
        if atom.form != "in" or before.places or not alike:
            continue
        if is_listed(between(reading, before.end, atom.start)):
            found[index - 1] = replace(before, places=atom.places, form="in")
    return found
