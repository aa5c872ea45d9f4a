"""/sparql: the SPARQL 1.1 Protocol, queries only; every query runs in the sandbox."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter
from pyoxigraph import NamedNode
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from api.citing import asks_nothing_else
from api.context import ReaderDep, Services, ServicesDep
from api.description import OWN_GRAPHS, describe_service
from api.errors import ForbiddenError
from api.negotiation import accepted, negotiate
from api.pages import HTML
from api.protocol import read_request
from api.rdf import graph_response
from graph.formats import GRAPH_FORMATS
from graph.reader import Reader
from graph.sandbox import QueryAnswer, SandboxedQuery, formats_of, measure
from ontology.errors import HansaError

router = APIRouter(tags=["SPARQL"])


@router.get("/sparql", summary="Ask a SPARQL query, or get the service description")
async def get_sparql(request: Request, services: ServicesDep, reader: ReaderDep) -> Response:
    """Answer ``?query=``; without any field, describe the service or show a form."""
    if asks_nothing_else(request):
        return await to_thread.run_sync(_describe, request, services, reader)
    return await _answer(request, services, reader)


@router.post("/sparql", summary="Ask a SPARQL query in the body or in a form")
async def post_sparql(request: Request, services: ServicesDep, reader: ReaderDep) -> Response:
    """Answer a query sent as application/sparql-query or as a form."""
    return await _answer(request, services, reader)


@router.api_route(
    "/sparql/update",
    methods=["GET", "POST", "PUT", "DELETE", "PATCH"],
    summary="Updates are not taken",
    include_in_schema=False,
)
async def update() -> Response:
    """Say that data comes in through documents."""
    raise ForbiddenError("updates are not taken over HTTP; data comes in by hansa ingest")


async def _answer(request: Request, services: Services, reader: Reader) -> Response:
    limits = services.settings.limits
    asked = await read_request(request, longest=4 * limits.length)
    shape = await to_thread.run_sync(partial(measure, asked.query, limits=limits))
    format = negotiate(asked.accept, formats_of(shape.form), wanted=asked.format)
    sandboxed = SandboxedQuery(
        reader.path,
        asked.query,
        format=format.name,
        limits=limits,
        dataset=asked.dataset,
        base_iri=_endpoint(request),
        shape=shape,
    )
    async with services.gate.place():
        answer = await _run_unless_left(request, sandboxed, services.gate.threads)
    headers = {"Content-Type": answer.format.content_type, "Vary": "Accept"}
    return Response(answer.body, headers=headers)


async def _run_unless_left(
    request: Request, sandboxed: SandboxedQuery, threads: CapacityLimiter
) -> QueryAnswer:
    """Run a query in a thread, and kill it when the client goes or the server stops."""
    run = asyncio.create_task(to_thread.run_sync(sandboxed.run, limiter=threads))
    left = asyncio.create_task(_left(request))
    try:
        await asyncio.wait({run, left}, return_when=asyncio.FIRST_COMPLETED)
        if not run.done():
            raise ClientDisconnect
        return run.result()
    finally:
        left.cancel()
        sandboxed.kill()
        with suppress(HansaError):
            await run


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _describe(request: Request, services: Services, reader: Reader) -> Response:
    format = negotiate(accepted(request.headers), {**GRAPH_FORMATS, HTML.name: HTML})
    if format is HTML:
        return services.pages.render(request, "sparql.html")
    base = services.settings.base
    graphs = [base.graph(name) for name in OWN_GRAPHS]
    held = [iri for iri in graphs if next(reader.quads(graph=NamedNode(iri)), None)]
    return graph_response(describe_service(_endpoint(request), base=base, graphs=held), format)


def _endpoint(request: Request) -> str:
    return str(request.url.replace(query=""))
