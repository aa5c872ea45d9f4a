"""Composes the server: settings in, one app out; nothing is opened before it starts."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from api.changes import routes as changes
from api.changes.service import Changes
from api.context import Services
from api.edition import edition
from api.gql.beside.jsonld_door import CONTEXT_PATH, send_context
from api.gql.door import GraphQLDoor
from api.gql.live.door import LiveDoor
from api.gql.means import Means
from api.gql.reading import Readers
from api.gql.schema import schema
from api.http.compression import CODINGS, CompressionMiddleware
from api.http.conditional import ConditionalMiddleware
from api.http.middleware import AnswerMiddleware
from api.http.missing import answer
from api.http.negotiation import path_of, without_suffix
from api.http.openapi import SCHEMAS, describe_questions
from api.http.problems import INVALID, Problem, problem_of, status_problem
from api.http.rates import Rates
from api.http.replaying import Replaying
from api.ingesting.ingestions import Ingestions
from api.linked.described import Described
from api.linked.dumps import Dumps
from api.linked.prefix import Prefixed
from api.names import NameIndexes
from api.pages.pages import Pages
from api.past.memento import MementoMiddleware
from api.past.moments import Moments
from api.routes import (
    description,
    documents,
    dumps,
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
from api.serving.logs import RequestLog
from api.serving.metrics import Metrics, ServerState
from api.serving.peering import handlers
from api.serving.peers import Peers
from api.serving.stopping import Stopping
from api.serving.watching import Watch
from api.settings import Settings
from api.shelf import Shelf
from api.sparql.admission import Gate
from api.sparql.door import SparqlDoor
from api.sparql.graph_store import GraphStore
from api.sparql.remembered import Memory
from api.sparql.running import RunningQueries, RunningQuery
from api.sparql.writing import Writing
from api.web.assets import NO_ASSETS, assets
from graph.foreign.pool import WorkerPool
from graph.workspace import Workspace
from graph.writing.followers import LEDGER
from ontology.errors import HansaError

_log = logging.getLogger("hansa")

#: What has routes, in the order in which they are tried.
ROOMS = (
    *(operations, static, running, sparql, questions, search, changes, reconcile),
    *(documents, timemaps, vocabulary, records, description, dumps, resources),
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
    shelf, names = Shelf(Workspace(settings.store, settings.base)), NameIndexes()
    app.state.services = Services(
        settings=settings,
        shelf=shelf,
        gate=_gate(settings),
        pages=Pages(settings.base),
        names=names,
        pool=WorkerPool(settings.concurrency),
        memory=Memory(settings.query_cache),
        running=RunningQueries(ended=lambda query: _ended(app.state.services, query)),
        rates=Rates(seconds=settings.rate_seconds, burst=settings.rate_burst),
        metrics=Metrics(),
        stopping=Stopping(settings.stop_seconds),
        peers=peers,
        changes=Changes.of(shelf, names),
        described=Described(settings, shelf.workspace.generations(), names),
        dumps=Dumps(shelf),
        writing=Writing(settings),
        ingestions=Ingestions(settings, peers),
        moments=Moments(shelf.workspace),
    )
    app.state.services.metrics.registry.register(ServerState(app.state.services))
    _add_middleware(app, log)
    _add_error_handlers(app)
    store = GraphStore(app.state.services)
    app.router.routes += [Route("/data", store), Route("/data/{name:path}", store)]
    for room in ROOMS:
        app.include_router(room.router)
    app.router.routes.append(Route("/graphql/schema.graphql", _schema))
    app.router.routes.append(Route(f"/{CONTEXT_PATH}", send_context))
    return app


def _ended(services: Services, query: RunningQuery) -> None:
    """Count the time of a query that has ended, and take it from its client."""
    services.metrics.ran(query.running.spent)
    if query.is_charged:
        services.rates.spend(query.client, query.running.spent)


def _graphql(services: Services) -> GraphQLDoor:
    gate = _gate(services.settings, spare=services.settings.concurrency)
    means = Means(services.names, services.changes.history, services.shelf.reader)
    return GraphQLDoor(
        Readers(services.shelf.reader, services.shelf.is_open),
        gate=gate,
        live=LiveDoor(services, gate, means),
        seconds=services.settings.query_timeout,
        pages=services.pages,
        charged=services.charged,
        ledger=services.shelf.workspace.path / LEDGER,
        means=means,
        ide=assets() if services.settings.graphiql else NO_ASSETS,
    )


async def _schema(request: Request) -> Response:  # noqa: ARG001
    return PlainTextResponse(schema().as_str() + "\n")


def _gate(settings: Settings, *, spare: int = 0) -> Gate:
    return Gate(
        places=settings.concurrency,
        queue=settings.query_queue,
        patience=settings.query_timeout,
        spare=spare,
    )


@asynccontextmanager
async def _lifespan(app: Hansa) -> AsyncIterator[None]:
    services: Services = app.state.services
    await services.writing.found()
    await services.pool.start(services.opening())
    await services.peers.open(handlers(services))
    tidying = asyncio.create_task(_tidy(services))
    ending = asyncio.create_task(_end_streams(services))
    try:
        yield
    finally:
        ending.cancel()
        tidying.cancel()
        with suppress(asyncio.CancelledError):
            await tidying
        await services.peers.close()
        await services.pool.close()
        await services.ingestions.close()
        await services.writing.close()
        services.described.close()
        services.dumps.close()
        services.shelf.close()
        app.watch.close()


async def _end_streams(services: Services) -> None:
    """End what never ends by itself, so that the server need not wait for it."""
    await services.stopping.begun()
    services.changes.subscriptions.close()
    await services.ingestions.close()


async def _tidy(services: Services) -> None:
    """Look for a newer generation every second, asked or not, and let go of what is past."""
    while True:
        await asyncio.sleep(1)
        try:
            await _tidy_once(services)
        except HansaError:
            continue  # what cannot be read the next request tells
        except Exception:
            _log.exception("tidying failed; it is tried again")


async def _tidy_once(services: Services) -> None:
    if spent := services.rates.untold():
        await services.peers.ask("spent", spent)
    await to_thread.run_sync(services.shelf.tidy)
    kept = await to_thread.run_sync(services.shelf.workspace.generations().numbers)
    services.memory.keep_only(kept)
    services.pool.let_go()
    newest = await to_thread.run_sync(services.shelf.generation)
    services.changes.subscriptions.notice(newest)


_CORS: dict[str, Any] = {
    "allow_origins": ["*"],
    "allow_credentials": False,
    "allow_methods": ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"],
    "allow_headers": ["*"],
    "expose_headers": [
        "Content-Location",
        "ETag",
        "Hansa-Generation",
        "Hansa-Rows",
        "Last-Modified",
        "Link",
        "Location",
        "Memento-Datetime",
        "Retry-After",
        "Vary",
        "WWW-Authenticate",
        "X-Request-Id",
    ],
    "max_age": 86_400,
}


def _add_middleware(app: Hansa, log: RequestLog | None) -> None:
    """Wrap the app, the last being the outermost, so that errors too carry every header."""
    services: Services = app.state.services
    shelf, memory, moments = services.shelf, services.memory, services.moments
    edition()  # now, so that no request waits for it
    app.add_middleware(ConditionalMiddleware, shelf=shelf, memory=memory)
    app.add_middleware(CompressionMiddleware, memory=memory)
    app.add_middleware(MementoMiddleware, moments=moments, tells_all=True)
    app.add_middleware(AnswerMiddleware, generation=shelf.generation, times=moments.times)
    app.add_middleware(CORSMiddleware, **_CORS)
    app.doors = {
        "/sparql": _wrapped(services, SparqlDoor(services), tells_all=False),
        "/graphql": _wrapped(services, _graphql(services), tells_all=True, codings=("gzip",)),
    }
    app.watch = Watch(
        Replaying(app.dispatch, shelf=shelf, memory=memory),
        metrics=services.metrics,
        stopping=services.stopping,
        doors=app.doors,
        generation=services.generation,
        log=log,
    )


def _wrapped(
    services: Services, door: ASGIApp, *, tells_all: bool, codings: tuple[str, ...] = CODINGS
) -> ASGIApp:
    """Wrap one of the app's ``doors`` as the rest of the app is.

    Clients of GraphQL in JavaScript accept zstd on Nodes that cannot unpack it, and fail.
    """
    shelf, memory, moments = services.shelf, services.memory, services.moments
    tagged = ConditionalMiddleware(door, shelf=shelf, memory=memory)
    compressed = CompressionMiddleware(tagged, memory=memory, codings=codings)
    dated = MementoMiddleware(compressed, moments=moments, tells_all=tells_all)
    answering = AnswerMiddleware(dated, generation=shelf.generation, times=moments.times)
    return CORSMiddleware(answering, **_CORS)


def _allowed(request: Request) -> str:
    """Return what every route of the path takes (RFC 9110, section 10.2.1), not the first alone."""
    routes = [*request.app.routes, *(each for room in ROOMS for each in room.router.routes)]
    methods = {
        method
        for each in routes
        if isinstance(each, Route) and each.matches(request.scope)[0] is not Match.NONE
        for method in each.methods or ()
    }
    if "GET" in methods:
        methods.add("HEAD")
    return ", ".join(sorted(methods))


def _add_error_handlers(app: FastAPI) -> None:
    pages = app.state.services.pages

    @app.exception_handler(HansaError)
    async def on_our_error(request: Request, error: HansaError) -> Response:
        return answer(request, pages, problem_of(error, instance=path_of(request.scope)))

    @app.exception_handler(HTTPException)
    async def on_framework_error(request: Request, error: HTTPException) -> Response:
        path = path_of(request.scope)  # unescaped; that of request.url would end at an escaped ?
        details = {
            404: f"there is nothing at {path}",
            405: f"{request.method} is not possible at {path}",
        }
        detail = details.get(error.status_code, str(error.detail))
        response = answer(request, pages, status_problem(error.status_code, detail, instance=path))
        response.headers.update(error.headers or {})
        if error.status_code == 405:
            response.headers["Allow"] = allowed = _allowed(request)
            if request.method == "OPTIONS":
                return Response(status_code=204, headers={"Allow": f"{allowed}, OPTIONS"})
        return response

    @app.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, error: RequestValidationError) -> Response:
        wrong = [
            {"parameter": str(each["loc"][-1]), "message": str(each["msg"])}
            for each in error.errors()
        ]
        detail = "; ".join(f"{each['parameter']}: {each['message']}" for each in wrong)
        return Problem(INVALID, detail, path_of(request.scope), {"errors": wrong}).response()

    @app.exception_handler(ClientDisconnect)
    async def on_leaving(request: Request, error: ClientDisconnect) -> Response:  # noqa: ARG001
        return Response(status_code=499)  # nobody is there to read it
