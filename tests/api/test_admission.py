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


def test_one_client_alone_has_all_places_and_the_whole_queue() -> None:
    async def scene() -> None:
        gate = Gate(places=2, queue=2, patience=5, spare=2)
        places = [gate.place("one") for _ in range(4)]
        taking = [asyncio.create_task(each.take()) for each in places]
        await asyncio.sleep(0)
        assert ([each.done() for each in taking], gate.waiting) == ([True, True, False, False], 2)
        with pytest.raises(BusyError):
            await gate.enter("one")
        places[0].let_go()
        places[1].let_go()
        await asyncio.gather(*taking)
        assert gate.waiting == 0

    asyncio.run(scene())


def test_a_client_that_has_none_takes_a_spare_place_at_once() -> None:
    async def scene() -> None:
        gate = Gate(places=1, queue=5, patience=5, spare=1)
        async with gate.place("greedy"):
            more = asyncio.create_task(gate.place("greedy").take())
            async with asyncio.timeout(1), gate.place("other"):
                other = asyncio.create_task(gate.place("other").take())
                await asyncio.sleep(0)
                assert gate.waiting == 2
            await asyncio.sleep(0)
            assert not more.done(), "the spare place is for those who have none"
            await other
        await more

    asyncio.run(scene())


def test_a_place_goes_to_whoever_has_fewest() -> None:
    async def scene() -> None:
        gate = Gate(places=2, queue=5, patience=5)
        order: list[str] = []

        async def visit(client: str) -> None:
            async with gate.place(client):
                order.append(client)

        await gate.enter("greedy")
        await gate.enter("greedy")
        visits = [asyncio.create_task(visit(each)) for each in ("greedy", "greedy", "other")]
        await asyncio.sleep(0)
        gate.leave("greedy")
        await asyncio.gather(*visits)
        assert order == ["other", "greedy", "greedy"]

    asyncio.run(scene())


def test_a_full_queue_takes_another_client_in_for_the_last_of_the_greediest() -> None:
    async def scene() -> None:
        gate = Gate(places=1, queue=3, patience=5)
        await gate.enter("greedy")
        greedy = [asyncio.create_task(gate.enter("greedy")) for _ in range(3)]
        await asyncio.sleep(0)
        other = asyncio.create_task(gate.enter("other"))
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await greedy[2]
        assert gate.waiting == 3
        for client, waiting in (("greedy", other), ("other", greedy[0]), ("greedy", greedy[1])):
            gate.leave(client)
            await waiting
        gate.leave("greedy")
        assert gate.waiting == 0
        await gate.enter("anybody")

    asyncio.run(scene())


def test_whoever_gives_up_as_its_turn_comes_leaves_no_place_taken() -> None:
    async def scene() -> None:
        gate = Gate(places=1, queue=5, patience=5)
        await gate.enter("one")
        waiting = asyncio.create_task(gate.enter("two"))
        await asyncio.sleep(0)
        gate.leave("one")
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        async with asyncio.timeout(1):
            await gate.enter("three")

    asyncio.run(scene())


def test_a_place_is_not_given_to_whoever_gave_up_just_before() -> None:
    async def scene() -> None:
        gate = Gate(places=1, queue=5, patience=5)
        held = gate.place("one")
        await held.take()
        waiting = [asyncio.create_task(gate.place(name).take()) for name in ("two", "three")]
        await asyncio.sleep(0)
        waiting[0].cancel()  # nothing of it has run on when the place becomes free
        held.let_go()
        await asyncio.gather(*waiting, return_exceptions=True)
        assert waiting[0].cancelled()
        assert waiting[1].result() is None

    asyncio.run(scene())
