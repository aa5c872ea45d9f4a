"""The steps from each kept generation to the next, and what changed in them, compared once."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from graph.errors import StoreError, WorkspaceVersionError
from graph.generations.comparing import compare_aside
from graph.workspace import Workspace
from ontology.serialisation import JsonObject

#: Changes, and renamings, that an entry tells one by one; all are counted.
MOST: Final = 1_000
#: Bytes of comparisons that are kept, as JSON.
_KEPT: Final = 32 * 1024 * 1024


class Step(NamedTuple):
    """The way from one kept generation to the next kept one."""

    before: int
    after: int


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

    async def changes(self, steps: Sequence[Step]) -> dict[Step, JsonObject]:
        """Return what changed in each step, as ``graph.generations.comparing.told`` tells it.

        What nobody asked for yet is compared, one client after another. A step of which a
        generation went meanwhile is left out.
        """
        return await self._told.all(steps, self._compared, lock=self._comparing)

    async def _compared(self, steps: Sequence[Step]) -> dict[Step, JsonObject]:
        place = self.workspace
        found = await compare_aside(place.path, place.base, steps, most=MOST)
        return {Step(*pair): told for pair, told in found.items()}


class Kept:
    """What was told of steps, the last ones asked for, within a bound of bytes."""

    def __init__(self, size: int) -> None:
        """Keep at most *size* bytes of JSON."""
        self._size = size
        self._taken = 0
        self._found: OrderedDict[object, tuple[JsonObject, int]] = OrderedDict()

    async def all(
        self,
        steps: Sequence[Step],
        find: Callable[[Sequence[Step]], Awaitable[dict[Step, JsonObject]]],
        *,
        lock: asyncio.Lock,
        about: object = None,
    ) -> dict[Step, JsonObject]:
        """Return what is kept *about* each step, and find the rest while holding *lock*."""
        found = self._get(steps, about)
        if len(found) == len(steps):
            return found
        async with lock:
            found = self._get(steps, about)  # another may have found it meanwhile
            fresh = await find([step for step in steps if step not in found])
            for step, told in fresh.items():
                self._keep((step, about), told)
        return found | fresh

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
