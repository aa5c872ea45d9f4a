"""What a thing is in one line: its kind and country, and what it has most to do with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from api.linked.sayings import Ends
from graph.reader import Reader
from ontology.terms import LITERALS

from .nouns import ONE, counted
from .pages import in_words

#: The relations that a line tells of, the most telling ones first.
_RELATIONS: Final = (
    "memberOf",
    "hasMember",
    "worksFor",
    "partOf",
    "hasParticipant",
    "participatesIn",
    "hasParty",
    "leads",
    "chairs",
    "chairedBy",
    "partnerOf",
)
#: How many of them it tells of, so that it stays a line.
_MOST: Final = 3
#: Things of a relation whose kinds are looked up, so that a hub's page comes as fast as others.
_LOOKED_UP: Final = 30


def summary(reader: Reader, kind: str, country: str, ends: Sequence[Ends]) -> list[str]:
    """Return the parts of the line that tells what a thing is, without what is only planned.

    *country* is the name of its country, if it has one, and *ends* are all claims about it.
    """
    noun = ONE.get(kind, kind).capitalize()
    return [f"{noun} in {country}" if country else noun, *_relations(reader, ends)]


def told_first(heading: str) -> tuple[bool, int, str]:
    """Return what sorts properties as a page shows them: telling relations first, values last."""
    known = _RELATIONS.index(heading) if heading in _RELATIONS else len(_RELATIONS)
    return heading in LITERALS, known, heading


def _relations(reader: Reader, ends: Sequence[Ends]) -> Iterator[str]:
    others: dict[str, set[str]] = {}
    for each in ends:
        if not each.is_planned and each.heading not in LITERALS:
            others.setdefault(each.heading, set()).add(each.other)
    told = [heading for heading in _RELATIONS if heading in others]
    for heading in told[:_MOST]:
        yield _told(reader, heading, others[heading])


def _told(reader: Reader, heading: str, others: set[str]) -> str:
    """Tell of one relation: by name where there is one thing, else by number."""
    if len(others) == 1:
        return f"{in_words(heading)} {reader.label(next(iter(others)))}"
    if heading.startswith("has"):
        return f"{len(others):,} {_several(heading.removeprefix('has').lower())}"
    kinds = {reader.kind(iri) for iri in others} if len(others) <= _LOOKED_UP else set()
    kind = next(iter(kinds)) if len(kinds) == 1 else None
    return f"{in_words(heading)} {counted(len(others), kind)}"


def _several(noun: str) -> str:
    """Return the plural of a noun of a relation's name.

    >>> _several("party"), _several("member")
    ('parties', 'members')
    """
    return f"{noun.removesuffix('y')}ies" if noun.endswith("y") else f"{noun}s"
