"""What something works on, in the text's own words: "focuses on tides, ferries and quays"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ...annotations import Mention
from ...lexicon import words
from ..relations.clauses import Clause, read_clause, subjects_of
from ..relations.described_work import read_described
from ..relations.nominal import noun_slots
from ..relations.syntax import Syntax
from .saying import Saying
from .themes import read_themes

_SUBJECTS = frozenset({"Network", "Programme", "Project", "Agreement", "Organization", "Event"})
_PURPOSEFUL = frozenset({"Network", "Programme", "Project", "Agreement"})
_CUT = frozenset({"relcl", "appos", "acl", "advcl", "punct", "cc", "conj", "ccomp", "parataxis"})
_LEADING = re.compile(r"^(?:the|a|an|its|their|our|his|her|this|these|more|further|new)\s+", re.I)
_DEDICATED = frozenset({"dedicate", "devote", "commit"})
_NO_TOPIC = frozenset({"PRON", "DET", "NUM", "PROPN"})
_OWN = frozenset({"our", "your", "my", "their", "his", "her"})
_TELLING = 3  # words by which a vague noun says enough
_LONGEST = 9  # words of a topic


def read_focus(syntax: Syntax) -> Iterator[Saying]:
    """Yield the topics that sentences say their subjects work on."""
    for token in syntax.doc:
        if syntax.unit(token.i) != token.i or token.i in syntax.mention_at:
            continue
        if token.pos_ in {"VERB", "AUX"}:
            yield from _by_verb(syntax, token.i)
        elif token.pos_ in {"NOUN", "PROPN"}:
            yield from _by_noun(syntax, token.i)
    yield from read_themes(syntax)
    for unit, mention in sorted(syntax.mention_at.items()):
        for topic in syntax.objects(unit, "on"):
            if _is_scheme(syntax, mention) and mention.form == "name":
                yield from _say(syntax, [mention], topic, "literals.name-on")


@cache
def _topical() -> frozenset[str]:
    return words("literals", "topic_on") | words("literals", "topic_of") | _DEDICATED


def _by_verb(syntax: Syntax, verb: int) -> Iterator[Saying]:
    lemma = syntax.doc[verb].lemma_.lower()
    if lemma not in _topical():
        return
    clause = read_clause(syntax, verb)
    if lemma in words("literals", "topic_on"):
        subjects = _subjects(syntax, clause)
        for slot in ("on", "around"):
            for topic in clause.slots.get(slot, ()):
                yield from _say(syntax, subjects, topic, "literals.on")
    elif lemma in words("literals", "topic_of") and not clause.passive:
        subjects = [m for m in _purposeful(syntax, clause) if _is_scheme(syntax, m)]
        for topic in syntax.children(verb, "dobj"):
            yield from _say(syntax, subjects, topic, "literals.purpose", least=2)
    elif lemma in _DEDICATED:
        subjects = _subjects(syntax, clause)
        for topic in clause.slots.get("to", ()):
            yield from _say(syntax, subjects, topic, "literals.dedicated")


def _is_scheme(syntax: Syntax, mention: Mention) -> bool:
    """Say whether a mention is something set up for a purpose, rather than a body doing things."""
    return syntax.reading.kind(mention) in _PURPOSEFUL and syntax.doc[mention.start].pos_ != "PRON"


def _subjects(syntax: Syntax, clause: Clause) -> list[Mention]:
    units = clause.slots.get("patient" if clause.passive else "agent", ())
    return [m for u in units for m in syntax.narrow(u)]


def _purposeful(syntax: Syntax, clause: Clause) -> list[Mention]:
    """Return whose purpose a verb is: its subject, or the object of the clause it is the end of."""
    verb = clause.unit
    token = syntax.doc[verb]
    if token.dep_ in {"advcl", "xcomp", "acl", "relcl"} and token.tag_ == "VB":
        head = syntax.head(verb)
        above = read_clause(syntax, head) if syntax.doc[head].pos_ == "VERB" else None
        patients = above.slots.get("patient", ()) if above is not None else ()
        found = [m for u in patients for m in syntax.narrow(u)]
        fitting = [m for m in found if syntax.reading.kind(m) in _SUBJECTS]
        if fitting:
            return fitting
        if head in syntax.mention_at:
            return [syntax.mention_at[head]]
    if token.tag_ == "VB" and token.dep_ == "acl":
        return noun_slots(syntax, syntax.head(verb))[0]["self"]
    return [m for u in subjects_of(syntax, verb) for m in syntax.narrow(u)]


def _by_noun(syntax: Syntax, unit: int) -> Iterator[Saying]:
    lemma = syntax.doc[unit].lemma_.lower()
    if lemma in words("literals", "topic_nouns"):
        slots, _ = noun_slots(syntax, unit)
        for topic in syntax.objects(unit, "for", "on"):
            yield from _say(syntax, slots["self"], topic, "literals.noun-for")
    if lemma in words("literals", "areas"):
        owners = list(_area_owners(syntax, unit))
        subjects = [m for m in owners if syntax.reading.kind(m) in _PURPOSEFUL]
        for topic in (*syntax.objects(unit, "of"), *syntax.examples(unit), *_equals(syntax, unit)):
            yield from _say(syntax, subjects, topic, "literals.areas")

    if lemma in words("literals", "workers"):
        yield from read_described(syntax, unit)
    if lemma in words("literals", "emphasis"):
        for topic in syntax.objects(unit, "on"):
            yield from _say(syntax, list(_area_owners(syntax, unit)), topic, "literals.emphasis")
    if lemma in words("literals", "offices"):
        for topic in syntax.objects(unit, "of", "for"):
            yield from _say(syntax, noun_slots(syntax, unit)[0]["self"], topic, "literals.office")


def _equals(syntax: Syntax, unit: int) -> list[int]:
    head = syntax.head(unit)
    if syntax.doc[unit].dep_ == "nsubj" and syntax.doc[head].lemma_ in {"be", "include"}:
        return syntax.children(head, "attr", "dobj")
    return []


def _area_owners(syntax: Syntax, unit: int) -> Iterator[Mention]:
    for child in syntax.children(unit, "poss"):
        yield from syntax.narrow(child)
    above = syntax.head(unit)
    while syntax.doc[above].pos_ not in {"VERB", "AUX"} and syntax.head(above) != above:
        if above in syntax.mention_at:
            yield syntax.mention_at[above]
        above = syntax.head(above)
    if syntax.doc[above].pos_ in {"VERB", "AUX"}:
        yield from _subjects(syntax, read_clause(syntax, above))


def _say(
    syntax: Syntax, subjects: list[Mention], topic: int, rule: str, *, least: int = 1
) -> Iterator[Saying]:
    """Yield each topic of a coordination, of at least so many words, for the first subject."""
    fitting = [m for m in subjects if syntax.reading.kind(m) in _SUBJECTS][:1]
    for mention in fitting:
        for unit in _coordinated(syntax, topic):
            text = _topic(syntax, unit)
            if text and text.count(" ") >= least - 1:
                start, end = min(mention.start, unit), max(mention.end, unit + 1)
                yield Saying(mention.cluster, "focusArea", text, start, end, rule)


def _coordinated(syntax: Syntax, unit: int, depth: int = 0) -> Iterator[int]:
    if unit in syntax.mention_at and syntax.reading.kind(syntax.mention_at[unit]) not in {"Region"}:
        return
    examples = list(syntax.examples(unit))
    if syntax.doc[unit].lemma_ in words("literals", "areas"):
        examples += syntax.objects(unit, "of")
    if examples and depth < 3:
        for example in examples:
            yield from _coordinated(syntax, example, depth + 1)
        return
    yield unit
    if depth < 12:
        for other in syntax.children(unit, "conj"):
            yield from _coordinated(syntax, other, depth + 1)


def _topic(syntax: Syntax, unit: int) -> str:
    """Return the words of a topic: its phrase without clauses, coordination and articles."""
    doc = syntax.doc
    kept = {unit}
    stack = [unit]
    while stack:
        for child in doc[stack.pop()].children:
            if child.dep_ not in _CUT or (child.dep_ == "punct" and child.text in {"-", "–"}):
                kept.add(child.i)
                stack.append(child.i)
    low, high = min(kept), max(kept)
    text = doc[low : high + 1].text.strip(" ,.;:“”\"'")
    previous = ""
    while text != previous:
        previous, text = text, _LEADING.sub("", text)
    parts = text.split()
    if set(text.lower().split()) & _OWN:
        return ""
    vague = doc[unit].lemma_.lower() in words("literals", "vague") and len(parts) < _TELLING
    if not parts or vague or doc[unit].pos_ in _NO_TOPIC or len(text) < len("tide"):
        return ""
    return " ".join(parts[:_LONGEST]).lower()
