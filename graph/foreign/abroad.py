"""What a foreign query has to be before it goes to a SPARQL server, which nobody here locks in.

Behind the guard there is no second lock then: what the server knows beyond SPARQL, and whoever
wrote the query may not have, is kept from it here. So is any text that it might read otherwise than
the guard did: it is sent token by token, without comments, each string in one way to write it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pyoxigraph import NamedNode

from graph.errors import QueryRefusedError, QuerySyntaxError, UnknownFunctionError
from ontology.namespaces import PREFIXES, QUERY_PREFIXES

from .guard import FORMS, PROLOGUE, Token, tokens
from .misreadings import in_words

#: How the names begin of what servers call that is none of SPARQL: procedures, classes of Java.
_CALLED: Final = ("bif:", "java:", "sql:")
_CASTS: Final = PREFIXES["xsd"]
#: After these a name and a bracket are a call, also outside of any bracket.
_BEFORE_CALLS: Final = frozenset({"BY", "FILTER", "HAVING"})
#: After these a bracket holds a part of a path, or of an expression: no collection.
_BEFORE_STEPS: Final = frozenset({"/", "^", "|", "!"})
_NOTHING: Final = Token("other", "")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_WRITTEN: Final = {
    **{ord(char): f"\\{letter}" for letter, char in _ESCAPED.items()},
    **{ord(char): f"\\{char}" for char in '"\\'},
}
_NO_IRI: Final = re.compile(r'[<>"{}|^`\\\x00-\x20]')

#: Signs of SPARQL 1.1 that are no brackets and no operators.
_SIGNS: Final = frozenset(".,;=<>?")
_KEYWORDS: Final = """
    A AS ASC ASK BASE BIND BY CONSTRUCT DESC DESCRIBE DISTINCT EXISTS FALSE FILTER FROM GRAPH GROUP
    HAVING IN LIMIT MINUS NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT SEPARATOR TRUE UNDEF
    UNION VALUES WHERE"""
_FUNCTIONS: Final = """
    ABS AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY ENCODE_FOR_URI FLOOR
    GROUP_CONCAT HOURS IF IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG LANGMATCHES LCASE MAX MD5
    MIN MINUTES MONTH NOW RAND REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS SHA1 SHA256 SHA384 SHA512
    STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS STRUUID SUBSTR SUM TIMEZONE TZ
    UCASE URI UUID YEAR"""
_WORDS: Final = frozenset((_KEYWORDS + _FUNCTIONS).split())


def require_query(query: str, *, has_more: bool) -> None:
    """Raise where *query*, which the guard let in, is not to be sent to a server.

    To one that *has_more* than SPARQL 1.1 goes nothing that has other words or signs. Raises
    QuerySyntaxError, QueryRefusedError, UnknownFunctionError.
    """
    every = [*tokens(query)]
    _require_form(query, every)
    _require_own_calls(every)
    if has_more:
        _require_words(every)


def no_function(iri: str) -> str:
    """Return what is said of a function that is not known."""
    return f"there is no function <{iri}> here; known are those of SPARQL 1.1 and the casts of XSD"


def require_iris(*iris: str) -> None:
    """Raise QueryRefusedError where what is sent beside a query is no absolute IRI."""
    for iri in iris:
        try:
            NamedNode(iri)
        except ValueError as error:
            raise QueryRefusedError(f"{iri!r} is no absolute IRI; name a graph by one") from error


def plain(query: str) -> str:
    r"""Return *query* so that there is one way to read it: that of the guard.

    Lines stay where they are.

    >>> plain("ASK { # why\n ?s ?p '''a\\u0022\nb''' }")
    'ASK { \n ?s ?p "a\\"\\nb" }'
    """
    parts: list[str] = []
    at = 0
    for token in tokens(query):
        parts += [_spaces(query[at : token.start]), _written(token)]
        at = token.start + len(token.text)
    return "".join([*parts, _spaces(query[at:])])


def _spaces(text: str) -> str:
    """Return what stands between two tokens without its comments."""
    return re.sub(r"#[^\r\n]*", "", text).replace("\r\n", "\n").replace("\r", "\n")


def _written(token: Token) -> str:
    if token.kind == "iri" and "\\" in token.text:
        iri = _unescaped(token.text[1:-1])
        if _NO_IRI.search(iri):
            raise QuerySyntaxError(f"the query is not SPARQL 1.1: {token.text} is no IRI")
        return f"<{iri}>"
    if token.kind != "string":
        return token.text
    quotes = 3 if token.text[:3] in {'"""', "'''"} and len(token.text) > 5 else 1
    return f'"{_unescaped(token.text[quotes:-quotes]).translate(_WRITTEN)}"'


def _unescaped(text: str) -> str:
    def meant(found: re.Match[str]) -> str:
        number, long, letter = found.groups()
        if letter is not None:
            return _ESCAPED.get(letter, letter)
        code = int(number or long, 16)
        if code > 0x10FFFF or 0xD800 <= code < 0xE000:
            raise QuerySyntaxError(f"the query is not SPARQL 1.1: {found[0]} is no character")
        return chr(code)

    return _ESCAPE.sub(meant, text) if "\\" in text else text


def _require_form(query: str, every: list[Token]) -> None:
    """Require that one of the four forms follows the declarations."""
    place = 0
    while place < len(every):
        word = _word(every[place])
        if word not in PROLOGUE:
            break
        place += 3 if word == "PREFIX" else 2
    else:
        raise QuerySyntaxError("the query is empty; it needs SELECT, ASK, CONSTRUCT or DESCRIBE")
    if _word(every[place]) in FORMS:
        return
    before = query[: every[place].start]
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    place_of_it = f"error at {line}:{column + len('ASK')}: expected ASK"  # as the engine says it
    said = f"the query is not SPARQL 1.1: {in_words(place_of_it, query)}"
    raise QuerySyntaxError(said, line=line, column=column)


def _require_own_calls(every: list[Token]) -> None:
    """Require that functions with names are casts, and that nothing names what is called so."""
    prefixes = {**QUERY_PREFIXES, **_declared(every)}
    around: list[bool] = []  # of each open bracket, whether names before brackets are called in it
    for place, token in enumerate(every):
        last = every[place - 1] if place else _NOTHING
        if token.kind in {"iri", "name"}:
            iri = _resolved(token, prefixes)
            is_called = _word(last) in _BEFORE_CALLS or (around[-1] if around else True)
            is_before = place + 1 < len(every) and every[place + 1].text == "("
            is_function = is_before and is_called and not iri.startswith(_CASTS)
            if is_function or iri.lower().startswith(_CALLED):
                raise UnknownFunctionError(no_function(iri))
        elif token.text == "(":
            around.append(_calls_within(around, last, every[place - 2 : place - 1]))
        elif token.kind == "open":
            around.append(False)
        elif token.kind == "close" and around:
            around.pop()


def _calls_within(around: list[bool], last: Token, before: list[Token]) -> bool:
    """Say whether a round bracket after *last* holds an expression; else it is a collection."""
    if not around or around[-1]:
        return True
    if last.kind in {"iri", "name"}:  # a call, or the property of a collection
        return bool(before) and _word(before[0]) in _BEFORE_CALLS
    return _word(last) not in {"", "A"} or last.text in _BEFORE_STEPS


def _declared(every: list[Token]) -> dict[str, str]:
    return {
        name.text.partition(":")[0]: _unescaped(iri.text[1:-1])
        for word, name, iri in zip(every, every[1:], every[2:], strict=False)
        if _word(word) == "PREFIX" and iri.kind == "iri"
    }


def _resolved(token: Token, prefixes: Mapping[str, str]) -> str:
    if token.kind == "iri":
        return _unescaped(token.text[1:-1])
    prefix, _, local = token.text.partition(":")
    return prefixes.get(prefix, f"{prefix}:") + local


def _require_words(every: list[Token]) -> None:
    for token in every:
        is_word = token.kind == "word" and token.text.upper() not in _WORDS
        is_sign = token.kind == "other" and token.text not in _SIGNS
        if is_word or is_sign:
            raise QueryRefusedError(
                f"{token.text} is none of SPARQL 1.1, or lacks a space beside it; the SPARQL "
                "server behind this one is asked by SPARQL 1.1 alone"
            )


def _word(token: Token) -> str:
    return token.text.upper() if token.kind == "word" else ""
