"""/static/: the files of GraphiQL's page, at addresses whose content never changes."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.context import ServicesDep
from api.errors import NotFoundError
from api.http.compression import accepted_coding
from api.web.assets import assets

router = APIRouter(tags=["Operations"])


@router.get("/static/{name}", include_in_schema=False)
def static(request: Request, services: ServicesDep, name: str) -> Response:
    """Send one file, packed as the client likes it; its name holds the digest of its bytes."""
    found = assets().files.get(name) if services.settings.graphiql else None
    if found is None:
        raise NotFoundError(f"there is nothing at {request.scope['path']}")
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "ETag": f'"{found.digest}"',
        "Vary": "Accept-Encoding",
    }
    coding = accepted_coding(request.scope["headers"])
    body = found.body
    if coding is not None:
        body = found.packed(coding)
        headers |= {"Content-Encoding": coding, "ETag": f'"{found.digest}-{coding}"'}
    return Response(body, media_type=found.media_type, headers=headers)
