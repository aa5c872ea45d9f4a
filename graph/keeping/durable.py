"""Making files and directories durable, so that no loss of power takes them away."""

from __future__ import annotations

import os
from pathlib import Path


def sync(*paths: Path) -> None:
    """Make files' contents, or directories' entries, durable."""
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sync_tree(directory: Path) -> None:
    """Make everything below *directory* durable."""
    sync(directory, *directory.rglob("*"))


def write(path: Path, content: str) -> None:
    """Write a small text file, which is not durable yet; an OSError names it."""
    try:
        with path.open("w", encoding="utf-8", errors="replace") as file:
            file.write(content)
    except OSError as error:
        error.filename = str(path)
        raise


def write_durably(path: Path, content: str) -> None:
    """Write a small text file and make it, and that it is there, durable."""
    write(path, content)
    sync(path, path.parent)
