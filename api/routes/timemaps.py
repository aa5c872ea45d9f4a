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
from ontology.iris import Base

router = APIRouter(tags=["Time"], route_class=ChargedRoute)


@router.get("/timemap/link/{path:path}", summary="The mementos of an address, as links")
def linked(request: Request, services: ServicesDep, path: str) -> Response:  # noqa: ARG001
    """List the kept generations of the address that follows, in application/link-format."""
    original = _original(request, LINK_FORMAT, services.settings.base)
    return _tagged(link_format(original, services.moments.readable()), MEDIA_TYPE)


@router.get("/timemap/json/{path:path}", summary="The mementos of an address, as JSON")
def listed(request: Request, services: ServicesDep, path: str) -> Response:  # noqa: ARG001
    """List the kept generations of the address that follows, and the numbers of those gone."""
    times, newest = services.moments.readable(), services.shelf.generation()
    original = _original(request, JSON, services.settings.base)
    return _tagged(as_json(original, times, newest=newest), "application/json")


def _original(request: Request, form: str, base: Base) -> Address:
    root = request.scope.get("root_path", "")
    path = _path(request.scope["path"].removeprefix(root).removeprefix(form), request, base)
    if not has_history(path):
        raise NotFoundError(f"{path} is not of any generation, so it has no TimeMap")
    return Address({**request.scope, "path": root + path})


def _path(asked: str, request: Request, base: Base) -> str:
    """Return the path here of what is *asked* for: by its path, its whole address or its IRI."""
    whole = asked.removeprefix("/")
    for own in (str(request.base_url), base.iri):
        if whole.startswith(own):
            return "/" + whole.removeprefix(own)
    if whole.startswith(("http://", "https://")):
        raise NotFoundError(f"{whole} is not here, so it has no TimeMap here")
    return asked


def _tagged(told: str, media_type: str) -> Response:
    """Return an answer whose tag is one of its bytes: it changes when a generation goes, too."""
    tag = sha256(told.encode()).hexdigest()[:32]
    headers = {"ETag": f'"{tag}"', "Cache-Control": "no-cache", "Content-Type": media_type}
    return Response(told, headers=headers)
