"""The page that shows an answer: the rows as a table, with the sentences behind them if asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request

from api.context import Services
from graph.claims import Claim

from .asking import Asked
from .evidence import Explained
from .evidence_terms import Binding, Json
from .protocol import fields_of

#: Rows that a page shows; the other formats have all of them.
_SHOWN: Final = 500
_FORMATS: Final = (
    *(("JSON", "json"), ("CSV", "csv"), ("TSV", "tsv"), ("XML", "xml"), ("Excel", "xlsx")),
)
_EXPLAINING: Final = ("json", "xlsx")


@dataclass(frozen=True, slots=True)
class ShownTerm:
    """A term in a cell: its text, the IRI that it is, the language or datatype that it has."""

    text: str
    iri: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """The cells of a row, and the claims behind it."""

    cells: Sequence[ShownTerm | None]
    claims: Sequence[Claim]


def page(
    request: Request, services: Services, wanted: Asked, answer: Json, told: Explained | None
) -> bytes:
    """Return the page of an *answer* in SPARQL's JSON, and of what is *told* behind its rows."""
    names: list[str] = answer["head"].get("vars", [])
    rows: list[Binding] = answer.get("results", {}).get("bindings", [])
    response = services.pages.render(
        request,
        "answer.html",
        query=wanted.request.query,
        names=names,
        boolean=answer.get("boolean"),
        rows=[*_rows(names, rows[:_SHOWN], told)],
        total=len(rows),
        unexplained=told.unexplained if told is not None else (),
        is_explained=told is not None,
        formats=[*_formats(request, wanted)],
    )
    return bytes(response.body)


def _rows(names: list[str], rows: Sequence[Binding], told: Explained | None) -> Iterator[ShownRow]:
    for number, row in enumerate(rows):
        claims = told.rows[number] if told is not None and number < len(told.rows) else ()
        cells = [to_shown(row[name]) if name in row else None for name in names]
        yield ShownRow(cells, claims)


def to_shown(value: Json) -> ShownTerm:
    """Return what a cell shows of a term in SPARQL's JSON.

    >>> to_shown({"type": "literal", "value": "Riga", "xml:lang": "lv"})
    ShownTerm(text='Riga', iri='', note='lv')
    >>> to_shown({"type": "bnode", "value": "b0"}).text
    '_:b0'
    """
    kind, text = value["type"], value["value"]
    if kind == "uri":
        return ShownTerm(text, iri=text)
    if kind == "bnode":
        return ShownTerm(f"_:{text}")
    if kind == "triple":
        return ShownTerm(" ".join(to_shown(text[part]).text for part in text))
    return ShownTerm(str(text), note=value.get("xml:lang", ""))


def _formats(request: Request, wanted: Asked) -> Iterator[tuple[str, str]]:
    """Yield the other formats of this answer, each with its address; none of what was sent."""
    if request.method != "GET":
        return
    fields = [(name, value) for name, value in fields_of(request) if name != "format"]
    for title, name in _FORMATS:
        is_there = name in _EXPLAINING or not wanted.request.evidence
        if is_there and (name != "xlsx" or wanted.shape.form == "SELECT"):
            yield title, "?" + urlencode([*fields, ("format", name)])
