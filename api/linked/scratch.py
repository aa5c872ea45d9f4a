"""A folder for what a server makes for itself: there from the first use on, gone when it ends."""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path


class Scratch:
    """One such folder; safe for threads."""

    def __init__(self, name: str) -> None:
        """Make a folder whose name begins with *name*, once it is needed."""
        self._name = name
        self._lock = threading.Lock()
        self._folder: Path | None = None

    def folder(self) -> Path:
        """Return it, made at the first time."""
        with self._lock:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix=f"{self._name}-"))
            return self._folder

    def remove(self) -> None:
        """Remove it with all that is in it."""
        with self._lock:
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)
                self._folder = None
