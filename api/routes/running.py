"""/queries: what runs now, and its end, for who has the token."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.context import ServicesDep
from api.errors import NotFoundError
from api.http.security import require_token
from graph.errors import EmbeddedOnlyError

router = APIRouter(tags=["Operations"])

_NEVER_KEPT = {"Cache-Control": "no-store"}


@router.get("/queries", summary="The SPARQL queries that run now (needs the token)")
async def list_queries(request: Request, services: ServicesDep) -> Response:
    """Return id, text, client, generation and seconds of each, in every process of the server."""
    require_token(request, services.settings)
    others = await services.peers.ask("queries")
    queries = [each for told in (services.running.told(), *others) for each in told]
    queries.sort(key=lambda each: (each["began"], each["id"]))
    return JSONResponse({"queries": queries}, headers=_NEVER_KEPT)


@router.delete("/queries/{id}", status_code=204, summary="Stop a query (needs the token)")
async def stop_query(request: Request, services: ServicesDep, id: str) -> Response:
    """Stop a query, whatever it is at; whoever asked it is told so."""
    require_token(request, services.settings)
    if not (services.running.stop(id) or any(await services.peers.ask("stop", id))):
        raise NotFoundError(f"no query {id!r} runs now; it may have ended")
    if not services.pool.kills:
        raise EmbeddedOnlyError(
            "whoever asked has been told that the query was stopped, and the connection to the "
            "SPARQL server is closed; whether that server goes on is its own affair"
        )
    return Response(status_code=204)
