"""Where files that were sent wait until they are read: on disk, since many may wait at once."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4


class Spool:
    """A folder that only this user may look into; it is made on first use and ends with it."""

    def __init__(self) -> None:
        """Make nothing yet."""
        self._folder: TemporaryDirectory[str] | None = None

    def place(self) -> Path:
        """Return the path of a file that is not there yet."""
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="hansa-")
        return Path(self._folder.name, uuid4().hex)

    def close(self) -> None:
        """Delete whatever is left."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
