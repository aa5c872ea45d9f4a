"""What a request can reach: the settings, the generation it asks for, the gate, the pages."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from inspect import iscoroutinefunction
from typing import Annotated, Any, cast

from fastapi import Depends, Query
from fastapi.routing import APIRoute
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from api.changes.service import Changes
from api.http.citing import asked_generation
from api.http.rates import Rates, counted
from api.http.security import has_token
from api.ingesting.ingestions import Ingestions
from api.ingesting.previews import Previews
from api.ingesting.reading import Reading
from api.ingesting.spool import Spool
from api.linked.described import Described
from api.linked.dumps import Dumps
from api.names import NameIndexes
from api.pages.pages import Pages
from api.past.moments import Moments
from api.serving.metrics import Metrics
from api.serving.peers import Peers
from api.serving.stopping import Stopping
from api.settings import Settings
from api.shelf import Shelf
from api.sparql.admission import Gate
from api.sparql.remembered import Memory
from api.sparql.running import RunningQueries
from api.sparql.writing import Writing
from api.status.contents import Contents
from api.status.kept import KeptStore
from graph.foreign.running import Opening, QueryPool
from graph.reader import Reader
from ontology.errors import HansaError


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that lives as long as the server does."""

    settings: Settings
    shelf: Shelf
    gate: Gate
    pages: Pages
    names: NameIndexes
    pool: QueryPool
    memory: Memory
    running: RunningQueries
    moments: Moments
    rates: Rates
    metrics: Metrics
    stopping: Stopping
    peers: Peers
    changes: Changes
    described: Described
    dumps: Dumps
    contents: Contents
    kept: KeptStore
    writing: Writing
    spool: Spool
    reading: Reading
    ingestions: Ingestions
    previews: Previews

    def charged(self, request: HTTPConnection) -> AbstractContextManager[None]:
        """Take the time of what is ``counted`` in the block from the client, unless it is the
        keeper.

        Entering raises TooManyRequestsError while it has none left.
        """
        if has_token(request, self.settings):
            return nullcontext()
        return self.rates.paid_by(request.client.host if request.client else "")

    def opening(self) -> Opening | None:
        """Return what queries will want to be open, if there is anything yet."""
        if self.settings.server is not None:
            return None
        newest = self.generation()
        path = self.shelf.workspace.generations().store(newest)
        return Opening(path, self.settings.limits.memory) if newest else None

    def generation(self) -> int:
        """Return the newest generation, 0 where that cannot be told."""
        try:
            return self.shelf.generation()
        except HansaError:  # an answer that needs no store is not kept back for it
            return 0


def services(request: Request) -> Services:
    """Return the services of the app that answers *request*."""
    return cast(Services, request.app.state.services)


def open_reader(
    request: Request,
    generation: Annotated[  # noqa: ARG001  described here, read where it is checked
        str | None,
        Query(description="number of an older generation to read, while it is kept"),
    ] = None,
) -> Iterator[Reader]:
    """Lend a reader to the request and note its generation for the answer's header."""
    with services(request).shelf.reader(asked_generation(request)) as reader:
        request.state.generation = reader.generation
        yield reader


#: For routes: the services, and a reader of the generation that is asked for, or the newest.
ServicesDep = Annotated[Services, Depends(services)]
ReaderDep = Annotated[Reader, Depends(open_reader)]


class ChargedRoute(APIRoute):
    """A route whose clients pay for what it does, in a thread or ``counted`` by itself."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **parts: Any) -> None:
        """Answer *path* with *endpoint*."""
        paid = endpoint if iscoroutinefunction(endpoint) else counted(endpoint)
        super().__init__(path, paid, **parts)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request of a client that has time left."""
        answer = super().get_route_handler()

        async def charged(request: Request) -> Response:
            with services(request).charged(request):
                return await answer(request)

        return charged
