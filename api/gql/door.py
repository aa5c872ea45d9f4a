"""GraphQL over HTTP (the GraphQL Foundation's draft), on one generation for each request.

Strawberry's own view passes every MUST of that draft. Added here are the SHOULDs it misses (the
media type ``application/graphql-response+json`` with its status codes), problem documents where it
answers in plain text, and limits: on the body, on the time, on how many requests run at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

from anyio import to_thread
from cross_web import HTTPException
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.types import ExecutionResult

from api.errors import BadRequestError, ContentTooLargeError
from api.http.citing import asked_generation, asks_nothing_else
from api.http.negotiation import accepted, negotiate, parse_accept
from api.http.problems import problem_of, status_problem
from api.http.rates import counted
from api.pages.pages import HTML, Pages
from api.sparql.admission import Gate
from api.web.assets import NO_ASSETS, Assets, example_documents
from api.web.policy import WITH_SCRIPTS
from graph.formats import Format
from graph.reader import Reader
from ontology.errors import HansaError

from .context import Context
from .failures import coded, is_costly
from .languages import accepted_languages
from .schema import schema

MEDIA_TYPE = "application/graphql-response+json"

#: Bytes that the body of a request may have: far more than its 2,000 tokens and their variables.
LONGEST_BODY = 1_000_000


#: What an answer may be; a browser prefers the page.
_FORMATS = {
    "json": Format("json", "application/json", (MEDIA_TYPE,)),
    HTML.name: HTML,
}


class GraphQLDoor(GraphQL[Context, None]):
    """The ASGI application behind ``/graphql``.

    *open_reader* lends the reader of the generation with a number, of the newest where it is None,
    for as long as one request takes.
    *gate* admits so many requests at once, each for at most *seconds*, and *charged* takes the time
    of one from its client.
    Strawberry's page is not offered, since it loads GraphiQL from another host: a browser gets one
    of *pages*, with the files of *ide* where there are any.
    """

    def __init__(
        self,
        open_reader: Callable[[int | None], AbstractContextManager[Reader]],
        *,
        gate: Gate,
        seconds: float,
        pages: Pages,
        charged: Callable[[Request], AbstractContextManager[None]],
        ledger: Path | None = None,
        ide: Assets = NO_ASSETS,
    ) -> None:
        """Serve the schema over what *open_reader* lends; *ledger* knows what became of IRIs."""
        super().__init__(schema(), graphql_ide=None)
        self._open_reader = open_reader
        self._gate = gate
        self._seconds = seconds
        self._pages = pages
        self._charged = charged
        self._ledger = ledger
        self._ide = ide

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; what is not executed at all is a problem document."""
        if scope["type"] != "http":
            return
        instance = scope["path"]
        scope.setdefault("state", {})
        try:
            request = Request(scope, _at_most(LONGEST_BODY, receive))
            if self._wants_page(request):
                response = await run_in_threadpool(self._page, request)
            else:
                response = await self.run(request)
        except HTTPException as error:
            response = status_problem(error.status_code, error.reason, instance=instance).response()
            if error.status_code == 405:
                response.headers["Allow"] = "GET, HEAD, POST"
                if scope["method"] == "OPTIONS":
                    response = Response(
                        status_code=204, headers={"Allow": "GET, HEAD, OPTIONS, POST"}
                    )
        except HansaError as error:
            response = problem_of(error, instance=instance).response()
        await response(scope, receive, send)

    def _wants_page(self, request: Request) -> bool:
        """Tell a browser that came without a query."""
        if request.method != "GET" or not asks_nothing_else(request):
            return False
        return negotiate(accepted(request.headers), _FORMATS) is HTML

    def _page(self, request: Request) -> Response:
        """Return a page that tells how to ask."""
        with self._reading(request):
            here = str(request.url.replace(query=""))
            page = self._pages.render(
                request,
                "graphql.html",
                examples=example_documents(),
                here=here,
                scripts=self._ide.scripts,
                styles=self._ide.styles,
            )
        if self._ide.scripts:
            page.headers.update(WITH_SCRIPTS)
        return page

    @contextmanager
    def _reading(self, request: Request) -> Iterator[Reader]:
        """Hold the reader of the generation that *request* asks for, and say which it is."""
        with self._open_reader(asked_generation(request)) as reader:
            request.scope["state"].update(reader=reader, generation=reader.generation)
            yield reader

    async def run(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # type: ignore[override]
        """Answer in the newer media type where it is accepted by name.

        Only under that type may a request that was not executed be answered with 400; clients
        that accept plain JSON expect 200 and an error.
        """
        response: Response = await super().run(request, *args, **kwargs)
        response.headers["Vary"] = "Accept, Accept-Language"
        ranges = parse_accept(accepted(request.headers) or "")
        if any(f"{each.type}/{each.subtype}" == MEDIA_TYPE for each in ranges):
            response.headers["Content-Type"] = f"{MEDIA_TYPE}; charset=utf-8"
            if request.scope["state"].get("refused"):
                response.status_code = 400
        return response

    async def execute_operation(self, *args: Any, **kwargs: Any) -> Any:
        """Execute in a thread, so that a slow request holds up nobody else."""
        async with self._gate.place():
            with self._charged(kwargs["request"]):
                kwargs["context"].deadline = monotonic() + self._seconds
                executed = super().execute_operation(*args, **kwargs)
                run = partial(counted(self._read), executed, kwargs["request"], kwargs["context"])
                return await to_thread.run_sync(run, limiter=self._gate.threads)

    def _read(self, executed: Coroutine[Any, Any, Any], request: Request, context: Context) -> Any:
        """Return what *executed* returns, which nothing in it waits for; needs no event loop."""
        with closing(executed), self._reading(request) as reader:
            context.lent = reader
            try:
                executed.send(None)
            except StopIteration as done:
                return done.value
        raise RuntimeError("a resolver waits; all of them have to read at once")

    async def parse_http_body(self, request: Any) -> Any:
        """Return the request without what it says of streams, since no answer is one."""
        found = await super().parse_http_body(request)
        if isinstance(found, GraphQLRequestData):
            found.protocol = "http"
        return found

    async def get_context(
        self,
        request: Request | WebSocket,
        response: Response | WebSocket,  # noqa: ARG002
    ) -> Context:
        """Return what the resolvers of this request share."""
        header = request.headers.get("accept-language", "")
        return Context(
            languages=accepted_languages(header),
            ledger=self._ledger,
        )

    def should_render_graphql_ide(self, request: Any) -> bool:  # noqa: ARG002
        """Offer no page, so that a browser without a query is told that it has none."""
        return False

    def decode_json(self, data: str | bytes) -> object:
        """Return what the body or ``variables=`` holds; BadRequestError unless it can be used."""
        try:
            found: object = json.loads(data)
            # JSON can escape one half of a surrogate pair, which is no character.
            json.dumps(found, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            raise BadRequestError("what was sent is not JSON in UTF-8; encode it so") from error
        if isinstance(data, bytes) and isinstance(found, list):
            raise BadRequestError("the body is a list; send one request at a time, an object")
        if isinstance(data, bytes) and not isinstance(found, dict):
            raise BadRequestError("the body is no JSON object; send one with a query in it")
        return found

    async def process_result(
        self, request: Request, result: ExecutionResult
    ) -> GraphQLHTTPResponse:
        """Code the errors; leave ``data`` out of a request error (section 7.1 of the language)."""
        if result.errors:
            request.scope["state"]["is_passing"] = True  # it may go well another time
            result.errors = [coded(error) for error in result.errors]
            costly = [each for each in result.errors if is_costly(each)]
            if costly:  # half an answer would look like a whole one with gaps
                result.data, result.errors = None, costly[:1]
        body = await super().process_result(request, result)
        if result.data is None and not any(error.path for error in result.errors or ()):
            request.scope["state"]["refused"] = True
            body.pop("data", None)
        return body


def _at_most(longest: int, receive: Receive) -> Receive:
    """Wrap *receive* to raise ContentTooLargeError after *longest* bytes of a body."""
    left = longest

    async def receiving() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise ContentTooLargeError(
                f"the body is longer than {longest} bytes; ask in several smaller requests"
            )
        return message

    return receiving
