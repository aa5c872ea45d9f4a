"""Options that several commands share, and the workspace and settings they lead to."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from api.settings import Settings, read_settings
from graph.errors import EmptyWorkspaceError
from graph.workspace import Workspace
from graph.writer import Writer


def _directory(text: str) -> Path:
    """Return the path that ``--store`` names; an unset shell variable names none."""
    if not text.strip():
        raise typer.BadParameter("it is empty; name a directory")
    return Path(text)


StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store",
        metavar="DIR",
        parser=_directory,
        help="Data directory [$HANSA_STORE or ./hansa-data].",
    ),
]


def settings_for(store: Path | None) -> Settings:
    """Return the settings, with ``--store`` winning over the environment."""
    settings = read_settings()
    return settings if store is None else replace(settings, store=store)


def workspace_for(store: Path | None) -> Workspace:
    """Return the workspace that ``--store``, the environment or the default names."""
    settings = settings_for(store)
    return Workspace(settings.store, base=settings.base)


@contextmanager
def writer_for(store: Path | None) -> Iterator[Writer]:
    """Open the writer of a workspace that is there; say on stderr who is waited for.

    Raises EmptyWorkspaceError rather than make a workspace where a path was mistyped.
    """
    workspace = workspace_for(store)
    if not workspace.path.is_dir():
        raise EmptyWorkspaceError(f"there is no data directory {workspace.path}; check --store")
    with workspace.writer(on_wait=lambda who: print(f"hansa: {who}", file=sys.stderr)) as writer:
        yield writer
