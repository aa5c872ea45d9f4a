"""An answer as an Excel workbook: its rows, the sentences behind them, and how it was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from pyoxigraph import NamedNode

from api.questions.paging import in_words
from api.workbooks import Cell, Sheet, write_workbook
from queries.answers import Answer
from queries.sentences import to_sentences

#: Columns that are read more than looked up, which get more room.
_WIDE = ("quote", "otherQuote")
_SHORT = ("year", "status", "sentences", "confidence", "published")
#: The columns of the words of documents, each with the document and its title.
_EVIDENCE = (
    ("quote", "document", "documentTitle"),
    ("otherQuote", "otherDocument", "otherDocumentTitle"),
)


def write_answer(
    output: BinaryIO,
    answer: Answer,
    *,
    values: Mapping[str, str],
    generation: int,
    address: str,
) -> None:
    """Write *answer* to *output*; *address* is where, or the command by which, it was asked."""
    sheets = (
        Sheet("Answer", answer.columns, _rows(answer), [_width(each) for each in answer.columns]),
        Sheet(
            "Sentences",
            ("row", "sentence", "quote", "document title", "document"),
            _sentences(answer),
            (8, 60, 60, 40, 40),
        ),
        Sheet("About", ("what", "value"), _about(answer, values, generation, address), (20, 60)),
    )
    write_workbook(output, sheets, title=answer.question.summary)


def _rows(answer: Answer) -> Iterator[Sequence[Cell]]:
    return ([row.get(column) for column in answer.columns] for row in answer.rows)


def _sentences(answer: Answer) -> Iterator[Sequence[Cell]]:
    """Yield each row in words, with what documents say; a row of two quotes gets two lines.

    Rows are numbered as a spreadsheet numbers them, the heading being the first.
    """
    for number, (row, sentence) in enumerate(
        zip(answer.rows, to_sentences(answer), strict=True), start=2
    ):
        said: list[tuple[Cell, Cell, Cell]] = [
            (row[quote], row.get(title), row.get(document))
            for quote, document, title in _EVIDENCE
            if quote in row
        ]
        for quote, title, document in said or [(None, row.get("documentTitle"), None)]:
            yield number, sentence, quote, title, document


def _about(
    answer: Answer, values: Mapping[str, str], generation: int, address: str
) -> Iterator[Sequence[Cell]]:
    question = answer.question
    yield "question", question.name
    yield "summary", question.summary
    yield "description", question.description
    for parameter in question.parameters:
        if parameter.name in values:
            yield f"parameter {parameter.name}", values[parameter.name]
        elif parameter.default is not None:
            yield f"parameter {parameter.name}", f"{parameter.default} (unless given)"
    for parameter_name, iri in answer.resolved.items():
        yield f"{parameter_name} is", NamedNode(iri)
    yield "rows", in_words(answer)
    yield "generation", generation
    yield "address", address
    yield "query", answer.query


def _width(column: str) -> int:
    if column in _WIDE:
        return 60
    return 12 if column in _SHORT else 30
