"""Composes the server: settings in, one app out; nothing is opened before it starts."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.changes import routes as changes
from api.changes.service import Changes
from api.context import Services
from api.doors import add_middleware, doors, gate_of
from api.edition import edition
from api.gql.beside.jsonld_door import CONTEXT_PATH, send_context
from api.gql.schema import schema
from api.handling import add_error_handlers
from api.http.negotiation import without_suffix
from api.http.openapi import SCHEMAS, describe_questions
from api.http.rates import Rates
from api.http.replaying import Replaying
from api.http.routing import Known
from api.ingesting.ingestions import Ingestions
from api.ingesting.previews import Previews
from api.ingesting.reading import Reading
from api.ingesting.spool import Spool
from api.lifetime import lifespan
from api.linked.described import Described
from api.linked.dumps import Dumps
from api.linked.prefix import Prefixed
from api.names import NameIndexes
from api.pages.pages import Pages
from api.past.moments import Moments
from api.routes import (
    description,
    documents,
    dumps,
    ingestions,
    operations,
    questions,
    reconcile,
    records,
    resources,
    running,
    search,
    sparql,
    static,
    timemaps,
    vocabulary,
)
from api.routes import (
    workbench as workbench_pages,
)
from api.serving.logs import RequestLog
from api.serving.metrics import Metrics, ServerState
from api.serving.peers import Peers
from api.serving.stopping import Stopping
from api.serving.watching import Watch
from api.settings import Settings
from api.shelf import Shelf
from api.sparql.graph_store import GraphStore
from api.sparql.remembered import Memory
from api.sparql.running import RunningQueries, RunningQuery
from api.sparql.writing import Writing
from api.status import routes as status
from api.status.contents import Contents
from api.status.kept import KeptStore
from api.status.telling import Status
from api.web.workbench import NO_WORKBENCH, workbench
from graph.foreign.pool import WorkerPool
from graph.foreign.remote_pool import RemotePool
from graph.foreign.running import QueryPool

_log = logging.getLogger("hansa")

#: What has routes, in the order in which they are tried.
ROOMS = (
    *(operations, status, static, running, sparql, questions, search, changes, reconcile),
    *(workbench_pages, documents, ingestions, timemaps, vocabulary, records, description),
    *(dumps, resources),
)

DESCRIPTION = """\
A knowledge graph of city networks in which every answer shows the sentence it comes from.
Errors are problem documents (RFC 9457); every answer names the generation it was computed on.
"""


class Hansa(FastAPI):
    """The app: its OpenAPI description names every question of the catalogue, and ``doors`` answer
    their paths before the framework looks for a route, which costs as much as a light query.
    """

    doors: Mapping[str, ASGIApp] = {}
    watch: Watch
    prefix: str = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or begin and end with the server."""
        await Prefixed(self.watch, prefix=self.prefix)(scope, receive, send)

    async def dispatch(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request that is watched."""
        path = ""
        if "path" in scope:
            scope = without_suffix(scope) if "." in scope["path"] else scope
            path = scope["path"].removeprefix(scope.get("root_path", ""))
        door = self.doors.get(path, super().__call__)
        await door(scope, receive, send)

    def openapi(self) -> dict[str, Any]:
        """Return the description, made on first use."""
        if self.openapi_schema is None:
            schema = super().openapi()
            schema["paths"] = dict(sorted({**schema["paths"], **describe_questions()}.items()))
            schema.setdefault("components", {}).setdefault("schemas", {}).update(SCHEMAS)
        return super().openapi()


def create_app(
    settings: Settings, *, peers: Peers | None = None, log: RequestLog | None = None
) -> Hansa:
    """Return the app that serves the workspace of *settings*, beside *peers*, writing to *log*."""
    app = Hansa(
        title="Hansa",
        description=DESCRIPTION,
        version="0.1.0",
        lifespan=_lifespan,
        docs_url=None,  # both load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
    )
    app.prefix = settings.prefix
    peers = peers or Peers()
    shelf, names = Shelf(settings.workspace), NameIndexes()
    spool = Spool(settings.store)
    reading = Reading(settings, spool)
    app.state.services = Services(
        settings=settings,
        shelf=shelf,
        gate=gate_of(settings),
        pages=Pages(settings.base, workbench() if settings.workbench else NO_WORKBENCH),
        names=names,
        pool=_pool(settings),
        memory=Memory(settings.query_cache),
        running=RunningQueries(ended=lambda query: _ended(app.state.services, query)),
        rates=Rates(seconds=settings.rate_seconds, burst=settings.rate_burst),
        metrics=Metrics(),
        stopping=Stopping(settings.stop_seconds),
        peers=peers,
        changes=Changes.of(shelf, names),
        described=Described(settings, shelf.workspace.generations(), names),
        dumps=Dumps(shelf),
        contents=Contents(),
        kept=KeptStore(shelf.workspace),
        writing=Writing(settings),
        spool=spool,
        reading=reading,
        ingestions=Ingestions(settings, peers, reading),
        previews=Previews(reading, spool),
        moments=Moments(shelf.workspace),
    )
    app.state.status = Status(app.state.services)
    app.state.services.metrics.registry.register(ServerState(app.state.services))
    edition()  # now, so that no request waits for it
    add_middleware(app, app.state.services)
    app.doors = doors(app.state.services)
    app.watch = _watch(app, log)
    add_error_handlers(app, [each for room in ROOMS for each in room.router.routes])
    _add_routes(app)
    return app


def _pool(settings: Settings) -> QueryPool:
    """Return what runs the queries of strangers: processes, or the server that holds the quads."""
    server, size = settings.server, settings.concurrency
    return WorkerPool(size) if server is None else RemotePool(size, server)


def _watch(app: Hansa, log: RequestLog | None) -> Watch:
    services: Services = app.state.services
    return Watch(
        Replaying(app.dispatch, shelf=services.shelf, memory=services.memory),
        metrics=services.metrics,
        stopping=services.stopping,
        doors=app.doors,
        generation=services.generation,
        log=log,
    )


def _add_routes(app: Hansa) -> None:
    store = GraphStore(app.state.services)
    app.router.routes += [Known("/data", store), Known("/data/{name:path}", store)]
    for room in ROOMS:
        app.include_router(room.router)
    app.router.routes.append(Known("/graphql/schema.graphql", _schema))
    app.router.routes.append(Known(f"/{CONTEXT_PATH}", send_context))


@asynccontextmanager
async def _lifespan(app: Hansa) -> AsyncIterator[None]:
    try:
        async with lifespan(app):
            yield
    finally:
        app.watch.close()


def _ended(services: Services, query: RunningQuery) -> None:
    """Count the time of a query that has ended, and take it from its client."""
    services.metrics.ran(query.running.spent)
    if query.is_charged:
        services.rates.spend(query.client, query.running.spent)


async def _schema(request: Request) -> Response:  # noqa: ARG001
    return PlainTextResponse(schema().as_str() + "\n")
