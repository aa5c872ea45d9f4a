"""What the processes of one server ask each other."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from api.context import Services
from api.status.busy import busy_of

from .metrics import families
from .peers import Handler


def handlers(services: Services) -> Mapping[str, Handler]:
    """Return the answers of this process, by what another one asks."""

    async def metrics(_: Any) -> Any:
        number = services.peers.number
        return await asyncio.to_thread(families, services.metrics.registry, worker=number)

    async def queries(_: Any) -> Any:
        return services.running.told()

    async def stop(id: Any) -> Any:
        return services.running.stop(str(id))

    async def spent(seconds: Any) -> Any:
        services.rates.spent_elsewhere(seconds)

    async def ingestion(id: Any) -> Any:
        told = services.ingestions.told(str(id))
        return asdict(told) if told else None

    async def busy(_: Any) -> Any:
        return busy_of(services)

    asked = {"metrics": metrics, "queries": queries, "stop": stop, "spent": spent, "busy": busy}
    return {**asked, "ingestion": ingestion}
