"""The note in a data directory that follows another: whom, and that nobody writes here."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from graph.errors import StandbyError
from graph.keeping.durable import sync, write

_NOTE: Final = "standby.json"


@dataclass(frozen=True, slots=True)
class Standby:
    """Which directory is followed, and what its SQLite files were like when they were copied."""

    source: str
    files: dict[str, list[int]] = field(default_factory=dict)


def standby_of(directory: Path) -> Standby | None:
    """Return whom a data directory follows; None where it follows nobody.

    Raises StandbyError where the note is damaged: rather nobody writes here than two.
    """
    try:
        return Standby(**json.loads((directory / _NOTE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, TypeError, ValueError) as error:
        raise StandbyError(
            f"{directory / _NOTE} cannot be read; follow into an empty place, or run hansa promote"
        ) from error


def note(directory: Path, standby: Standby) -> None:
    """Note whom a data directory follows."""
    fresh = directory / f"{_NOTE}.new"
    write(fresh, json.dumps(asdict(standby), sort_keys=True) + "\n")
    sync(fresh)
    fresh.replace(directory / _NOTE)
    sync(directory)


def forget(directory: Path) -> bool:
    """Follow nobody any more; return whether it did."""
    was_standby = (directory / _NOTE).exists()
    (directory / _NOTE).unlink(missing_ok=True)
    sync(directory)
    return was_standby


def require_primary(directory: Path) -> None:
    """Raise StandbyError where a data directory follows another, so that nobody may write here."""
    source = None
    with suppress(StandbyError):
        found = standby_of(directory)
        if found is None:
            return
        source = found.source
    raise StandbyError(
        f"{directory} follows {source or 'another'} and is only read; write there, or make this "
        "one independent with hansa promote"
    )
