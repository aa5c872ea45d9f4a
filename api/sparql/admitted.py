"""One way into the pool for all who have a client: charged, in turn, listed, ended if it leaves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import ClientDisconnect, Request

from api.context import Services
from api.http.security import has_token
from graph.foreign.jobs import Job
from graph.foreign.pool import Running
from ontology.errors import HansaError

from .leaving import Leaving


@asynccontextmanager
async def admitted(
    request: Request, services: Services, job: Job, *, generation: int
) -> AsyncIterator[Running]:
    """Run *job* over a generation for the client of *request*, whose body has been read.

    Raises TooManyRequestsError or BusyError where it may not run now, and ClientDisconnect instead
    of whatever ends it once the client has gone.
    """
    client = request.client.host if request.client else ""
    is_charged = not has_token(request, services.settings)
    if is_charged:
        services.rates.admit(client)
    async with (
        services.gate.place() as let_go,
        services.pool.running(job, when_slow=let_go) as running,
    ):
        leaving = Leaving(request.receive, running)
        query = services.running.add(
            running, client=client, generation=generation, is_charged=is_charged
        )
        try:
            yield running
        except HansaError:
            if leaving.has_left:
                raise ClientDisconnect from None
            raise
        finally:
            leaving.end()
            services.running.remove(query)
