"""Looks at a foreign query's tokens before any parser sees it.

pyoxigraph's parser and planner recurse without a limit, so a few kilobytes of brackets end the
process, and SERVICE or LOAD would make the endpoint fetch what strangers name. Both are refused
here with a sentence that says so; the sandbox behind this (``graph.foreign.sandbox``) is the second
lock. The tokens are those of SPARQL 1.1, section 19.8.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from graph.errors import CallRefusedError, QueryRefusedError, QuerySyntaxError

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

#: The query forms by their keyword.
FORMS: dict[str, Form] = {
    "SELECT": "SELECT",
    "ASK": "ASK",
    "CONSTRUCT": "CONSTRUCT",
    "DESCRIBE": "DESCRIBE",
}

#: Keywords of what may stand before the form.
PROLOGUE = frozenset({"BASE", "PREFIX", "VERSION"})

#: Keywords that begin an operation of SPARQL 1.1 Update.
UPDATES = frozenset({"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "MOVE", "WITH"})

#: Brackets inside brackets; the first crash was seen at about 2,200.
MAX_DEPTH = 100

#: Operators and clauses in one query; flat chains of them become nested algebra, which crashed
#: from about 2,600 and took seconds to plan from 1,000.
MAX_CHAIN = 1_000

#: Functions that give something else at every call (SPARQL 1.1, sections 17.4.2 to 17.4.5).
VOLATILE = ("RAND", "NOW", "UUID", "BNODE")

_CHAINED = frozenset({"BIND", "FILTER", "GRAPH", "LATERAL", "MINUS", "OPTIONAL", "UNION"})

# The order matters: an IRI before the operator "<", long quotes before short ones. Names follow
# PN_PREFIX and PN_LOCAL, so they may not begin or end with a dot; any character beyond ASCII counts
# as a letter, since one that is none can begin no other token.
_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_LETTER = r"A-Za-z\x80-\U0010FFFF"
_TOKEN = rf"""
    (?P<space>[\x20\t\r\n]+|\#[^\r\n]*)
  | (?P<string>\"{{3}}(?:\"{{0,2}}(?:[^"\\]|\\.))*\"{{3}} | '{{3}}(?:'{{0,2}}(?:[^'\\]|\\.))*'{{3}}
             | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
  | (?P<iri><[^<>"{{}}|^`\x00-\x20]*>)
  | (?P<variable>[?$][{_LETTER}0-9_]+)
  | (?P<language>@[A-Za-z][A-Za-z0-9-]*)
  | (?P<name>_:[{_LETTER}0-9_](?:[{_LETTER}0-9_.-]*[{_LETTER}0-9_-])?
           | (?:[{_LETTER}](?:[{_LETTER}0-9_.-]{{0,32}}[{_LETTER}0-9_-])?)?:
             (?:(?:[{_LETTER}0-9_:]|{_ESCAPE})
                (?:[{_LETTER}0-9_:.-]|{_ESCAPE})*(?<!(?<!\\)\.))?)
  | (?P<word>[{_LETTER}][{_LETTER}0-9_]*)
  | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<open>[({{\[])
  | (?P<close>[)}}\]])
  | (?P<operator>\|\||&&|\^\^|<(?=<)|[+*/|^!-])
  | (?P<unclosed>["'\\])
  | (?P<other>.)
    """

#: What looks like an IRI and may also be a comparison that ends in a comment or a string; two
#: slashes in a row never stand in an expression.
_MAY_COMPARE = re.compile(r"<(?:(?!//)[^'#])*['#]")


class Token(NamedTuple):
    """One token: its kind (a group of the pattern above), its text, where it starts."""

    kind: str
    text: str
    start: int = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """What can be told of a query from its tokens: its form, its depth and its operators.

    ``is_volatile`` says that it may have another answer each time, over the same data.
    """

    form: Form | None
    depth: int
    chain: int
    is_volatile: bool = False


@cache
def _token() -> re.Pattern[str]:
    """Return the compiled pattern; compiling takes longer than importing the rest of a package."""
    return re.compile(_TOKEN, re.VERBOSE | re.DOTALL)


def tokens(query: str, *, start: int = 0) -> Iterator[Token]:
    """Yield the tokens of *query* from *start* on, without white space and comments.

    >>> [token.text for token in tokens("ASK { ?s ex:service 'LOAD' } # SERVICE")]
    ['ASK', '{', '?s', 'ex:service', "'LOAD'", '}']
    """
    for match in _token().finditer(query, start):
        kind = match.lastgroup or "other"
        if kind != "space":
            yield Token(kind, match.group(), match.start())


def canonical(query: str) -> str:
    """Return *query* with every run of white space and comments as one space.

    Two queries of one canonical form are one query to every parser.

    >>> canonical("SELECT *  # all\\n{ ?s ?p '  #' }")
    "SELECT * { ?s ?p '  #' }"
    """
    parts: list[str] = []
    for match in _token().finditer(query):
        part = " " if match.lastgroup == "space" else match.group()
        if part != " " or parts[-1:] != [" "]:
            parts.append(part)
    return "".join(parts).strip(" ")


def inspect(query: str) -> Shape:
    """Return the shape of *query*, or refuse it.

    Raises CallRefusedError for SERVICE and LOAD; QueryRefusedError for an update, brackets nested
    deeper than MAX_DEPTH or more than MAX_CHAIN operators and clauses; QuerySyntaxError for an
    unbalanced bracket, a string without end, an empty text or characters that UTF-8 cannot write.

    >>> inspect("PREFIX ex: <http://ex.org/> SELECT ?o { { ?s ex:p ?o } }")
    Shape(form='SELECT', depth=2, chain=0, is_volatile=False)
    """
    check_characters(query)
    refuse_calls(query)
    form: Form | None = None
    first, depth, deepest, chain, is_volatile = True, 0, 0, 0, False
    for kind, text, start in tokens(query):
        if kind == "word":
            word = text.upper()
            if first and word not in PROLOGUE:
                _check_begin(word)
                first = False
            form = form or FORMS.get(word)
            chain += word in _CHAINED
            # The parser needs no space around a keyword, so NOW may stand inside a longer word.
            is_volatile |= any(each in word for each in VOLATILE)
        elif kind == "open":
            depth += 1
            deepest = max(deepest, depth)
        elif kind == "close":
            depth -= 1
        elif kind == "operator":
            chain += 1
        elif kind == "unclosed":
            line, column = _place(query, start)
            said = f"the {text} at character {start + 1} opens a string without end"
            raise QuerySyntaxError(said, line=line, column=column)
        if depth < 0 or depth > MAX_DEPTH or chain > MAX_CHAIN:
            break
    check_counts("query", depth=depth, chain=chain, text=query)
    if first:
        raise QuerySyntaxError("the query is empty; it needs SELECT, ASK, CONSTRUCT or DESCRIBE")
    return Shape(form, deepest, chain, is_volatile)


def may_compare(iri: str) -> bool:
    """Say whether what looks like an IRI may also be a comparison, to another parser.

    >>> may_compare("<?b#>"), may_compare("<http://example.org/#a>")
    (True, False)
    """
    return _MAY_COMPARE.match(iri) is not None


def is_chained(token: Token) -> bool:
    """Say whether a token adds to the chain of operators and clauses.

    >>> is_chained(Token("word", "union")), is_chained(Token("word", "a"))
    (True, False)
    """
    return token.kind == "operator" or (token.kind == "word" and token.text.upper() in _CHAINED)


def check_characters(query: str) -> None:
    """Raise QuerySyntaxError where *query* holds what UTF-8 cannot write."""
    try:
        query.encode()
    except UnicodeEncodeError as error:
        raise QuerySyntaxError(
            f"character {error.start} of the query is half of a surrogate pair, not a character"
        ) from error


def refuse_calls(query: str) -> None:
    """Refuse SERVICE and LOAD in every reading of the text that a parser might choose.

    Raises CallRefusedError.

    In ``?a<?b#>`` the parser may see an IRI or a comparison and a comment, so both are followed.
    """
    seen: set[int] = set()
    readings = [0]
    ends: list[int] = []
    while readings:
        before, place = Token("other", ""), readings.pop()
        for token in _reading(query, place, ends) if place else tokens(query):
            if token.start in seen or token.kind == "unclosed":
                break
            seen.add(token.start)
            _check_call(token, before)
            if token.kind == "iri" and _MAY_COMPARE.match(token.text):
                readings.append(token.start + 1)
                ends = ends or [found.start() for found in re.finditer(r"[\r\n]|\Z", query)]
            before = token


def _reading(query: str, place: int, ends: list[int]) -> Iterator[Token]:
    """Yield what ``tokens`` does; where a line ends it looks up in *ends*.

    Thousands of readings may begin in one line, and each meet a comment that goes on to its end.
    """
    while place < len(query):
        if query[place] == "#":
            place = ends[bisect_left(ends, place)]
        elif (match := _token().match(query, place)) is not None:
            kind, place = match.lastgroup or "other", match.end()
            if kind != "space":
                yield Token(kind, match.group(), match.start())


def _check_call(token: Token, before: Token) -> None:
    # The parser needs no space around a keyword: SERVICESILENT, trueSERVICE and SERVICEex:a { }
    # are calls too. Of these the last can be told from a prefix only by its brace.
    word = token.text.upper() if token.kind == "word" else ""
    prefix = before.text.upper().partition(":")[0] if before.kind == "name" else ""
    if "SERVICE" in word or ("SERVICE" in prefix and token.text == "{"):
        raise CallRefusedError(
            "SERVICE is switched off: this endpoint does not call other servers; "
            "ask the other endpoint yourself and join the answers"
        )
    if word.startswith("LOAD"):
        raise CallRefusedError("LOAD is switched off: this endpoint does not fetch documents")


def _check_begin(word: str) -> None:
    if word in UPDATES:
        raise QueryRefusedError(
            f"{word} is an update and this door takes queries: "
            "begin with SELECT, ASK, CONSTRUCT or DESCRIBE"
        )


def check_counts(what: str, *, depth: int, chain: int, text: str = "") -> None:
    """Refuse what nests too deep or is too long for the engine, or has an odd bracket.

    *what* is a query or an update, *depth* the deepest one, or that at the end where brackets do
    not match; in its *text* the odd one is looked for. Raises QueryRefusedError or
    QuerySyntaxError.
    """
    if depth > MAX_DEPTH:
        raise QueryRefusedError(
            f"the {what} nests brackets deeper than {MAX_DEPTH}; write it flatter, say with VALUES"
        )
    if chain > MAX_CHAIN:
        raise QueryRefusedError(
            f"the {what} has more than {MAX_CHAIN} operators and clauses; "
            "write alternatives as VALUES or IN"
        )
    if depth:
        state = "is never closed" if depth > 0 else "closes nothing"
        line, column = _odd_bracket(text)
        said = f"a bracket of the {what} {state}; count (), {{}} and []"
        raise QuerySyntaxError(said, line=line, column=column)


def _odd_bracket(text: str) -> tuple[int, int]:
    """Return the place of the first bracket that closes nothing, or of the last left open."""
    left: list[int] = []
    for kind, _, start in tokens(text):
        if kind == "open":
            left.append(start)
        elif kind == "close" and not left:
            return _place(text, start)
        elif kind == "close":
            left.pop()
    return _place(text, left[-1]) if left else (0, 0)


def _place(text: str, start: int) -> tuple[int, int]:
    """Return the line and the column of a character, both counted from 1."""
    before = text[:start]
    return before.count("\n") + 1, start - before.rfind("\n")
