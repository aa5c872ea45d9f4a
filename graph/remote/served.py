"""A server as foreign queries are sent to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .addresses import Remote
from .dialects import Dialect


@dataclass(frozen=True, slots=True)
class Served:
    """The server that holds what queries read, and the ``default`` graph where it has none."""

    remote: Remote
    dialect: Dialect
    default: str | None = None


#: Where a foreign query reads a generation: the directory of its checkpoint, or a server.
Source = Path | Served
