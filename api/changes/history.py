"""The steps from each kept generation to the next, and what changed in them, compared once."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from functools import partial
from typing import Final, NamedTuple

from api.errors import BusyError
from graph.errors import StoreError, WorkspaceVersionError
from graph.generations.comparing import compare_aside
from graph.workspace import Workspace
from ontology.serialisation import JsonObject

#: Changes, and renamings, that an entry tells one by one; all are counted.
MOST: Final = 1_000
#: Bytes of comparisons that are kept, as JSON.
_KEPT: Final = 32 * 1024 * 1024


#: Kinds of questions that are worked on at once, each for whoever asks it.
_WORKS: Final = 16
#: Seconds after which to come back for what is being worked on.
_AGAIN: Final = 10


class Step(NamedTuple):
    """The way from one kept generation to the next kept one."""

    before: int
    after: int


#: Yields what is to be told of steps, as it is found.
Find = Callable[[Sequence[Step]], AsyncIterator[tuple[Step, JsonObject]]]


class History:
    """The kept generations of a workspace, one after the other; only its event loop may use it."""

    def __init__(self, workspace: Workspace) -> None:
        """Look at *workspace*; nothing is read before it is asked."""
        self.workspace = workspace
        self._generations = workspace.generations()
        self._told = Kept(_KEPT)
        self._comparing = asyncio.Lock()

    def steps(self, newest: int, *, since: int = 0) -> list[Step]:
        """Return the steps that end after *since* and not after *newest*, the last one first."""
        numbers = [number for number in self._generations.numbers() if number <= newest]
        steps = map(Step, numbers, numbers[1:])
        return sorted((step for step in steps if step.after > since), reverse=True)

    def oldest(self) -> int:
        """Return the number of the oldest generation that is kept, 0 where none is."""
        return min(self._generations.numbers(), default=0)

    def created(self, number: int) -> datetime:
        """Return when a generation was made; the beginning of 1970 where nothing tells."""
        try:
            time = self._generations.manifest(number).time
        except (StoreError, WorkspaceVersionError):
            time = None
        return time or datetime.fromtimestamp(0, UTC)

    async def changes(
        self, steps: Sequence[Step], *, patience: float | None = None
    ) -> dict[Step, JsonObject]:
        """Return what changed in each step, as ``graph.generations.comparing.told`` tells it.

        What nobody asked for yet is compared, one client after another. A step of which a
        generation went meanwhile is left out. Raises BusyError as ``Kept.all`` does, and
        EmbeddedOnlyError where older generations are not kept.
        """
        for step in steps:
            self.workspace.require_kept(step.before)
        return await self._told.all(steps, self._compared, lock=self._comparing, patience=patience)

    async def _compared(self, steps: Sequence[Step]) -> AsyncIterator[tuple[Step, JsonObject]]:
        place = self.workspace
        compared = compare_aside(place.path, place.base, steps, most=MOST)
        async with aclosing(compared):
            async for pair, told in compared:
                yield Step(*pair), told


class Kept:
    """What was told of steps, the last ones asked for, within a bound of bytes."""

    def __init__(self, size: int) -> None:
        """Keep at most *size* bytes of JSON."""
        self._size = size
        self._taken = 0
        self._found: OrderedDict[object, tuple[JsonObject, int]] = OrderedDict()
        self._work: dict[object, asyncio.Task[dict[Step, JsonObject]]] = {}

    async def all(
        self,
        steps: Sequence[Step],
        find: Find,
        *,
        lock: asyncio.Lock,
        about: object = None,
        patience: float | None = None,
    ) -> dict[Step, JsonObject]:
        """Return what is kept *about* each step, and find the rest while holding *lock*.

        Who waits longer than *patience* seconds gets BusyError; what he waits for goes on, and is
        kept for when he comes back.
        """
        found = self._get(steps, about)
        if len(found) == len(steps):
            return found
        key = about, tuple(steps)
        if key not in self._work:
            if len(self._work) >= _WORKS:
                raise _busy()
            work = asyncio.create_task(self._find(steps, find, lock=lock, about=about))
            self._work[key] = work
            work.add_done_callback(partial(self._done, key))
        work = self._work[key]
        await asyncio.wait({work}, timeout=patience)
        if not work.done():
            raise _busy()
        return work.result()

    def _done(self, key: object, work: asyncio.Task[dict[Step, JsonObject]]) -> None:
        del self._work[key]
        if not work.cancelled():
            work.exception()  # told to whoever waits still, and to nobody else

    async def _find(
        self, steps: Sequence[Step], find: Find, *, lock: asyncio.Lock, about: object
    ) -> dict[Step, JsonObject]:
        async with lock:
            found = self._get(steps, about)  # another may have found it meanwhile
            if missing := [step for step in steps if step not in found]:
                async for step, told in find(missing):
                    self._keep((step, about), told)
                    found[step] = told
        return found

    def _get(self, steps: Sequence[Step], about: object) -> dict[Step, JsonObject]:
        keys = {step: (step, about) for step in steps if (step, about) in self._found}
        for key in keys.values():
            self._found.move_to_end(key)
        return {step: self._found[key][0] for step, key in keys.items()}

    def _keep(self, key: object, told: JsonObject) -> None:
        size = len(json.dumps(told))
        self._found[key] = told, size
        self._taken += size
        while self._taken > self._size:
            _, (_, size) = self._found.popitem(last=False)
            self._taken -= size


def _busy() -> BusyError:
    return BusyError(
        f"what changed is still being compared, and is kept for you; ask again in {_AGAIN} seconds",
        retry_after=_AGAIN,
    )
