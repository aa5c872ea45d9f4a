"""Options that several commands share, and the workspace and settings they lead to."""

from __future__ import annotations

import os
import pwd
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.errors import UsageError
from api.pages.characters import visible
from api.settings import Settings, read_settings
from graph.errors import EmptyWorkspaceError
from graph.shacl.withholding import Withheld
from graph.workspace import Workspace
from graph.writing.operations import Operation
from graph.writing.process import InterruptedWriting, WriterReport, run_writer


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


ByOption = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who decides [the login name].", show_default=False),
]


def signature(by: str | None) -> tuple[str, str]:
    """Return who decides, by default the one who is logged in, and the time in UTC."""
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if by is not None:
        if not by.strip():
            raise UsageError("--by names nobody; give a name")
        return by.strip(), at
    try:
        return pwd.getpwuid(os.getuid()).pw_name, at
    except KeyError:  # as in a container that runs under a number
        raise UsageError("nobody knows your login name here; say who decides with --by") from None


def settings_for(store: Path | None) -> Settings:
    """Return the settings, with ``--store`` winning over the environment.

    The data directory need not be there. Raises UsageError where it cannot be, for a file is.
    """
    settings = read_settings()
    if store is not None:
        settings = replace(settings, store=store)
    _require_directory(settings.store)
    return settings


def _require_directory(store: Path) -> None:
    """Raise UsageError where *store*, or what is there of the way to it, is no directory."""
    there = next(place for place in (store, *store.parents) if os.path.lexists(place))
    if not there.is_dir():
        what = "a file" if there.exists() else "a link that leads nowhere"
        way = "" if there == store else f", so that {store} cannot be a data directory"
        raise UsageError(f"{there} is {what}{way}; name a directory with --store or HANSA_STORE")


def workspace_for(store: Path | None) -> Workspace:
    """Return the workspace that ``--store``, the environment or the default names."""
    return settings_for(store).workspace


def write(store: Path | None, *wanted: Operation) -> WriterReport:
    """Do what is wanted with a workspace that is there, in a writer's process, and commit it.

    Says on stderr who is waited for, what is withheld and what is left out. Raises
    EmptyWorkspaceError rather than make a workspace where a path was mistyped, and what the writer
    raises.
    """
    settings = settings_for(store)
    workspace = workspace_for(store)
    if not (workspace.path / "documents.sqlite").exists():
        raise EmptyWorkspaceError(
            f"there is nothing in {workspace.path} yet; run hansa ingest with some files"
        )
    with _saying_what_stays():
        done = run_writer(workspace, wanted, on_wait=say_who, limits=settings.writer_limits)
    say_withheld(done.commit.withheld)
    for reason in done.commit.unreadable:
        print(visible(f"hansa: {reason}"), file=sys.stderr)
    return done


@contextmanager
def _saying_what_stays() -> Iterator[None]:
    """Say on stderr, where Ctrl+C stops a writer, what becomes of its work."""
    try:
        yield
    except InterruptedWriting as stop:
        generation = stop.report.commit.generation
        print(f"hansa: that was too late; it is done, as generation {generation}", file=sys.stderr)
        raise typer.Exit(130) from None
    except KeyboardInterrupt:
        print(
            "hansa: stopped; what was begun, the next command that writes undoes or finishes",
            file=sys.stderr,
        )
        raise typer.Exit(130) from None


def say_withheld(withheld: Iterable[Withheld]) -> None:
    """Say on stderr what the gate kept back, and why; that is no failure."""
    for one in sorted(set(withheld)):
        print(visible(f"hansa: {one}"), file=sys.stderr)


def say_who(who: str) -> None:
    """Say on stderr for whom the writer waits."""
    print(f"hansa: {who}", file=sys.stderr)
