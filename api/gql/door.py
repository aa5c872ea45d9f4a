"""GraphQL over HTTP (the GraphQL Foundation's draft), on one generation for each request.

Strawberry has the schema; its view is not used, which knows neither of the media type
``application/graphql-response+json`` nor of limits: on the body, on the time, on how many requests
run at once.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Final

from anyio import to_thread
from graphql import GraphQLError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from api.errors import BadRequestError, MethodNotAllowedError
from api.http.citing import asked_generation
from api.http.rates import client_of, counted
from api.pages.pages import Pages
from api.sparql.admission import Gate
from api.web.graphiql.assets import NO_ASSETS, Assets
from graph.reader import Reader
from ontology.errors import HansaError

from .accepting import heard_all, may_be_events
from .answers import Answer, answered
from .beside.jsonld_door import tell, wants_jsonld
from .bodies import at_most, sent_by
from .context import Context
from .hurried import Hurried
from .languages import accepted_languages
from .live.door import LiveDoor
from .live.events import HEADERS
from .means import Means
from .operation import Operation
from .page import Page
from .reading import Readers
from .running.meant import is_mutation
from .schema import schema
from .sending import in_json, refused, sent

#: Bytes that the body of a request may have: far more than its 2,000 tokens and their variables.
LONGEST_BODY: Final = 1_000_000
_METHODS: Final = "GET, HEAD, POST"
#: What may be done by each method; HEAD comes as GET.
_ALLOWED: Final = {
    "GET": {OperationType.QUERY, OperationType.SUBSCRIPTION},
    "POST": {*OperationType},
}


class GraphQLDoor:
    """The ASGI application behind ``/graphql``.

    *readers* lend the reader of a generation for as long as one request takes. *gate* admits so
    many requests at once, each for at most *seconds*, and *charged* takes the time of one from its
    client. A browser gets one of *pages*, with the files of *ide* where there are any.
    """

    def __init__(
        self,
        readers: Readers,
        *,
        gate: Gate,
        seconds: float,
        pages: Pages,
        charged: Callable[[Request], AbstractContextManager[None]],
        live: LiveDoor,
        ledger: Path | None = None,
        ide: Assets = NO_ASSETS,
        means: Means | None = None,
    ) -> None:
        """Serve the schema over what *readers* lend; *ledger* knows what became of IRIs.

        *live* has what goes on: streams, WebSockets, mutations, and the documents known before.
        """
        documents = live.documents
        self._readers = readers
        self._gate = gate
        self._seconds = seconds
        self._charged = charged
        self._ledger = ledger
        self._live = live
        self._means = means
        self._page = Page(pages, readers, ide, is_strict=documents.is_strict)
        self._hurried = Hurried(readers, documents, charged=charged, context=self._context)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or speak with a WebSocket."""
        if scope["type"] == "websocket":
            await self._live.converse(WebSocket(scope, receive, send))
        if scope["type"] != "http":
            return
        scope.setdefault("state", {})
        longest = self._live.longest(Request(scope, receive), LONGEST_BODY)
        request = Request(scope, at_most(longest, receive))
        try:
            response = await self._answer(request)
        except HansaError as error:
            response = refused(request, error)
        except ClientDisconnect:
            response = Response(status_code=499)  # nobody is there to read it
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        """Return the response to a request; raises HansaError where it is not served."""
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": "GET, HEAD, OPTIONS, POST"})
        if request.method not in ("GET", "POST"):
            told = f"{request.method} is not possible here; send {_METHODS}"
            raise MethodNotAllowedError(told, allowed=_METHODS)
        if heard_all(request):
            return Response(status_code=204, headers=HEADERS)
        if self._page.is_wanted(request):
            return await run_in_threadpool(self._page.render, request)
        if (body := await self._hurried.answer(request)) is not None:
            return in_json(request, body)
        try:
            operation = Operation.of(await sent_by(request), self._live.documents)
            if (stream := await self._stream(request, operation)) is not None:
                return stream
            answer = await self._executed(request, operation)
        except GraphQLError as error:  # before anything was looked at
            answer = answered(ExecutionResult(None, [error]))
        return sent(request, answer)

    async def _stream(self, request: Request, operation: Operation) -> Response | None:
        """Return the stream of a subscription where events are accepted."""
        if "subscription" not in operation.query or not may_be_events(request):
            return None
        return await self._live.stream(request, operation)

    async def _executed(self, request: Request, operation: Operation) -> Answer:
        """Execute in a thread, so that a slow request holds up nobody else."""
        context = self._context(request)
        context.endpoint = lambda: f"{request.base_url}sparql"
        context.writes = self._live.writes(request, context)
        context.as_jsonld = wants_jsonld(request)
        context.deadline = monotonic() + self._seconds
        if self._live.may_write(request) and is_mutation(operation.query, operation.name):
            # These wait for what others do, for up to a minute, and take nobody's place.
            write = partial(self._write, request, operation, context)
            return await to_thread.run_sync(write, limiter=self._live.threads)
        async with self._gate.place(client_of(request)):
            with self._charged(request):
                context.deadline = monotonic() + self._seconds
                read = partial(counted(self._read), request, operation, context)
                return await to_thread.run_sync(read, limiter=self._gate.threads)

    def _context(self, request: Request) -> Context:
        """Return what the resolvers of a request share."""
        languages = accepted_languages(request.headers.get("accept-language", ""))
        return Context(languages=languages, ledger=self._ledger, means=self._means)

    def _read(self, request: Request, operation: Operation, context: Context) -> Answer:
        """Return what reads, of the generation that is asked for."""
        with self._readers.of(request) as reader, reader.held():
            context.lent = reader
            result = _done(request, operation, context)
            if context.as_jsonld:
                tell(request, context, result)
            return answered(result)

    def _write(self, request: Request, operation: Operation, context: Context) -> Answer:
        """Return what writes, and let it read the newest generation once it wrote."""
        with ExitStack() as stack:

            def lend() -> Reader:
                context.deadline = monotonic() + self._seconds
                return stack.enter_context(self._readers.of(request))

            context.lend = lend
            if asked_generation(request) is not None:
                raise BadRequestError("a generation is never written to; leave generation= out")
            return answered(_done(request, operation, context), has_written=True)


def _done(request: Request, operation: Operation, context: Context) -> ExecutionResult:
    """Execute an operation by whatever its method allows."""
    try:
        return schema().execute_sync(
            operation.query,
            variable_values=operation.variables,
            context_value=context,
            operation_name=operation.name,
            allowed_operation_types=_ALLOWED[request.method],
            operation_extensions=operation.extensions,
        )
    except InvalidOperationTypeError:
        told = "mutations are not done by GET; send them by POST"
        raise MethodNotAllowedError(told, allowed="POST") from None
