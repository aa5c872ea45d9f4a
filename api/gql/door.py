"""GraphQL over HTTP (the GraphQL Foundation's draft), on one generation for each request.

Strawberry's own view passes every MUST of that draft; the SHOULDs it misses are the media type
``application/graphql-response+json`` with its status codes, and are added here.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLHTTPResponse
from strawberry.types import ExecutionResult

from api.negotiation import parse_accept
from api.problems import problem_of
from graph.errors import GraphError
from graph.reader import Reader

from .context import Context
from .languages import accepted_languages
from .schema import schema

MEDIA_TYPE = "application/graphql-response+json"


class GraphQLDoor(GraphQL[Context, None]):
    """The ASGI application behind ``/graphql``.

    *open_reader* lends the reader of the newest generation for as long as one request takes.
    GraphiQL is not offered: Strawberry's page loads it from another host.
    """

    def __init__(self, open_reader: Callable[[], AbstractContextManager[Reader]]) -> None:
        """Serve the schema over what *open_reader* lends."""
        super().__init__(schema(), graphql_ide=None)
        self._open_reader = open_reader

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; without a readable generation it is a problem document."""
        if scope["type"] != "http":
            return
        try:
            lease = self._open_reader()
            with lease as reader:
                scope.setdefault("state", {}).update(reader=reader, generation=reader.generation)
                await super().__call__(scope, receive, _in_wanted_type(scope, send))
        except GraphError as error:
            response = problem_of(error, instance=scope["path"]).response()
            await response(scope, receive, send)

    async def get_context(
        self,
        request: Request | WebSocket,
        response: Response | WebSocket,  # noqa: ARG002
    ) -> Context:
        """Return what the resolvers of this request share."""
        header = request.headers.get("accept-language", "")
        languages = accepted_languages(header)
        return Context(reader=request.scope["state"]["reader"], languages=languages)

    async def process_result(
        self, request: Request, result: ExecutionResult
    ) -> GraphQLHTTPResponse:
        """Leave ``data`` out of a request error, as the specification asks (section 7.1)."""
        body = await super().process_result(request, result)
        if result.data is None and not any(error.path for error in result.errors or ()):
            request.scope["state"]["refused"] = True
            body.pop("data", None)
        return body


def _in_wanted_type(scope: Scope, send: Send) -> Send:
    """Wrap *send* to answer in the newer media type, where it is accepted by name.

    Only under that type may a request that was not executed be answered with 400; clients that
    accept plain JSON expect 200 and an error.
    """
    accept = Headers(scope=scope).get("accept", "")
    if not any(f"{each.type}/{each.subtype}" == MEDIA_TYPE for each in parse_accept(accept)):
        return send

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("content-type", "").startswith("application/json"):
                headers["content-type"] = f"{MEDIA_TYPE}; charset=utf-8"
                if scope["state"].get("refused"):
                    message = {**message, "status": 400}
        await send(message)

    return sending
