"""Rewrites what the engine answers otherwise than SPARQL 1.1 says, where tokens tell enough.

What a query does not need costs it one search for a few words, and that is remembered with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from .brackets import Brackets, Unclear
from .guard import Token, tokens
from .mending_distinct import mend_graph_list, mend_order
from .mending_graphs import mend_graphs
from .mending_nodes import mend_nodes
from .mending_paths import Absent, absent_ends

_CONCAT: Final = "GROUP_CONCAT"
#: Longer texts hold data.
_LONGEST: Final = 500_000
#: Shorter texts are remembered.
_SHORT: Final = 10_000


@dataclass(frozen=True, slots=True)
class Mended:
    """A query that means to the engine what another means by the standard.

    ``absent`` are edits of it that count only where a question is answered with no.
    """

    text: str
    absent: tuple[Absent, ...] = ()


def mended_query(text: str) -> Mended:
    """Return the query *text* as the engine is to read it."""
    return _remembered(text) if len(text) < _SHORT else _mended_query(text)


def _mended_query(text: str) -> Mended:
    found = mended(text)
    said = found.upper()
    if "DISTINCT" in said:
        found = _safely(mend_order, found) if "ORDER" in said else found
        found = _safely(mend_graph_list, found) if _GRAPH.search(said) else found
    absent: list[Absent] = []
    if _PATH.search(found):
        with suppress(Unclear):
            absent = absent_ends(found)
    return Mended(found, tuple(absent))


def mended(text: str) -> str:
    """Return a query or update that means to the engine what *text* means by the standard.

    >>> mended("SELECT (GROUP_CONCAT(?l; SEPARATOR=')') AS ?all) { ?s ?p ?l }")
    "SELECT (STR(GROUP_CONCAT(?l; SEPARATOR=')')) AS ?all) { ?s ?p ?l }"
    """
    if len(text) < _LONGEST and _TRUTH.search(text):
        text = _small_truths(text)
    said = text.upper()
    if _CONCAT in said:
        text = _plain_concatenations(text)
    if "BNODE" in said:
        text = _safely(mend_nodes, text)
    has_parts = "MINUS" in said or "VALUES" in said or said.count("SELECT") > 1
    if has_parts and _GRAPH.search(said):
        text = _safely(mend_graphs, text)
    return text


def _safely(mend: Callable[[str], str], text: str) -> str:
    """Return *text* mended, but as it is where that is unclear or would be deeper than may be."""
    try:
        found = mend(text)
        return found if found == text or Brackets(found).is_admitted else text
    except Unclear:
        return text


def _small_truths(text: str) -> str:
    """Write TRUE and FALSE as the engine knows them; keywords have no case (section 19.8, note 1).

    >>> _small_truths("ASK { FILTER(TRUE && 'TRUE' = ex:True) }")
    "ASK { FILTER(true && 'TRUE' = ex:True) }"
    """
    for kind, word, start in tokens(text):
        if kind == "word" and word.upper() in {"TRUE", "FALSE"}:
            text = text[:start] + word.lower() + text[start + len(word) :]
    return text


def _plain_concatenations(text: str) -> str:
    """Let GROUP_CONCAT give a plain string (section 18.5.1.7).

    The engine keeps a language that all its values share.
    """
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


_TRUTH: Final = re.compile(r"\b(?!true|false)(?:[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])\b")
_GRAPH: Final = re.compile(r"GRAPH\s*[?$]")
#: What is written behind a step of a path that may be taken no time at all.
_PATH: Final = re.compile(r"[\w>)](?:\*|\?(?!\w))")
_remembered = lru_cache(maxsize=1_000)(_mended_query)


def at_home(query: str, endpoint: str) -> str:
    """Return *query* with what it asks of *endpoint*, which is this server, as a group of its own.

    Clients that join several sources ask so of each. Where the query names a dataset, which its
    SERVICE would not see, it stays as it is.

    >>> at_home("SELECT * { SERVICE SILENT <urn:me> { ?s ?p ?o } }", "urn:me")
    'SELECT * {  { ?s ?p ?o } }'
    """
    if "SERVICE" not in query.upper():
        return query
    found: list[Token] = []
    for token in tokens(query):
        if token.kind == "unclosed":
            return query  # the guard says so; to look on might take a look at all for each such
        found.append(token)
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
