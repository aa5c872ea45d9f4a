"""The kinds of rows the table has: how a field of the schema is read from RDF.

A row says what is read and where it stands; who may have the field follows from the ontology
(``ontology.terms.SIGNATURES``), so that it is said once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from pyoxigraph import DefaultGraph, NamedNode

from ontology.iris import Base
from ontology.namespaces import HANSA, PREFIXES
from ontology.terms import KINDS, LITERAL_SUBJECTS, RELATIONS, SIGNATURES


class Home(Enum):
    """In which graph the triples of a field stand."""

    #: The default graph: what follows from all documents together.
    FACTS = "facts"
    #: The graph of the gazetteer: knowledge of the world, which no document says.
    GAZETTEER = "gazetteer"
    #: The graph of the document that the field belongs to.
    DOCUMENT = "document"

    def graph(self, iri: str, base: Base) -> NamedNode | DefaultGraph:
        """Return the graph of this name for the thing with that IRI."""
        if self is Home.FACTS:
            return DefaultGraph()
        return NamedNode(iri if self is Home.DOCUMENT else f"{base.iri}graph/gazetteer")


@dataclass(frozen=True, slots=True)
class Relation:
    """A field that leads to other things: a connection whose edges carry claims.

    ``stated`` is the local name of the property as documents state it, ``backwards`` is true where
    the thing that has the field is its object.
    """

    field: str
    stated: str
    description: str
    backwards: bool = False

    @property
    def is_symmetric(self) -> bool:
        """Whether a claim in either direction says it."""
        return RELATIONS[self.stated] == self.stated

    @property
    def predicate(self) -> str:
        """The IRI of the materialised property that leads from here to the other end.

        >>> Relation("members", "memberOf", "Who belongs to it.", backwards=True).predicate
        'https://w3id.org/hansa/ontology#hasMember'
        """
        return HANSA + (RELATIONS[self.stated] if self.backwards else self.stated)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of things that may have the field."""
        return SIGNATURES[self.stated][1 if self.backwards else 0]

    @property
    def others(self) -> frozenset[str]:
        """The kinds of things that it may lead to."""
        return SIGNATURES[self.stated][0 if self.backwards else 1]


@dataclass(frozen=True, slots=True)
class Statement:
    """A field of values that documents state: each comes with its claims.

    ``stated`` is the local name of the property, ``datatype`` the IRI of its values' datatype;
    xsd:date stands for days, months and years alike.
    """

    field: str
    stated: str
    description: str
    datatype: str

    @property
    def predicate(self) -> str:
        """The IRI of the property."""
        return HANSA + self.stated

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of things that may have the field."""
        return LITERAL_SUBJECTS[self.stated]


@dataclass(frozen=True, slots=True)
class Attribute:
    """A field of one value, or of several, that is no claim: a label, a figure of the gazetteer.

    ``datatype`` is the IRI of a literal's datatype, or None where the value is an IRI; xsd:date
    stands for days, months and years alike, xsd:string for text with a language or without.
    ``least`` is how many there are of it at least.
    """

    field: str
    predicate: str
    description: str
    home: Home
    kinds: frozenset[str]
    datatype: str | None
    least: int = 0
    most: int | None = 1


Row: TypeAlias = Relation | Statement | Attribute

DOCUMENT = frozenset({"Document"})
EVERYTHING = frozenset(KINDS)


def expanded(name: str) -> str:
    """Return the IRI of a prefixed name.

    >>> expanded("skos:prefLabel")
    'http://www.w3.org/2004/02/skos/core#prefLabel'
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local
