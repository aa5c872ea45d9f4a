"""What was talked about: "A and B were discussed at X", "the debate ranged from A to B"."""

from __future__ import annotations

from collections.abc import Iterator

from ...annotations import Mention
from ..lists.anchors import anchor_above
from ..relations.syntax import Syntax
from .owners import bearing
from .said import say
from .saying import Saying
from .wording import topic_words

_TALKS = frozenset({"Event"})


def read_discussed(syntax: Syntax, verb: int) -> Iterator[Saying]:
    """Yield the topics that the verb of discussing at unit *verb* has for its subject or range."""
    doc = syntax.doc
    if doc[verb].lemma_ == "range":
        yield from _ranging(syntax, verb)
    given = syntax.children(verb, "nsubjpass")
    if not given or syntax.children(verb, "neg") or given[0] in syntax.mention_at:
        return
    held = syntax.objects(verb, "at", "during", "in")
    subjects = [m for u in held for m in syntax.narrow(u) if syntax.reading.kind(m) in _TALKS]
    for mention in (subjects or _talk(syntax, verb))[:1]:
        yield from say(syntax, [mention], given[0], "literals.discussed", strict=True)


def _ranging(syntax: Syntax, verb: int) -> Iterator[Saying]:
    """Yield the topics of "discussions ranged from A to B and C"."""
    low = syntax.objects(verb, "from")
    high = syntax.objects(verb, "to") or [u for first in low for u in syntax.objects(first, "to")]
    subjects = [m for u in syntax.children(verb, "nsubj") for m in bearing(syntax, u)] or _talk(
        syntax, verb
    )
    subjects = [m for m in subjects if syntax.reading.kind(m) in _TALKS | {"Network", "Programme"}]
    if not (low and high and subjects):
        return
    first = topic_words(syntax, syntax.doc[low[0]].left_edge.i, low[0] + 1)
    if first:
        start, end = min(subjects[0].start, low[0]), max(subjects[0].end, low[0] + 1)
        yield Saying(subjects[0].cluster, "focusArea", first, start, end, "literals.discussed")
    yield from say(syntax, subjects, high[0], "literals.discussed")


def _talk(syntax: Syntax, verb: int) -> list[Mention]:
    """Return the meeting that the section, or the sentence before, is about."""
    block = syntax.reading.block_of[verb]
    found = anchor_above(syntax.reading, block, lambda kind: 1.0 if kind in _TALKS else 0.0)
    return [found] if found is not None else []
