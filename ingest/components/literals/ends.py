"""Whether a verb tells an end: "helps towns to VERB", "a tool that VERBs", "for VERBing"."""

from __future__ import annotations

from functools import cache

from ...lexicon import words
from ..relations.clauses import read_clause
from ..relations.syntax import Syntax
from .owners import MOODS

_PROMISES = frozenset(
    {"commitment", "right", "opportunity", "decision", "intention", "plan", "way"}
)
_BESIDE = frozenset({"in", "from", "after", "while", "before", "without", "since"})


def is_purpose(syntax: Syntax, verb: int, lemma: str) -> bool:
    """Say whether a verb's object is a topic: a verb of bettering, or the end of helping."""
    ends = lemma in _ending() or is_helped(syntax, verb)
    if not ends or read_clause(syntax, verb).passive or has_end(syntax, verb):
        return False
    if is_aside(syntax, verb):
        return False
    if lemma in words("literals", "topic_of") | words("literals", "aiding"):
        return True
    if is_helped(syntax, verb):
        return True
    return lemma in words("literals", "topic_in_order_to") and in_order(syntax, verb)


def is_aside(syntax: Syntax, verb: int) -> bool:
    """Say whether a verb tells by the way what something else does, and no end.

    So do "which VERBs A", "X VERBing A", "VERBing A" alone, "from VERBing A", "a commitment to
    VERB" and "glad to VERB"; but not "for VERBing A", "by VERBing A" and "an initiative to VERB".
    """
    while syntax.doc[verb].dep_ == "conj" and syntax.head(verb) != verb:
        verb = syntax.head(verb)
    token, head = syntax.doc[verb], syntax.doc[syntax.head(verb)]
    if token.dep_ == "relcl" and defines(syntax, verb):
        return False
    if token.dep_ == "relcl":
        return token.tag_ != "VB" or not in_order(syntax, verb)
    if token.dep_ == "acl" and token.tag_ == "VB":
        return head.lemma_.lower() in _PROMISES
    if token.dep_ == "xcomp" and head.pos_ == "ADJ":
        return head.lemma_.lower() in MOODS
    if token.tag_ != "VBG" or is_lasting(syntax, verb):
        return False
    within = token.dep_ in {"pcomp", "pobj"} and token.head.lower_ in _BESIDE
    if within and token.head.lower_ == "in":
        within = token.head.head.lemma_.lower() not in words("literals", "done_in")
    return within or token.dep_ in {"ROOT", "acl", "advcl"}


def is_lasting(syntax: Syntax, verb: int) -> bool:
    """Say whether a verb tells what goes on still: "has been VERBing"."""
    return any(syntax.doc[u].lower_ == "been" for u in syntax.children(verb, "aux"))


def defines(syntax: Syntax, verb: int) -> bool:
    """Say whether a relative clause says what a name is: "X is a body that VERBs A"."""
    while syntax.doc[verb].dep_ == "conj" and syntax.head(verb) != verb:
        verb = syntax.head(verb)
    noun = syntax.head(verb)
    held = syntax.mention_at.get(noun)
    if held is not None and syntax.reading.kind(held) == "Event":
        told = syntax.doc[verb].lemma_.lower() in words("literals", "discussing")
        return told and syntax.doc[verb].dep_ == "relcl"
    token = syntax.doc[noun]
    if syntax.doc[verb].dep_ != "relcl" or syntax.doc[verb].tag_ not in {"VBZ", "VBP"}:
        return False
    of = syntax.head(noun)
    if token.dep_ == "pobj" and syntax.doc[of].lower_ == "of":  # "a coalition of towns which VERBs"
        token = syntax.doc[syntax.head(of)]
    if token.lemma_.lower() not in words("literals", "bodies"):
        return False
    above = syntax.doc[syntax.head(token.i)]
    return token.dep_ == "appos" or (token.dep_ == "attr" and above.lemma_ == "be")


def is_helped(syntax: Syntax, verb: int) -> bool:
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


def in_order(syntax: Syntax, verb: int) -> bool:
    """Say whether a verb tells what something is for: "to VERB", "that VERBs", "by VERBing"."""
    token = syntax.doc[verb]
    if token.dep_ == "conj" and syntax.head(verb) != verb:
        return in_order(syntax, syntax.head(verb))
    if token.tag_ == "VB":
        return any(syntax.doc[u].tag_ == "TO" for u in syntax.children(verb, "aux"))
    return token.dep_ in {"relcl", "acl", "pcomp"} and token.tag_ in {"VBZ", "VBP", "VBG"}


def has_end(syntax: Syntax, verb: int) -> bool:
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
