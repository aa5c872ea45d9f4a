"""Previews of documents: what would be read in them, asked of the process that reads."""

from __future__ import annotations

from typing import Final

from anyio import to_thread

from api.errors import BusyError
from graph.errors import WriterError
from ingest.errors import ExtractionError

from .reading import Reading, Source
from .spool import Spool

#: Previews that wait for their turn, or have it.
_MOST: Final = 10
#: Seconds that one waits for its turn, and that it may take then.
_PATIENCE: Final = 60.0
_LONGEST: Final = 60.0


class Previews:
    """Those of one server process; only its event loop may use it."""

    def __init__(self, reading: Reading, spool: Spool) -> None:
        """Have documents read by *reading*, which leaves what it found in *spool*."""
        self._reading = reading
        self._spool = spool
        self._count = 0

    async def of(self, source: Source, *, form: str) -> bytes:
        """Return what would be read in *source*, as ``json`` or ``html``.

        Its turn comes after the document that is being read, and before those that wait. Raises
        the IngestError for which it cannot be read, and BusyError where too many wait or too long.
        """
        place = self._spool.place()
        asked = {**source.asked(), "preview": form, "to": str(place)}
        if self._count >= _MOST:
            raise _busy()
        self._count += 1
        try:
            async with self._reading.turn(patience=_PATIENCE):
                await self._reading.ask(asked, seconds=_LONGEST)
            return await to_thread.run_sync(place.read_bytes)
        except TimeoutError:
            raise _busy() from None
        except WriterError as error:  # nothing is written here
            raise ExtractionError(str(error)) from error
        finally:
            self._count -= 1
            place.unlink(missing_ok=True)


def _busy() -> BusyError:
    return BusyError("other documents are being read; ask again in a minute", retry_after=60)
