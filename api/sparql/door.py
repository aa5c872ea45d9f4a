"""``/sparql``: the SPARQL 1.1 Protocol for queries, as an ASGI application of its own.

It stands before the framework, whose routing costs as much as a light query. An answer is held back
until it is whole or longer than a buffer: until then whatever goes wrong is a problem with its
status; after that the connection is broken off, so that half an answer is never taken for one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

from anyio import to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.context import Services
from api.http.citing import asked_generation, asks_nothing_else
from api.http.negotiation import path_of
from api.http.problems import problem_of, status_problem
from api.http.rates import counted
from api.linked.described import is_asked
from graph.foreign.jobs import Limits
from graph.reader import Reader
from graph.remote.served import Source
from ontology.errors import HansaError

from .admitted import admitted
from .asking import Asked, asked
from .describing import describe, is_for_page
from .enriching import enriched
from .protocol import ProtocolRequest, read_request
from .remembered import known
from .running import note
from .sending import Sending, read_head, send_pieces, unchanged, whole

ALLOWED: Final = "GET, HEAD, OPTIONS, POST"
#: Characters of a request from which on to look at its tokens takes too long for an event loop.
_LONG: Final = 20_000

_Made = TypeVar("_Made")


class SparqlDoor:
    """The ASGI application."""

    def __init__(self, services: Services) -> None:
        """Answer from the generations, the pool and the memory of *services*."""
        self._services = services
        self._limits = services.settings.limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        sending = Sending(send)
        try:
            await self._answer(Request(scope, receive), sending)
        except ClientDisconnect:
            note(scope, "left")
            return  # nobody is there to read anything
        except HansaError as error:
            problem = problem_of(error, instance=path_of(scope))
            note(scope, problem.type.code)
            if sending.has_begun:
                raise
            await problem.response()(scope, receive, send)

    async def _answer(self, request: Request, send: Sending) -> None:
        response = await self._without_query(request)
        if response is None:
            settings = self._services.settings
            protocol = await read_request(request, longest=4 * settings.query_length)
            request.scope["state"]["query"] = protocol.query
            cited = asked_generation(request)
            wanted = await self._asked(request, protocol, self._services.shelf.number(cited))
            response = self._known(request, wanted)
            if response is None:
                async with self._services.shelf.lent(cited) as reader:
                    await self.ask(request, protocol, reader, send, wanted=wanted)
                return
        await response(request.scope, request.receive, send)

    async def ask(
        self,
        request: Request,
        protocol: ProtocolRequest,
        reader: Reader,
        send: Sending,
        *,
        wanted: Asked | None = None,
        limits: Limits | None = None,
    ) -> None:
        """Answer *protocol* from *reader*; what is *wanted* of that generation is not known yet.

        *limits* are those of the settings unless others are given.
        """
        request.scope["state"].update(generation=reader.generation, query=protocol.query)
        response: ASGIApp | None = None
        if wanted is None or wanted.generation != reader.generation:  # a newer one has come
            wanted = await self._asked(request, protocol, reader.generation)
            response = self._known(request, wanted)
        if response is None:
            if not await self._aside(request, protocol, partial(is_asked, reader, protocol)):
                response = await self._run(request, wanted, reader, reader.source, send, limits)
            else:
                charged = partial(self._services.charged, request)
                async with self._services.described.checkpoint(reader, charged=charged) as path:
                    response = await self._run(request, wanted, reader, path, send, limits)
        if response is not None:
            await response(request.scope, request.receive, send)

    async def _asked(self, request: Request, protocol: ProtocolRequest, generation: int) -> Asked:
        make = partial(asked, request, protocol, generation=generation, limits=self._limits)
        return await self._aside(request, protocol, make)

    async def _aside(
        self, request: Request, protocol: ProtocolRequest, work: Callable[[], _Made]
    ) -> _Made:
        """Do what takes long with a long request where nobody else waits for it, and charge it."""
        if protocol.length < _LONG:
            return work()
        with self._services.charged(request):
            return await to_thread.run_sync(counted(work), limiter=self._services.gate.threads)

    async def _without_query(self, request: Request) -> ASGIApp | None:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ALLOWED})
        if request.method not in {"GET", "POST"}:
            path, headers = path_of(request.scope), {"Allow": ALLOWED}
            detail = f"{request.method} is not possible at {path}"
            return status_problem(405, detail, instance=path, headers=headers).response()
        if request.method != "GET":
            return None
        if asks_nothing_else(request) or is_for_page(request, self._services):
            return await to_thread.run_sync(describe, request, self._services)
        return None

    def _known(self, request: Request, wanted: Asked) -> ASGIApp | None:
        """Return the answer if neither a query nor the store is needed for it."""
        shelf, memory = self._services.shelf, self._services.memory
        if wanted.key is None:
            return None
        if request.method == "GET":  # a condition says nothing about the answer to a POST
            tag = known(request.headers.get("if-none-match"), wanted.key)
            if tag and shelf.may_stand(wanted.generation):
                request.state.generation = wanted.generation
                note(request.scope, "not-modified")
                return unchanged(tag)
        found = memory.get(wanted.key)
        if found is None or not shelf.is_there(wanted.generation):
            return None
        request.state.generation = wanted.generation
        note(request.scope, "remembered")
        return whole(request, wanted, found.body, kept=found)

    async def _run(
        self,
        request: Request,
        wanted: Asked,
        reader: Reader,
        source: Source,
        send: Sending,
        limits: Limits | None,
    ) -> ASGIApp | None:
        """Answer by a query of what stands at *source*, or return what there is to send."""
        if wanted.is_enriched:
            with self._services.charged(request):
                return await enriched(request, self._services, wanted, reader, source)
        make = partial(wanted.job, source, limits or self._limits)
        job = await self._aside(request, wanted.request, make)
        generation = wanted.generation
        most = self._services.settings.query_buffer
        async with admitted(request, self._services, job, generation=generation) as running:
            pieces = aiter(running)
            head, is_all = await read_head(pieces, most=most)
            if not is_all:
                await send_pieces(wanted, head, pieces, send)
        note(request.scope, "answered")  # before it leaves: it may be sent again as it left
        if not is_all:
            return None
        if self._services.gate.waiting:
            await asyncio.sleep(0)  # whoever waits for the process has it before this is sent
        body = b"".join(head)
        kept = self._services.memory.keep(wanted.key, body) if wanted.key else None
        return whole(request, wanted, body, kept=kept)
