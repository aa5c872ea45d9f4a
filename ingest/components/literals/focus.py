"""What something works on, in the text's own words: "focuses on tides, ferries and quays"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ...annotations import Mention
from ...lexicon import table, words
from ..relations.clauses import read_clause
from ..relations.syntax import Syntax
from .focus_nouns import by_noun, say
from .owners import fitting, owners
from .saying import Saying
from .themes import read_themes


def read_focus(syntax: Syntax) -> Iterator[Saying]:
    """Yield the topics that sentences say their subjects work on."""
    yield from read_themes(syntax)
    for token in syntax.doc:
        if syntax.unit(token.i) != token.i or token.i in syntax.mention_at:
            continue
        if token.pos_ in {"VERB", "AUX", "ADJ"}:
            yield from _by_verb(syntax, token.i)
        if token.pos_ in {"NOUN", "PROPN"}:
            yield from by_noun(syntax, token.i)
    for unit, mention in sorted(syntax.mention_at.items()):
        if mention.form == "name" and syntax.reading.kind(mention) in {
            "Programme", "Project", "Agreement", "Event", "Network",
        }:
            for topic in _said_after(syntax, unit, mention.end):
                yield from say(syntax, [mention], topic, "literals.name-on")


def _said_after(syntax: Syntax, unit: int, end: int) -> list[int]:
    """Return what the "on" right after a name leads to, unless that is a day."""
    if end >= len(syntax.doc) or syntax.doc[end].lower_ not in {"on", "about"}:
        return []
    found = syntax.objects(unit, "on", "about")
    return [u for u in found if syntax.doc[u].ent_type_ not in {"DATE", "TIME"}]


@cache
def _governed() -> dict[str, frozenset[str]]:
    """Return for each verb the prepositions whose object is its topic."""
    return {verb: frozenset(said.split()) for verb, said in table("literals")["governed"].items()}


def _by_verb(syntax: Syntax, verb: int) -> Iterator[Saying]:
    lemma = syntax.doc[verb].lemma_.lower()
    if lemma in _governed():
        yield from _on(syntax, verb, _governed()[lemma])
    elif _is_purpose(syntax, verb, lemma):
        subjects = fitting(syntax, _owners(syntax, verb), verb)
        for topic in syntax.children(verb, "dobj") if subjects else ():
            yield from say(syntax, subjects, topic, "literals.purpose", strict=True)


def _owners(syntax: Syntax, verb: int) -> list[Mention]:
    return [] if _is_denied(syntax, verb) else owners(syntax, verb)


def _is_denied(syntax: Syntax, verb: int) -> bool:
    return bool(syntax.children(verb, "neg"))


def _is_purpose(syntax: Syntax, verb: int, lemma: str) -> bool:
    """Say whether a verb's object is a topic: a verb of bettering, or the end of helping."""
    if read_clause(syntax, verb).passive or _has_end(syntax, verb):
        return False
    if lemma in words("literals", "topic_of"):
        return True
    if _is_helped(syntax, verb):
        return True
    return lemma in words("literals", "topic_in_order_to") and _in_order(syntax, verb)


def _is_helped(syntax: Syntax, verb: int) -> bool:
    """Say whether a verb is what "helps cities to VERB, VERB and VERB" ends in."""
    while syntax.doc[verb].dep_ == "conj" and syntax.head(verb) != verb:
        verb = syntax.head(verb)
    token, head = syntax.doc[verb], syntax.head(verb)
    helping = syntax.doc[head].lemma_.lower() in words("literals", "helping")
    return token.dep_ in {"ccomp", "xcomp"} and token.tag_ == "VB" and helping


def _in_order(syntax: Syntax, verb: int) -> bool:
    """Say whether a verb tells what something is for: "to VERB", "that VERBs", "by VERBing"."""
    token = syntax.doc[verb]
    if token.dep_ == "conj" and syntax.head(verb) != verb:
        return _in_order(syntax, syntax.head(verb))
    if token.tag_ == "VB":
        return any(syntax.doc[u].tag_ == "TO" for u in syntax.children(verb, "aux"))
    return token.dep_ in {"relcl", "acl", "pcomp"} and token.tag_ in {"VBZ", "VBP", "VBG"}


def _has_end(syntax: Syntax, verb: int) -> bool:
    """Say whether a further verb tells the end: "to link ports to cut their noise"."""
    objects = syntax.children(verb, "dobj")
    for unit in (verb, *objects):
        for child in syntax.children(unit, "advcl", "acl", "xcomp"):
            token = syntax.doc[child]
            to = any(syntax.doc[u].tag_ == "TO" for u in syntax.children(child, "aux"))
            lemma = token.lemma_.lower()
            ends = words("literals", "topic_of") | words("literals", "topic_in_order_to")
            if child > verb and token.tag_ == "VB" and to and lemma in ends:
                return True
    return False


def _on(syntax: Syntax, verb: int, prepositions: frozenset[str]) -> Iterator[Saying]:
    """Yield the topics in the prepositions that a verb or adjective governs."""
    clause = read_clause(syntax, verb)
    found = _owners(syntax, verb)
    if clause.passive and syntax.doc[verb].dep_ not in {"acl", "relcl"}:
        found = [m for u in clause.slots.get("patient", ()) for m in syntax.narrow(u)] or found
    subjects = fitting(syntax, found, verb if not clause.passive else None)
    if not subjects:
        return
    for word in sorted(prepositions):
        for topic in syntax.objects(verb, word) or clause.slots.get(word, ()):
            if not _tells(syntax, topic):
                yield from say(syntax, subjects, topic, "literals.on")


def _tells(syntax: Syntax, topic: int) -> bool:
    """Say whether a gerund is read by itself: "focuses on improving A", "dedicated to VERBing"."""
    if syntax.doc[topic].pos_ != "VERB":
        return False
    return _has_end(syntax, topic) or _is_purpose(syntax, topic, syntax.doc[topic].lemma_.lower())
