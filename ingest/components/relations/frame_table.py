"""The frames of ``patterns/frames.toml``, parsed once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from ontology.terms import ACTORS, PLACES

from ...lexicon import table


@dataclass(frozen=True, slots=True)
class Statement:
    """What a frame says: slots of the subject, relations to choose from, slots of the object."""

    subjects: tuple[str, ...]
    properties: tuple[str, ...]
    objects: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Statement:
        """Parse "agent memberOf|partyTo patient,to".

        >>> Statement.parse("of,poss ledBy self").subjects
        ('of', 'poss')
        """
        subjects, properties, objects = text.split()
        return cls(
            tuple(subjects.split(",")), tuple(properties.split("|")), tuple(objects.split(","))
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """The words that carry relations, and the relations between their slots."""

    name: str
    heads: frozenset[str]
    facts: tuple[Statement, ...]
    prepositions: frozenset[str] = frozenset()
    voice: str = ""
    intransitive: bool = False
    only: frozenset[str] = frozenset()
    only_object: frozenset[str] = frozenset()

    def takes(self, keys: set[str], *, passive: bool, transitive: bool) -> bool:
        """Say whether the frame reads a clause with those keys and of that voice."""
        if not (self.heads & keys or "*" in self.heads):
            return False
        if self.voice and (self.voice == "passive") != passive:
            return False
        return not (self.intransitive and transitive)


@cache
def frames(section: str) -> tuple[Frame, ...]:
    """Return the frames of one section: ``verb``, ``noun`` or ``phrase``."""
    return tuple(_frame(section, row) for row in table("frames")[section])


@cache
def _by_head(section: str) -> dict[str, tuple[int, ...]]:
    """Return for each head the places of the frames that it opens."""
    found: dict[str, tuple[int, ...]] = {}
    for place, frame in enumerate(frames(section)):
        for head in frame.heads:
            found[head] = (*found.get(head, ()), place)
    return found


def opened(section: str, keys: set[str]) -> list[Frame]:
    """Return the frames of a section that any of *keys* opens, in their order.

    >>> [frame.name for frame in opened("noun", {"brainchild"})]
    ['frames.noun.brainchild']
    """
    places = _by_head(section)
    here = {place for key in (*keys, "*") for place in places.get(key, ())}
    return [frames(section)[place] for place in sorted(here)]


@cache
def verbal_words() -> frozenset[str]:
    """Return the lemmas by which verb frames can begin.

    >>> "take" in verbal_words(), "rain" in verbal_words()
    (True, False)
    """
    heads = (head for frame in frames("verb") for head in frame.heads)
    return frozenset(re.split("[:_]", head)[0] for head in heads)


@cache
def nominal_words() -> frozenset[str]:
    """Return the lemmas of the nouns of all noun and phrase frames."""
    both = (*frames("noun"), *frames("phrase"))
    return frozenset(head for frame in both for head in frame.heads)


def _frame(section: str, row: dict[str, Any]) -> Frame:
    return Frame(
        name=f"frames.{section}.{row['name']}",
        heads=frozenset((row.get("lemmas") or row["nouns"]).split()),
        facts=tuple(map(Statement.parse, row["facts"])),
        prepositions=frozenset(row.get("head", "").split(",")),
        voice=row.get("voice", ""),
        intransitive=row.get("intransitive", False),
        only=frozenset(row.get("only", ())),
        only_object=frozenset(row.get("only_object", ())),
    )


@dataclass(frozen=True, slots=True)
class Link:
    """A way in which one name hangs on another, and what it says by their kinds."""

    name: str
    form: str
    pairs: tuple[tuple[frozenset[str], str, frozenset[str]], ...]


@cache
def links() -> tuple[Link, ...]:
    """Return the links: names side by side."""
    return tuple(
        Link(f"frames.link.{row['name']}", row["form"], tuple(map(_pair, row["pairs"])))
        for row in table("frames")["link"]
    )


def _pair(text: str) -> tuple[frozenset[str], str, frozenset[str]]:
    subject, property_, object_ = text.split()
    return _kinds(subject), property_, _kinds(object_)


def _kinds(name: str) -> frozenset[str]:
    return {"actor": ACTORS, "place": PLACES}.get(name, frozenset({name}))
