"""The numbers of a dataset as a page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.reader import Reader

from .partitions import Class, Counts, Property
from .terms import shown


@dataclass(frozen=True, slots=True)
class Row:
    """A class or property with how often it stands, and something that has it."""

    iri: str
    name: str
    number: int
    example: str = ""
    example_label: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """Tables of the plain facts and of the named graphs, the most frequent first."""

    documents: int
    statements: int
    classes: tuple[Row, ...]
    properties: tuple[Row, ...]
    said_classes: tuple[Row, ...]
    said_properties: tuple[Row, ...]


def overview(reader: Reader, counts: Counts) -> Overview:
    """Return what a page shows of *counts*."""
    return Overview(
        documents=len(counts.documents),
        statements=counts.facts.statements + counts.said.statements,
        classes=tuple(_classes(reader, counts.facts.classes)),
        properties=tuple(_properties(counts.facts.properties)),
        said_classes=tuple(_classes(reader, counts.said.classes)),
        said_properties=tuple(_properties(counts.said.properties)),
    )


def _classes(reader: Reader, classes: Iterable[Class]) -> Iterator[Row]:
    for each in sorted(classes, key=lambda one: (-one.things, one.iri)):
        label = reader.label(each.example) if each.example else ""
        yield Row(each.iri, shown(each.iri), each.things, each.example, label)


def _properties(properties: Iterable[Property]) -> Iterator[Row]:
    for each in sorted(properties, key=lambda one: (-one.statements, one.iri)):
        yield Row(each.iri, shown(each.iri), each.statements)
