"""The rows of an answer as the cells of a page's table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from ontology.namespaces import HANSA
from queries.quotes import to_plain
from queries.renderings import table_columns
from queries.sentences import speak

Term = NamedNode | Literal
Row = Mapping[str, Term]

#: What columns of names end in; without it, they are called as the columns of the things.
_ENDINGS = ("Name", "Title")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a table shows for a term: its text and, for a thing, its IRI."""

    label: str
    iri: str = ""


def to_headings(columns: Sequence[str]) -> list[str]:
    """Return the headings of a table in which each thing stands once, by its name.

    >>> to_headings(["city", "cityName", "quote", "document", "documentTitle"])
    ['city', 'quote', 'document']
    """
    return [_thing(column, columns) for column in table_columns(tuple(columns))]


def to_cells(columns: Sequence[str], row: Row, *, label: Callable[[str], str]) -> list[Cell]:
    """Return the cells of a row below those headings; *label* finds a name from an IRI.

    >>> row = {"city": NamedNode("http://ex.org/riga"), "cityName": Literal("Riga")}
    >>> to_cells(["city", "cityName"], row, label=lambda iri: "")
    [Cell(label='Riga', iri='http://ex.org/riga')]
    """
    return list(_cells(columns, row, label))


def _cells(columns: Sequence[str], row: Row, label: Callable[[str], str]) -> Iterator[Cell]:
    for column in table_columns(tuple(columns)):
        name, thing = row.get(column), row.get(_thing(column, columns))
        iri = thing.value if isinstance(thing, NamedNode) else ""
        if iri.startswith(HANSA):
            yield Cell(speak(NamedNode(iri)), iri)
        elif isinstance(name, Literal):
            yield Cell(to_plain(name.value), iri)
        else:
            yield Cell(label(iri) if iri else "", iri)


def _thing(column: str, columns: Sequence[str]) -> str:
    """Return the column of the things that a column names, or the column itself."""
    for ending in _ENDINGS:
        if column.endswith(ending) and column.removesuffix(ending) in columns:
            return column.removesuffix(ending)
    return column
