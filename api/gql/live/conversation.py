"""GraphQL over WebSocket: the protocol graphql-transport-ws, on the server's side.

A connection begins with ``connection_init`` within some seconds, and then carries operations by
their ids. Its client gets an answer at a time: one that does not read is waited for, with as few
answers made as ``_AT_ONCE``, and what it sends meanwhile is not read either.

Nothing ambient is trusted: there are no cookies, and mutations are not taken, so that a page of
any other site can do by a WebSocket what it can by POST, and no more; therefore the Origin is not
looked at.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import aclosing, suppress
from typing import Any, Final, cast

from graphql import GraphQLError
from starlette.requests import HTTPConnection
from starlette.websockets import WebSocket, WebSocketDisconnect
from strawberry.http import GraphQLHTTPResponse
from strawberry.types import ExecutionResult

from api.gql.answers import told
from api.gql.operation import Operation
from api.serving.stopping import Stopping
from ontology.errors import HansaError

from .news import News
from .places import Places
from .running import Runner
from .trusted import TrustedDocuments

PROTOCOL: Final = "graphql-transport-ws"

#: Seconds in which a client has to introduce itself.
INIT_SECONDS: Final = 10.0
#: Operations of one connection at once; answers that are made or sent at once.
MOST: Final = 100
_AT_ONCE: Final = 4
#: Operations that are refused before a client is taken to be one that does not listen.
_PATIENCE: Final = 100
#: Characters of an id, and of what comes with ``connection_init``.
_LONGEST_ID: Final = 200
_LONGEST_INIT: Final = 10_000


class _Closed(Exception):  # noqa: N818  it is no error: the connection is to end
    """The connection is to be closed, with a code of the protocol and a reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Conversation:
    """One connection; only its event loop may use it."""

    def __init__(
        self,
        websocket: WebSocket,
        runner: Runner,
        documents: TrustedDocuments,
        *,
        places: Places,
        news: Callable[[], News],
        may: Callable[[HTTPConnection], bool],
        stopping: Stopping,
        init_seconds: float = INIT_SECONDS,
    ) -> None:
        """Speak with *websocket*; *may* says whether it has the token of the server."""
        self._stopping = stopping
        self._websocket = websocket
        self._runner = runner
        self._documents = documents
        self._places = places
        self._news = news
        self._may = may
        self._init_seconds = init_seconds
        self._client: HTTPConnection = websocket
        self._name = websocket.client.host if websocket.client else ""
        self._operations: dict[str, asyncio.Task[None]] = {}
        self._answering: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Semaphore(_AT_ONCE)
        self._has_begun = False
        self._refused = 0

    async def hold(self) -> None:
        """Speak until either side ends it, or the server stops."""
        await self._websocket.accept(subprotocol=PROTOCOL)
        receiving = asyncio.ensure_future(self._receive_all())
        ending = asyncio.ensure_future(self._stopping.begun())
        try:
            await asyncio.wait({receiving, ending}, return_when=asyncio.FIRST_COMPLETED)
            if receiving.done():
                receiving.result()
            else:
                await self._finish()
                await self._close(1012, "the server stops; come back")
        except _Closed as closed:
            await self._close(closed.code, closed.reason)
        except WebSocketDisconnect:
            pass
        finally:
            for each in (receiving, ending, *self._operations.values()):
                each.cancel()
            await asyncio.gather(*self._operations.values(), receiving, return_exceptions=True)

    async def _finish(self) -> None:
        """Let queries that run be answered; subscriptions end by themselves."""
        if self._answering:
            await asyncio.wait(self._answering)

    async def _close(self, code: int, reason: str) -> None:
        with suppress(RuntimeError, WebSocketDisconnect, OSError):  # it is closed already
            await self._websocket.close(code, reason)

    async def _receive_all(self) -> None:
        try:
            async with asyncio.timeout(self._init_seconds):
                await self._begin(await self._receive())
        except TimeoutError:
            raise _Closed(4408, "connection_init did not come") from None
        while True:
            await self._hear(await self._receive())

    async def _receive(self) -> dict[str, Any]:
        """Return one message; raises _Closed where it is none of the protocol's."""
        received = await self._websocket.receive()
        if received["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(received.get("code", 1005))
        text = received.get("text")
        if text is None:
            raise _Closed(4400, "messages are text")
        try:
            message = json.loads(text)
            # JSON can escape one half of a surrogate pair, which is no character.
            json.dumps(message, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            raise _Closed(4400, "messages are JSON") from None
        if not isinstance(message, dict) or not isinstance(message.get("type"), str):
            raise _Closed(4400, "messages are objects with a type")
        if message["type"] == "connection_init" and len(text) > _LONGEST_INIT:
            raise _Closed(4400, f"connection_init has more than {_LONGEST_INIT} characters")
        return message

    async def _begin(self, message: dict[str, Any]) -> None:
        """Take the first message, which introduces the client."""
        while message["type"] in ("ping", "pong"):
            await self._hear(message)
            message = await self._receive()
        if message["type"] != "connection_init":
            raise _Closed(4401, "connection_init comes first")
        payload = message.get("payload")
        sent = _authorization(payload if isinstance(payload, dict) else {})
        if sent is not None:
            self._client = _with_authorization(self._websocket, sent)
        if "authorization" in self._client.headers and not self._may(self._client):
            raise _Closed(4403, "this is not the token of the server")
        self._has_begun = True
        await self._send({"type": "connection_ack"})

    async def _hear(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "ping":
                await self._send({"type": "pong"})
            case "pong":
                pass
            case "connection_init":
                raise _Closed(4429, "connection_init came before")
            case "subscribe" if self._has_begun:
                await self._subscribe(message)
            case "complete" if self._has_begun:
                if task := self._operations.pop(str(message.get("id")), None):
                    task.cancel()
            case _:
                raise _Closed(4400, "there is no such message")

    async def _subscribe(self, message: dict[str, Any]) -> None:
        id = message.get("id")
        if not isinstance(id, str) or not 0 < len(id) <= _LONGEST_ID:
            raise _Closed(4400, f"an operation has an id of 1 to {_LONGEST_ID} characters")
        if id in self._operations:
            raise _Closed(4409, f"an operation with the id {id} runs already")
        if len(self._operations) >= MOST:
            refused = f"{MOST} operations run on this connection; end some"
            await self._refuse(id, GraphQLError(refused, extensions={"code": "TOO_MANY_REQUESTS"}))
            return
        task = asyncio.ensure_future(self._operate(id, message.get("payload")))
        self._operations[id] = task
        task.add_done_callback(lambda done: self._forget(id, done))

    def _forget(self, id: str, task: asyncio.Task[None]) -> None:
        if self._operations.get(id) is task:
            del self._operations[id]
        self._answering.discard(task)

    async def _operate(self, id: str, payload: Any) -> None:
        """Answer one operation, however often it is."""
        try:
            asked = Operation.of(payload, self._documents)
            if not await self._is_answered(id, asked) or self._stopping.has_begun:
                return  # without complete, where the server stops: whoever is told so comes back
            await self._send({"type": "complete", "id": id})
        except GraphQLError as error:
            await self._refuse(id, error)
        except HansaError as error:
            await self._refuse(id, GraphQLError(str(error), original_error=error))
        except (WebSocketDisconnect, RuntimeError, OSError):
            pass  # it is closed, and who receives hears of that

    async def _is_answered(self, id: str, asked: Operation) -> bool:
        """Send all answers of an operation; say whether there was none that ends it."""
        task = cast(asyncio.Task[None], asyncio.current_task())
        self._answering.add(task)
        async with self._turn:
            source = await self._runner.begin(asked, self._client, self._news())
            if source is None:
                return await self._next(id, await self._runner.answer(asked, self._client))
            if isinstance(source, dict):
                return await self._next(id, source)
        self._answering.discard(task)
        with self._places.subscription(self._name):
            events = self._runner.events(asked, source, self._client, self._turn)
            async with aclosing(events):
                async for _, body in events:
                    if not await self._next(id, body):
                        return False
        return True

    async def _next(self, id: str, body: GraphQLHTTPResponse) -> bool:
        """Send an answer, or the error that ends the operation; say whether it goes on."""
        if "data" in body:
            await self._send({"type": "next", "id": id, "payload": body})
            return True
        self._refused += 1
        await self._require_patience()
        await self._send({"type": "error", "id": id, "payload": body["errors"]})
        return False

    async def _refuse(self, id: str, error: GraphQLError) -> None:
        with suppress(WebSocketDisconnect, RuntimeError, OSError):
            await self._next(id, told(ExecutionResult(None, [error])))

    async def _require_patience(self) -> None:
        """Close where more was refused than a client needs that listens to what it is told."""
        if self._refused > _PATIENCE:
            await self._close(1008, "too much was refused")

    async def _send(self, message: dict[str, Any]) -> None:
        await self._websocket.send_text(json.dumps(message, separators=(",", ":")))


def _authorization(payload: dict[str, Any]) -> str | None:
    """Return what a client sends in place of the header that a browser cannot send here.

    It stands in the payload, or in its ``headers``, as several clients send it. Raises _Closed
    where it is none: whoever means to be the keeper would else be taken for a stranger.
    """
    headers = payload.get("headers")
    for place in (payload, headers if isinstance(headers, dict) else {}):
        for name, sent in place.items():
            if name.lower() == "authorization" and sent is not None:
                if not isinstance(sent, str):
                    raise _Closed(4403, "Authorization is a text, Bearer and the token")
                return sent
    return None


def _with_authorization(connection: HTTPConnection, sent: str) -> HTTPConnection:
    headers = [each for each in connection.scope["headers"] if each[0] != b"authorization"]
    value = sent.encode("utf-8", "replace")
    return HTTPConnection({**connection.scope, "headers": [*headers, (b"authorization", value)]})
