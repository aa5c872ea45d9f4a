"""/static/: what pages load, at addresses whose content never changes."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.context import Services, ServicesDep
from api.errors import NotFoundError
from api.http.compression import accepted_coding
from api.web.asset import Asset
from api.web.graphiql.assets import assets

router = APIRouter(tags=["Operations"])


@router.get("/static/{name}", include_in_schema=False)
def static(request: Request, services: ServicesDep, name: str) -> Response:
    """Send one file, packed as the client likes it; its name holds the digest of its bytes."""
    found = _found(services, name)
    if found is None:
        raise NotFoundError(f"there is nothing at {request.scope['path']}")
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "ETag": f'"{found.digest}"',
        "Vary": "Accept-Encoding",
    }
    coding = accepted_coding(request.scope["headers"]) if found.is_packable else None
    body = found.body
    if coding is not None:
        body = found.packed(coding)
        headers |= {"Content-Encoding": coding, "ETag": f'"{found.digest}-{coding}"'}
    return Response(body, media_type=found.media_type, headers=headers)


def _found(services: Services, name: str) -> Asset | None:
    ide = assets().files if services.settings.graphiql else {}
    return services.pages.workbench.files.get(name) or ide.get(name)
