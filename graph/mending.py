"""Rewrites what the engine answers otherwise than SPARQL 1.1 says, where tokens tell enough."""

from __future__ import annotations

from typing import Final

from .guard import tokens

_CONCAT: Final = "GROUP_CONCAT"


def mended(text: str) -> str:
    """Return a query or update that means to the engine what *text* means by the standard.

    GROUP_CONCAT gives a plain string (section 18.5.1.7); the engine keeps a language that all its
    values share.

    >>> mended("SELECT (GROUP_CONCAT(?l; SEPARATOR=')') AS ?all) { ?s ?p ?l }")
    "SELECT (STR(GROUP_CONCAT(?l; SEPARATOR=')')) AS ?all) { ?s ?p ?l }"
    """
    if _CONCAT not in text.upper():
        return text
    edits: list[tuple[int, str]] = []
    closing: list[bool] = []
    begun: int | None = None
    for kind, word, start in tokens(text):
        if kind == "open":
            closing.append(begun is not None)
            if begun is not None:
                edits.append((begun, "STR("))
        elif kind == "close" and closing and closing.pop():
            edits.append((start + 1, ")"))
        begun = start if kind == "word" and word.upper() == _CONCAT else None
    for place, more in sorted(edits, reverse=True):
        text = text[:place] + more + text[place:]
    return text
