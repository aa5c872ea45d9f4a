"""Terms in written form, read back: what a line of N-Triples says, without parsing it all.

The counterpart of ``ntriples``: the gate judges lines as they are about to go into the store.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Final

from pyoxigraph import Literal, RdfFormat, parse

from ontology import vocabulary
from ontology.namespaces import PREFIXES

from .ntriples import iri

_RDF: Final = PREFIXES["rdf"]
_XSD: Final = PREFIXES["xsd"]
_TYPE: Final = f"<{_RDF}type>"
_LITERAL: Final = re.compile(r'"(.*)"(?:@([A-Za-z0-9-]+)|\^\^<([^<>]*)>)?', re.DOTALL)
_FLOATING: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_WHOLE: Final = re.compile(r"[+-]?\d+")
_NUMBERS: Final = {
    **{_XSD + name: _WHOLE for name in ("integer", "int", "long", "short", "nonNegativeInteger")},
    _XSD + "decimal": re.compile(r"[+-]?(\d+\.?\d*|\.\d+)"),
    _XSD + "double": _FLOATING,
    _XSD + "float": _FLOATING,
}
_DAY: Final = r"\d{4}-\d{2}-\d{2}"
_ZONE: Final = r"(Z|[+-]\d{2}:\d{2})?"
_TIMES: Final = {
    _XSD + "date": re.compile(f"({_DAY}){_ZONE}"),
    _XSD + "dateTime": re.compile(rf"({_DAY}T\d{{2}}:\d{{2}}:\d{{2}})(\.\d+)?{_ZONE}"),
}


def split(line: str) -> tuple[str, str, str]:
    """Return the written terms of an N-Triples line as ``ntriples.triple`` writes it.

    >>> split('<urn:s> <urn:p> "two words"@en .')
    ('<urn:s>', '<urn:p>', '"two words"@en')
    """
    subject, predicate, rest = line.split(" ", 2)
    return subject, predicate, rest.rstrip()[:-1].rstrip()


def text_of(term: str) -> str:
    r"""Return the text of a literal, or an IRI without its brackets (SPARQL's STR).

    >>> text_of('"the \\"Alliance\\""@en'), text_of("<urn:a>")
    ('the "Alliance"', 'urn:a')
    """
    found = _LITERAL.fullmatch(term)
    if found is None:
        return term[1:-1] if term.startswith("<") else term
    return _unescaped(term) if "\\" in found[1] else found[1]


def language_of(term: str) -> str:
    """Return the language tag of a literal in lower case, or nothing where it has none."""
    found = _LITERAL.fullmatch(term)
    return (found[2] or "").lower() if found else ""


def datatype_of(term: str) -> str:
    """Return the IRI of a literal's datatype, or nothing for what is no literal.

    >>> datatype_of('"Riga"@en').rpartition("#")[2], datatype_of("<urn:a>")
    ('langString', '')
    """
    found = _LITERAL.fullmatch(term)
    if found is None:
        return ""
    if found[2]:
        return _RDF + "langString"
    return found[3] or _XSD + "string"


def number_of(term: str) -> Decimal | None:
    """Return the value of an integer, decimal or double, and None for anything else."""
    pattern = _NUMBERS.get(datatype_of(term))
    written = text_of(term)
    return Decimal(written) if pattern and pattern.fullmatch(written) else None


def is_well_typed(term: str) -> bool:
    """Say whether a literal's text is one of its datatype, as far as SHACL asks for that.

    SHACL looks only into the datatypes that SPARQL 1.1 knows, and pySHACL into xsd:date as well.
    """
    datatype = datatype_of(term)
    if datatype in _NUMBERS:
        return number_of(term) is not None
    return datatype not in _TIMES or _is_time(text_of(term), _TIMES[datatype])


def _is_time(written: str, form: re.Pattern[str]) -> bool:
    found = form.fullmatch(written)
    try:
        return bool(found and datetime.fromisoformat(found[1]))
    except ValueError:
        return False


def _unescaped(term: str) -> str:
    line = f"<urn:s> <urn:p> {term} .".encode()
    (quad,) = parse(line, format=RdfFormat.N_TRIPLES)
    return quad.object.value if isinstance(quad.object, Literal) else ""


class Triples:
    """A small set of triples, to be looked up by what a shape asks."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Take in N-Triples lines; what comes twice counts once."""
        self._by_subject: dict[str, dict[str, list[str]]] = {}
        self._pairs: dict[str, list[tuple[str, str]]] = {}
        for subject, predicate, term in map(split, dict.fromkeys(lines)):
            self._by_subject.setdefault(subject, {}).setdefault(predicate, []).append(term)
            self._pairs.setdefault(predicate, []).append((subject, term))

    def objects(self, subject: str, predicate: str) -> list[str]:
        """Return what stands behind that subject and predicate."""
        return self._by_subject.get(subject, {}).get(predicate, [])

    def is_a(self, node: str, class_: str) -> bool:
        """Say whether a node is of a class, or of one below it in the ontology."""
        return any(class_ in _with_above(found) for found in self.objects(node, _TYPE))

    def targets(self) -> Iterator[tuple[tuple[str, str], Iterable[str]]]:
        """Yield each target that some nodes are found by, with the nodes (SHACL, section 2.1.3)."""
        for predicate, pairs in self._pairs.items():
            yield ("targetSubjectsOf", predicate), [subject for subject, _ in pairs]
            yield ("targetObjectsOf", predicate), [term for _, term in pairs]
        for node, class_ in self._pairs.get(_TYPE, ()):
            for above in _with_above(class_):
                yield ("targetClass", above), (node,)


@cache
def _with_above(class_: str) -> frozenset[str]:
    return frozenset({class_, *map(iri, vocabulary.super_classes().get(class_[1:-1], ()))})
