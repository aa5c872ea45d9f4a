"""How /sparql stands in the description of the server, and the door to updates, which is shut.

Queries are answered before the framework, in ``api.sparql.door``.
"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.errors import ForbiddenError

router = APIRouter(tags=["SPARQL"])


@router.get("/sparql", summary="Ask a SPARQL query, or get the service description")
async def get_sparql(query: str | None = None, format: str | None = None) -> Response:
    """Answer ``?query=``; without any field, describe the service or show a form."""
    raise NotImplementedError  # never reached


@router.post("/sparql", summary="Ask a SPARQL query in the body or in a form")
async def post_sparql() -> Response:
    """Answer a query sent as application/sparql-query or as a form."""
    raise NotImplementedError  # never reached


@router.api_route(
    "/sparql/update",
    methods=["GET", "POST", "PUT", "DELETE", "PATCH"],
    summary="Updates are not taken",
    include_in_schema=False,
)
async def update() -> Response:
    """Say that data comes in through documents."""
    raise ForbiddenError("updates are not taken over HTTP; data comes in by hansa ingest")
