"""Topics that nouns for areas and aims announce: "its priorities are A", "the aim of X is B"."""

from __future__ import annotations

from collections.abc import Iterator

from ...annotations import Mention
from ...lexicon import words
from ..lists.anchors import anchor_above
from ..relations.syntax import Syntax
from .area_owners import area_owners
from .nearest import SCHEMES
from .said import say, say_at
from .saying import Saying
from .topics import introduced

_DEEPEST = 8
#: Bodies that do many things, of which one deed tells little.
_DOING = frozenset({"Network", "Organization"})
_SOME = frozenset({"one", "some", "two", "three", "among"})
_OPENING = 4  # tokens before the noun that opens a sentence


def read_areas(syntax: Syntax, unit: int) -> Iterator[Saying]:
    """Yield the topics of "areas such as A", "the fields of B and C", "its priorities are D"."""
    subjects = area_owners(syntax, unit) or _of_section(syntax, unit)
    if not subjects or (_is_past(syntax, unit) and syntax.reading.kind(subjects[0]) in _DOING):
        return
    if _is_ground(syntax, unit):
        return
    start = introduced(syntax, unit)
    if start is not None:
        yield from say_at(syntax, subjects, start, "literals.areas")
        return
    for topic in (_equals(syntax, unit) or _said_to_be(syntax, unit) or _of(syntax, unit))[:1]:
        if syntax.doc[topic].lemma_.lower() not in words("literals", "area_of"):
            yield from say(syntax, subjects, topic, "literals.areas")


def _is_ground(syntax: Syntax, unit: int) -> bool:
    """Say whether a noun is what a text is "based on", as courtesies have it, and no topic."""
    head = syntax.head(unit)
    above = syntax.doc[syntax.head(head)].lemma_.lower()
    return syntax.doc[head].lower_ in {"on", "upon"} and above in {"base", "rest", "build"}


def _of(syntax: Syntax, unit: int) -> list[int]:
    return [u for u in syntax.objects(unit, "of") if u not in syntax.mention_at]


def _said_to_be(syntax: Syntax, unit: int) -> list[int]:
    """Return what is said to be an area: "clean water is one of the priorities of X"."""
    held = syntax.children(unit, "poss") or syntax.objects(unit, "of", "for", "in")
    if not held or syntax.doc[unit].lemma_.lower() == "sector":
        return []
    head = syntax.head(unit)
    one = syntax.doc[unit].dep_ == "pobj" and syntax.doc[syntax.head(head)].lower_ in _SOME
    unit = syntax.head(head) if one else unit
    head = syntax.head(unit)
    if syntax.doc[unit].dep_ != "attr" or syntax.doc[head].lemma_ != "be":
        return []
    return [u for u in syntax.children(head, "nsubj") if u not in syntax.mention_at]


def _is_past(syntax: Syntax, unit: int) -> bool:
    """Say whether a noun stands in a clause about what was done once."""
    for _ in range(_DEEPEST):
        if syntax.doc[unit].pos_ in {"VERB", "AUX"} or syntax.head(unit) == unit:
            break
        unit = syntax.head(unit)
    return syntax.doc[unit].tag_ == "VBD"


def _of_section(syntax: Syntax, unit: int) -> list[Mention]:
    """Return what the section is about, for a sentence that only says "Topics include A"."""
    sentence = syntax.reading.sentences[syntax.reading.sentence_of[unit]]
    if syntax.doc[unit].dep_ != "nsubj" or unit - sentence.start > _OPENING:
        return []
    block = syntax.reading.block_of[unit]
    found = anchor_above(syntax.reading, block, lambda kind: 1.0 if kind in SCHEMES else 0.0)
    return [found] if found is not None else []


def _equals(syntax: Syntax, unit: int) -> list[int]:
    """Return what areas are said to be."""
    for _ in range(3):
        head = syntax.head(unit)
        token = syntax.doc[unit]
        if token.dep_ in {"nsubj", "nsubjpass"} and syntax.doc[head].lemma_ in {"be", "include"}:
            return syntax.children(head, "attr", "dobj")
        if token.dep_ != "pobj" or syntax.doc[head].lower_ != "of":
            break
        unit = syntax.head(head)
    return []


def read_aim(syntax: Syntax, unit: int) -> Iterator[Saying]:
    """Yield the topics of "the aim of X is cleaner water" and "goals for clean water"."""
    held = [*syntax.children(unit, "poss"), *syntax.objects(unit, "of")]
    subjects = [m for u in held for m in syntax.narrow(u) if syntax.reading.kind(m) in SCHEMES]
    subjects += [m for u in held for m in syntax.narrow(u) if m not in subjects]
    for topic in _equals(syntax, unit) if subjects else ():
        yield from say(syntax, subjects, topic, "literals.aim", strict=True)
