"""What can be seen of a data directory without opening anything: whether something has changed."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from graph.generations.generations import Generations
from graph.keeping.scores import NAME as SCORES

#: By the name of a file, or of what is looked at: sizes, times and the like.
Look = dict[str, list[int]]


def look(directory: Path) -> Look:
    """Look at all that a standby has to follow: another look is the same where nothing changed."""
    found = {
        path.name: _state(path, path.with_name(f"{path.name}-wal")) for path in files(directory)
    }
    found |= {name: _state(directory / name) for name in ("current", SCORES)}
    generations = Generations(directory)
    for number in generations.present():
        found[f"generations/{number}"] = _state(generations.directory(number) / "pin")
    return found


def files(directory: Path) -> list[Path]:
    """Return the SQLite files of a data directory."""
    return sorted(directory.glob("*.sqlite"))


def _state(*paths: Path) -> list[int]:
    """Return what tells that files have changed, nothing of those that are not there."""
    state: list[int] = []
    for path in paths:
        with suppress(FileNotFoundError):
            found = path.stat()
            state += [found.st_ino, found.st_size, found.st_mtime_ns]
    return state
