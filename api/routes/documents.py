"""The documents the graph was made from; each has its page at /doc/."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.context import ChargedRoute, ReaderDep, ServicesDep
from api.http.negotiation import accepted, negotiate
from api.linked.paging import asked_page, page_of
from api.pages.listing import Choice
from api.pages.pages import HTML
from graph.formats import Format

router = APIRouter(tags=["Documents"], route_class=ChargedRoute)

_FORMATS = {"json": Format("json", "application/json"), HTML.name: HTML}


@router.get("/documents", summary="List the documents")
def list_documents(
    request: Request,
    services: ServicesDep,
    reader: ReaderDep,
    q: str = "",
    language: str = "",
    year: str = "",
    sort: str = "",
    format: str | None = None,
) -> Response:
    """Return the current documents with title, publisher, date, language and digest.

    *q* narrows them to those with that text in title, publisher or key, *language* and *year* to
    those of one; they are sorted by ``key``, ``title``, ``publisher`` or ``date``, newest first.
    """
    chosen = negotiate(accepted(request.headers), _FORMATS, wanted=format)
    every = reader.documents()
    choice = Choice(q, language, year, sort)
    documents = choice.of(every)
    if chosen is HTML:
        return services.pages.render(
            request,
            "documents.html",
            page=page_of(documents, asked_page(request)),
            choice=choice,
            given=choice.fields(),
            languages=sorted({row.language for row in every if row.language}),
            years=sorted({row.date[:4] for row in every if row.date}, reverse=True),
            total=len(every),
        )
    content = {"documents": [asdict(each) for each in documents], "generation": reader.generation}
    return JSONResponse(content, headers={"Vary": "Accept"})
