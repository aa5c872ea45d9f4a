"""From the start of a server to its end: what it opens, keeps up to date, and closes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from anyio import to_thread
from fastapi import FastAPI

from api.context import Services
from api.serving.peering import handlers
from ontology.errors import HansaError

_log = logging.getLogger("hansa")


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open what the services of *app* need, keep it up to date, and close it."""
    services: Services = app.state.services
    await services.writing.found()
    await to_thread.run_sync(services.spool.tidy)
    await services.pool.start(services.opening())
    await services.peers.open(handlers(services))
    tidying = asyncio.create_task(_tidy(services))
    ending = asyncio.create_task(_end_streams(services))
    try:
        yield
    finally:
        ending.cancel()
        tidying.cancel()
        with suppress(asyncio.CancelledError):
            await tidying
        await services.peers.close()
        await services.pool.close()
        await services.ingestions.close()
        await services.reading.end()
        services.spool.close()
        await services.writing.close()
        services.described.close()
        services.dumps.close()
        services.shelf.close()


async def _end_streams(services: Services) -> None:
    """End what never ends by itself, so that the server need not wait for it."""
    await services.stopping.begun()
    services.changes.subscriptions.close()
    await services.ingestions.close()


async def _tidy(services: Services) -> None:
    """Look for a newer generation every second, asked or not, and let go of what is past."""
    while True:
        await asyncio.sleep(1)
        try:
            await _tidy_once(services)
        except HansaError:
            continue  # what cannot be read the next request tells
        except Exception:
            _log.exception("tidying failed; it is tried again")


async def _tidy_once(services: Services) -> None:
    if spent := services.rates.untold():
        await services.peers.ask("spent", spent)
    await to_thread.run_sync(services.shelf.tidy)
    kept = await to_thread.run_sync(services.shelf.workspace.generations().numbers)
    services.memory.keep_only(kept)
    services.pool.let_go()
    newest = await to_thread.run_sync(services.shelf.generation)
    services.changes.subscriptions.notice(newest)
