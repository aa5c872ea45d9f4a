"""Rewrites what the engine answers otherwise than SPARQL 1.1 says, where tokens tell enough."""

from __future__ import annotations

from typing import Final

from .guard import Token, tokens

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


def at_home(query: str, endpoint: str) -> str:
    """Return *query* with what it asks of *endpoint*, which is this server, as a group of its own.

    Clients that join several sources ask so of each. Where the query names a dataset, which its
    SERVICE would not see, it stays as it is.

    >>> at_home("SELECT * { SERVICE SILENT <urn:me> { ?s ?p ?o } }", "urn:me")
    'SELECT * {  { ?s ?p ?o } }'
    """
    if "SERVICE" not in query.upper():
        return query
    found = [*tokens(query)]
    words = [token.text.upper() if token.kind == "word" else "" for token in found]
    if "FROM" in words:
        return query
    edits: list[tuple[int, int]] = []
    for place, word in enumerate(words):
        if word == "SERVICE":
            name = place + 1 + (words[place + 1 : place + 2] == ["SILENT"])
            if _texts(found, name) == (f"<{endpoint}>", "{"):
                edits.append((found[place].start, found[name + 1].start))
    for start, end in reversed(edits):
        query = f"{query[:start]} {query[end:]}"
    return query


def _texts(found: list[Token], place: int) -> tuple[str, ...]:
    return tuple(token.text for token in found[place : place + 2])
