"""What texts stress, urge and set out: "the charter calls for A", "stresses the need to VERB B"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...annotations import Mention
from ...lexicon import words
from ..relations.subjects import subjects_of
from ..relations.syntax import Syntax
from .owners import bearing
from .said import say
from .saying import Saying

_FINITE = frozenset({"VBZ", "VBP", "VBD", "VB"})
_DEEPEST = 3
_CLAUSES = ("xcomp", "ccomp", "advcl", "acl", "relcl")


def read_stated(syntax: Syntax, verb: int) -> Iterator[Saying]:
    """Yield the topics that a text or charter states by the verb at unit *verb*."""
    token = syntax.doc[verb]
    if token.tag_ not in _FINITE or syntax.children(verb, "neg", "auxpass"):
        return
    subjects = _texts(syntax, verb)
    for topic in dict.fromkeys(_told(syntax, verb, 0)) if subjects else ():
        for saying in say(syntax, subjects, topic, "literals.stated", strict=True):
            short = str(saying.value).partition(" on ")[0]
            yield replace(saying, value=short)
            if short != saying.value:
                break  # "the impact of A on B, C and D" is about A


def _texts(syntax: Syntax, verb: int) -> list[Mention]:
    found = [m for u in subjects_of(syntax, verb) for m in bearing(syntax, u)]
    return [m for m in found[:1] if syntax.reading.kind(m) == "Agreement"]


def _told(syntax: Syntax, verb: int, depth: int) -> Iterator[int]:
    """Yield the units that the clause of a verb of stating ends in."""
    if depth > _DEEPEST:
        return
    ends = [u for u in syntax.children(verb, *_CLAUSES) if u > verb and _is_end(syntax, u)]
    given = [] if ends else syntax.children(verb, "dobj")
    for unit in given:
        yield from _meant(syntax, unit, depth)
    for unit in syntax.children(verb, "dobj") if ends else ():
        if syntax.doc[unit].lemma_.lower() in words("literals", "needs"):
            yield from _meant(syntax, unit, depth)
    if depth == 0:
        yield from syntax.objects(verb, "for", "to")
    for end in ends:
        yield from _told(syntax, end, depth + 1)
    for other in syntax.children(verb, "conj"):
        if depth and syntax.doc[other].pos_ == "VERB":
            yield from _told(syntax, other, depth + 1)


def _is_end(syntax: Syntax, verb: int) -> bool:
    """Say whether a clause tells an end: "to VERB", "VERBing" or "that one must VERB"."""
    return syntax.doc[verb].tag_ in {"VB", "VBG"}


def _meant(syntax: Syntax, unit: int, depth: int) -> Iterator[int]:
    """Yield what is meant by an object: "the need for A", "ways to VERB B", or itself."""
    if syntax.doc[unit].lemma_.lower() not in words("literals", "needs"):
        yield unit
        return
    yield from syntax.objects(unit, "of", "for")
    for end in syntax.children(unit, "acl", "relcl", "xcomp", "advcl"):
        if _is_end(syntax, end):
            yield from _told(syntax, end, depth + 1)
