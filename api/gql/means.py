"""What a few fields need beside the reader of their generation: names, and older generations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Final

from anyio import from_thread

from api.changes.history import History, Step
from api.changes.things import ThingHistory
from api.names import NameIndexes
from graph.reader import Reader
from graph.reviewing.ranked import Ranked
from ontology.serialisation import JsonObject
from queries.names import NameIndex

from .asking import Processes

#: Seconds for which a comparison is waited for at most; who comes back finds it done.
_PATIENCE: Final = 10.0


@dataclass(frozen=True, slots=True)
class Means:
    """What belongs to the server, and outlives a request; may be used in its threads."""

    names: NameIndexes
    history: History
    things: ThingHistory
    open_reader: Callable[[int | None], AbstractContextManager[Reader]]
    processes: Processes
    review: Ranked

    def index(self, reader: Reader) -> NameIndex:
        """Return the index of all names of a generation."""
        return self.names.of(reader)

    def compared(self, before: int, after: int, *, seconds: float) -> JsonObject | None:
        """Return what changed from one generation to another, as ``/changes`` tells it.

        None is returned where one of the two went meanwhile. Raises BusyError while it is being
        compared still.
        """
        step = Step(before, after)
        asked = partial(self.history.changes, [step], patience=_patience(seconds))
        return from_thread.run(asked).get(step)

    def told_of(self, iri: str, steps: Sequence[Step], *, seconds: float) -> dict[Step, JsonObject]:
        """Return what changed about a thing in each step, as ``/changes?about=`` tells it.

        A step of which a generation went meanwhile is left out. Raises BusyError while they are
        being compared still.
        """
        asked = partial(self.things.changes, iri, steps, patience=_patience(seconds))
        return from_thread.run(asked)


def _patience(seconds: float) -> float:
    return max(0.1, min(seconds, _PATIENCE))
