"""Words that deny, refuse, ask or suppose what a clause says."""

from __future__ import annotations

from spacy.tokens import Span, Token

from ...lexicon import words
from .syntax import Syntax

#: Closing marks that may stand behind a question mark.
_CLOSING = frozenset("”\"»’')]")
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
#: After "not": what follows is so, and more besides.
_FOCUS = frozenset({"only", "just", "merely", "simply", "solely", "least"})
_FEWER = frozenset({"fewer", "less", "doubt", "later"})


def names(token: Token, group: str) -> bool:
    """Say whether a word belongs to a group of the lexicon, by its lemma or by its form.

    A small lemmatiser takes "hopes" and "hoping" for forms of "hop".
    """
    return not forms(token.lemma_, token.lower_).isdisjoint(words("qualifiers", group))


def forms(lemma: str, word: str) -> set[str]:
    """Return what a word may be a form of.

    >>> sorted(forms("hop", "hoping"))
    ['hop', 'hope', 'hoping']
    """
    lemma = lemma.lower()
    found = {lemma, word, f"{lemma}e"}
    for ending in ("s", "d", "ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            found.update((stem, f"{stem}e") if ending == "ing" else (stem,))
    return found


def asks(sentence: Span) -> bool:
    """Say whether a sentence ends in a question mark."""
    for index in range(sentence.end - 1, sentence.start - 1, -1):
        token = sentence.doc[index]
        if token.text not in _CLOSING and not token.is_space:
            return "?" in token.text
    return False


def is_denied(syntax: Syntax, unit: int) -> bool:
    """Say whether a verb or noun is denied: "not", "never", "no longer", "neither A nor B"."""
    if any(_negates(syntax.doc[child]) for child in syntax.children(unit)):
        return True
    return any(_is_none(syntax, subject) for subject in syntax.children(unit, *_SUBJECTS))


def _negates(token: Token) -> bool:
    after = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
    if token.dep_ == "neg" or token.lower_ in words("qualifiers", "negative"):
        return after not in _FOCUS and not (token.lower_ == "no" and after in _FEWER)
    before = token.doc[token.i - 1].lower_ if token.i else ""
    return token.lower_ in {"longer", "more"} and before in {"no", "any"}


def _is_none(syntax: Syntax, unit: int) -> bool:
    """Say whether a subject is nobody: "no city", "none of them", "neither A nor B"."""
    token = syntax.doc[unit]
    mention = syntax.mention_at.get(unit)
    start = mention.start if mention is not None else token.i
    before = token.doc[start - 1].lower_ if start else ""
    if token.lower_ in {"none", "nobody", "neither"} or before == "neither":
        return True
    return any(
        syntax.doc[child].lower_ in {"no", "neither"} and _negates(syntax.doc[child])
        for child in syntax.children(unit, "det", "preconj", "cc", "neg")
    )


def is_supposed(syntax: Syntax, unit: int) -> bool:
    """Say whether a clause is a condition: "if", "whether", "had A joined"."""
    marks = {syntax.doc[u].lower_ for u in syntax.children(unit, "mark", "advmod")}
    if marks & words("qualifiers", "conditional"):
        return True
    subjects = syntax.children(unit, "nsubj", "nsubjpass")
    for helper in syntax.children(unit, "aux"):
        first = helper == 0 or syntax.doc[helper].is_sent_start or syntax.doc[helper - 1].is_punct
        inverted = bool(subjects) and helper < subjects[0] and first
        if inverted and syntax.doc[helper].lower_ in {"had", "were", "should"}:
            return True
    return False


def is_excepted(token: Token) -> bool:
    """Say whether the name at a token is left out by the words before it: "but not A"."""
    start = token.i
    while start and token.doc[start - 1].lower_ in {"the", "in", "of", "by", "with"}:
        start -= 1
    if not start:
        return False
    before = token.doc[max(0, start - 1) : token.i]
    said = before[0].lower_
    pair = token.doc[start - 2].lower_ if start > 1 else ""
    with_words = {t.lower_ for t in before[1:]}
    if said in {"not", "except", "excluding", "unlike"}:
        return True
    if said in {"instead", "exception"}:
        return "of" in with_words
    if said == "than":
        return pair in {"rather", "other"}
    return said == "apart" and "from" in with_words


def foretells(sentence: Span) -> bool:
    """Say whether the main verb of a sentence speaks of what is to come."""
    root = sentence.root
    helpers = {child.lower_ for child in root.children if child.dep_ in {"aux", "auxpass"}}
    if root.lemma_ in words("qualifiers", "continuing"):
        return False
    if helpers & words("qualifiers", "future"):
        return True
    complement = any(child.dep_ in {"xcomp", "ccomp"} for child in root.children)
    return complement and names(root, "intent") and root.tag_ != "VBN"


def denies(syntax: Syntax, sentence: Span) -> bool:
    """Say whether a sentence is a question, or its main verb is denied or refuses."""
    root = syntax.unit(sentence.root.i)
    if asks(sentence) or is_denied(syntax, root):
        return True
    inner = syntax.children(root, "xcomp")
    return bool(inner) and names(syntax.doc[root], "denying")
