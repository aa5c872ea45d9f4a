"""The rows of an answer as the cells of a page's table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from api.pages import term_value

Term = NamedNode | BlankNode | Literal | Triple
Row = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a table shows for a term: its text and, for a thing, its IRI."""

    label: str
    iri: str = ""


def to_cells(columns: Sequence[str], row: Row, *, label: Callable[[str], str]) -> list[Cell]:
    """Return the cells of a row; *label* finds the text of a link from its IRI.

    >>> to_cells(["city"], {"city": NamedNode("http://ex.org/riga")}, label=lambda iri: "Riga")
    [Cell(label='Riga', iri='http://ex.org/riga')]
    """
    cells = []
    for column in columns:
        term = row.get(column)
        is_iri = isinstance(term, NamedNode)
        text = "" if term is None else term_value(term)
        cells.append(Cell(label(text) if is_iri else text, text if is_iri else ""))
    return cells
