"""How a plural noun is said: its singular, its number, and whether it points back."""

from __future__ import annotations

from spacy.tokens import Token

from ...lexicon import words
from ..literals.numbers import number

_WIDTH = 4  # tokens from the noun back to its determiner


def lemma(token: Token) -> str:
    """Return the singular of a plural noun, which taggers leave out for "the Parties"."""
    word = token.lemma_.lower()
    if token.tag_ != "NNPS" or word != token.lower_:
        return word
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def count(token: Token) -> int | None:
    """Return the number said with a plural noun: two of "both towns" and of "the two towns"."""
    for other in token.doc[max(0, token.i - _WIDTH) : token.i]:
        if other.lower_ == "both":
            return 2
        if other.pos_ == "NUM":
            return number(other.text)
    return None


def pointed(token: Token) -> bool:
    """Say whether a noun points back: "the towns", "both ports", "these two bodies"."""
    for index in range(token.i - 1, max(-1, token.i - _WIDTH), -1):
        other = token.doc[index]
        if other.lower_ in words("references", "pointing_many"):
            return True
        if other.pos_ not in {"NUM", "ADJ"} or other.lower_ == "other":
            return False
    return False
