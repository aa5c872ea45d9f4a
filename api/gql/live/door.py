"""The part of ``/graphql`` that goes on: streams of events, WebSockets, and mutations."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing, nullcontext
from time import monotonic
from typing import TYPE_CHECKING, Any

from anyio import CapacityLimiter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.websockets import WebSocket

from api.changes.feeds import EVENTS
from api.errors import BadRequestError, RequestError
from api.gql.answers import encoded
from api.gql.context import Context
from api.gql.means import Means
from api.gql.operation import Operation
from api.gql.schema import schema
from api.http.citing import asked_generation
from api.http.problems import problem_of
from api.http.security import has_token, require_token
from api.sparql.admission import Gate
from graph.writing.followers import LEDGER

from .conversation import PROTOCOL, Conversation
from .events import HEADERS, streamed, whole
from .news import News
from .places import Places
from .running import Runner
from .trusted import TrustedDocuments
from .writes import Writes

if TYPE_CHECKING:
    from api.context import Services

#: Mutations that wait at once, each in a thread.
_WRITING = 4


class LiveDoor:
    """Streams, WebSockets and mutations of one server."""

    def __init__(self, services: Services, gate: Gate, means: Means) -> None:
        """Serve with *services* and *means*; what is executed has a place at *gate*.

        Raises SettingsError where the trusted documents cannot be read.
        """
        settings = services.settings
        self.documents = TrustedDocuments.read(
            settings.graphql_documents, schema(), only=settings.graphql_only_documents
        )
        self.threads = CapacityLimiter(_WRITING)
        self._services = services
        self._places = Places(services.changes.subscriptions)
        self._runner = Runner(
            schema(),
            services.shelf.reader,
            gate=gate,
            seconds=settings.query_timeout,
            charged=services.charged,
            ledger=services.shelf.workspace.path / LEDGER,
            means=means,
        )

    async def converse(self, websocket: WebSocket) -> None:
        """Speak with one WebSocket until it ends."""
        services = self._services
        if services.stopping.has_begun:
            await _refuse(websocket, services.stopping.refuse())
        elif PROTOCOL not in websocket.scope["subprotocols"]:
            told = f"this speaks {PROTOCOL}; name it in Sec-WebSocket-Protocol"
            await _refuse(websocket, BadRequestError(told))
        else:
            conversation = Conversation(
                websocket,
                self._runner,
                self.documents,
                places=self._places,
                news=self._news,
                may=lambda client: has_token(client, services.settings),
                stopping=services.stopping,
            )
            try:
                with self._places.socket(websocket.client.host if websocket.client else ""):
                    await conversation.hold()
            except RequestError as error:  # before it was taken
                await _refuse(websocket, error)

    async def stream(self, request: Request, operation: Operation) -> Response | None:
        """Return the stream of a subscription, or None where it is any other operation.

        Raises what refuses it, before anything is sent.
        """
        if asked_generation(request) is not None:
            raise BadRequestError("events tell of what comes; send since rather than generation=")
        news = self._news(last=_last(request))
        source = await self._runner.begin(operation, request, news)
        if source is None:
            return None
        if isinstance(source, dict):
            return Response(whole(encoded(source)), media_type=EVENTS.media_type, headers=HEADERS)
        client = request.client.host if request.client else ""
        self._places.require(client)  # here, so that who has none is told so by a status
        events = self._runner.events(operation, source, request, nullcontext())

        async def held() -> AsyncGenerator[bytes, None]:
            hub = self._services.changes.subscriptions
            with self._places.subscription(client):
                async with aclosing(streamed(events, hub)) as pieces:
                    async for piece in pieces:
                        yield piece

        return StreamingResponse(held(), media_type=EVENTS.media_type, headers=HEADERS)

    def longest(self, request: Request, otherwise: int) -> int:
        """Return how many bytes the body of a request may have: the keeper sends whole texts."""
        settings = self._services.settings
        return max(settings.write_length, otherwise) if self.may_write(request) else otherwise

    def may_write(self, request: Request) -> bool:
        """Say whether a request has the token."""
        return has_token(request, self._services.settings)

    def writes(self, request: Request, context: Context) -> Writes:
        """Return what the mutations of a request may do; what they read is lent to *context*."""
        services = self._services

        def renew() -> Any:
            assert context.lend is not None  # noqa: S101  # mutations are lent readers
            context.lent = context.lend()
            return context.lent

        def restart() -> None:
            context.deadline = monotonic() + services.settings.query_timeout

        return Writes(
            services.writing,
            services.ingestions,
            services.shelf.workspace,
            services.spool,
            require_keeper=lambda: require_token(request, services.settings),
            renew=renew,
            restart=restart,
        )

    def _news(self, last: int | None = None) -> News:
        services = self._services
        hub = services.changes.subscriptions
        return News(hub, services.ingestions, services.generation, last=last)


def _last(request: Request) -> int | None:
    """Return the generation that a browser's EventSource was told of last."""
    sent = request.headers.get("last-event-id", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= 18 else None


async def _refuse(websocket: WebSocket, error: RequestError) -> None:
    """Answer the handshake with a problem document."""
    await websocket.send_denial_response(problem_of(error, instance=websocket.url.path).response())
