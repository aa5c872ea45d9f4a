"""How many members or participants something has: "a network of 26 cities"."""

from __future__ import annotations

from collections.abc import Iterator

from ...annotations import Mention
from ...lexicon import words
from ..relations.clauses import read_clause
from ..relations.frame_table import frames
from ..relations.nominal import noun_slots
from ..relations.syntax import Syntax
from .numbers import number
from .saying import Saying

_COUNTING = frozenset({"Network", "Organization", "Programme", "Project", "Event", "Agreement"})


def read_counts(syntax: Syntax) -> Iterator[Saying]:
    """Yield the count of members said of each entity."""
    for token in syntax.doc:
        if token.i in syntax.mention_at or token.lemma_.lower() not in words("literals", "counted"):
            continue
        if token.tag_ not in {"NNS", "NNPS"}:
            continue
        value = _counted(syntax, token.i)
        if value is None or value < 2 or 1900 <= value <= 2100:
            continue
        for mention in _holders(syntax, token.i):
            if syntax.reading.kind(mention) in _COUNTING:
                start, end = min(mention.start, token.i), max(mention.end, token.i + 1)
                yield Saying(mention.cluster, "memberCount", value, start, end, "literals.count")
                break


def _counted(syntax: Syntax, unit: int) -> int | None:
    for child in syntax.children(unit, "nummod"):
        if child not in syntax.mention_at:
            first = child
            while first > 1 and syntax.doc[first - 1].text == "-":
                first -= 2
            return number("".join(syntax.doc[first : child + 1].text.split()))
    return None


def _taken_part(syntax: Syntax, unit: int) -> Iterator[Mention]:
    """Yield what "15 agencies participating in X" and "200 delegates at X" take part in."""
    for child in syntax.children(unit, "acl", "relcl"):
        if syntax.doc[child].lemma_.lower() in {"participate", "take", "involve", "attend", "join"}:
            for slot in (*syntax.objects(child, "in", "at"), *syntax.children(child, "dobj")):
                yield from syntax.denoted(slot)
    for inner in syntax.objects(unit, "at"):
        yield from syntax.denoted(inner)


def _holders(syntax: Syntax, unit: int) -> Iterator[Mention]:
    """Yield what the counted noun are the members of, surest first."""
    yield from _taken_part(syntax, unit)
    for inner in syntax.objects(unit, "of", "in", "within", "across"):
        yield from syntax.denoted(inner)
    for child in syntax.children(unit, "poss", "compound", "nmod"):
        if child in syntax.mention_at:
            yield syntax.mention_at[child]
    head = syntax.head(unit)
    token = syntax.doc[unit]
    if token.dep_ == "pobj":
        yield from _through(syntax, head)
    elif syntax.doc[head].pos_ in {"VERB", "AUX"}:
        yield from _by_verb(syntax, unit, head)


def _through(syntax: Syntax, preposition: int) -> Iterator[Mention]:
    """Yield the bearer of "a network of 26 cities", and "X with 26 members"."""
    above = syntax.head(preposition)
    if above in syntax.mention_at:
        yield syntax.mention_at[above]
    elif syntax.doc[above].lemma_.lower() in words("literals", "collective"):
        yield from noun_slots(syntax, above)[0]["self"]
    elif syntax.doc[above].pos_ in {"VERB", "AUX"}:
        yield from _by_verb(syntax, preposition, above)


def _by_verb(syntax: Syntax, unit: int, verb: int) -> Iterator[Mention]:
    clause = read_clause(syntax, verb)
    if clause.keys & words("literals", "having") and unit not in clause.slots.get("agent", ()):
        for subject in (*clause.slots.get("agent", ()), *clause.slots.get("patient", ())):
            if subject != unit:
                yield from syntax.narrow(subject)
    taking = {head for frame in frames("verb") if _takes_part(frame.name) for head in frame.heads}
    if unit in syntax.children(verb, "nsubj"):
        for inner in (verb, *syntax.children(verb, "xcomp")):
            inside = read_clause(syntax, inner)
            if inside.keys & taking:
                for slot in ("patient", "in"):
                    for other in inside.slots.get(slot, ()):
                        yield from syntax.narrow(other)


def _takes_part(name: str) -> bool:
    return name.rsplit(".", 1)[-1] in {"participate", "attend", "join"}
