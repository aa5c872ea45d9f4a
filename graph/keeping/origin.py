"""origin: a mark that each data directory has of its own, drawn by its first writer.

It is in no backup and follows to no standby, so a directory that was put back to an earlier state,
or made independent, is another from then on.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

from .durable import sync, write

#: The name of the file in a data directory.
NAME: Final = "origin"


def origin_of(directory: Path) -> str:
    """Return the mark of a data directory, empty where none was drawn yet."""
    try:
        return (directory / NAME).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def draw_origin(directory: Path) -> None:
    """Draw the mark of a data directory, unless it has one; its lock is held."""
    if not origin_of(directory):
        fresh = directory / f"{NAME}.new"
        write(fresh, f"{secrets.token_hex(16)}\n")
        sync(fresh)
        fresh.replace(directory / NAME)
        sync(directory)
