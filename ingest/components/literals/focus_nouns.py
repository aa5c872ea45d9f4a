"""Topics that nouns name: "a platform for A", "in areas such as B", "cooperation in C"."""

from __future__ import annotations

from collections.abc import Iterator

from ...lexicon import words
from ..relations.nominal import noun_slots
from ..relations.syntax import Syntax
from .area_owners import area_owners
from .areas import read_aim, read_areas
from .described import read_described
from .owners import fitting, owners
from .said import say, say_at
from .saying import Saying
from .tools import read_tool

_DEEPEST = 8
_RELATING = frozenset(
    {"relate", "related", "pertain", "link", "linked", "connect", "connected", "concern"}
)


def by_noun(syntax: Syntax, unit: int) -> Iterator[Saying]:
    """Yield the topics that the noun at *unit* names."""
    lemma = syntax.doc[unit].lemma_.lower()
    if lemma in words("literals", "areas"):
        yield from read_areas(syntax, unit)
    if lemma in words("literals", "topic_nouns"):
        yield from read_tool(syntax, unit)
    if lemma in words("literals", "workers"):
        yield from read_described(syntax, unit)
    if lemma in words("literals", "emphasis"):
        for topic in syntax.objects(unit, "on"):
            yield from say(syntax, area_owners(syntax, unit), topic, "literals.emphasis")
    if lemma in words("literals", "doings"):
        held = [m for u in syntax.children(unit, "poss") for m in syntax.narrow(u)]
        for topic in syntax.objects(unit, "on", "in") if held else ():
            yield from say(syntax, held, topic, "literals.work-on", strict=True)
    if lemma in words("literals", "related"):
        yield from _related(syntax, unit)
    if lemma in words("literals", "aims"):
        yield from read_aim(syntax, unit)
    if lemma in words("literals", "offices"):
        for topic in syntax.objects(unit, "of", "for"):
            yield from say(syntax, noun_slots(syntax, unit)[0]["self"], topic, "literals.office")


def _related(syntax: Syntax, unit: int) -> Iterator[Saying]:
    """Yield the topics of "helps towns with questions related to A" and "goals concerning B"."""
    start = _relating(syntax, unit)
    if start is None:
        return
    above = unit
    for _ in range(_DEEPEST):
        above = syntax.head(above)
        if syntax.doc[above].pos_ in {"VERB", "AUX"}:
            break
    subjects = fitting(syntax, owners(syntax, above), above)
    subjects = [m for m in subjects if syntax.reading.kind(m) != "Organization"]
    yield from say_at(syntax, subjects, start, "literals.related")


def _relating(syntax: Syntax, unit: int) -> int | None:
    """Return where the topics begin behind "questions related to" and "goals concerning"."""
    doc = syntax.doc
    if unit + 3 >= len(doc):
        return None
    if doc[unit + 1].lower_ in {"concerning", "regarding", "around"}:
        return unit + 2
    led = doc[unit + 2].lower_ in {"to", "with"}
    return unit + 3 if led and doc[unit + 1].lemma_.lower() in _RELATING else None
