"""What a generation was made from and what it holds, as the file in it says."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from graph.errors import WorkspaceVersionError


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made from, and what it holds.

    ``revision`` counts the changes of the documents, ``base`` is the base of their IRIs and
    ``format`` the version of the layout. ``created`` is a time of UTC in whole seconds;
    ``documents`` and ``quads`` are counts, ``added`` and ``removed`` those of the difference to the
    generation before; ``pipelines`` are the sorted digests of what read the documents, ``digest``
    is that of the canonical graph. What a writer does not tell stays empty.
    """

    revision: int
    base: str
    format: int
    generation: int = 0
    created: str = ""
    documents: int = 0
    quads: int = 0
    added: int = 0
    removed: int = 0
    pipelines: tuple[str, ...] = ()
    digest: str = ""

    @property
    def time(self) -> datetime | None:
        """Return when the generation was made, or None where that is not told."""
        try:
            time = datetime.fromisoformat(self.created)
        except ValueError:
            return None
        return time if time.tzinfo else time.replace(tzinfo=UTC)

    def to_json(self) -> str:
        """Return the manifest as the text of its file."""
        return json.dumps(asdict(self), sort_keys=True, indent=1) + "\n"


def timestamp(now: datetime) -> str:
    """Return a time as manifests write it.

    >>> timestamp(datetime(2026, 5, 4, 10, 30, 5, 999, tzinfo=UTC))
    '2026-05-04T10:30:05Z'
    """
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_manifest(path: Path) -> Manifest:
    """Return the manifest in the file *path*; keys that a later version added are passed over.

    Raises WorkspaceVersionError when it cannot be understood; FileNotFoundError is let out.
    """
    known = {field.name for field in fields(Manifest)}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        values = {name: value for name, value in found.items() if name in known}
        values["pipelines"] = tuple(values.get("pipelines", ()))
        return Manifest(**values)
    except (AttributeError, TypeError, ValueError) as error:
        raise WorkspaceVersionError(
            f"{path} is not of this version's format; run hansa rebuild"
        ) from error
