"""Lets so many foreign queries run at once, so many wait, and sends the rest away kindly.

Clients share: who asks much at once fills the places and the queue only while nobody else wants
them. A place that becomes free goes to whoever has fewest, of several to whoever got one longest
ago, and a full queue lets a newcomer in by sending away the last one of whoever has most in it. One
client alone is held up by nothing of this.
"""

from __future__ import annotations

import asyncio
import math
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from anyio import CapacityLimiter

from api.errors import BusyError

#: Clients of which it is remembered who got a place last.
_MOST: Final = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class _Waiter:
    """One request that waits, and its turn."""

    client: str
    turn: asyncio.Future[None]


class Gate:
    """A bounded queue before a bounded number of places; only its event loop may use it."""

    def __init__(self, *, places: int, queue: int, patience: float, spare: int = 0) -> None:
        """Admit *places* at once, let *queue* wait, none longer than *patience* seconds.

        While all places are taken *spare* others are for clients that have none.
        """
        #: Threads to wait for the processes in, apart from those that answer everything else.
        self.threads = CapacityLimiter(places + spare)
        self._places = places
        self._spare = spare
        self._queue = queue
        self._patience = patience
        self._taken = 0
        self._taken_by: Counter[str] = Counter()
        self._waiters: list[_Waiter] = []
        self._served: OrderedDict[str, int] = OrderedDict()
        self._turns = 0

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return len(self._waiters)

    def place(self, client: str = "") -> Place:
        """Hold one place for a block; raise BusyError when the queue is full or the wait too long.

        The block is given what lets go of the place before its end.
        """
        return Place(self, client)

    async def enter(self, client: str = "") -> None:
        """Take a place; ``leave`` gives it back."""
        if self._has_place(client):
            self._take(client)
        else:
            await self._wait(client)

    def leave(self, client: str = "") -> None:
        """Give a place back, to whoever waits with the fewest."""
        self._taken -= 1
        self._taken_by[client] -= 1
        if not self._taken_by[client]:
            del self._taken_by[client]
        while next_ := self._next():
            self._waiters.remove(next_)
            self._take(next_.client)
            next_.turn.set_result(None)

    def _has_place(self, client: str) -> bool:
        spare = 0 if self._taken_by[client] else self._spare
        return self._taken < self._places + spare

    def _take(self, client: str) -> None:
        self._taken += 1
        self._taken_by[client] += 1
        self._turns += 1
        self._served[client] = self._turns
        self._served.move_to_end(client)
        if len(self._served) > _MOST:
            self._served.popitem(last=False)

    def _next(self) -> _Waiter | None:
        """Return who may enter first: who has fewest places, and got one longest ago."""
        able = (x for x in self._waiters if not x.turn.done() and self._has_place(x.client))
        return min(able, key=self._rank, default=None)

    def _rank(self, waiter: _Waiter) -> tuple[int, int]:
        return self._taken_by[waiter.client], self._served.get(waiter.client, 0)

    async def _wait(self, client: str) -> None:
        self._make_room(client)
        waiter = _Waiter(client, asyncio.get_running_loop().create_future())
        self._waiters.append(waiter)
        try:
            async with asyncio.timeout(self._patience):
                await waiter.turn
        except BaseException as error:
            if waiter in self._waiters:
                self._waiters.remove(waiter)
            elif waiter.turn.done() and not waiter.turn.cancelled() and not waiter.turn.exception():
                self.leave(client)  # its turn came as it went
            if isinstance(error, TimeoutError):
                raise self._busy() from None
            raise

    def _make_room(self, client: str) -> None:
        """Raise BusyError where the queue is full, and nobody has more in it by far."""
        if len(self._waiters) < self._queue:
            return
        in_queue = Counter(each.client for each in self._waiters)
        greediest, most = max(in_queue.items(), key=lambda pair: pair[1], default=("", 0))
        if most <= in_queue[client] + 1:
            raise self._busy()
        last = next(each for each in reversed(self._waiters) if each.client == greediest)
        self._waiters.remove(last)
        if not last.turn.done():
            last.turn.set_exception(self._busy())

    def _busy(self) -> BusyError:
        seconds = max(1, math.ceil(self._patience))
        return BusyError(
            f"as many queries as this server allows are running and {len(self._waiters)} wait; "
            f"ask again in {seconds} seconds",
            retry_after=seconds,
        )


class Place:
    """One place, held for a block."""

    def __init__(self, gate: Gate, client: str) -> None:
        """Take none before ``take``, or the block."""
        self._gate = gate
        self._client = client
        self._is_held = False

    async def take(self) -> None:
        """Take it, perhaps after a while."""
        await self._gate.enter(self._client)
        self._is_held = True

    async def __aenter__(self) -> Callable[[], None]:
        """Take it, and return what lets go of it."""
        await self.take()
        return self.let_go

    async def __aexit__(self, *raised: object) -> None:
        """Let go of it."""
        self.let_go()

    def let_go(self) -> None:
        """Give it back, once."""
        if self._is_held:
            self._is_held = False
            self._gate.leave(self._client)
