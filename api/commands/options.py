"""Options that several commands share, and the workspace and settings they lead to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from api.settings import Settings, read_settings
from graph.workspace import Workspace

StoreOption = Annotated[
    Path | None,
    typer.Option("--store", metavar="DIR", help="Data directory [$HANSA_STORE or ./hansa-data]."),
]


def settings_for(store: Path | None) -> Settings:
    """Return the settings, with ``--store`` winning over the environment."""
    settings = read_settings()
    return settings if store is None else replace(settings, store=store)


def workspace_for(store: Path | None) -> Workspace:
    """Return the workspace that ``--store``, the environment or the default names."""
    settings = settings_for(store)
    return Workspace(settings.store, base=settings.base)
