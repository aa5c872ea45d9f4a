"""Renderings of an answer that the command line and the HTTP interface share."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from ontology.namespaces import PREFIXES

from .answers import Answer
from .names import Term
from .quotes import to_plain
from .sentences import speak, to_sentences

_XSD: Final = PREFIXES["xsd"]


def to_json(answer: Answer) -> dict[str, Any]:
    """Return the answer as plain JSON: its rows, each with its sentence, and how it was found.

    Integers and decimals become numbers, all other terms strings.
    """
    sentences = to_sentences(answer)
    return {
        "question": answer.question.name,
        "summary": answer.question.summary,
        "parameters": answer.labels,
        "resolved": answer.resolved,
        "columns": list(answer.columns),
        "rows": [
            {column: _plain(row[column]) if column in row else None for column in answer.columns}
            | {"sentence": sentence}
            for row, sentence in zip(answer.rows, sentences, strict=True)
        ],
        "limit": answer.limit,
        "offset": answer.offset,
        "more": answer.more,
        "query": answer.query,
    }


def to_results_json(answer: Answer) -> dict[str, Any]:
    """Return the answer in SPARQL 1.1 Query Results JSON Format (section 3)."""
    bindings = [
        {column: _term_json(row[column]) for column in answer.columns if column in row}
        for row in answer.rows
    ]
    return {"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}}


def to_csv(answer: Answer) -> str:
    """Return the answer in SPARQL 1.1 Query Results CSV Format: values only, lines end CRLF."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(answer.columns)
    writer.writerows(
        [row[column].value if column in row else "" for column in answer.columns]
        for row in answer.rows
    )
    return buffer.getvalue()


def to_tsv(answer: Answer) -> str:
    """Return the answer in SPARQL 1.1 Query Results TSV Format: terms as Turtle writes them."""
    heading = "\t".join(f"?{column}" for column in answer.columns)
    lines = [heading, *(_tsv_line(row, answer.columns) for row in answer.rows)]
    return "\n".join(lines) + "\n"


def to_table(answer: Answer) -> list[list[str]]:
    """Return the answer as rows of plain strings for a person, the heading first.

    Names stand for the IRIs they name; a column without any value is left out.
    """
    columns = [column for column in table_columns(answer.columns) if _has(answer, column)]
    heading = [column.removesuffix("Name").removesuffix("Title") for column in columns]
    rows = [
        [_cell(row[column]) if column in row else "" for column in columns] for row in answer.rows
    ]
    return [heading, *rows]


def table_columns(columns: tuple[str, ...]) -> list[str]:
    """Return the columns that a person reads: not an IRI beside the name of the same thing.

    >>> table_columns(("city", "cityName", "document", "documentTitle", "quote"))
    ['cityName', 'documentTitle', 'quote']
    """
    return [
        column
        for column in columns
        if f"{column}Name" not in columns and f"{column}Title" not in columns
    ]


def _tsv_line(row: Mapping[str, Term], columns: tuple[str, ...]) -> str:
    written = (str(row[column]) if column in row else "" for column in columns)
    return "\t".join(text.replace("\t", "\\t") for text in written)


def _has(answer: Answer, column: str) -> bool:
    return not answer.rows or any(column in row for row in answer.rows)


def _cell(term: Term) -> str:
    return to_plain(speak(term))


def _plain(term: Term) -> str | int | float:
    if isinstance(term, Literal):
        if term.datatype.value == _XSD + "integer":
            return int(term.value)
        if term.datatype.value == _XSD + "decimal":
            return float(term.value)
    return term.value


def _term_json(term: Term) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    found = {"type": "literal", "value": term.value}
    if term.language:
        return found | {"xml:lang": term.language}
    if term.datatype.value != _XSD + "string":
        return found | {"datatype": term.datatype.value}
    return found
