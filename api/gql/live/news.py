"""What subscriptions wait for: generations that are published, and documents that are read."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass

from anyio import to_thread

from api.changes.events import Subscriptions
from api.ingesting.ingestions import Ingestions, Progress


@dataclass(slots=True)
class Change:
    """One event: the generation *since* which its reader knows none, and the one that it reads."""

    since: int | None
    generation: int


class News:
    """What one subscription can wait for; ``last`` is what its client says that it had last."""

    def __init__(
        self,
        hub: Subscriptions,
        ingestions: Ingestions,
        newest: Callable[[], int],
        *,
        last: int | None = None,
    ) -> None:
        """Hear of generations from *hub*; *newest* tells the newest one, in a thread."""
        self._hub = hub
        self._ingestions = ingestions
        self._newest = newest
        self._last = last

    async def generations(self, since: int | None) -> AsyncGenerator[Change, None]:
        """Yield the newest generation unless it is *since*, and then each newer one.

        Of several that came while the last event was being sent, only the newest is told. Whoever
        executes an event notes in it which generation it read.
        """
        newest = await to_thread.run_sync(self._newest)
        seen = since
        if since is None and self._last is not None and self._last <= newest:
            seen = self._last  # any other is no number that was ever told
        self._hub.notice(newest)
        while (now := await self._hub.other(seen)) is not None:
            change = Change(seen, now)
            yield change
            seen = change.generation
            if seen > now:  # one that nobody told of yet
                self._hub.notice(seen)

    async def ingestion(self, id: str) -> AsyncGenerator[Progress | None, None]:
        """Yield how far an ingestion is, as ``Ingestions.follow`` does."""
        async for progress in self._ingestions.follow(id):
            yield progress
