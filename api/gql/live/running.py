"""Runs the operations of streams: each event of a subscription, and queries that come beside them.

Every execution is one as any request's: it has a place at the gate, a thread, a deadline, a budget
of nodes and a generation of its own, and its client pays for its time. What is being executed is
finished even where its client has gone, so that places and threads stay as many as they are.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Coroutine
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    ExitStack,
    aclosing,
)
from functools import partial
from inspect import isawaitable
from pathlib import Path
from time import monotonic
from typing import Any, Final, TypeVar, cast

import strawberry
from anyio import to_thread
from graphql import DocumentNode, GraphQLError, OperationType, get_operation_ast, parse
from graphql import ExecutionResult as CoreResult
from graphql.execution import Executor, create_source_event_stream
from starlette.requests import HTTPConnection
from strawberry.http import GraphQLHTTPResponse
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType as Kind

from api.errors import BusyError, TooManyRequestsError
from api.gql.answers import told
from api.gql.context import Context
from api.gql.failures import BAD_REQUEST
from api.gql.languages import accepted_languages
from api.gql.limits.shape import MAX_TOKENS
from api.gql.means import Means
from api.gql.operation import Operation
from api.http.rates import client_of, counted
from api.sparql.admission import Gate
from graph.reader import Reader
from ontology.errors import HansaError

from .beginning import Beginning
from .news import News
from .subscriptions import GenerationChange

#: Seconds after which an event is tried again for which there was no place.
_PATIENCE: Final = 60

_Result = TypeVar("_Result")

#: What is taken to execute one event and to send it.
Turn = AbstractAsyncContextManager[Any]
#: An answer, and the number of the generation that an event tells of.
Told = tuple[int | None, GraphQLHTTPResponse]


class Runner:
    """Executes operations over the newest generation."""

    def __init__(
        self,
        schema: strawberry.Schema,
        open_reader: Callable[[], AbstractContextManager[Reader]],
        *,
        gate: Gate,
        seconds: float,
        charged: Callable[[Any], AbstractContextManager[None]],
        ledger: Path | None,
        means: Means,
    ) -> None:
        """Execute by *schema* over what *open_reader* lends, as the door does by its arguments."""
        self._schema = schema
        self._open_reader = open_reader
        self._gate = gate
        self._seconds = seconds
        self._charged = charged
        self._ledger = ledger
        self._means = means

    async def begin(
        self, asked: Operation, client: HTTPConnection, news: News
    ) -> AsyncIterable[Any] | GraphQLHTTPResponse | None:
        """Return the source of a subscription's events, or why there is none.

        None is returned for any other operation, which is to be executed. Raises BusyError and
        TooManyRequestsError.
        """
        document, refusal = await self._run(client, partial(self._look_at, asked))
        if document is None or refusal is not None:
            return refusal
        try:
            executor = Executor.build(
                self._schema._schema,
                document,
                context_value=Context(news=news),
                raw_variable_values=asked.variables,
                operation_name=asked.name,
            )
        except GraphQLError as error:
            return told(ExecutionResult(None, [error]))
        if isinstance(executor, list):
            return told(ExecutionResult(None, executor))
        source = create_source_event_stream(executor)
        if isawaitable(source):
            source = await source
        if isinstance(source, CoreResult):
            return told(ExecutionResult(None, source.errors))
        return source

    def _look_at(self, asked: Operation) -> tuple[DocumentNode | None, GraphQLHTTPResponse | None]:
        """Return the document of a subscription that passes every limit, or why it does not."""
        try:
            operation = get_operation_ast(parse(asked.query, max_tokens=MAX_TOKENS), asked.name)
        except GraphQLError:
            return None, None  # which is said where it is executed
        if operation is None or operation.operation is not OperationType.SUBSCRIPTION:
            return None, None
        beginning = Beginning()
        result = self._executed(asked, beginning, Context(), Kind.SUBSCRIPTION)
        return (None, told(result)) if result.errors else (beginning.document, None)

    async def answer(self, asked: Operation, client: HTTPConnection) -> GraphQLHTTPResponse:
        """Return the answer to a query; raises BusyError and TooManyRequestsError."""
        return await self._run(client, partial(self._read, asked, None, Kind.QUERY, client))

    async def events(
        self, asked: Operation, source: AsyncIterable[Any], client: HTTPConnection, turn: Turn
    ) -> AsyncGenerator[Told, None]:
        """Yield each event of *source* as it is answered, with the number of its generation.

        An event is executed, and held until the next one is asked for, in a *turn*. One for which
        there is no place or no time is executed later, when it tells of what is then.
        """
        try:
            async with aclosing(cast(AsyncGenerator[Any, None], source)) as events:
                async for event in events:
                    pause: int | None = 0
                    while pause is not None:
                        await asyncio.sleep(pause)
                        async with turn:
                            try:
                                body = await self._event(asked, event, client)
                            except (BusyError, TooManyRequestsError) as error:
                                pause = min(error.retry_after, _PATIENCE)
                            else:
                                pause = None
                                is_change = isinstance(event, GenerationChange)
                                yield event.change.generation if is_change else None, body
        except GraphQLError as error:
            yield None, told(ExecutionResult(None, [error]))
        except HansaError as error:
            wrapped = GraphQLError(str(error), original_error=error)
            yield None, told(ExecutionResult(None, [wrapped]))

    async def _event(
        self, asked: Operation, event: Any, client: HTTPConnection
    ) -> GraphQLHTTPResponse:
        read = partial(self._read, asked, event, Kind.SUBSCRIPTION, client)
        return await self._run(client, read)

    async def _run(self, client: HTTPConnection, work: Callable[[], _Result]) -> _Result:
        """Do *work* in a thread, with a place at the gate, at the client's cost."""

        async def run() -> _Result:
            async with self._gate.place(client_of(client)):
                with self._charged(client):
                    return await to_thread.run_sync(counted(work), limiter=self._gate.threads)

        return await finished(run())

    def _read(
        self, asked: Operation, event: Any, kind: Kind, client: HTTPConnection
    ) -> GraphQLHTTPResponse:
        with ExitStack() as stack:
            context = Context(
                languages=accepted_languages(client.headers.get("accept-language", "")),
                deadline=monotonic() + self._seconds,
                ledger=self._ledger,
                means=self._means,
                lend=lambda: stack.enter_context(self._open_reader()),
            )
            if isinstance(event, GenerationChange):
                event.change.generation = context.reader.generation
            return told(self._executed(asked, event, context, kind))

    def _executed(
        self, asked: Operation, root: Any, context: Context, kind: Kind
    ) -> ExecutionResult:
        try:
            return self._schema.execute_sync(
                asked.query,
                variable_values=asked.variables,
                root_value=root,
                context_value=context,
                operation_name=asked.name,
                allowed_operation_types=[kind],
            )
        except InvalidOperationTypeError:
            message = "only queries and subscriptions come this way; send mutations by POST"
            return ExecutionResult(None, [GraphQLError(message, extensions={"code": BAD_REQUEST})])


async def finished(work: Coroutine[Any, Any, _Result]) -> _Result:
    """Return what *work* returns; it goes on to its end where nobody waits for it any more."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        raise
