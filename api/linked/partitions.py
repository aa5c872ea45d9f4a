"""What a generation holds, counted: things by class, statements by property, and both together.

Each count is one query over the whole store, 1 to 5 seconds for a million quads, with the lock of
the interpreter let go; so it is made when somebody asks, once for a generation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal

from graph.reader import Reader
from ontology.namespaces import HANSA, prologue
from ontology.terms import KINDS

_CLASSES: Final = "SELECT ?class (COUNT(?s) AS ?n) {{ {} }} GROUP BY ?class"
_PROPERTIES: Final = """
SELECT ?property (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
{{ {} }} GROUP BY ?property"""
_BOTH: Final = """
SELECT ?class ?property (COUNT(*) AS ?n) {{
  VALUES ?class {{ {} }}
  ?s a ?class ; ?property ?o .
}} GROUP BY ?class ?property"""
_EXAMPLES: Final = """
SELECT ?class (MIN(STR(?s)) AS ?first) {{ VALUES ?class {{ {} }} ?s a ?class }} GROUP BY ?class"""
_LINKS: Final = """
SELECT (COUNT(*) AS ?n) {
  ?s schema:sameAs ?o FILTER(STRSTARTS(STR(?o), "https://sws.geonames.org/"))
}"""


@dataclass(frozen=True, slots=True, order=True)
class Property:
    """A property: how many statements have it, of how many subjects and objects."""

    iri: str
    statements: int
    subjects: int = 0
    objects: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Class:
    """A class: how many things are of it, which properties they have, one for an example."""

    iri: str
    things: int
    properties: tuple[Property, ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the dataset: the default graph, or all graphs of documents."""

    classes: tuple[Class, ...] = ()
    properties: tuple[Property, ...] = ()

    @property
    def statements(self) -> int:
        """How many statements there are in it."""
        return sum(each.statements for each in self.properties)


@dataclass(frozen=True, slots=True)
class Counts:
    """What a generation holds: plain facts, and what is said in graphs; how many documents."""

    facts: Part = field(default_factory=Part)
    said: Part = field(default_factory=Part)
    documents: tuple[str, ...] = ()
    links: int = 0


def count(reader: Reader) -> Counts:
    """Return what the reader's generation holds."""
    kinds = " ".join(f"<{HANSA}{kind}>" for kind in KINDS)
    inner: dict[str, list[Property]] = {}
    for row in _rows(reader, _BOTH.format(kinds)):
        inner.setdefault(row["class"], []).append(Property(row["property"], int(row["n"])))
    tests = (f"!STRSTARTS(STR(?graph), {Literal(each)})" for each in reader.aside)
    besides = f" FILTER({' && '.join(tests)})" if reader.aside else ""
    examples = {row["class"]: row["first"] for row in _rows(reader, _EXAMPLES.format(kinds))}
    classes = tuple(
        Class(
            each.iri,
            each.things,
            tuple(sorted(inner.get(each.iri, ()))),
            examples.get(each.iri, ""),
        )
        for each in _classes(reader, "?s a ?class")
    )
    return Counts(
        facts=Part(classes, _properties(reader, "?s ?property ?o")),
        said=Part(
            _classes(reader, f"GRAPH ?graph {{ ?s a ?class }}{besides}"),
            _properties(reader, f"GRAPH ?graph {{ ?s ?property ?o }}{besides}"),
        ),
        documents=tuple(sorted(each.iri for each in reader.documents())),
        links=sum(int(row["n"]) for row in _rows(reader, _LINKS)),
    )


def _classes(reader: Reader, pattern: str) -> tuple[Class, ...]:
    rows = _rows(reader, _CLASSES.format(pattern))
    return tuple(sorted(Class(row["class"], int(row["n"])) for row in rows))


def _properties(reader: Reader, pattern: str) -> tuple[Property, ...]:
    return tuple(
        sorted(
            Property(row["property"], int(row["n"]), int(row["subjects"]), int(row["objects"]))
            for row in _rows(reader, _PROPERTIES.format(pattern))
        )
    )


def _rows(reader: Reader, query: str) -> Iterator[dict[str, str]]:
    for row in reader.solutions(prologue() + query):
        yield {name: term.value for name, term in row.items()}
