"""What something works on, in the text's own words: "focuses on tides, ferries and quays"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ...annotations import Mention
from ...lexicon import table, words
from ..relations.clauses import read_clause
from ..relations.syntax import Syntax
from .apposed import read_apposed
from .candidates import having
from .focus_names import read_named
from .focus_nouns import by_noun, say, say_at
from .owners import fitting, owners
from .saying import Saying
from .themes import read_themes


#: Kinds of which a verb's object tells the purpose: bodies do too much, texts promise too much.
_PURPOSEFUL = frozenset({"Network", "Programme", "Project", "Event"})


def read_focus(syntax: Syntax) -> Iterator[Saying]:
    """Yield the topics that sentences say their subjects work on."""
    yield from read_themes(syntax)
    for index in having(syntax.doc, "POS", ("VERB", "AUX", "ADJ", "NOUN", "PROPN")):
        token = syntax.doc[index]
        if syntax.unit(index) != index or index in syntax.mention_at:
            continue
        if token.pos_ in {"VERB", "AUX", "ADJ"}:
            yield from _by_verb(syntax, token.i)
        if token.pos_ in {"NOUN", "PROPN"}:
            yield from by_noun(syntax, token.i)
    yield from read_named(syntax)
    yield from read_apposed(syntax)


@cache
def _governed() -> dict[str, frozenset[str]]:
    """Return for each verb the prepositions whose object is its topic."""
    return {verb: frozenset(said.split()) for verb, said in table("literals")["governed"].items()}


@cache
def _governed_by_purpose() -> dict[str, frozenset[str]]:
    """Return the same for verbs that name a topic only as an end: "helps towns adapt to A"."""
    said = table("literals")["governed_in_order_to"]
    return {verb: frozenset(text.split()) for verb, text in said.items()}


def _by_verb(syntax: Syntax, verb: int) -> Iterator[Saying]:
    lemma = syntax.doc[verb].lemma_.lower()
    if lemma in _governed():
        yield from _on(syntax, verb, _governed()[lemma])
    elif lemma in words("literals", "passing_on") or lemma == "make":
        yield from _passed_on(syntax, verb, lemma)
    elif lemma in _governed_by_purpose() and (_in_order(syntax, verb) or _is_helped(syntax, verb)):
        yield from _on(syntax, verb, _governed_by_purpose()[lemma])
    elif _is_purpose(syntax, verb, lemma):
        subjects = fitting(syntax, _owners(syntax, verb), verb)
        subjects = [m for m in subjects if syntax.reading.kind(m) in _PURPOSEFUL]
        given = syntax.children(verb, "dobj") if subjects else []
        if lemma in words("literals", "aiding"):
            given += [u for g in (verb, *given) for u in syntax.objects(g, "in", "with")]
        for topic in given:
            yield from say(syntax, subjects, topic, "literals.purpose", strict=True)


def _passed_on(syntax: Syntax, verb: int, lemma: str) -> Iterator[Saying]:
    """Yield the topics of "to share knowledge on A", "provides advice on B", "to make C safer"."""
    if lemma == "make":
        made = [u for c in syntax.children(verb, "ccomp") for u in syntax.children(c, "nsubj")]
        found = made if _in_order(syntax, verb) else []
    else:
        given = syntax.children(verb, "dobj")
        given += [u for g in given for u in syntax.children(g, "conj")]
        told = [u for u in given if syntax.doc[u].lemma_.lower() in words("literals", "unsaid")]
        found = [u for g in told for u in syntax.objects(g, "on", "in", "for", "about", "to")]
        found = found or [u for u in syntax.objects(verb, "on", "about") if told]
    subjects = fitting(syntax, _owners(syntax, verb), verb) if found else []
    subjects = [m for m in subjects if syntax.reading.kind(m) in _PURPOSEFUL]
    for topic in found:
        yield from say(syntax, subjects, topic, "literals.passed-on", strict=True)


def _owners(syntax: Syntax, verb: int) -> list[Mention]:
    return [] if _is_denied(syntax, verb) else owners(syntax, verb)


def _is_denied(syntax: Syntax, verb: int) -> bool:
    """Say whether a verb, or the one that governs it, is denied: "was never meant to VERB"."""
    governor = syntax.head(verb) if syntax.doc[verb].dep_ in {"xcomp", "ccomp", "advcl"} else verb
    return bool(syntax.children(verb, "neg") or syntax.children(governor, "neg"))


def _is_purpose(syntax: Syntax, verb: int, lemma: str) -> bool:
    """Say whether a verb's object is a topic: a verb of bettering, or the end of helping."""
    ends = lemma in _ending() or _is_helped(syntax, verb)
    if not ends or read_clause(syntax, verb).passive or _has_end(syntax, verb):
        return False
    if lemma in words("literals", "topic_of") | words("literals", "aiding"):
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


@cache
def _ending() -> frozenset[str]:
    """Return the verbs whose object may be a topic."""
    names = ("topic_of", "aiding", "topic_in_order_to")
    return frozenset().union(*(words("literals", name) for name in names))


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
    finite = not clause.passive and syntax.doc[verb].tag_ not in {"VBN", "JJ"}
    subjects = fitting(syntax, found, verb if finite else None)
    subjects = [m for m in subjects if syntax.reading.kind(m) != "Organization"]
    if not subjects:
        return
    after = syntax.doc[verb + 1 : verb + 3].text.lower().split()
    if (
        "to" in prepositions
        and after[:1] == ["to"]
        and after[1:]
        and after[1] in _taken_for_verbs()
    ):
        yield from say_at(syntax, subjects, verb + 2, "literals.on")
    for word in sorted(prepositions):
        for topic in syntax.objects(verb, word) or clause.slots.get(word, []):
            if not _tells(syntax, topic):
                yield from say(syntax, subjects, topic, "literals.on")


def _taken_for_verbs() -> frozenset[str]:
    """Return the nouns that taggers take for verbs behind "to": "committed to climate action"."""
    return words("literals", "taken_for_verbs")


def _tells(syntax: Syntax, topic: int) -> bool:
    """Say whether a gerund is read by itself: "focuses on improving A", "dedicated to VERBing"."""
    if syntax.doc[topic].pos_ != "VERB":
        return False
    return _has_end(syntax, topic) or _is_purpose(syntax, topic, syntax.doc[topic].lemma_.lower())
