"""evaluation.json: how well the pipeline read documents of which it is known what they say.

One measurement is kept, the last. It holds counts and rates, and no word of a document.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

from graph.errors import EmptyWorkspaceError, StoreError
from ontology.serialisation import JsonObject

from .durable import sync, write

#: The name of the file in a data directory.
NAME: Final = "evaluation.json"
#: What each measurement tells: when it was, what read, how many documents, and the tables.
_TOLD: Final = frozenset({"measured", "pipeline", "documents", "tables"})


def keep_scores(directory: Path, told: JsonObject) -> None:
    """Keep a measurement in place of the one before it.

    Raises StoreError where it cannot be written.
    """
    path = directory / NAME
    fresh = path.with_name(f"{NAME}.{os.getpid()}")
    try:
        write(fresh, json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        sync(fresh)
        fresh.replace(path)
        sync(directory)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise StoreError(f"{path} cannot be written: {error.strerror or error}") from error


def kept_scores(directory: Path) -> JsonObject | None:
    """Return the measurement that is kept, None where there is none.

    Raises StoreError when it cannot be read.
    """
    path = directory / NAME
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _damaged(path) from error
    if not isinstance(found, dict) or not found.keys() >= _TOLD:
        raise _damaged(path)
    return found


def require_place(directory: Path) -> None:
    """Raise EmptyWorkspaceError where *directory* is no data directory yet."""
    if not (directory / "current").exists():
        raise EmptyWorkspaceError(
            f"there is nothing in {directory} yet; run hansa ingest, then keep what you measured"
        )


def _damaged(path: Path) -> StoreError:
    return StoreError(f"{path} is damaged; remove it, or run hansa evaluate --keep again")
