"""Health, numbers, and the style of all pages: whoever asks, and however often, is answered."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from api.context import ReaderDep, ServicesDep
from api.pages.pages import ICON, STYLE
from api.serving.metrics import exposition
from api.status.readiness import require_ready
from api.web.workbench import THEME

router = APIRouter(tags=["Operations"])


@router.get("/style.css", include_in_schema=False)
def style() -> Response:
    """Send the style sheet."""
    return FileResponse(STYLE, media_type="text/css", headers={"Cache-Control": "max-age=3600"})


@router.get("/theme.js", include_in_schema=False)
def theme() -> Response:
    """Send the script that chooses the colours before a page is painted."""
    return FileResponse(
        THEME, media_type="text/javascript", headers={"Cache-Control": "max-age=3600"}
    )


@router.get("/favicon.svg", include_in_schema=False)
@router.get("/favicon.ico", include_in_schema=False)
def icon() -> Response:
    """Send the icon of the pages, also to whoever looks where icons were once."""
    headers = {"Cache-Control": "max-age=3600"}
    return FileResponse(ICON, media_type="image/svg+xml", headers=headers)


@router.get("/health/live", summary="Whether the process answers")
def live() -> Response:
    """Say that the server runs."""
    return JSONResponse({"status": "live"})


@router.get("/health/ready", summary="Whether the store can be read and queries can run")
def ready(services: ServicesDep, reader: ReaderDep) -> Response:
    """Read one quad; where that fails, the problem says why with status 503."""
    require_ready(services, reader)
    return JSONResponse({"status": "ready", "generation": reader.generation})


@router.get("/metrics", summary="What the server counts, for Prometheus")
async def metrics(request: Request, services: ServicesDep) -> Response:
    """Return the numbers of every process of this server."""
    body, kind = await exposition(services, request.headers.get("accept", ""))
    return Response(body, headers={"Content-Type": kind, "Cache-Control": "no-store"})
