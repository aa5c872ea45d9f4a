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
from .discussed import read_discussed
from .ends import defines, has_end, in_order, is_aside, is_helped, is_lasting, is_purpose
from .focus_names import read_named
from .focus_nouns import by_noun
from .numbered import read_numbered
from .owners import fitting, owners
from .said import say, say_at
from .saying import Saying
from .stated import read_stated
from .themes import read_columns, read_themes

#: Kinds of which a verb's object tells the purpose: bodies do too much, texts promise too much.
_SHARED = 3  # verbs in a row that share an object
_PURPOSEFUL = frozenset({"Network", "Programme", "Project", "Event"})


def read_focus(syntax: Syntax) -> Iterator[Saying]:
    """Yield the topics that sentences say their subjects work on."""
    yield from read_themes(syntax)
    yield from read_columns(syntax)
    yield from read_numbered(syntax)
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
    if lemma in words("literals", "stating"):
        yield from read_stated(syntax, verb)
    if lemma in words("literals", "discussing"):
        yield from read_discussed(syntax, verb)
    if lemma in _governed():
        yield from _on(syntax, verb, _governed()[lemma])
    elif lemma in words("literals", "passing_on") or lemma == "make":
        yield from _passed_on(syntax, verb, lemma)
    elif lemma in _governed_by_purpose() and (in_order(syntax, verb) or is_helped(syntax, verb)):
        if is_aside(syntax, verb):
            return
        yield from _on(syntax, verb, _governed_by_purpose()[lemma])
    elif is_purpose(syntax, verb, lemma):
        subjects = fitting(syntax, _owners(syntax, verb), verb)
        ends = syntax.doc[verb].tag_ == "VB" and in_order(syntax, verb)
        kinds = _PURPOSEFUL | ({"Agreement"} if ends else set())
        kinds |= {"Agreement"} if lemma in words("literals", "discussing") else set()
        kinds |= {"Organization"} if _is_work(syntax, verb) else set()
        subjects = [m for m in subjects if syntax.reading.kind(m) in kinds]
        given = _given(syntax, verb) if subjects else []
        if lemma in words("literals", "aiding"):
            given += [u for g in (verb, *given) for u in syntax.objects(g, "in", "with")]
        for topic in given:
            yield from say(syntax, subjects, topic, "literals.purpose", strict=True)


def _given(syntax: Syntax, verb: int) -> list[int]:
    """Return the objects of a verb, or those it shares: "to protect and uphold A"."""
    found = syntax.children(verb, "dobj")
    for _ in range(_SHARED):
        after = [u for u in syntax.children(verb, "conj") if syntax.doc[u].pos_ == "VERB"]
        if found or not after:
            break
        verb = after[-1]
        found = syntax.children(verb, "dobj")
    return found


def _is_work(syntax: Syntax, verb: int) -> bool:
    """Say whether a verb tells the work of a body, not one of its many deeds.

    So do "a body that VERBs A", "was set up to VERB A" and "has been VERBing A".
    """
    token, head = syntax.doc[verb], syntax.head(verb)
    if defines(syntax, verb):
        return True
    if token.tag_ == "VBG" and is_lasting(syntax, verb):
        return True
    noun = syntax.head(head)
    part = syntax.doc[syntax.head(noun)].lemma_ == "play"
    if token.dep_ == "pcomp" and (syntax.doc[noun].dep_ == "attr" or part):
        return True
    if token.tag_ == "VB" and in_order(syntax, verb) and syntax.doc[head].lemma_ == "work":
        return syntax.doc[head].tag_ in {"VBZ", "VBP"} and token.dep_ in {"xcomp", "advcl"}
    founded = {syntax.doc[head].lemma_.lower(), syntax.lemma(head)} & words("literals", "founding")
    return token.tag_ == "VB" and bool(founded) and read_clause(syntax, head).passive


def _passed_on(syntax: Syntax, verb: int, lemma: str) -> Iterator[Saying]:
    """Yield the topics of "to share knowledge on A", "provides advice on B", "to make C safer"."""
    if lemma == "make":
        made = [u for c in syntax.children(verb, "ccomp") for u in syntax.children(c, "nsubj")]
        found = made if in_order(syntax, verb) else []
    else:
        given = syntax.children(verb, "dobj")
        given += [u for g in given for u in syntax.children(g, "conj")]
        told = [u for u in given if syntax.doc[u].lemma_.lower() in words("literals", "unsaid")]
        found = [u for g in told for u in syntax.objects(g, "on", "in", "for", "about", "to")]
        found = found or [u for u in syntax.objects(verb, "on", "about") if told]
    subjects = fitting(syntax, _owners(syntax, verb), verb) if found else []
    kinds = _PURPOSEFUL | ({"Organization"} if _is_work(syntax, verb) else set())
    subjects = [m for m in subjects if syntax.reading.kind(m) in kinds]
    for topic in found:
        yield from say(syntax, subjects, topic, "literals.passed-on", strict=True)


def _owners(syntax: Syntax, verb: int) -> list[Mention]:
    return [] if _is_denied(syntax, verb) else owners(syntax, verb)


def _is_denied(syntax: Syntax, verb: int) -> bool:
    """Say whether a verb, or the one that governs it, is denied: "was never meant to VERB"."""
    governor = syntax.head(verb) if syntax.doc[verb].dep_ in {"xcomp", "ccomp", "advcl"} else verb
    return bool(syntax.children(verb, "neg") or syntax.children(governor, "neg"))


def _on(syntax: Syntax, verb: int, prepositions: frozenset[str]) -> Iterator[Saying]:
    """Yield the topics in the prepositions that a verb or adjective governs."""
    clause = read_clause(syntax, verb)
    found = _owners(syntax, verb)
    if clause.passive and syntax.doc[verb].dep_ not in {"acl", "relcl"}:
        found = [m for u in clause.slots.get("patient", ()) for m in syntax.narrow(u)] or found
    finite = not clause.passive and syntax.doc[verb].tag_ not in {"VBN", "JJ"}
    finite = finite and (syntax.doc[verb].dep_ != "acl" or syntax.doc[verb].tag_ != "VBD")
    subjects = fitting(syntax, found, verb if finite else None)
    if syntax.doc[verb].lemma_.lower() not in words("literals", "working"):
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
    return has_end(syntax, topic) or is_purpose(syntax, topic, syntax.doc[topic].lemma_.lower())
