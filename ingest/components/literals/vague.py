"""Whether words are too vague for a topic: "these issues", "further work", "the town"."""

from __future__ import annotations

from spacy.tokens import Token

from ontology.terms import PLACES

from ...lexicon import words
from ..relations.syntax import Syntax

_NO_HEAD = frozenset({"PRON", "DET", "NUM"})
_NAMED = frozenset({"GPE", "LOC", "FAC", "PERSON", "DATE", "CARDINAL", "MONEY", "TIME", "PERCENT"})
_ABSTRACT = ("ity", "tion", "ment", "ism", "ship", "ance", "ence", "ing", "ness", "ics", "logy")
_EMPTY = frozenset({"following", "several", "new", "many", "various", "different", "other", "few"})
_TELLING = 3  # words by which a vague noun says enough


def is_vague(syntax: Syntax, head: int, low: int, high: int, *, strict: bool) -> bool:
    """Say whether a phrase with its noun at token *head* names nothing that one can work on."""
    token = syntax.doc[head]
    said = (syntax.doc[at] for at in range(low, _own_end(syntax, low, high)))
    size = sum(not (t.is_punct or t.pos_ == "DET" or t.lower_ in _EMPTY) for t in said)
    first = syntax.doc[low]
    if token.pos_ in _NO_HEAD or token.ent_type_ in _NAMED:
        return True
    if first.tag_ == "NNP" and first.ent_type_ in _NAMED:
        return True
    mention = syntax.mention_at.get(syntax.unit(head))
    if (
        mention is not None
        and mention.end > head
        and syntax.unit(head) == syntax.reading.root(mention)
    ):
        return True
    lemma = token.lemma_.lower()
    if head > low and syntax.doc[head - 1].text == "-":
        joined = syntax.doc[head - 2 : head + 1].text.lower().removesuffix("s")
        return strict and joined in words("literals", "people")
    if lemma in words("literals", "never"):
        return True
    if strict and lemma in words("literals", "troubles"):
        return True
    if strict and (lemma in words("literals", "people") or _says_little(token, size)):
        return True
    general = lemma in words("literals", "vague") or lemma in words("literals", "areas")
    told = head > low and syntax.doc[head - 1].pos_ == "NOUN"
    return general and size < _TELLING and (strict or not told)


def is_of_name(syntax: Syntax, head: int, high: int) -> bool:
    """Say whether a topic is only what is done with something named: "revision of the X Plan"."""
    if syntax.doc[head].lemma_.lower() not in words("literals", "carried_through"):
        return False
    at = head + 1
    while at < high and syntax.doc[at].lower_ in {"of", "the", "for"}:
        at += 1
    mention = syntax.mention_at.get(syntax.unit(at)) if head + 1 < at < high else None
    if mention is None and head + 1 < at < high and syntax.doc[at].pos_ == "PROPN":
        return syntax.doc[high - 1].pos_ == "PROPN"
    if mention is None or mention.start != at or mention.end < high:
        return False
    return syntax.reading.kind(mention) not in PLACES


def _own_end(syntax: Syntax, low: int, high: int) -> int:
    """Return where the words of a noun end that are its own: before "in the town", not "of A"."""
    for at in range(low + 1, high):
        token = syntax.doc[at]
        if token.pos_ == "ADP" and token.lower_ in {"in", "at", "by", "with", "from"}:
            return at
    return high


def _says_little(token: Token, size: int) -> bool:
    """Say whether a verb's object is too slight for a topic: one word, or a general noun."""
    lemma = token.lemma_.lower()
    if size == 1:
        return lemma not in words("literals", "single") and not lemma.endswith(_ABSTRACT)
    told = token.i > 0 and token.nbor(-1).pos_ == "NOUN"
    return lemma in words("literals", "unsaid") and size < _TELLING and not told
