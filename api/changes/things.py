"""What each generation changed about one thing, or in one document."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from typing import Any, Final

from anyio import to_thread

from api.errors import BadRequestError, NotFoundError
from api.http.rates import counted
from api.shelf import Shelf
from graph.errors import UnknownGenerationError
from graph.generations.comparison import Named
from graph.generations.things import FactChange, Saying, ThingChanges, thing_changes
from ontology.serialisation import JsonObject

from .history import History, Kept, Step

#: Bytes of changes that are kept, as JSON.
_KEPT: Final = 8 * 1024 * 1024
#: Facts of one generation that are told one by one, and sayings of each.
MOST_FACTS: Final = 200
MOST_SAYINGS: Final = 20
#: What a fact may have done, in the order in which it is counted.
SIGNS: Final = ("added", "removed", "said", "unsaid", "reworded")


class ThingHistory:
    """The history of things by their IRIs, as far as generations are kept."""

    def __init__(self, history: History, shelf: Shelf) -> None:
        """Ask the generations on the *shelf*."""
        self._history = history
        self._shelf = shelf
        self._generations = shelf.workspace.generations()
        self._told = Kept(_KEPT)
        self._asking = asyncio.Lock()

    def title(self, iri: str, newest: int) -> str:
        """Return the name of a thing or document, in the last generation that tells one.

        That is *newest* or one before. Raises BadRequestError for what has no history, and
        NotFoundError where no generation that is kept knows it.
        """
        base = self._shelf.workspace.base.iri
        if "#" in iri or not iri.startswith((f"{base}id/", f"{base}doc/")):
            raise BadRequestError(
                f"about={iri!r} is no thing and no document; send an IRI that begins with "
                f"{base}id/ or {base}doc/"
            )
        steps = self.leave_out(iri, self._history.steps(newest))
        numbers = [newest, *(step.before for step in steps), *self._oldest(newest)]
        for number in dict.fromkeys(numbers):
            with suppress(UnknownGenerationError), self._shelf.reader(number) as reader:
                if reader.kind(iri) is not None:
                    return reader.label(iri)
        raise NotFoundError(
            f"no generation that is kept up to {newest} knows {iri}; look up its name"
        )

    def _oldest(self, newest: int) -> list[int]:
        return [number for number in [self._history.oldest()] if 0 < number <= newest]

    def leave_out(self, iri: str, steps: list[Step]) -> list[Step]:
        """Return the steps in which something may have changed about a thing.

        Nearly all others are told by what generations note of their changes, which is looked up
        and costs the same however large the graph is.
        """
        base = self._shelf.workspace.base
        found = []
        for step in steps:
            touched = self._generations.touched(step.after)
            is_told = touched is not None and touched.after == step.before
            if not is_told or (touched and touched.claims(iri, base) is not None):
                found.append(step)
        return found

    async def changes(
        self, iri: str, steps: Sequence[Step], *, patience: float | None = None
    ) -> dict[Step, JsonObject]:
        """Return what changed about a thing in each step.

        A step of which a generation went meanwhile is left out. Raises BusyError as ``Kept.all``
        does.
        """

        async def find(steps: Sequence[Step]) -> AsyncIterator[tuple[Step, JsonObject]]:
            for step in steps:
                told = await to_thread.run_sync(counted(partial(self._compared, iri)), step)
                if told is not None:
                    yield step, told

        return await self._told.all(steps, find, lock=self._asking, about=iri, patience=patience)

    def _compared(self, iri: str, step: Step) -> JsonObject | None:
        touched = self._generations.touched(step.after)
        with (
            suppress(UnknownGenerationError),
            self._shelf.reader(step.before) as before,
            self._shelf.reader(step.after) as after,
        ):
            return told(iri, thing_changes(before, after, iri, touched=touched))
        return None


def told(iri: str, found: ThingChanges) -> JsonObject:
    """Return what changed about a thing as JSON; all is counted, of facts the first are told."""
    counts = {sign: sum(fact.sign == sign for fact in found.facts) for sign in SIGNS}
    if found.only_counted is not None:
        counts |= dict(zip(("said", "unsaid"), found.only_counted, strict=True))
    counts |= {
        "renamed": len(found.moves),
        "names": len(found.names_added) + len(found.names_removed),
        "fields": len(found.fields),
        "came": int(found.came),
        "went": int(found.went),
    }
    return {
        "about": iri,
        "counts": counts,
        **({"onlyCounted": True} if found.only_counted else {}),
        "names": [
            {"change": change, "name": name.text, "language": name.language, "main": name.is_main}
            for change, names in (("added", found.names_added), ("removed", found.names_removed))
            for name in names
        ],
        "fields": [
            dict(zip(("field", "before", "after"), each, strict=True)) for each in found.fields
        ],
        "renamed": [
            {"before": asdict(move.before), "after": asdict(move.after), "facts": move.claims}
            for move in found.moves
        ],
        "listed": min(len(found.facts), MOST_FACTS),
        "changes": [_fact(fact) for fact in found.facts[:MOST_FACTS]],
    }


def _fact(fact: FactChange) -> dict[str, Any]:
    return {
        "change": fact.sign,
        "subject": asdict(fact.subject),
        "property": fact.property,
        "object": _named(fact.object),
        "status": fact.status,
        "claims": len(fact.sayings),
        "sayings": [_saying(each) for each in fact.sayings[:MOST_SAYINGS]],
    }


def _saying(saying: Saying) -> dict[str, Any]:
    return {
        "claim": saying.claim,
        "quote": saying.quote,
        "before": saying.before,
        "document": asdict(saying.document),
        "year": saying.year,
        "role": saying.role,
    }


def _named(named: Named) -> dict[str, str]:
    return {key: value for key, value in asdict(named).items() if value or key == "name"}
