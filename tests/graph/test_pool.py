"""Processes of a pool answer one query after another, and losing one loses one query."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pyoxigraph
import pytest

from graph.errors import (
    GraphError,
    QueryCrashedError,
    QueryStoppedError,
    QuerySyntaxError,
    QueryTimeoutError,
    QueryTooLargeError,
    StoreError,
)
from graph.foreign import pool as pool_module
from graph.foreign.jobs import Job, Limits, job
from graph.foreign.pool import WorkerPool
from graph.foreign.running import Opening
from tests.swelling import swelling

EX = "http://ex.org/"
COUNT = f"SELECT (COUNT(*) AS ?n) {{ ?s <{EX}number> ?o }}"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
#: Some 6 MB of answer.
LARGE = "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 20000"


def store_of(folder: Path, size: int) -> Path:
    store = pyoxigraph.Store(folder / "live")
    number = pyoxigraph.NamedNode(EX + "number")
    store.extend(
        pyoxigraph.Quad(pyoxigraph.NamedNode(f"{EX}{each}"), number, pyoxigraph.Literal(each))
        for each in range(size)
    )
    store.backup(folder / "checkpoint")
    return folder / "checkpoint"


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_of(tmp_path_factory.mktemp("store"), 400)


def asked(checkpoint: Path, query: str = COUNT, **limits: float) -> Job:
    return job(checkpoint, query, format="json", limits=Limits(**limits))  # type: ignore[arg-type]


@asynccontextmanager
async def pool_of(size: int) -> AsyncIterator[WorkerPool]:
    pool = WorkerPool(size)
    await pool.start()
    try:
        yield pool
    finally:
        await pool.close()


async def answer(pool: WorkerPool, job: Job) -> bytes:
    async with pool.running(job) as running:
        return b"".join([piece async for piece in running])


def number(body: bytes) -> int:
    return int(json.loads(body)["results"]["bindings"][0]["n"]["value"])


def test_one_process_answers_many_queries(checkpoint: Path) -> None:
    async def play() -> None:
        async with pool_of(1) as pool:
            for _ in range(20):
                assert number(await answer(pool, asked(checkpoint))) == 400
            assert pool.killed == 0

    asyncio.run(play())


def test_generations_are_read_in_turns_and_the_answer_is_of_the_one_asked(
    checkpoint: Path, tmp_path: Path
) -> None:
    others = []
    for size in (1, 2, 3):
        (tmp_path / str(size)).mkdir()
        others.append(store_of(tmp_path / str(size), size))

    async def play() -> None:
        async with pool_of(1) as pool:
            for path, size in [*zip(others, (1, 2, 3), strict=True), (checkpoint, 400)] * 3:
                assert number(await answer(pool, asked(path))) == size
            assert pool.killed == 0

    asyncio.run(play())


ERRORS: list[tuple[str, dict[str, float], type[GraphError], bool]] = [
    ("SELECT nonsense", {}, QuerySyntaxError, False),
    (LARGE, {"answer": 100_000}, QueryTooLargeError, False),
    (ENDLESS, {"seconds": 0.5}, QueryTimeoutError, True),
    (swelling(12), {"memory": 2**24, "seconds": 60}, QueryCrashedError, True),
]


@pytest.mark.parametrize(("query", "limits", "error", "is_killed"), ERRORS)
def test_an_error_costs_one_query(
    checkpoint: Path,
    query: str,
    limits: dict[str, float],
    error: type[GraphError],
    *,
    is_killed: bool,
) -> None:
    async def play() -> None:
        async with pool_of(1) as pool:
            with pytest.raises(error):
                await answer(pool, asked(checkpoint, query, **limits))
            assert number(await answer(pool, asked(checkpoint))) == 400
            assert pool.killed == is_killed

    asyncio.run(play())


def test_a_checkpoint_that_is_not_there_is_the_stores_trouble(tmp_path: Path) -> None:
    async def play() -> None:
        async with pool_of(1) as pool:
            with pytest.raises(StoreError, match="hansa rebuild"):
                await answer(pool, asked(tmp_path / "none"))

    asyncio.run(play())


def test_a_query_is_stopped_in_a_sort_that_nothing_else_stops(checkpoint: Path) -> None:
    query = "SELECT * { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f } ORDER BY ?o ?c ?f"

    async def play() -> None:
        async with pool_of(1) as pool:
            async with pool.running(asked(checkpoint, query, memory=2**33)) as running:
                asyncio.get_running_loop().call_later(0.3, running.stop, "it was stopped")
                began = time.monotonic()
                with pytest.raises(QueryStoppedError, match="it was stopped"):
                    await anext(aiter(running))
                assert time.monotonic() - began < 3
            assert number(await answer(pool, asked(checkpoint))) == 400

    asyncio.run(play())


def test_who_leaves_before_the_end_frees_the_place(checkpoint: Path) -> None:
    async def play() -> None:
        async with pool_of(1) as pool:
            async with pool.running(asked(checkpoint, ENDLESS, seconds=60)):
                pass
            assert number(await answer(pool, asked(checkpoint))) == 400
            assert pool.killed == 1

    asyncio.run(play())


def test_the_clock_stands_while_nobody_reads(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is slow gives way to all else, on a busy machine for longer than this has time.
    monkeypatch.setattr("graph.foreign.pool._NICE", 0)

    async def play() -> None:
        async with pool_of(1) as pool, pool.running(asked(checkpoint, LARGE, seconds=5)) as running:
            pieces = aiter(running)
            size = len(await anext(pieces))
            await asyncio.sleep(6)  # what is on its way fills the channel, and the child waits
            size += sum([len(piece) async for piece in pieces])
            assert size > 5_000_000
            assert running.is_done

    asyncio.run(play())


def test_half_an_answer_ends_in_an_error(checkpoint: Path) -> None:
    async def play() -> None:
        async with pool_of(1) as pool:
            async with pool.running(asked(checkpoint, LARGE)) as running:
                pieces = aiter(running)
                assert await anext(pieces)
                os.kill(running.worker.child.process.pid, signal.SIGSEGV)
                with pytest.raises(QueryCrashedError):
                    async for _ in pieces:
                        pass
            assert number(await answer(pool, asked(checkpoint))) == 400

    asyncio.run(play())


def test_a_process_that_has_grown_gives_way_to_another(checkpoint: Path) -> None:
    async def play() -> None:
        async with pool_of(1) as pool:
            async with pool.running(asked(checkpoint)) as running:
                first = running.worker
                assert b"".join([piece async for piece in running])
            await answer(pool, asked(checkpoint, growth=1))  # it has imported the engine since
            async with pool.running(asked(checkpoint)) as running:
                assert running.worker is not first
                assert number(b"".join([piece async for piece in running])) == 400
            assert pool.killed == 0

    asyncio.run(play())


def test_a_slow_query_lets_others_pass(checkpoint: Path) -> None:
    async def play() -> None:
        passed: list[str] = []
        async with pool_of(1) as pool:
            endless = asked(checkpoint, ENDLESS, seconds=60)
            async with pool.running(endless, when_slow=lambda: passed.append("slow")) as slow:
                for _ in range(3):
                    assert number(await answer(pool, asked(checkpoint))) == 400
                assert passed == ["slow"]
                assert os.getpriority(os.PRIO_PGRP, slow.worker.child.process.pid) == 19
            assert number(await answer(pool, asked(checkpoint))) == 400

    asyncio.run(play())


def test_the_time_in_which_a_process_starts_is_none_of_its_query(checkpoint: Path) -> None:
    async def play() -> None:
        async with pool_of(1) as pool:
            assert number(await answer(pool, asked(checkpoint))) == 400
            async with pool.running(asked(checkpoint, ENDLESS, seconds=60)):
                pass
            async with pool.running(asked(checkpoint)) as later:
                worker = later.worker
                assert worker.checkpoints == {checkpoint}  # it is open already
                assert str(checkpoint) in " ".join(open_files(worker.child.process.pid))
                assert number(b"".join([piece async for piece in later])) == 400
            assert later.spent < 5

    asyncio.run(play())


def test_a_checkpoint_that_cannot_be_opened_beforehand_harms_nobody(
    checkpoint: Path, tmp_path: Path
) -> None:
    async def play() -> None:
        pool = WorkerPool(1)
        await pool.start(Opening(tmp_path / "none", 2**29))
        assert number(await answer(pool, asked(checkpoint))) == 400
        await pool.close()

    asyncio.run(play())


def test_no_more_than_so_many_slow_queries_step_aside(checkpoint: Path) -> None:
    async def play() -> None:
        pool = WorkerPool(1, slow=1)
        await pool.start()
        slow = asked(checkpoint, ENDLESS, seconds=60)
        async with pool.running(slow):
            async with pool.running(slow):
                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(answer(pool, asked(checkpoint)), 1)
            assert number(await answer(pool, asked(checkpoint))) == 400
        await pool.close()

    asyncio.run(play())


def test_a_closed_pool_leaves_no_process(checkpoint: Path) -> None:
    async def play() -> list[int]:
        async with pool_of(2) as pool:
            await asyncio.gather(*(answer(pool, asked(checkpoint)) for _ in range(8)))
            async with pool.running(asked(checkpoint, ENDLESS)) as running:
                pass
            return [running.worker.child.process.pid]

    for pid in asyncio.run(play()):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the system lists no open files")
def test_a_checkpoint_that_was_removed_is_let_go_of(checkpoint: Path, tmp_path: Path) -> None:
    other = store_of(tmp_path, 3)

    async def play() -> None:
        async with pool_of(1) as pool:
            for _ in range(20):
                async with pool.running(asked(other)) as running:
                    assert number(b"".join([piece async for piece in running])) == 3
                if not running.retires:  # it was slow, since the machine was busy
                    break
            pid = running.worker.child.process.pid
            assert any(str(other) in name for name in open_files(pid))
            shutil.rmtree(other)
            pool.let_go()
            for _ in range(50):  # a server whose processes are being replaced is ready
                assert pool.processes
                await asyncio.sleep(0.005)
            started = {*pool._workers}
            pool.let_go()
            await asyncio.sleep(0.2)
            assert {*pool._workers} == started  # it does not open what is not there
            async with pool.running(asked(checkpoint)) as later:
                assert later.worker is not running.worker
                assert number(b"".join([piece async for piece in later])) == 400
            with pytest.raises(ProcessLookupError):
                os.kill(pid, 0)

    asyncio.run(play())


def test_a_process_that_hangs_while_it_starts_is_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool_module, "START", 2.0)
    other = store_of(tmp_path, 3)

    async def play() -> None:
        async with pool_of(1) as pool:
            assert number(await answer(pool, asked(other))) == 3
            named = (other / "CURRENT").read_bytes()
            (other / "CURRENT").unlink()
            os.mkfifo(other / "CURRENT")  # whoever opens it waits for ever
            for worker in [*pool._workers]:
                worker.child.process.kill()
            await asyncio.sleep(0.1)  # until that was noticed
            waiting = asyncio.create_task(answer(pool, asked(other)))
            await asyncio.sleep(0.4)
            assert pool.processes == 1  # it may just be slow
            await asyncio.sleep(2.0)
            for _ in range(30):  # while it is tried again and again
                assert pool.processes == 0
                await asyncio.sleep(0.1)
            (other / "CURRENT").unlink()
            (other / "CURRENT").write_bytes(named)
            assert number(await waiting) == 3
            assert pool.processes == 1

    asyncio.run(play())


def open_files(pid: int) -> list[str]:
    folder = f"/proc/{pid}/fd"
    return [os.readlink(f"{folder}/{each}") for each in os.listdir(folder)]


def test_who_leaves_when_all_is_done_takes_no_process_along(checkpoint: Path) -> None:
    async def play() -> None:
        async with pool_of(1) as pool:
            await answer(pool, asked(checkpoint))  # it has started
            async with pool.running(asked(checkpoint)) as running:
                async for _ in running:
                    pass
                running.stop("its client left")
            assert number(await answer(pool, asked(checkpoint))) == 400
            assert pool.killed == 0

    asyncio.run(play())


def test_a_process_killed_while_it_was_free_costs_no_query(checkpoint: Path) -> None:
    async def play() -> None:
        async with pool_of(2) as pool:
            files = len(os.listdir("/proc/self/fd"))
            for worker in [*pool._workers]:
                worker.child.process.kill()
                worker.child.process.wait()
            await asyncio.sleep(0.1)
            for _ in range(3):
                assert number(await answer(pool, asked(checkpoint))) == 400
            await asyncio.sleep(0.2)
            assert pool.processes == 2
            assert len(os.listdir("/proc/self/fd")) == files

    asyncio.run(play())


def test_a_process_that_hangs_up_and_lives_on_is_killed(checkpoint: Path) -> None:
    async def play() -> None:
        async with pool_of(1) as pool:
            (worker,) = pool._workers
            async with pool.running(asked(checkpoint, ENDLESS)) as running:
                worker.channel.connection_lost(None)
                with pytest.raises(QueryTimeoutError):
                    await anext(aiter(running))
            assert number(await answer(pool, asked(checkpoint))) == 400

    asyncio.run(play())
