"""``/status``, as JSON and as a page."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.context import ChargedRoute, ServicesDep
from api.http.citing import asked_generation
from api.http.negotiation import accepted, negotiate
from api.pages.pages import HTML
from graph.formats import Format

from .telling import Status

router = APIRouter(tags=["Operations"], route_class=ChargedRoute)

_FORMATS: Final = {"json": Format("json", "application/json"), HTML.name: HTML}


@router.get("/status", summary="What there is, what runs, and how well it reads")
async def status(
    request: Request,
    services: ServicesDep,
    format: str | None = None,
    generation: str | None = None,  # noqa: ARG001  described here, read where it is checked
) -> Response:
    """Tell documents, things, generations, sizes, quality, queries, ingestions and health."""
    chosen = negotiate(accepted(request.headers), _FORMATS, wanted=format)
    about: Status = request.app.state.status
    told = await about.told(asked_generation(request))
    if told["generation"] is not None:
        request.state.generation = told["generation"]
    headers = {"Cache-Control": "no-store", "Vary": "Accept"}
    if chosen is HTML:
        page = services.pages.render(request, "status.html", told=told)
        page.headers.update(headers)
        return page
    return JSONResponse(told, headers=headers)
