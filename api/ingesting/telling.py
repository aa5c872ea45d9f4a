"""Tells over HTTP how far ingestions are: as JSON, and as server-sent events."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, Final

from api.http.problems import Problem, problem_of, type_called
from api.pages.pages import address
from ontology.errors import HansaError
from ontology.iris import Base

from .ingestions import Progress

#: The id of the last event, which a browser that comes back says it has.
LAST: Final = "end"
#: Milliseconds after which a client that was cut off comes back.
_RETRY: Final = 3_000


def progress_to_json(progress: Progress, *, root: str, base: Base) -> dict[str, Any]:
    """Return how far an ingestion is, with addresses below *root*."""
    here = f"{root}documents/{progress.id}"
    told: dict[str, Any] = {
        "id": progress.id,
        "key": progress.key,
        "state": progress.state.lower(),
        "waitingFor": progress.waiting,
        "outcome": progress.outcome,
        "duplicateOf": progress.duplicate_of,
        "withheld": list(progress.withheld),
        "generation": progress.generation,
        "document": None,
        "problem": None,
        "links": {"self": here, "events": f"{here}/events"},
    }
    if progress.outcome is not None:  # of two with the same bytes the first speaks for both
        keys = [each for each in (progress.key, progress.duplicate_of) if each is not None]
        told["document"] = iri = base.document(min(keys))
        told["links"]["document"] = address(iri, base=base, root=root)
    if progress.code is not None:
        told["problem"] = Problem(type_called(progress.code), progress.reason or "").content()
    return told


def refusal_to_json(name: str, error: HansaError) -> dict[str, Any]:
    """Return what is told of a document that is not read at all."""
    return {"name": name, "key": None, "state": "refused", "problem": problem_of(error).content()}


async def events_of(
    following: AsyncGenerator[Progress | None, None], *, root: str, base: Base
) -> AsyncGenerator[bytes, None]:
    """Yield an event ``progress`` for each step; the last one has an id that ends the stream.

    To a browser that comes back with it nothing is told any more.
    """
    yield b"retry: %d\n\n" % _RETRY
    async with aclosing(following):
        async for progress in following:
            if progress is None:
                return
            told = json.dumps(progress_to_json(progress, root=root, base=base)).encode()
            last = f"id: {LAST}\n".encode() if progress.has_ended else b""
            yield b"%sevent: progress\ndata: %s\n\n" % (last, told)
