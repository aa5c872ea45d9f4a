"""/timemap/: in which generations a resource can be asked for, and of which times those are."""

from __future__ import annotations

from hashlib import sha256

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.context import ChargedRoute, ServicesDep
from api.errors import NotFoundError
from api.past.timemaps import (
    JSON,
    LINK_FORMAT,
    MEDIA_TYPE,
    Address,
    as_json,
    has_history,
    link_format,
)

router = APIRouter(tags=["Time"], route_class=ChargedRoute)


@router.get("/timemap/link/{path:path}", summary="The mementos of an address, as links")
def linked(request: Request, services: ServicesDep, path: str) -> Response:  # noqa: ARG001
    """List the kept generations of the address that follows, in application/link-format."""
    told = link_format(_original(request, LINK_FORMAT), services.moments.readable())
    return _tagged(told, MEDIA_TYPE)


@router.get("/timemap/json/{path:path}", summary="The mementos of an address, as JSON")
def listed(request: Request, services: ServicesDep, path: str) -> Response:  # noqa: ARG001
    """List the kept generations of the address that follows, and the numbers of those gone."""
    times, newest = services.moments.readable(), services.shelf.generation()
    return _tagged(as_json(_original(request, JSON), times, newest=newest), "application/json")


def _original(request: Request, form: str) -> Address:
    root = request.scope.get("root_path", "")
    path = request.scope["path"].removeprefix(root).removeprefix(form)
    if not has_history(path):
        raise NotFoundError(f"{path} is not of any generation, so it has no TimeMap")
    return Address({**request.scope, "path": root + path})


def _tagged(told: str, media_type: str) -> Response:
    """Return an answer whose tag is one of its bytes: it changes when a generation goes, too."""
    tag = sha256(told.encode()).hexdigest()[:32]
    headers = {"ETag": f'"{tag}"', "Cache-Control": "no-cache", "Content-Type": media_type}
    return Response(told, headers=headers)
