"""GraphQL over HTTP (the GraphQL Foundation's draft), on one generation for each request.

Strawberry's own view passes every MUST of that draft. Added here are the SHOULDs it misses (the
media type ``application/graphql-response+json`` with its status codes), problem documents where it
answers in plain text, and limits: on the body, on the time, on how many requests run at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

from anyio import to_thread
from cross_web import HTTPException
from graphql import GraphQLError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.schema.exceptions import CannotGetOperationTypeError
from strawberry.types import ExecutionResult

from api.changes.feeds import EVENTS
from api.errors import (
    BadRequestError,
    ForbiddenError,
    UnauthorizedError,
)
from api.http.citing import asked_generation, asks_nothing_else
from api.http.negotiation import accepted, negotiate, parse_accept
from api.http.problems import problem_of, status_problem
from api.http.rates import counted
from api.pages.pages import HTML, Pages
from api.sparql.admission import Gate
from api.web.assets import NO_ASSETS, Assets, example_documents
from api.web.policy import WITH_SCRIPTS
from graph.reader import Reader
from ontology.errors import HansaError

from .accepting import FORMATS, MEDIA_TYPE, may_be_events, wants_events
from .answers import told
from .beside.jsonld_door import as_asked, tell, wants_jsonld
from .bodies import at_most
from .context import Context
from .languages import accepted_languages
from .live.door import LiveDoor
from .live.events import HEADERS, whole
from .means import Means
from .running.quick import is_quick, known, read_quickly
from .schema import schema

#: Bytes that the body of a request may have: far more than its 2,000 tokens and their variables.
LONGEST_BODY = 1_000_000
#: Bytes of a body that is looked into on the event loop.
LONGEST_QUICK = 20_000


class GraphQLDoor(GraphQL[Context, None]):
    """The ASGI application behind ``/graphql``.

    *open_reader* lends the reader of the generation with a number, of the newest where it is None,
    for as long as one request takes.
    *is_open* says whether it lends that at once.
    *gate* admits so many requests at once, each for at most *seconds*, and *charged* takes the time
    of one from its client.
    Strawberry's page is not offered, since it loads GraphiQL from another host: a browser gets one
    of *pages*, with the files of *ide* where there are any.
    """

    def __init__(
        self,
        open_reader: Callable[[int | None], AbstractContextManager[Reader]],
        *,
        is_open: Callable[[int | None], bool],
        gate: Gate,
        seconds: float,
        pages: Pages,
        charged: Callable[[Request], AbstractContextManager[None]],
        live: LiveDoor,
        ledger: Path | None = None,
        ide: Assets = NO_ASSETS,
        means: Means | None = None,
    ) -> None:
        """Serve the schema over what *open_reader* lends; *ledger* knows what became of IRIs.

        *live* has what goes on: streams, WebSockets, mutations, and the documents known before.
        """
        super().__init__(schema(), graphql_ide=None)
        self._open_reader = open_reader
        self._is_open = is_open
        self._gate = gate
        self._seconds = seconds
        self._pages = pages
        self._charged = charged
        self._ledger = ledger
        self._ide = ide
        self._live = live
        self._means = means

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; what is not executed at all is a problem document."""
        if scope["type"] == "websocket":
            await self._live.converse(WebSocket(scope, receive, send))
        if scope["type"] != "http":
            return
        instance = scope["path"]
        scope.setdefault("state", {})
        try:
            request = Request(scope, receive)
            request = Request(scope, at_most(self._live.longest(request, LONGEST_BODY), receive))
            if self._wants_page(request):
                response = await run_in_threadpool(self._page, request)
            else:
                response = await self.run(request)
        except HTTPException as error:
            if scope["method"] == "GET" and error.reason.startswith(_MUTATION_BY_GET):
                error.status_code = 405
            response = status_problem(error.status_code, error.reason, instance=instance).response()
            if error.status_code == 405:
                by_get = error.reason.startswith(_MUTATION_BY_GET)
                response.headers["Allow"] = "POST" if by_get else "GET, HEAD, POST"
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
        return negotiate(accepted(request.headers), FORMATS) is HTML

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
        try:
            response = await self._quick(request)
            if response is None:
                response = await super().run(request, *args, **kwargs)
        except _StreamBegan as began:
            return began.response
        except GraphQLError as error:  # before anything was looked at
            response = await self._refusal(request, error)
        except HTTPException as error:
            cause = error.__cause__
            if not isinstance(cause, CannotGetOperationTypeError):
                raise
            named: object = cause.operation_name
            if not isinstance(named, str | None):
                raise
            told = "the document has no operation of that name, or several and none is named"
            message = f"{told}; give operationName"
            response = await self._refusal(request, GraphQLError(message))
        response.headers["Vary"] = "Accept, Accept-Language"
        if wants_jsonld(request):
            return as_asked(request, response)
        if refused := request.scope["state"].get("unauthorised"):
            problem = problem_of(refused)
            response.status_code = problem.type.status
            response.headers.update(problem.headers)
        if wants_events(request):
            events = whole(bytes(response.body))
            return Response(events, media_type=EVENTS.media_type, headers=HEADERS)
        sent = accepted(request.headers) or ""
        ranges = parse_accept(sent) if MEDIA_TYPE in sent.lower() else ()
        if any(f"{each.type}/{each.subtype}" == MEDIA_TYPE for each in ranges):
            response.headers["Content-Type"] = f"{MEDIA_TYPE}; charset=utf-8"
            if request.scope["state"].get("refused") and response.status_code == 200:
                response.status_code = 400
        return response

    async def _quick(self, request: Request) -> Response | None:
        """Answer what takes no more than a moment; None where it may take longer.

        What is wrong with a request is said where it is looked at in full.
        """
        kind = request.headers.get("content-type", "")
        if request.method != "POST" or kind != "application/json" or wants_events(request):
            return None
        if wants_jsonld(request):
            return None
        body = await request.body()
        if len(body) > LONGEST_QUICK:
            return None
        try:
            number = asked_generation(request)
            asked = known(schema(), self.parse_json(body))
            if asked is None or not self._is_open(number):
                return None
        except (GraphQLError, HansaError, HTTPException):
            return None
        with self._charged(request), self._reading(request) as reader:
            if not is_quick(asked[1], reader.generation):
                return None
            languages = accepted_languages(request.headers.get("accept-language", ""))
            context = Context(languages=languages, ledger=self._ledger, means=self._means)
            found = counted(read_quickly)(context, reader, *asked)
        if found is None:
            return None
        return Response(self.encode_json(found), media_type="application/json")

    async def _refusal(self, request: Request, error: GraphQLError) -> Response:
        """Return the answer to what was not executed, as any other answer."""
        body = await self.process_result(request, ExecutionResult(None, [error]))
        return self.create_response(body, await self.get_sub_response(request))

    async def execute_operation(self, *args: Any, **kwargs: Any) -> Any:
        """Execute in a thread, so that a slow request holds up nobody else."""
        request, context, asked = (kwargs[name] for name in ("request", "context", "request_data"))
        if "subscription" in (asked.query or "") and may_be_events(request):
            stream = await self._live.stream(request, _fields(asked))
            if stream is not None:
                raise _StreamBegan(stream)
        context.deadline = monotonic() + self._seconds
        if "mutation" in (asked.query or "") and self._live.may_write(request):
            # These wait for what others do, for up to a minute, and take nobody's place.
            run = partial(self._write, super().execute_operation(*args, **kwargs), request, context)
            return await to_thread.run_sync(run, limiter=self._live.threads)
        async with self._gate.place():
            with self._charged(request):
                context.deadline = monotonic() + self._seconds
                executed = super().execute_operation(*args, **kwargs)
                run = partial(counted(self._read), executed, request, context)
                return await to_thread.run_sync(run, limiter=self._gate.threads)

    def _read(self, executed: Coroutine[Any, Any, Any], request: Request, context: Context) -> Any:
        """Return what *executed* returns, which nothing in it waits for; needs no event loop."""
        with closing(executed), self._reading(request) as reader:
            context.lent = reader
            result = _done(executed)
            if context.as_jsonld:
                tell(request, context, result)
            return result

    def _write(self, executed: Coroutine[Any, Any, Any], request: Request, context: Context) -> Any:
        """Return what *executed* returns, and let it read the newest generation once it wrote."""
        request.scope["state"]["writes"] = True
        with closing(executed), ExitStack() as stack:

            def lend() -> Reader:
                context.deadline = monotonic() + self._seconds
                return stack.enter_context(self._reading(request))

            context.lend = lend
            if asked_generation(request) is not None:
                raise BadRequestError("a generation is never written to; leave generation= out")
            return _done(executed)

    async def parse_http_body(self, request: Any) -> Any:
        """Return the request without what it says of streams, which this door sends by itself."""
        found = await super().parse_http_body(request)
        if isinstance(found, GraphQLRequestData):
            found.protocol = "http"
        return found

    def parse_json(self, data: str | bytes) -> Any:
        """Return what is sent as JSON; in a body a document may be named by its id."""
        found = super().parse_json(data)
        return self._live.documents.put_in(found) if isinstance(data, bytes) else found

    def parse_query_params(self, params: Any) -> dict[str, Any]:
        """Return the parameters of the address, where a document may be named by its id."""
        return self._live.documents.put_in(super().parse_query_params(params))

    async def get_context(
        self,
        request: Request | WebSocket,
        response: Response | WebSocket,  # noqa: ARG002
    ) -> Context:
        """Return what the resolvers of this request share."""
        header = request.headers.get("accept-language", "")
        context = Context(
            languages=accepted_languages(header),
            ledger=self._ledger,
            means=self._means,
            as_jsonld=isinstance(request, Request) and wants_jsonld(request),
        )
        if isinstance(request, Request):
            context.endpoint = lambda: f"{request.base_url}sparql"
            context.writes = self._live.writes(request, context)
        return context

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
        state = request.scope["state"]
        if result.errors:
            state["is_passing"] = True  # it may go well another time
            causes = [each.original_error for each in result.errors if not each.path]
            refused = (UnauthorizedError, ForbiddenError)
            state["unauthorised"] = next((x for x in causes if isinstance(x, refused)), None)
        body = told(result, has_written="writes" in state)
        state["errors"] = result.errors
        if "data" not in body:
            state["refused"] = True
        return body


class _StreamBegan(Exception):  # noqa: N818  it is no error: the answer is a stream
    """The answer to a request is one that goes on."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


#: How the library says that a mutation came by GET.
_MUTATION_BY_GET = "mutations are not allowed"


def _fields(asked: GraphQLRequestData) -> dict[str, Any]:
    """Return what is asked as it was sent."""
    return {
        "query": asked.query,
        "variables": asked.variables,
        "operationName": asked.operation_name,
    }


def _done(executed: Coroutine[Any, Any, Any]) -> Any:
    """Return what *executed* returns, without an event loop."""
    try:
        executed.send(None)
    except StopIteration as done:
        return done.value
    raise RuntimeError("a resolver waits; all of them have to read at once")
