"""Comparisons that take long: nobody waits at the door for them, and they are done once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from api.changes.events import Subscriptions
from api.changes.history import Kept, Step
from api.errors import BusyError
from graph.errors import StoreError


def test_who_waits_too_long_comes_back_for_what_is_kept() -> None:
    async def run() -> None:
        kept, lock, go = Kept(1_000_000), asyncio.Lock(), asyncio.Event()
        asked: list[list[Step]] = []

        async def find(steps: Sequence[Step]) -> AsyncIterator[tuple[Step, dict[str, Any]]]:
            asked.append([*steps])
            for step in steps:
                await go.wait()
                yield step, {"after": step.after}

        steps = [Step(2, 3), Step(1, 2)]
        for _ in range(3):
            with pytest.raises(BusyError) as busy:
                await kept.all(steps, find, lock=lock, patience=0.01)
            assert busy.value.retry_after > 0
        for number in range(40):  # nobody can ask for more kinds of work than there may be
            with pytest.raises(BusyError):
                await kept.all([Step(number, 99)], find, lock=lock, patience=0)
        go.set()
        assert (await kept.all(steps, find, lock=lock))[steps[0]] == {"after": 3}
        assert asked[0] == steps
        assert len(asked) <= 17
        assert await kept.all(steps, find, lock=lock, patience=0)

    asyncio.run(run())


def test_what_fails_fails_for_who_waits_and_is_tried_again() -> None:
    async def run() -> None:
        kept, lock = Kept(1_000_000), asyncio.Lock()
        tries = 0

        async def find(steps: Sequence[Step]) -> AsyncIterator[tuple[Step, dict[str, Any]]]:
            nonlocal tries
            tries += 1
            if tries == 1:
                raise StoreError("it is damaged")
            for step in steps:
                yield step, {}

        with pytest.raises(StoreError):
            await kept.all([Step(1, 2)], find, lock=lock)
        assert await kept.all([Step(1, 2)], find, lock=lock) == {Step(1, 2): {}}

    asyncio.run(run())


def test_a_stream_shows_that_it_lives_while_much_is_compared() -> None:
    async def run() -> list[bytes]:
        streams = Subscriptions(heartbeat=0.01)

        async def tell(seen: int, newest: int) -> list[bytes]:
            await asyncio.sleep(0.2)
            return [b"told %d %d " % (seen, newest)]

        stream, pieces = streams.stream(2, 1, tell), list[bytes]()
        async for piece in stream:
            pieces.append(piece)
            if b"told" in piece:
                streams.close()
        return pieces

    first, *others = asyncio.run(run())
    assert first.startswith(b"retry: ")
    assert others[0] == b": still here\n\n"
    assert others[-1] == b"told 1 2 id: 2\n\n"
