"""The documents the graph was made from; each has its page at /doc/."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.context import ChargedRoute, ReaderDep, ServicesDep
from api.http.negotiation import accepted, negotiate
from api.linked.paging import asked_page, page_of
from api.pages.pages import HTML
from graph.formats import Format

router = APIRouter(tags=["Documents"], route_class=ChargedRoute)

_FORMATS = {"json": Format("json", "application/json"), HTML.name: HTML}


@router.get("/documents", summary="List the documents")
def list_documents(
    request: Request, services: ServicesDep, reader: ReaderDep, format: str | None = None
) -> Response:
    """Return every current document with its title, publisher, date, language and digest."""
    chosen = negotiate(accepted(request.headers), _FORMATS, wanted=format)
    documents = reader.documents()
    if chosen is HTML:
        page = page_of(documents, asked_page(request))
        return services.pages.render(request, "documents.html", page=page)
    content = {"documents": [asdict(each) for each in documents], "generation": reader.generation}
    return JSONResponse(content, headers={"Vary": "Accept"})
