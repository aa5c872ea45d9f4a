"""Topics of what something is said to be for: "a platform for A", "X, the town's project on B"."""

from __future__ import annotations

from collections.abc import Iterator

from ...annotations import Mention
from ...lexicon import head_kinds, words
from ..relations.nominal import noun_slots
from ..relations.syntax import Syntax
from .nearest import SCHEMES
from .owners import fitting, owners
from .said import say
from .saying import Saying

_NEAR = 9  # tokens between a noun and the comma before its name


def read_tool(syntax: Syntax, unit: int) -> Iterator[Saying]:
    """Yield the topics of "X is a platform for A" and "X serves as a forum on B"."""
    found = [u for u in _purposes(syntax, unit) if u not in syntax.mention_at]
    if not found:
        return
    bearers = [m for m in tool_bearers(syntax, unit) if syntax.reading.kind(m) in SCHEMES]
    for topic in found:
        strict = syntax.doc[topic].pos_ != "VERB"
        yield from say(syntax, bearers, topic, "literals.noun-for", strict=strict)


def _purposes(syntax: Syntax, unit: int) -> list[int]:
    """Return what a noun's "for", "on" or "about" leads to, wherever the parse hangs it."""
    found = syntax.objects(unit, "for", "on", "about")
    head = syntax.head(unit)
    above = syntax.head(head) if syntax.doc[unit].dep_ == "pobj" else head
    if found or syntax.doc[unit].dep_ not in {"pobj", "dobj", "attr"}:
        return found
    late = [u for u in syntax.objects(above, "for") if u > unit]
    return late if syntax.doc[unit].dep_ != "dobj" or syntax.doc[above].lemma_ == "be" else []


def tool_bearers(syntax: Syntax, unit: int) -> list[Mention]:
    """Return what is called a noun: "X is a NOUN", "as X's NOUN", "a NOUN called X"."""
    found = noun_slots(syntax, unit)[0]["self"] or syntax.narrow(unit)
    head = syntax.head(unit)
    token = syntax.doc[unit]
    if found:
        return found
    if token.dep_ == "dobj" and syntax.doc[head].lemma_.lower() in words("literals", "offering"):
        return fitting(syntax, owners(syntax, head), head)
    if token.dep_ == "pobj" and syntax.doc[head].lower_ == "as":
        above = syntax.head(head)
        made = [m for u in syntax.children(above, "dobj", "poss") for m in syntax.narrow(u)]
        return made or fitting(syntax, owners(syntax, above))
    beside = _beside(syntax, unit)
    if beside:
        return beside
    return _only(syntax, token.lemma_.lower())


def _beside(syntax: Syntax, unit: int) -> list[Mention]:
    """Return the name that a comma sets beside a phrase: "X, the town's project for A"."""
    start = syntax.doc[unit].left_edge.i
    if start > 1 and syntax.doc[start - 1].text == ",":
        named = syntax.mention_at.get(syntax.unit(start - 2))
        if named is not None:
            return [named]
    end = syntax.reading.sentences[syntax.reading.sentence_of[unit]].end
    for at in range(unit + 1, min(end - 1, unit + _NEAR)):
        if syntax.doc[at].text == ",":
            named = syntax.mention_at.get(syntax.unit(at + 1))
            return [named] if named is not None and named.start == at + 1 else []
    return []


def _only(syntax: Syntax, lemma: str) -> list[Mention]:
    """Return the only text or event of a document, which "an agreement on A" then means."""
    kinds = set(head_kinds().get(lemma, ())) & {"Agreement", "Event"}
    if len(kinds) != 1:
        return []
    found = [m for m in syntax.reading.mentions if syntax.reading.kind(m) in kinds]
    return found[:1] if len({m.cluster for m in found}) == 1 else []
