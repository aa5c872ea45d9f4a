"""The doors that are answered before the routes, and what wraps them and all else."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from api.context import Services
from api.gql.asking import Processes
from api.gql.door import GraphQLDoor
from api.gql.live.door import LiveDoor
from api.gql.means import Means
from api.gql.reading import Readers
from api.http.compression import CODINGS, CompressionMiddleware
from api.http.conditional import ConditionalMiddleware
from api.http.middleware import AnswerMiddleware
from api.past.memento import MementoMiddleware
from api.settings import Settings
from api.sparql.admission import Gate
from api.sparql.door import SparqlDoor
from api.web.graphiql.assets import NO_ASSETS, assets
from graph.reviewing.ranked import Ranked
from graph.writing.followers import LEDGER


def _graphql(services: Services) -> GraphQLDoor:
    gate = gate_of(services.settings, spare=services.settings.concurrency)
    processes = Processes(services.pool, services.running, services.settings.limits)
    told = services.changes
    shelf = services.shelf
    review = Ranked(shelf.workspace)
    means = Means(services.names, told.history, told.things, shelf.reader, processes, review)
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


def gate_of(settings: Settings, *, spare: int = 0) -> Gate:
    """Return a gate with the places of *settings*, and *spare* ones."""
    return Gate(
        places=settings.concurrency,
        queue=settings.query_queue,
        patience=settings.query_timeout,
        spare=spare,
    )


_CORS: Final[dict[str, Any]] = {
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


def add_middleware(app: FastAPI, services: Services) -> None:
    """Wrap the app, the last being the outermost, so that errors too carry every header."""
    shelf, memory, moments = services.shelf, services.memory, services.moments
    app.add_middleware(ConditionalMiddleware, shelf=shelf, memory=memory)
    app.add_middleware(CompressionMiddleware, memory=memory)
    app.add_middleware(MementoMiddleware, moments=moments, tells_all=True)
    policy = services.pages.policy
    app.add_middleware(
        AnswerMiddleware, generation=shelf.generation, times=moments.times, policy=policy
    )
    app.add_middleware(CORSMiddleware, **_CORS)


def doors(services: Services) -> dict[str, ASGIApp]:
    """Return the doors by their paths; each is found by its path with a slash too."""
    sparql = _wrapped(services, SparqlDoor(services), tells_all=False)
    graphql = _wrapped(services, _graphql(services), tells_all=True, codings=("gzip",))
    slash = _wrapped(services, _without_slash, tells_all=True)
    return {"/sparql": sparql, "/sparql/": slash, "/graphql": graphql, "/graphql/": slash}


async def _without_slash(scope: Scope, receive: Receive, send: Send) -> None:
    """Lead to the address without the slash at its end, by the same method and behind any prefix.

    Links of the pages there are relative to it.
    """
    if scope["type"] != "http":
        await WebSocketClose()(scope, receive, send)
        return
    name = scope["path"].rstrip("/").rpartition("/")[2]
    query = scope["query_string"].decode("latin-1")
    response = RedirectResponse(f"../{name}" + (f"?{query}" if query else ""), status_code=308)
    await response(scope, receive, send)


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
    answering = AnswerMiddleware(
        dated, generation=shelf.generation, times=moments.times, policy=services.pages.policy
    )
    return CORSMiddleware(answering, **_CORS)
