"""Terms of a query as they are written, read from its tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from pyoxigraph import Literal, NamedNode

from graph.foreign.guard import Token
from ontology.namespaces import PREFIXES

_XSD: Final = PREFIXES["xsd"]
_ESCAPED: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CHARACTERS: Final = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


class Unreadable(Exception):  # noqa: N818  it is told in words, and never leaves as an error
    """The reader does not understand a part of a query; its text says which."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable by its name, without its mark."""

    name: str


@dataclass(slots=True)
class Terms:
    """What prefixes stand for, and what relative IRIs build on."""

    prefixes: dict[str, str]
    base: str | None

    def resolve(self, iri: str) -> str:
        """Return an IRI in full."""
        iri = _unescaped(iri)
        return urljoin(self.base, iri) if self.base else iri

    def iri(self, token: Token) -> str:
        """Return the IRI that a token writes in full or under a prefix, or ``a``."""
        if token.kind == "iri":
            return self.resolve(token.text[1:-1])
        if token.text == "a":
            return PREFIXES["rdf"] + "type"
        prefix, colon, local = token.text.partition(":")
        if token.kind != "name" or not colon or prefix not in self.prefixes:
            raise Unreadable(token.text)
        return self.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)

    def literal(self, token: Token, language: str, datatype: str) -> Literal:
        """Return the literal that a string stands for, with what follows it."""
        marks = 3 if token.text[:3] in {'"""', "'''"} else 1
        value = _unescaped(token.text[marks:-marks])
        if language:
            return Literal(value, language=language)
        return Literal(value, datatype=NamedNode(datatype)) if datatype else Literal(value)

    @staticmethod
    def number(text: str) -> Literal:
        """Return the literal that a number stands for (SPARQL 1.1, section 4.1.2).

        >>> Terms.number("1.5").datatype.value.rpartition("#")[2]
        'decimal'
        """
        kind = "double" if "e" in text.lower() else "decimal" if "." in text else "integer"
        return Literal(text, datatype=NamedNode(_XSD + kind))

    @staticmethod
    def truth(text: str) -> Literal:
        """Return the literal that ``true`` or ``false`` stands for."""
        return Literal(text.lower(), datatype=NamedNode(_XSD + "boolean"))


def _unescaped(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _CHARACTERS.get(match[3], match[3])

    return _ESCAPED.sub(character, text) if "\\" in text else text
