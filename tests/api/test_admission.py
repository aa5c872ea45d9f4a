"""So many run, so many wait, the rest is sent away with a time to come back."""

from __future__ import annotations

import asyncio

import pytest

from api.errors import BusyError
from api.sparql.admission import Gate


def test_who_finds_the_queue_full_is_sent_away_at_once() -> None:
    async def scene() -> None:
        gate = Gate(places=1, queue=1, patience=5)
        order: list[str] = []

        async def visit() -> None:
            async with gate.place():
                order.append("second")

        async with gate.place():
            waiting = asyncio.create_task(visit())
            await asyncio.sleep(0)
            with pytest.raises(BusyError) as caught:
                async with gate.place():
                    order.append("never")
            assert caught.value.retry_after == 5
            order.append("first")
        await waiting
        assert order == ["first", "second"]

    asyncio.run(scene())


def test_who_waits_too_long_is_sent_away() -> None:
    async def scene() -> None:
        gate = Gate(places=1, queue=5, patience=0.05)
        async with gate.place():
            with pytest.raises(BusyError):
                async with gate.place():
                    pass
        async with gate.place():
            pass

    asyncio.run(scene())
