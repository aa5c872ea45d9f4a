"""/dump.nq.gz and /dump.trig.gz: a whole generation as one file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from api.context import ChargedRoute, Services, ServicesDep
from api.http.citing import asked_generation
from api.linked.dumps import is_known, tag_of

router = APIRouter(tags=["Linked data"], route_class=ChargedRoute)

_GZIP: Final = "application/gzip"


@router.get("/dump.nq.gz", summary="Everything as N-Quads, packed", response_class=FileResponse)
async def quads(request: Request, services: ServicesDep) -> Response:
    """Send every quad, one sorted line each (RDF Dataset Canonicalization, section 5)."""
    return await _dump(request, services, "nq")


@router.get("/dump.trig.gz", summary="Everything as TriG, packed", response_class=FileResponse)
async def trig(request: Request, services: ServicesDep) -> Response:
    """Send every graph, the default graph first."""
    return await _dump(request, services, "trig")


async def _dump(request: Request, services: Services, form: str) -> Response:
    number, graph = await run_in_threadpool(_generation, request, services)
    request.state.generation = number
    name = f"hansa-{number}.{form}.gz"
    headers = {
        "ETag": tag_of(form, number, graph),
        "Cache-Control": "no-cache",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    if is_known(request.headers.get("if-none-match"), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if getattr(request.state, "is_head", False) and not services.dumps.has(form, number):
        return StreamingResponse(iter(()), media_type=_GZIP, headers=headers)  # none is made for it
    dump = await run_in_threadpool(services.dumps.of, form, number)
    if dump.is_whole:
        return FileResponse(dump.path, media_type=_GZIP, headers=headers)
    pieces = dump.pieces()
    begun = await anext(pieces, b"")  # what fails at once is a problem with its status

    async def every() -> AsyncIterator[bytes]:
        yield begun
        async for piece in pieces:
            yield piece

    return StreamingResponse(every(), media_type=_GZIP, headers=headers)


def _generation(request: Request, services: Services) -> tuple[int, str]:
    """Return the generation that is asked for, and the digest of its graph."""
    with services.shelf.reader(asked_generation(request)) as reader:
        number = reader.generation
    return number, services.shelf.workspace.generations().manifest(number).digest
