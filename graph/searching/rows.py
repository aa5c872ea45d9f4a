"""From lines of the graph to the names and quotes that can be searched.

Names are the labels of things, and the titles of documents, in the default graph; quotes are the
exact words of the evidence of claims in the graphs of documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from graph.quads import GraphName
from ontology.namespaces import PREFIXES
from ontology.terms import KINDS

_EXACT: Final = f"<{PREFIXES['oa']}exact>"
_PREFERRED: Final = f"<{PREFIXES['skos']}prefLabel>"
_ALTERNATIVE: Final = f"<{PREFIXES['skos']}altLabel>"
_LABEL: Final = f"<{PREFIXES['rdfs']}label>"
_QUOTE: Final = "#quote>"
#: What a line has in it that may be a row: most lines are none, and are told by this alone.
_OF_NAMES: Final = "abel> "
_OF_QUOTES: Final = f"{_QUOTE} {_EXACT} "
_KINDS: Final = {kind.lower(): kind for kind in KINDS}
_OF_THING: Final = re.compile(r".*/(?:id/([a-z]+)|doc)/[^/#]+")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


@dataclass(frozen=True, slots=True, order=True)
class NameRow:
    """A name of a thing, or the title of a document, whose kind is then ``Document``."""

    iri: str
    kind: str
    name: str
    language: str = ""
    is_alternative: bool = False


@dataclass(frozen=True, slots=True, order=True)
class QuoteRow:
    """The words of a document that a claim comes from."""

    document: str
    quote: str
    claim: str


def rows_of(graph: GraphName, lines: Iterable[str]) -> Iterator[NameRow | QuoteRow]:
    """Yield what can be searched among *lines*, canonical N-Triples, of *graph*.

    Graphs that are no documents' have nothing to be found.

    >>> line = '<urn:claim/1#quote> <http://www.w3.org/ns/oa#exact> "Riga joined." .'
    >>> next(rows_of("https://example.org/doc/a-1", [line])).quote
    'Riga joined.'
    """
    if graph is None:
        yield from names_of(lines)
    elif kind_of(graph) == "Document":
        yield from quotes_of(graph, lines)


def lines_of_quotes(lines: Iterable[str]) -> tuple[str, ...]:
    """Return which lines of a document's graph may be quotes; most are none."""
    return tuple([line for line in lines if _OF_QUOTES in line])


def names_of(lines: Iterable[str]) -> Iterator[NameRow]:
    """Yield the names among the lines of the default graph."""
    for line in [line for line in lines if _OF_NAMES in line]:
        subject, predicate, rest = line.split(" ", 2)
        if predicate not in (_PREFERRED, _ALTERNATIVE, _LABEL):
            continue
        kind = kind_of(subject[1:-1])
        # Things have a label that only repeats their preferred name.
        if kind and (predicate == _LABEL) == (kind == "Document"):
            name, language = literal(rest)
            yield NameRow(subject[1:-1], kind, name, language, predicate == _ALTERNATIVE)


def quotes_of(graph: str, lines: Iterable[str]) -> Iterator[QuoteRow]:
    """Yield the quotes among the lines of the graph of the document with that IRI."""
    for line in [line for line in lines if _OF_QUOTES in line]:
        subject, predicate, rest = line.split(" ", 2)
        if predicate == _EXACT and subject.endswith(_QUOTE):
            quote, _ = literal(rest)
            yield QuoteRow(graph, quote, subject[1 : -len(_QUOTE)])


def kind_of(iri: str) -> str | None:
    """Return the kind of a thing or document by its IRI, None for anything else.

    >>> kind_of("https://example.org/id/city/riga-lv"), kind_of("https://example.org/doc/a-1")
    ('City', 'Document')
    """
    if match := _OF_THING.fullmatch(iri):
        return _KINDS.get(match[1]) if match[1] else "Document"
    return None


def literal(rest: str) -> tuple[str, str]:
    r"""Return the text and the language of the literal with which a line ends.

    >>> literal(r'"the \"Alliance\""@en .')
    ('the "Alliance"', 'en')
    """
    end = rest.rindex('"')
    text, tail = rest[1:end], rest[end + 1 :]
    language = tail[1:-2] if tail.startswith("@") else ""
    return (_ESCAPE.sub(_unescaped, text) if "\\" in text else text), language


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(match[3], match[3])
