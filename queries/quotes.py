"""Quotes as people read them; the data formats keep every character of the document's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ontology.iris import normalise_name

_STRONG: Final = re.compile(r"(?<!\\)(\*\*\*?|__)")
_EMPHASIS: Final = re.compile(r"(?<![\w\\*_])([*_])(?=\S)([^*_]+)(?<=\S)\1(?![\w*_])")
_BRACKETS: Final = re.compile(r"\s*\([^()]*\)\s*$")
_ENDS: Final = (".", "!", "?", "…", ".”", '."', ".)")


def to_plain(quote: str) -> str:
    """Return a quote on one line without the marks by which Markdown emphasises, also cut ones.

    >>> to_plain("Twin Quays Programme.** Riga  and\\n*Tartu* fund it.")
    'Twin Quays Programme. Riga and Tartu fund it.'
    """
    return " ".join(without_emphasis(quote).split())


def without_emphasis(text: str) -> str:
    """Return a part of a document without the marks by which Markdown emphasises.

    >>> without_emphasis("**Place:** Riga _and_ snake_case")
    'Place: Riga and snake_case'
    """
    return _EMPHASIS.sub(r"\2", _STRONG.sub("", text))


def is_entry(quote: str, names: Iterable[str]) -> bool:
    """Say whether a quote is no sentence but an entry of a list or a row of a table.

    It is one word, has cells, or is nothing but one of the *names* that it is quoted for.

    >>> is_entry("Open Cities (OC)", ["Open Cities"]), is_entry("Turku | Finland", [])
    (True, True)
    >>> is_entry("Riga joined.", ["Riga"]), is_entry("founded in 1998", [])
    (False, False)
    """
    plain = to_plain(quote)
    if "|" in plain or plain.endswith(_ENDS):
        return "|" in plain
    entry = normalise_name(_BRACKETS.sub("", plain))
    return " " not in entry or any(normalise_name(name) == entry for name in names)
