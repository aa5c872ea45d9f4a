"""Small graphs to ask the shapes about: things, documents and values, written as N-Triples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from graphql import GraphQLObjectType, GraphQLType

from api.gql.mapping.rows import expanded
from api.gql.schema import schema
from graph.shacl.shapes import read_table
from graph.shacl.verification import Verifier
from ontology.namespaces import HANSA, PREFIXES

_TYPE: Final = f"<{PREFIXES['rdf']}type>"
INTEGER: Final = expanded("xsd:integer")
LANG_STRING: Final = expanded("rdf:langString")
#: A value of each datatype that would do for most properties.
VALUES: Final[Mapping[str, str]] = {
    INTEGER: "12",
    expanded("xsd:decimal"): "12.5",
    expanded("xsd:string"): "text",
    LANG_STRING: "text",
    expanded("xsd:date"): "2020-05-04",
    expanded("xsd:gYear"): "2020",
    expanded("xsd:gYearMonth"): "2020-05",
    expanded("xsd:boolean"): "true",
}
NUMBERS: Final = frozenset({INTEGER, expanded("xsd:decimal")})
#: What values of each scalar can be made of.
HELD: Final[Mapping[str, frozenset[str]]] = {
    "Int": frozenset({INTEGER}),
    "Float": NUMBERS,
    "String": frozenset(VALUES),
    "Name": frozenset(VALUES),
}
#: Never null though the shapes let it be missing: something else stands in its place. A title is
#: the source key then, a language ``und``; quotes are written with what is around them, be it "".
STANDS_IN: Final = frozenset({"title", "language", "prefix", "suffix"})
Lines = list[str]


class Shapes:
    """The shapes of a file, as something to ask."""

    def __init__(self, turtle: bytes) -> None:
        self._verifier = Verifier(read_table(turtle))
        self._known: dict[tuple[str, ...], bool] = {}

    def allow(self, lines: Iterable[str]) -> bool:
        """Say whether a graph keeps the shapes."""
        key = tuple(lines)
        if key not in self._known:
            self._known[key] = not self._verifier.violations(key)
        return self._known[key]

    def must_have(self, name: str, graph: Lines, predicate: str) -> bool:
        """Say whether the thing called *name* in a graph has to have a property."""
        without = [each for each in graph if not each.startswith(f"<{name}> <{predicate}> ")]
        return not self.allow(without)


def literal(text: str, datatype: str, *, language: str = "en") -> str:
    """Return a written literal."""
    if datatype == LANG_STRING:
        return f'"{text}"@{language}'
    return f'"{text}"' if datatype == expanded("xsd:string") else f'"{text}"^^<{datatype}>'


def thing(name: str, kind: str) -> Lines:
    """Return the lines of a thing or document that has what the shapes want of it."""
    lines = [f"<{name}> {_TYPE} <{HANSA}{kind}> ."]
    if kind == "Network":
        lines.append(f"<{name}> {_TYPE} <{HANSA}Organization> .")
    if kind == "Document":
        lines.append(f'<{name}> <{HANSA}sourceKey> "key" .')
        lines.append(f'<{name}> <{HANSA}sha256> "{"0" * 64}" .')
    else:
        lines.append(f'<{name}> <{PREFIXES["skos"]}prefLabel> "Name" .')
    return lines


@cache
def fields_of(type_: str) -> Mapping[str, GraphQLType]:
    """Return the fields of a type of the schema with their types."""
    found = schema()._schema.get_type(type_)
    assert isinstance(found, GraphQLObjectType)
    return {name: field.type for name, field in found.fields.items()}
