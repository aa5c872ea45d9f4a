"""What a parser's message means to whoever wrote the query."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Final

from ontology.namespaces import QUERY_PREFIXES

_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
#: A keyword that alone was expected: the parser tells the place where it would have ended.
_KEYWORD: Final = re.compile(r"expected ([A-Z]+)")
#: What the parser would have had, in its own signs: strings and sets of characters.
_SIGNS: Final = re.compile(r"\"(?:[^\"\\]|\\.)*\"|\[[^\]]*\]")
_SENTENCE: Final = re.compile(r"[a-z]+ [a-z]+ [a-z]+")
_PREFIXED: Final = re.compile(r"([\w.-]+):[^\s:]*$")
_DECLARED: Final = re.compile(r"\bPREFIX\s+([\w.-]+):", re.IGNORECASE)


def in_words(message: str, query: str) -> str:
    """Return what is wrong with *query*, of which the engine's parser gave *message*.

    Where the message says it well enough, it stays as it is.

    >>> in_words("error at 1:20: expected one of Prefix not found", "ASK { ?s hnasa:name ?o }")
    'line 1: the prefix hnasa: is neither declared nor known; did you mean hansa:?'
    >>> in_words("error at 1:10: expected CONSTRUCT", "SELCT * { ?s ?p ?o }")
    'line 1, column 1: what is meant by “SELCT * { ?s ?p ?o }”?'
    >>> in_words('error at 2:7: expected one of "$", "(", [a-z]', "ASK {\\n ?s ?p } LIMIT 1")
    'line 2, column 7: something is missing before “} LIMIT 1”, or that does not belong there'
    >>> in_words("error at 1:6: expected [_]", "SELEC")
    'line 1, column 6: something is missing or misplaced, which shows only where the query ends'
    """
    found = _PLACE.match(message)
    if found is None:
        return message
    line, column, expected = int(found[1]), int(found[2]) - 1, found[3]
    text = "".join(query.split("\n")[line - 1 : line])
    keyword = _KEYWORD.fullmatch(expected)
    if "The SELECT contains " in expected:
        return (
            f"line {line}: with GROUP BY, SELECT may name what is grouped by, and the rest only "
            "inside of COUNT, MIN, SAMPLE or their like; GROUP BY (LANG(?x) AS ?y) names an "
            "expression"
        )
    began = column - len(keyword[1]) if keyword else -1
    if began >= 0 and (said := text[began:].strip()[:40]):
        return f"line {line}, column {began + 1}: what is meant by “{said}”?"
    if "Prefix not found" in expected and (prefix := _unknown_prefix(text[:column], query)):
        return f"line {line}: the prefix {prefix}: is neither declared nor known{_near(prefix)}"
    signs, others = _SIGNS.findall(expected), _SIGNS.sub("", expected)
    are_many = "one of" in others or any(each.startswith("[") for each in signs)
    if signs and are_many and not _SENTENCE.search(others.removeprefix("expected one of ")):
        return f"line {line}, column {column + 1}: {_misplaced(query, line, column)}"
    return message


def place_of(message: str, query: str) -> tuple[int, int]:
    """Return the line and the column, from 1, that the parser's *message* on *query* means.

    Zeros where it names none. A keyword is meant where it begins, and so is an unknown prefix.

    >>> place_of("error at 1:20: expected one of Prefix not found", "ASK { ?s hnasa:name ?o }")
    (1, 10)
    >>> place_of("error at 2:1: expected one of \'}\'", "ASK {\\n")
    (2, 1)
    """
    found = _PLACE.match(message)
    if found is None:
        return 0, 0
    line, column, expected = int(found[1]), int(found[2]) - 1, found[3]
    text = "".join(query.split("\n")[line - 1 : line])
    if keyword := _KEYWORD.fullmatch(expected):
        column = max(0, column - len(keyword[1]))
    elif "Prefix not found" in expected and (name := _PREFIXED.search(text[:column])):
        column = name.start()
    return line, column + 1


def _misplaced(query: str, line: int, column: int) -> str:
    """Return what stands where the parser would have had one of very many other things."""
    lines = query.split("\n")[line - 1 :]
    rest = "\n".join([lines[0][column:], *lines[1:]]) if lines else ""
    if not rest.strip():
        return "something is missing or misplaced, which shows only where the query ends"
    began = rest.strip().split("\n")[0][:40].strip()
    return f"something is missing before “{began}”, or that does not belong there"


def _unknown_prefix(before: str, query: str) -> str | None:
    """Return the prefix of the name that a line ends with, unless it is a known one."""
    found = _PREFIXED.search(before)
    if found is None or found[1] in QUERY_PREFIXES or found[1] in _DECLARED.findall(query):
        return None
    return found[1]


def _near(prefix: str) -> str:
    near = get_close_matches(prefix, QUERY_PREFIXES, n=1)
    return f"; did you mean {near[0]}:?" if near else "; write a PREFIX line for it"
