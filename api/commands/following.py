"""Commands of a standby: follow another data directory, and become independent of it."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from api.errors import UsageError
from api.pages.characters import visible
from graph.errors import GraphError, UnfollowableError

from .options import StoreOption, say_who, settings_for


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (follow, promote):
        app.command()(command)


def follow(
    source: Annotated[Path, typer.Argument(metavar="DIR", help="The data directory to follow.")],
    every: Annotated[
        float,
        typer.Option("--every", metavar="SECONDS", min=0.1, help="How often to look there."),
    ] = 5.0,
    once: Annotated[bool, typer.Option("--once", help="Look once, and end.")] = False,
    store: StoreOption = None,
) -> None:
    """Keep a standby: copy each new generation of another data directory, and serve from here.

    Only what is not here yet is copied, and verified before it counts; a copy that was broken off
    goes on. Meanwhile nobody writes here; hansa promote makes it independent.
    """
    from graph.following.following import follow as bring

    target = settings_for(store).store
    if not source.is_dir():
        raise UsageError(f"{source} is no directory; name a data directory to follow")
    told: list[str] = []
    while True:
        try:
            done = bring(source, target, on_wait=say_who)
            if done.is_new:
                size = f"{done.size / 1e6:.1f} MB"
                print(f"generation {done.generation} is here, {size} copied", flush=True)
            found = [*done.left_out, *map(_held, done.held)]
        except UnfollowableError:
            raise
        except GraphError as error:
            if once:  # else it may be better the next time
                raise
            found = [f"{error}; trying again"]
        for each in found:
            if each not in told:
                print(visible(f"hansa: {each}"), file=sys.stderr, flush=True)
        if once:
            return
        told = found
        time.sleep(every)


def _held(name: str) -> str:
    return (
        f"{name}: somebody who reads it here holds what it was before, also of what was purged; it "
        "goes when they let go"
    )


def promote(store: StoreOption = None) -> None:
    """Make a standby independent, so that it takes writes; stop hansa follow before."""
    from graph.following.promoting import promote as make_independent

    target = settings_for(store).store
    if make_independent(target):
        print(f"{target} follows nobody any more and takes writes")
    else:
        raise UsageError(f"{target} follows nobody, so it takes writes already")
