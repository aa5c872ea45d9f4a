"""The number before a counted noun: "26 cities", "a total of some 40 member towns"."""

from __future__ import annotations

from spacy.tokens import Token

from ...lexicon import words
from ..relations.syntax import Syntax
from .numbers import number

_WITHIN = 7  # tokens between a number and what it counts
_BETWEEN = frozenset({"ADJ", "NOUN", "PROPN", "CCONJ", "PUNCT", "ADV"})


def is_countable(token: Token) -> bool:
    """Say whether a token is a plural noun for those who can be members."""
    plural = token.tag_ in {"NNS", "NNPS"}
    plural = plural or (token.tag_ == "NNP" and token.lower_.endswith("s"))
    return plural and bool(_singular(token.lemma_) & words("literals", "counted"))


def _singular(lemma: str) -> set[str]:
    """Return a counted noun's possible singulars: taggers leave those with capitals as they are."""
    word = lemma.lower()
    return {word, word.removesuffix("s"), word.removesuffix("ies") + "y"}


def counted(syntax: Syntax, unit: int) -> int | None:
    """Return the number before a noun, unless it counts only those that came anew."""
    doc = syntax.doc
    for at in range(unit - 1, max(-1, unit - _WITHIN - 1), -1):
        token = doc[at]
        if token.lower_ in words("literals", "anew"):
            return None
        if syntax.unit(at) in syntax.mention_at:
            continue
        if token.text == "+":
            continue
        if token.pos_ == "NUM" or token.tag_ == "CD":
            return _number_at(syntax, at)
        if token.pos_ not in _BETWEEN and token.tag_ not in {"VBG", "VBN", "HYPH", "SYM"}:
            return None
        if token.tag_ in {"NNS", "NNPS"} and at + 1 < unit and doc[at + 1].text == ",":
            return None
    return None


def _number_at(syntax: Syntax, at: int) -> int | None:
    doc = syntax.doc
    first = at
    while first > 1 and doc[first - 1].text == "-":
        first -= 2
    before = doc[first - 1].lower_ if first else ""
    some = before == "of" and first > 1 and doc[first - 2].tag_ == "CD"  # "one of two cities"
    if some or before in words("literals", "anew"):
        return None
    return number("".join(doc[first : at + 1].text.split()))
