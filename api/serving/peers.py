"""The processes of one server, which tell each other what they know.

With ``--workers`` every process listens at a socket in a directory that only their user can open.
A question is one JSON document, sent whole; so is its answer. Who does not answer is left out.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

Handler = Callable[[Any], Awaitable[Any]]

#: Seconds that another process may take to answer.
_PATIENCE: Final = 2.0


class Peers:
    """The processes beside this one, which has the *number* it was given; 1 is alone."""

    def __init__(self, folder: Path | None = None, number: int = 1) -> None:
        """Meet the others in *folder*; where it is None there are none."""
        self.number = number
        self._folder = folder
        self._server: asyncio.Server | None = None

    async def open(self, handlers: Mapping[str, Handler]) -> None:
        """Answer the others by *handlers*, by the name of what they ask."""
        if self._folder is None:
            return

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with suppress(OSError, ValueError):
                name, argument = json.loads(await reader.read())
                writer.write(json.dumps(await handlers[name](argument)).encode())
                await writer.drain()
            writer.close()

        own = self._own(self._folder)
        own.unlink(missing_ok=True)  # of one that ended before its time
        self._server = await asyncio.start_unix_server(answer, own)

    async def close(self) -> None:
        """Answer no more."""
        if self._server is not None and self._folder is not None:
            self._server.close()
            self._own(self._folder).unlink(missing_ok=True)

    async def ask(self, name: str, argument: Any = None) -> list[Any]:
        """Return what the others answer, in the order of their numbers."""
        if self._folder is None:
            return []
        others = sorted(set(self._folder.glob("*.sock")) - {self._own(self._folder)})
        question = json.dumps([name, argument]).encode()
        answers = await asyncio.gather(*(_ask(each, question) for each in others))
        return [each for answer in answers for each in answer]

    def _own(self, folder: Path) -> Path:
        return folder / f"{self.number:03}.sock"


async def _ask(path: Path, question: bytes) -> list[Any]:
    """Return the answer of one process; none where it has gone, goes meanwhile, or is busy."""
    try:
        async with asyncio.timeout(_PATIENCE):
            reader, writer = await asyncio.open_unix_connection(path)
            try:
                writer.write(question)
                writer.write_eof()
                return [json.loads(await reader.read())]
            finally:
                writer.close()
    except (OSError, TimeoutError, ValueError):
        return []
