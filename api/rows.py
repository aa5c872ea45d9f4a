"""Writes the rows of an answer as JSON, CSV or TSV; the page has its own cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | BlankNode | Literal | Triple
Row = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a table shows for a term: its text and, for a thing, its IRI."""

    label: str
    iri: str = ""


def to_json(row: Row) -> dict[str, dict[str, str]]:
    """Return a row with its terms in the form of SPARQL 1.1 Query Results JSON, section 3.2.2.

    >>> to_json({"name": Literal("Riga", language="lv")})
    {'name': {'type': 'literal', 'value': 'Riga', 'xml:lang': 'lv'}}
    """
    return {column: _term(term) for column, term in row.items()}


def _term(term: Term) -> dict[str, str]:
    if isinstance(term, Literal):
        found = {"type": "literal", "value": term.value}
        if term.language:
            return found | {"xml:lang": term.language}
        plain = term.datatype.value.endswith("#string")
        return found if plain else found | {"datatype": term.datatype.value}
    if isinstance(term, Triple):
        return {"type": "triple", "value": str(term)}
    return {"type": "uri" if isinstance(term, NamedNode) else "bnode", "value": term.value}


def to_csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Return rows as CSV with plain values (SPARQL 1.1 Query Results CSV, section 3).

    >>> to_csv(["a", "b"], [{"a": Literal("yes, no")}])
    'a,b\\r\\n"yes, no",\\r\\n'
    """
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([_plain(row.get(column)) for column in columns] for row in rows)
    return file.getvalue()


def to_tsv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Return rows as TSV with terms as in Turtle (SPARQL 1.1 Query Results TSV, section 4).

    >>> to_tsv(["a"], [{"a": NamedNode("http://ex.org/")}])
    '?a\\n<http://ex.org/>\\n'
    """
    lines = ["\t".join(f"?{column}" for column in columns)]
    lines += ["\t".join(_turtle(row.get(column)) for column in columns) for row in rows]
    return "\n".join(lines) + "\n"


def to_cells(columns: Sequence[str], row: Row, *, label: Callable[[str], str]) -> list[Cell]:
    """Return the cells of a row; *label* finds the text of a link from its IRI.

    >>> to_cells(["city"], {"city": NamedNode("http://ex.org/riga")}, label=lambda iri: "Riga")
    [Cell(label='Riga', iri='http://ex.org/riga')]
    """
    cells = []
    for column in columns:
        term = row.get(column)
        is_iri = isinstance(term, NamedNode)
        text = _plain(term)
        cells.append(Cell(label(text) if is_iri else text, text if is_iri else ""))
    return cells


def _plain(term: Term | None) -> str:
    if term is None:
        return ""
    return str(term) if isinstance(term, Triple) else term.value


def _turtle(term: Term | None) -> str:
    return "" if term is None else str(term).replace("\t", "\\t")
