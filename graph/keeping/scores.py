"""evaluation.json: how well the pipeline read documents of which it is known what they say.

One measurement is kept, the last. It holds counts and rates, and no word of a document.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from graph.errors import EmptyWorkspaceError, StoreError
from graph.following.standby import require_primary
from ontology.serialisation import JsonObject

from .durable import sync, write

#: The name of the file in a data directory.
NAME: Final = "evaluation.json"
#: Tables of a measurement, and accuracies over the facts that are right.
_TABLES: Final = ("entities", "facts", "literals", "places")
_ACCURACIES: Final = ("status", "verbatim", "year", "role")


def keep_scores(directory: Path, told: JsonObject) -> None:
    """Keep a measurement in place of the one before it.

    Raises StoreError where it cannot be written, StandbyError where another directory's is kept.
    """
    require_primary(directory)
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
        found: JsonObject = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise _damaged(path) from error
    if not _is_measurement(found):
        raise _damaged(path)
    return found


# What a measurement is. Each of these says whether a value of JSON is one, wholly: what is let
# through is shown to everybody, and must not break the page that shows it.

_Check = Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != "" and value.isprintable()


def _is_time(value: Any) -> bool:
    try:
        return _is_text(value) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_count(value: Any) -> bool:
    return type(value) is int and value >= 0


def _is_rate(value: Any) -> bool:
    return type(value) in (int, float) and 0 <= value <= 1  # which NaN is not


def _is_object(**members: _Check) -> _Check:
    """Return what says whether a value has these members, each as it should be, and no others."""

    def check(value: Any) -> bool:
        return (
            isinstance(value, dict)
            and value.keys() == members.keys()
            and all(is_one(value[name]) for name, is_one in members.items())
        )

    return check


def _is_list(*members: _Check) -> _Check:
    def check(value: Any) -> bool:
        return (
            isinstance(value, list)
            and len(value) == len(members)
            and all(is_one(each) for is_one, each in zip(members, value, strict=True))
        )

    return check


def _are_all(is_one: _Check) -> _Check:
    """Return what says whether a value is a list, or an object by names, of such values."""

    def check(value: Any) -> bool:
        if isinstance(value, dict):
            return all(map(_is_text, value)) and all(map(is_one, value.values()))
        return isinstance(value, list) and all(map(is_one, value))

    return check


_RATES: Final[dict[str, _Check]] = {
    **dict.fromkeys(("precision", "recall", "f1"), _is_rate),
    **dict.fromkeys(("right", "wrong", "missed"), _is_count),
}
_is_table: Final = _is_object(
    rows=lambda value: isinstance(value, dict) and _are_all(_is_object(**_RATES))(value),
    micro=_is_object(**_RATES, interval=_is_list(_is_rate, _is_rate)),
    mean=_is_rate,
)
_is_measurement: Final = _is_object(
    measured=_is_time,
    pipeline=_is_text,
    model=_is_text,
    documents=_is_count,
    tables=_is_object(
        **dict.fromkeys(_TABLES, _is_table),
        accuracy=_is_object(**dict.fromkeys(_ACCURACIES, _is_list(_is_rate, _is_count))),
        calibration=_is_object(
            error=_is_rate,
            bins=lambda value: (
                isinstance(value, list) and _are_all(_is_list(_is_count, _is_rate, _is_rate))(value)
            ),
        ),
    ),
)


def require_place(directory: Path) -> None:
    """Raise EmptyWorkspaceError where *directory* is no data directory yet.

    Raises StandbyError where it follows another, whose measurement is kept.
    """
    require_primary(directory)
    if not (directory / "current").exists():
        raise EmptyWorkspaceError(
            f"there is nothing in {directory} yet; run hansa ingest, then keep what you measured"
        )


def _damaged(path: Path) -> StoreError:
    return StoreError(f"{path} is damaged; remove it, or run hansa evaluate --keep again")
