"""The note in a data directory that follows another: whom, and that nobody writes here."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from graph.errors import StandbyError, UnfollowableError
from graph.keeping.durable import sync, write

_NOTE: Final = "standby.json"
#: What a kill may leave of a note that was not written yet.
FRESH: Final = f"{_NOTE}.new"


@dataclass(frozen=True, slots=True)
class Standby:
    """Which directory is followed, by its path and its ``origin``, and how far that has come.

    ``files`` is what was seen of its files when they were copied. Where SQLite files may be those
    of another generation than ``current`` names, because a step is being taken or was broken off,
    ``bound`` is the generation that the step is bound for, else 0.
    """

    source: str
    files: dict[str, list[int]] = field(default_factory=dict)
    origin: str = ""
    bound: int = 0


def standby_of(directory: Path) -> Standby | None:
    """Return whom a data directory follows; None where it follows nobody.

    Raises UnfollowableError where the note is damaged: rather nobody writes here than two.
    """
    if not os.path.lexists(directory / _NOTE):  # also where nobody may look
        return None
    try:
        return Standby(**json.loads((directory / _NOTE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, TypeError, ValueError) as error:
        raise UnfollowableError(
            f"{directory / _NOTE} cannot be read; follow into an empty place, or run hansa promote"
        ) from error


def note(directory: Path, standby: Standby) -> None:
    """Note whom a data directory follows."""
    fresh = directory / FRESH
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
