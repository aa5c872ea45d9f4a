"""The process that reads documents goes when it is idle, and never from under who has a turn."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from api.ingesting import reading
from api.ingesting.reading import Reading, Source
from api.ingesting.spool import Spool
from api.settings import Settings
from ingest.errors import EmptyDocumentError


def test_who_takes_a_turn_as_the_process_is_about_to_go_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_IDLE", 0.0)
    empty = tmp_path / "empty"
    empty.touch()
    asked = Source(file=empty, name="a.md", key="a.md").asked()
    asked |= {"preview": "json", "to": str(tmp_path / "told")}

    async def look_again_and_again() -> None:
        spool = Spool(tmp_path / "data")
        process = Reading(Settings(store=tmp_path / "data"), spool)
        try:
            for ticks in range(6):  # of the event loop, in one of which the time is up
                async with process.turn():
                    with pytest.raises(EmptyDocumentError):
                        await process.ask(asked, seconds=60)
                for _ in range(ticks):
                    await asyncio.sleep(0)
            await asyncio.sleep(0)
            await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})
            assert not process.is_running
        finally:
            await process.end()
            await asyncio.sleep(0.5)  # in which the pipes of those that went are closed
            spool.close()

    asyncio.run(look_again_and_again())
