"""All that ``/status`` tells, put together; nothing in it is secret or names a path here."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version

from anyio import to_thread

from api.context import Services
from api.edition import edition
from api.http.problems import problem_of
from api.http.rates import counted
from graph.generations.manifests import timestamp
from ontology.errors import HansaError
from ontology.serialisation import JsonObject

from .busy import busy_all
from .readiness import require_ready
from .reading import Reading


class Status:
    """What one server is asked about itself."""

    def __init__(self, services: Services) -> None:
        """Look at *services*; nothing is read before it is asked."""
        self._services = services
        self._reading = Reading(services.settings)
        self._started = timestamp(datetime.now(UTC))

    async def told(self, number: int | None) -> JsonObject:
        """Return the status, of what the generation *number* or the newest one holds.

        Raises what a reader raises where *number* is not kept.
        """
        about = await to_thread.run_sync(counted(self._read), number)
        return {**about, **await busy_all(self._services)}

    def _read(self, number: int | None) -> JsonObject:
        found: JsonObject = {"generation": None, "created": None, "documents": None, "things": []}
        health: JsonObject = {"ready": True}
        kept = self._services.kept
        try:
            with self._services.shelf.reader(number) as reader:
                made = kept.manifest(reader.generation)
                found |= {"generation": reader.generation, "created": made and made.created}
                found |= self._services.contents.of(reader)
                require_ready(self._services, reader)
        except HansaError as error:
            if number is not None and found["generation"] is None:
                raise
            health = {"ready": False, "reason": _reason(error)}
        return {
            "health": health,
            "version": version("hansa"),
            "edition": edition(),
            "started": self._started,
            **found,
            "generations": kept.generations(found["generation"]),
            "bytes": kept.sizes(),
            "pipeline": self._reading.pipeline(),
            "quality": self._reading.quality(),
        }


def _reason(error: HansaError) -> JsonObject:
    """Return why, by the kind of problem: what it says in words may name a path."""
    problem = problem_of(error)
    return {"type": problem.type.iri, "title": problem.type.title}
