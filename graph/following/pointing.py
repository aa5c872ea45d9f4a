"""Moving ``current`` of a standby to a generation that was brought."""

from __future__ import annotations

from pathlib import Path

from graph.generations.pointer import Pointer
from graph.keeping.durable import sync


def point_to(directory: Path, number: int) -> None:
    """Let *number* be the newest generation, unless it is, and make that durable."""
    pointer = Pointer(directory)
    if number != pointer.read():
        pointer.prepare(number)
        sync(pointer.prepared)
        pointer.move()
