"""One way into the pool for all who have a client: charged, in turn, listed, ended if it leaves."""

from __future__ import annotations

from types import TracebackType

from starlette.requests import ClientDisconnect, Request

from api.context import Services
from api.http.rates import client_of
from api.http.security import has_token
from graph.foreign.jobs import Job
from graph.foreign.running import Running
from ontology.errors import HansaError

from .leaving import Leaving


def admitted(request: Request, services: Services, job: Job, *, generation: int) -> Admission:
    """Run *job* over a generation for the client of *request*, whose body has been read.

    The block is given what runs. Raises TooManyRequestsError or BusyError where it may not run now,
    and ClientDisconnect instead of whatever ends it once the client has gone.
    """
    return Admission(request, services, job, generation)


class Admission:
    """The use of a process for one client, in a block; no generator, which would take longer."""

    def __init__(self, request: Request, services: Services, job: Job, generation: int) -> None:
        """Use nothing before the block begins."""
        self._request = request
        self._services = services
        self._generation = generation
        self._place = services.gate.place(client_of(request))
        self._use = services.pool.running(job, when_slow=self._place.let_go)

    async def __aenter__(self) -> Running:
        """Wait for a process and begin."""
        services, request = self._services, self._request
        client = request.client.host if request.client else ""
        is_charged = not has_token(request, services.settings)
        if is_charged:
            services.rates.admit(client)
        await self._place.take()
        try:
            running = await self._use.begin()
        except BaseException:
            self._place.let_go()
            raise
        self._leaving = Leaving(request.receive, running)
        self._query = services.running.add(
            running, client=client, generation=self._generation, is_charged=is_charged
        )
        return running

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Give the process back, or end it with what it does."""
        self._leaving.end()
        self._services.running.remove(self._query)
        self._use.end()
        self._place.let_go()
        if isinstance(error, HansaError) and self._leaving.has_left:
            raise ClientDisconnect from None
