"""What the processes of a server are at: queries and ingestions, counted and never named."""

from __future__ import annotations

from collections import Counter
from typing import Any

from api.context import Services
from ontology.serialisation import JsonObject


def busy_of(services: Services) -> JsonObject:
    """Return what one process is at, for the others to add up."""
    return {
        "running": len(services.running),
        "waiting": services.gate.waiting,
        "ingestions": services.ingestions.states,
    }


async def busy_all(services: Services) -> JsonObject:
    """Return what all processes of the server are at together."""
    told: list[Any] = [busy_of(services), *await services.peers.ask("busy")]
    states = Counter(state for each in told for state in each["ingestions"])
    queued = states.pop("QUEUED", 0)
    return {
        "processes": len(told),
        "queries": {
            "running": sum(each["running"] for each in told),
            "waiting": sum(each["waiting"] for each in told),
        },
        "ingestions": {"waiting": queued, "running": [*states.elements()]},
    }
