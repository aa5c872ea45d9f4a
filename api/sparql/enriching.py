"""Answers that are made of the engine's: with evidence, as a page, or as a workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import Final

from anyio import to_thread
from starlette.requests import Request
from starlette.types import ASGIApp

from api.context import Services
from api.http.rates import counted
from api.pages.pages import HTML
from api.workbooks import XLSX, Cell, Sheet, write_workbook
from graph.errors import QueryError, QueryStoppedError
from graph.evidence.evidence import Evidence
from graph.evidence.patterns import read_select
from graph.evidence.terms import Unreadable
from graph.foreign.jobs import Job, job
from graph.reader import Reader
from graph.remote.served import Source

from .admitted import admitted
from .asking import Asked
from .evidence import (
    Explained,
    explain,
    fewer,
    require_few,
    solutions_query,
    to_json,
    unanswered,
    unreadable,
)
from .evidence_terms import Binding, Json, term_of
from .running import note
from .sending import whole
from .showing import page

#: Bytes of an answer that is taken apart, as JSON.
_MOST: Final = 16 * 1024 * 1024
#: Characters of the query for the solutions behind the rows, which holds the rows.
_LONGEST: Final = 1_000_000
_EVIDENCE: Final = (
    *("row", "quote", "document", "documentTitle", "start", "end", "status", "confidence"),
    *("subject", "predicate", "object", "year", "role", "rule", "claim"),
)


async def enriched(
    request: Request, services: Services, wanted: Asked, reader: Reader, source: Source
) -> ASGIApp:
    """Return the answer to *wanted*; it is remembered as any other."""
    limits = services.settings.limits
    limits = replace(limits, answer=min(limits.answer, _MOST))
    asked = await to_thread.run_sync(counted(wanted.job), source, limits)
    body = await _collected(request, services, asked, wanted)
    answer: Json = await to_thread.run_sync(counted(json.loads), body)
    told = None
    if wanted.request.evidence:
        require_few(answer["results"]["bindings"])
        told = await _explained(request, services, wanted, answer, reader, source)
    if wanted.format is HTML:
        body = await to_thread.run_sync(counted(page), request, services, wanted, answer, told)
    else:
        body = await to_thread.run_sync(counted(_written), wanted, answer, told)
    kept = services.memory.keep(wanted.key, body) if wanted.key else None
    note(request.scope, "answered")
    return whole(request, wanted, body, kept=kept)


async def _explained(
    request: Request,
    services: Services,
    wanted: Asked,
    answer: Json,
    reader: Reader,
    source: Source,
) -> Explained:
    rows: list[Binding] = answer["results"]["bindings"]
    try:
        read = await to_thread.run_sync(
            counted(partial(read_select, wanted.request.query, base_iri=wanted.base_iri))
        )
    except Unreadable as error:
        return unreadable(rows, f"all of it: {error}")
    some: Sequence[Binding] = rows
    solutions = None
    while (query := solutions_query(read, some)) is not None:
        try:
            asked = await to_thread.run_sync(_job, services, wanted, source, query)
            found = await _collected(request, services, asked, wanted)
        except QueryStoppedError:
            raise
        except QueryError as error:
            return unanswered(read, rows, error)
        solutions = (await to_thread.run_sync(counted(json.loads), found))["results"]["bindings"]
        if (first := fewer(some, solutions)) == some:
            break
        some = first
    explaining = partial(explain, read, rows, solutions, Evidence(reader), looked_at=len(some))
    return await to_thread.run_sync(counted(explaining))


def _job(services: Services, wanted: Asked, source: Source, query: str) -> Job:
    return job(
        source,
        query,
        format="json",
        limits=replace(services.settings.limits, answer=_MOST, length=_LONGEST),
        dataset=wanted.request.dataset,
        base_iri=wanted.base_iri,
    )


async def _collected(request: Request, services: Services, job: Job, wanted: Asked) -> bytes:
    """Return the whole answer to a job of this client, which ends when the client goes."""
    async with admitted(request, services, job, generation=wanted.generation) as running:
        return b"".join([piece async for piece in running])


def _written(wanted: Asked, answer: Json, told: Explained | None) -> bytes:
    if wanted.format is not XLSX:
        return to_json(answer, told or Explained(()))
    output = BytesIO()
    write_workbook(output, _sheets(wanted, answer, told), title="An answer of Hansa")
    return output.getvalue()


def _sheets(wanted: Asked, answer: Json, told: Explained | None) -> Iterator[Sheet]:
    names: list[str] = answer["head"]["vars"]
    yield Sheet("Answer", names, _cells(names, answer["results"]["bindings"]))
    about: list[tuple[str, Cell]] = [
        ("query", wanted.request.query),
        ("generation", wanted.generation),
        ("endpoint", wanted.base_iri),
    ]
    if told is not None:
        yield Sheet("Evidence", _EVIDENCE, _evidence_rows(told), widths=(8, 60))
        about += [("not explained", each) for each in told.unexplained]
    yield Sheet("About", ("what", "value"), about, widths=(16, 60))


def _cells(names: list[str], rows: list[Binding]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [_cell(row.get(name)) for name in names]


def _cell(value: Json | None) -> Cell:
    if value is None:
        return None
    term = term_of(value)
    if term is not None:
        return term
    return f"_:{value['value']}" if value["type"] == "bnode" else json.dumps(value["value"])


def _evidence_rows(told: Explained) -> Iterator[list[Cell]]:
    """Yield each claim with the number of its row, the heading being the first row of a sheet."""
    for number, claims in enumerate(told.rows, start=2):
        for claim in claims:
            yield [
                *(number, claim.exact, claim.document, claim.document_title),
                *(claim.start, claim.end, claim.status, claim.confidence),
                *(claim.subject, claim.predicate, claim.object),
                *(claim.year, claim.role, claim.rule, claim.iri),
            ]
