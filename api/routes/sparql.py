"""The door to updates, and how /sparql and /data stand in the description of the server.

Queries are answered before the framework, in ``api.sparql.door``, graphs by
``api.sparql.graph_store``.
"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.context import ServicesDep
from api.sparql.updating import answer_update

router = APIRouter(tags=["SPARQL"])


@router.get("/sparql", summary="Ask a SPARQL query, or get the service description")
async def get_sparql(
    query: str | None = None,
    format: str | None = None,
    generation: str | None = None,
    evidence: str | None = None,
) -> Response:
    """Answer ``?query=``; ``evidence=1`` tells the claims behind each row of a SELECT query.

    Without any field, describe the service or show a form.
    """
    raise NotImplementedError  # never reached


@router.post("/sparql", summary="Ask a SPARQL query in the body or in a form")
async def post_sparql() -> Response:
    """Answer a query sent as application/sparql-query or as a form."""
    raise NotImplementedError  # never reached


@router.post("/sparql/update", summary="Carry out a SPARQL update", status_code=204)
async def post_update(request: Request, services: ServicesDep) -> Response:
    """Carry out an update sent as application/sparql-update or as a form; needs the token."""
    return await answer_update(request, services)


@router.get("/data", summary="Get a graph")
async def get_graph(graph: str | None = None, default: str | None = None) -> Response:
    """Answer with the graph ``?graph=IRI`` or the default graph, ``?default``."""
    raise NotImplementedError  # never reached


@router.put("/data", summary="Put a graph in the place of another", status_code=204)
async def put_graph(graph: str | None = None, default: str | None = None) -> Response:
    """Store what is sent as that graph; needs the token."""
    raise NotImplementedError  # never reached


@router.post("/data", summary="Add to a graph, or make one", status_code=204)
async def post_graph(graph: str | None = None, default: str | None = None) -> Response:
    """Add what is sent to that graph, or to a new one whose IRI is told; needs the token."""
    raise NotImplementedError  # never reached


@router.delete("/data", summary="Delete a graph", status_code=204)
async def delete_graph(graph: str | None = None, default: str | None = None) -> Response:
    """Delete that graph; needs the token."""
    raise NotImplementedError  # never reached
