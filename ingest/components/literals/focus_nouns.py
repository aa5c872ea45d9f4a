"""Topics that nouns name: "a platform for A", "in areas such as B", "cooperation in C"."""

from __future__ import annotations

from collections.abc import Iterator

from ...annotations import Mention
from ...lexicon import head_kinds, words
from ..lists.anchors import anchor_above
from ..relations.nominal import noun_slots
from ..relations.syntax import Syntax
from .area_owners import area_owners
from .described import read_described
from .nearest import SCHEMES
from .owners import BODIES, fitting, owners
from .saying import Saying
from .topics import introduced, listed, topics

_DEEPEST = 8
#: Bodies that do many things, of which one deed tells little.
_DOING = frozenset({"Network", "Organization"})
_NEAR = 9  # tokens between a noun and the comma before its name
_RELATING = frozenset(
    {"relate", "related", "pertain", "link", "linked", "connect", "connected", "concern"}
)
_SOME = frozenset({"one", "some", "two", "three", "among"})
_OPENING = 4  # tokens before the noun that opens a sentence


def say(
    syntax: Syntax,
    subjects: list[Mention],
    topic: int,
    rule: str,
    *,
    strict: bool = False,
    open_list: bool = False,
) -> Iterator[Saying]:
    """Yield each topic of a phrase for the first subject that may have one."""
    for mention in [m for m in subjects if syntax.reading.kind(m) in BODIES][:1]:
        for low, high, text in topics(syntax, topic, strict=strict, open_list=open_list):
            start, end = min(mention.start, low), max(mention.end, high)
            yield Saying(mention.cluster, "focusArea", text, start, end, rule)


def by_noun(syntax: Syntax, unit: int) -> Iterator[Saying]:
    """Yield the topics that the noun at *unit* names."""
    lemma = syntax.doc[unit].lemma_.lower()
    if lemma in words("literals", "areas"):
        yield from _areas(syntax, unit)
    if lemma in words("literals", "topic_nouns"):
        yield from _tool(syntax, unit)
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
        yield from _aim(syntax, unit)
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


def _tool(syntax: Syntax, unit: int) -> Iterator[Saying]:
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


def _areas(syntax: Syntax, unit: int) -> Iterator[Saying]:
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


def say_at(syntax: Syntax, subjects: list[Mention], start: int, rule: str) -> Iterator[Saying]:
    """Yield each topic of the open list that begins at token *start*."""
    for mention in [m for m in subjects if syntax.reading.kind(m) in BODIES][:1]:
        for low, high, text in listed(syntax, start, open_list=True):
            yield Saying(
                mention.cluster,
                "focusArea",
                text,
                min(mention.start, low),
                max(mention.end, high),
                rule,
            )


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


def _aim(syntax: Syntax, unit: int) -> Iterator[Saying]:
    """Yield the topics of "the aim of X is cleaner water" and "goals for clean water"."""
    held = [*syntax.children(unit, "poss"), *syntax.objects(unit, "of")]
    subjects = [m for u in held for m in syntax.narrow(u) if syntax.reading.kind(m) in SCHEMES]
    subjects += [m for u in held for m in syntax.narrow(u) if m not in subjects]
    for topic in _equals(syntax, unit) if subjects else ():
        yield from say(syntax, subjects, topic, "literals.aim", strict=True)
